// What the theme does not tell screen readers, and what it leaves to the mouse.

// It puts the buttons of each code block into a <nav>: a landmark without a name for every block of a page.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.role = "none";
}).observe(document.querySelector("article"), { childList: true, subtree: true });

// On a phone the menu is opened by a label, which no key presses: a button takes its place.
const drawer = document.getElementById("__drawer");
const label = document.querySelector(".md-header__button[for=__drawer]");
const opener = document.createElement("button");
opener.type = "button";
opener.className = `${label.className} menu-button`;
opener.setAttribute("aria-label", label.title);
opener.innerHTML = label.innerHTML;
const tell = () => opener.setAttribute("aria-expanded", drawer.checked);
tell();
label.replaceWith(opener);
opener.addEventListener("click", () => drawer.click());
drawer.addEventListener("change", tell);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !drawer.checked) return;
  drawer.click();
  opener.focus();
});
