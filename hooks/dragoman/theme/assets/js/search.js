// The search dialog. Nothing of the index is loaded before it opens for the first time.

import { terms } from "./folding.js";

const PAGES = 8; // shown at once
const SECTIONS = 3; // shown of a page
const WINDOW = 26; // words of an excerpt, or as much in letters of a script without spaces
const GLUE = "\u2060"; // before a word that no space parts from the one before it
const BEFORE = 6; // of them before the first hit
const PAUSE = 120; // milliseconds without a key before a search begins

const root = document.querySelector(".course-search");
if (root) begin(root);

function begin(root) {
  const find = (name) => root.querySelector(`.course-search__${name}`);
  const [dialog, input, status, list, more] = ["dialog", "query", "status", "results", "more"].map(find);
  const words = JSON.parse(root.dataset.words);
  const top = new URL(root.dataset.root.replace(/\/?$/, "/"), location.href);
  let engine; // a promise, once it is wanted
  let turn = 0; // counts searches, so that a late answer to an earlier one is dropped
  let timer;

  const load = () => {
    engine ??= start(new URL(root.dataset.index, top));
    engine.catch(() => (engine = undefined));
    return engine;
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    load().catch(() => {});
  };

  const clear = (message) => {
    list.setAttribute("aria-busy", "false");
    list.replaceChildren();
    more.hidden = true;
    status.textContent = message;
  };

  const search = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    if (!query) return clear("");
    try {
      if (!list.children.length) status.textContent = words.loading;
      const answer = await (await load())(query);
      if (mine !== turn) return;
      if (!answer.length) return clear(words.nothing.replace("{query}", () => query));
      await show(answer, 0, mine);
    } catch {
      engine = undefined;
      if (mine === turn) clear(words.failed);
    }
  };

  const show = async (answer, from, mine) => {
    const pages = await Promise.all(answer.slice(from, from + PAGES).map((one) => one.load()));
    if (mine !== turn) return;
    const items = pages.map((page) => result(page, top));
    if (from) list.append(...items);
    else list.replaceChildren(...items);
    if (from) items[0].querySelector("a").focus();
    more.hidden = answer.length <= from + PAGES;
    list.setAttribute("aria-busy", "false");
    more.onclick = () => show(answer, from + PAGES, mine).catch(() => clear(words.failed));
    status.textContent = counted(words, answer.length);
  };

  find("open").addEventListener("click", open);
  find("close").addEventListener("click", () => dialog.close());
  input.addEventListener("input", () => {
    list.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  find("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const query = input.value;
    if (list.getAttribute("aria-busy") === "true") {
      clearTimeout(timer);
      await search();
    }
    if (dialog.open && input.value === query) list.querySelector("a")?.click();
  });
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    walk(event, [input, ...dialog.querySelectorAll("ol a, .course-search__more:not([hidden])")]);
  });
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || !["/", "s", "f"].includes(event.key)) return;
    event.preventDefault();
    open();
  });
}

// An own instance for each start: one that failed to load would go on failing.
async function start(folder) {
  const rulesAt = new URL("rules.json", folder);
  const [{ createInstance }, rules] = await Promise.all([import(new URL("pagefind.js", folder)), json(rulesAt)]);
  const pagefind = createInstance({ noWorker: true });
  await pagefind.init();
  return async (query) => {
    const wanted = terms(rules, query);
    if (!wanted.length) return [];
    let { results } = await pagefind.search(wanted.join(" "));
    // Pagefind finds nothing, too, where a part of its index cannot be loaded.
    if (!results.length) await json(rulesAt, "no-store");
    // One after the other: of searches that run side by side, Pagefind gives some no results.
    for (const term of wanted) if (results.length && !(await known(pagefind, term))) results = [];
    const pairs = wanted.some((term) => term.length > 1);
    return results.map(({ data }) => ({ load: async () => read(await data(), pairs && new RegExp(rules.unspaced, "u")) }));
  };
}

// Instead of a word that it does not know, Pagefind takes the longest one that the word begins with: "x" for "xyzzy".
async function known(pagefind, term) {
  const same = await pagefind.search(`"${term}"`);
  if (same.results.length) return true;
  const { results } = await pagefind.search(term);
  const pages = await Promise.all(results.slice(0, PAGES).map(({ data }) => data()));
  return pages.some(({ content, locations }) => {
    const found = content.split(" ");
    return locations.some((at) => isForm(found[at], term));
  });
}

// Whether a word is what Pagefind stems a term to, in one form or another.
function isForm(word, term) {
  let same = 0;
  while (same < term.length && word[same] === term[same]) same++;
  return same >= 0.7 * term.length;
}

