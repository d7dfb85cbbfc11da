// Opens the search. All else of it is loaded when it opens for the first time; from a disk, where a page may load nothing,
// there is none.
{
  const script = document.currentScript.src;
  const root = document.querySelector(".course-search");
  if (location.protocol === "file:") root.remove();
  const find = (name) => root.querySelector(`.course-search__${name}`);
  const [dialog, input, status, list] = ["dialog", "query", "status", "results"].map(find);
  let loaded; // a promise of what answers, once it is wanted

  const load = () => {
    loaded ??= import(new URL("dialog.js", script)).then(({ begin }) => begin(root));
    loaded.catch(() => (loaded = undefined));
    return loaded;
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    load().catch(() => {});
  };

  const fail = () => {
    list.setAttribute("aria-busy", "false");
    status.textContent = JSON.parse(root.dataset.words).failed;
  };

  find("open").addEventListener("click", open);
  find("close").addEventListener("click", () => dialog.close());
  input.addEventListener("input", () => {
    list.setAttribute("aria-busy", "true");
    load().then(({ hear }) => hear(), fail);
  });
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    load().then(({ follow }) => follow(), fail);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || !["/", "s", "f"].includes(event.key)) return;
    if (!root.isConnected) return;
    event.preventDefault();
    open();
  });
}
