// The theme puts the buttons of each code block into a <nav>: a landmark without a name for every block of a page.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.role = "none";
}).observe(document.querySelector("article"), { childList: true, subtree: true });
