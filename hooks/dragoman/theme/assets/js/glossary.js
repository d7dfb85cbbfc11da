// Shows what a term means where it is used, and what a reference refers to: under the pointer, on focus, at a first tap.
// Escape closes. Without this file both are links.
{
  const MARGIN = 8; // pixels between the tooltip and the edge of the window
  const box = document.createElement("div");
  box.id = "term-tooltip";
  box.className = "term-tooltip";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  let shown = null; // the term whose meaning is shown
  let tapped = null; // the term that a finger just touched and that was not shown before

  const termOf = (target) => (target instanceof Element ? target.closest("a.term, a.reference") : null);

  const pages = new Map(); // the other pages that were asked for

  const pageOf = (link) => {
    const address = link.href.split("#")[0];
    if (address === location.href.split("#")[0]) return Promise.resolve(document);
    if (!pages.has(address)) {
      const read = (answer) => answer.text().then((html) => new DOMParser().parseFromString(html, "text/html"));
      pages.set(address, fetch(address).then(read));
    }
    return pages.get(address);
  };

  const preview = async (link) => {
    const id = decodeURIComponent(link.hash.slice(1));
    const target = await pageOf(link).then((page) => page.getElementById(id), () => null);
    if (!target || shown !== link) return;
    // Of a figure, a table and code what they are called: the rest is where the link leads.
    const named = target.matches("figure, table, .highlight, .example");
    const words = named ? target.querySelector("figcaption, caption, .filename") : target.matches(":is(h1, h2, h3, h4, h5, h6)") && target;
    const part = document.createElement("div");
    part.className = "md-typeset";
    part.append(...(words ? words.cloneNode(true).childNodes : [target.cloneNode(true)]));
    for (const one of part.querySelectorAll(".headerlink, .citation-back, button")) one.remove();
    for (const one of part.querySelectorAll("*")) {
      for (const name of ["id", "tabindex", "href"]) one.removeAttribute(name);
      if (one.localName === "details") one.open = true;
    }
    box.replaceChildren(part);
    box.hidden = false;
    place(link);
  };

  const fill = (term) => {
    const definition = document.createElement("span");
    definition.textContent = term.dataset.definition;
    box.replaceChildren(definition);
    if (term.dataset.term) {
      const original = document.createElement("span");
      original.lang = term.dataset.termLang;
      original.dir = "auto";
      original.textContent = term.dataset.term;
      box.prepend(original);
    }
    direct(term);
  };

  const direct = (term) => {
    // A page that is not translated speaks another language than the site around it.
    const text = term.closest("[lang]");
    box.lang = text.lang;
    box.dir = getComputedStyle(text).direction;
  };

  const place = (term) => {
    const lines = term.getClientRects();
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const { width, height } = box.getBoundingClientRect();
    const view = document.documentElement;
    const start = box.dir === "rtl" ? last.right - width : last.left;
    const left = Math.max(MARGIN, Math.min(start, view.clientWidth - width - MARGIN));
    const above = last.bottom + height > view.clientHeight && first.top > height;
    const origin = (box.offsetParent ?? document.body).getBoundingClientRect();
    box.style.left = `${left - origin.left}px`;
    box.style.top = `${(above ? first.top - height : last.bottom) - origin.top}px`;
  };

  const hide = () => {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };

  const show = (term) => {
    if (term === shown) return;
    hide();
    shown = term;
    if (term.matches(".reference")) {
      direct(term);
      preview(term);
    } else {
      fill(term);
      box.hidden = false;
      place(term);
    }
    term.setAttribute("aria-describedby", box.id);
  };

  // Inside a landmark, where a screen reader finds it.
  (document.querySelector("main") ?? document.body).append(box);
  document.addEventListener("focusin", (event) => {
    const term = termOf(event.target);
    if (term) show(term);
    else hide();
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const term = termOf(event.target);
    if (term) show(term);
    else if (shown !== document.activeElement && !box.contains(event.target)) hide();
  });
  document.addEventListener("pointerdown", (event) => {
    const term = termOf(event.target);
    tapped = event.pointerType !== "mouse" && term !== shown ? term : null;
    if (!term && !box.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const term = termOf(event.target);
    if (!term || term !== tapped) return;
    event.preventDefault();
    show(term);
    tapped = null;
  });
  document.addEventListener("keydown", (event) => {
    tapped = null;
    if (event.key === "Escape") hide();
  });
  addEventListener("resize", hide);
  // Pictures that arrive and paragraphs that are laid out late move the term.
  new ResizeObserver(() => shown && place(shown)).observe(document.querySelector("article") ?? document.body);
}
