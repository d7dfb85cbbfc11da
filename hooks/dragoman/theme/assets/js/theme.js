// What the theme does not tell screen readers, and what it leaves to the mouse.

// It names a block of code after the nearest element with an id, which may be around several, and copies by that name.
document.querySelectorAll("[id] pre, pre[id]").forEach((block, place) => (block.id = `in_${place}`));

// A table or a diagram that is wider than the page scrolls, and must do so without a mouse.
const reach = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

// It puts the buttons of each code block into a <nav>: a landmark without a name for every block of a page.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.role = "none";
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap, div.mermaid")) reach.observe(wrap);
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

// The theme checks none of its switches of the colours, so that the Tab key would stop at one that is not shown.
const check = () => {
  const scheme = document.body.getAttribute("data-md-color-scheme");
  const option = document.querySelector(`.md-option[data-md-color-scheme="${scheme}"]`);
  if (option) option.checked = true;
};
check();
new MutationObserver(check).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });

// What is in the margin is always open there; a list of what is on the page is folded where there is no margin.
// A mistake is told with the words that the reader has marked, or has pointed at last.
let pointed = "";
addEventListener("pointerdown", ({ target }) => (pointed = target.closest?.("article :is(p, li, dd, td, figcaption)")?.textContent ?? pointed));
document.querySelector("a.report")?.addEventListener("click", ({ currentTarget: link }) => {
  const words = (String(getSelection()) || pointed).trim().replace(/\s+/g, " ").slice(0, 500);
  link.dataset.form ??= link.href;
  link.href = link.dataset.form + encodeURIComponent(`${location.href}\n\n${words && `> ${words}\n\n`}`);
});

// A page that was laid out from its top on, see reader.css, is laid out whole before a link leads to a place in it.
addEventListener(
  "click",
  (event) => event.target.closest?.("a[href*='#']") && document.documentElement.classList.remove("from-the-top"),
  { capture: true },
);