async function json(address, cache = "default") {
  const answer = await fetch(address, { cache });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

// Of a script without spaces, a hit is the first of two letters.
function read({ filters, locations }, unspaced) {
  const page = JSON.parse(filters.page[0]);
  const second = (at) => unspaced && page.words[at + 1]?.startsWith(GLUE) && unspaced.test(page.words[at]);
  return { ...page, places: new Set([...locations, ...locations.filter(second).map((at) => at + 1)]) };
}

// Arrow keys walk through the query and the results.
function walk(event, stops) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = stops.indexOf(document.activeElement);
  if (!step || at < 0 || event.isComposing) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
}

export function counted({ counts, digits }, number) {
  const rules = new Intl.PluralRules(document.documentElement.lang);
  const example = Object.keys(counts).find((one) => rules.select(Number(one)) === rules.select(number));
  const shown = (count) => String(count).replace(/\d/g, (digit) => digits[digit]);
  return counts[example].replace(shown(example), shown(number));
}

function result(page, top) {
  const sections = page.sections.map(([heading, text, id], i) => ({
    heading, text, id, end: page.sections[i + 1]?.[0] ?? page.words.length,
  }));
  const [first, ...others] = sections;
  const address = new URL(page.url, top);
  const item = entry(page, first, address, "course-search__page");
  const found = others
    .map((section) => ({ section, score: score(page, section) }))
    .filter(({ score }) => score)
    .sort((a, b) => b.score - a.score)
    .slice(0, SECTIONS);
  if (found.length) {
    const inner = element("ol");
    inner.append(...found.map(({ section }) => entry(page, section, new URL(`#${section.id}`, address), "course-search__section")));
    item.append(inner);
  }
  return item;
}

// A hit in the heading says more about a section than any number of hits in its text, and most where
// the heading says little else: of the terms of a glossary, the one that was asked for comes first.
function score({ places, words }, { heading, text, end }) {
  const said = spans(words, heading, text);
  const share = said.filter(([from, to]) => isHit(places, from, to)).length / (said.length || 1);
  const below = [...places].filter((at) => at >= text && at < end).length;
  return 1000 * (share && 1 + share) + below;
}

function entry(page, section, address, name) {
  const item = element("li", name);
  const link = element("a");
  link.href = address;
  link.append(...shown(page, section.heading, section.text));
  item.append(link);
  const [from, to] = excerpt(page, section);
  if (from < to) {
    const text = element("p");
    text.append(from > section.text ? "… " : "", ...shown(page, from, to), to < section.end ? " …" : "");
    item.append(text);
  }
  return item;
}

// The stretch of a section's text with the most hits; its beginning where only the heading has one.
function excerpt({ places, words }, { heading, text, end }) {
  const hits = [...places].filter((at) => at >= text && at < end).sort((a, b) => a - b);
  if (!hits.length) return [text, isHit(places, heading, text) ? Math.min(end, text + WINDOW) : text];
  const size = words.filter((word) => word.startsWith(GLUE)).length > words.length / 2 ? 3 * WINDOW : WINDOW;
  const near = (at) => hits.filter((other) => other >= at && other < at + size - BEFORE).length;
  const best = hits.reduce((a, b) => (near(b) > near(a) ? b : a));
  let from = Math.max(text, Math.min(best - BEFORE, end - size));
  while (from > text && !words[from]) from--;
  return [from, Math.min(end, from + size)];
}

// The words from one place to another, with the hits marked.
function shown({ places, words }, from, to) {
  const nodes = spans(words, from, to).flatMap(([at, next]) => {
    const word = words[at].replace(GLUE, "");
    return [word === words[at] && at > from ? " " : "", ...(isHit(places, at, next) ? marked(word) : [word])];
  });
  return balanced(nodes);
}

// The places of each word from one place to another. A place without a word belongs to the word before it.
function spans(words, from, to) {
  const found = [];
  for (let at = from, next; at < to; at = next) {
    next = at + 1;
    while (next < to && !words[next]) next++;
    found.push([at, next]);
  }
  return found;
}

function isHit(places, from, to) {
  for (let at = from; at < to; at++) if (places.has(at)) return true;
  return false;
}

function marked(word) {
  const [, before, core, after] = word.match(/^([^\p{L}\p{N}\p{M}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/su);
  const mark = element("mark");
  mark.append(core);
  return [before, mark, after];
}

// An excerpt may begin or end inside a left-to-right run of right-to-left text.
function balanced(nodes) {
  let open = 0;
  let missing = 0;
  for (const sign of nodes.map((node) => node.textContent ?? node).join("")) {
    if (sign === "\u2066") open++;
    else if (sign === "\u2069") open ? open-- : missing++;
  }
  return ["\u2066".repeat(missing), ...nodes, "\u2069".repeat(open)];
}

function element(tag, name = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return made;
}
