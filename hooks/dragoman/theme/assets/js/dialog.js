// What the search dialog shows: the pages that a query finds, of the language of the reader and, apart, of the original.

import { GLUE, start } from "./engine.js";

const PAGES = 8; // shown at once
const APART = 4; // shown of the original
const SECTIONS = 3; // shown of a page
const WINDOW = 26; // words of an excerpt, or as much in letters of a script without spaces
const BEFORE = 6; // of them before the first hit
const LONGEST = 60; // letters that are shown of a formula that has no hit
const PAUSE = 120; // milliseconds without a key before a search begins
const FENCE = "\u2063"; // around a formula

// Returns what is to be done when the query has changed, and when it is sent.
export function begin(root) {
  const find = (name) => root.querySelector(`.course-search__${name}`);
  const [dialog, input, status, list, more] = ["dialog", "query", "status", "results", "more"].map(find);
  const [meant, original] = ["meant", "original"].map(find);
  const words = JSON.parse(root.dataset.words);
  const top = new URL(root.dataset.root.replace(/\/?$/, "/"), location.href);
  const lang = document.documentElement.lang;
  const engines = {}; // a promise of each, once it is wanted
  let turn = 0; // counts searches, so that a late answer to an earlier one is dropped
  let timer;

  const load = (index) => {
    engines[index] ??= start(new URL(index, top), index !== root.dataset.index);
    engines[index].catch(() => delete engines[index]);
    return engines[index];
  };
  const { index } = root.dataset;
  const own = () => (index ? load(index) : { find: () => [], meant: () => "" });
  if (index) load(index).catch(() => {});

  const clear = (message) => {
    list.setAttribute("aria-busy", "false");
    list.replaceChildren();
    more.hidden = meant.hidden = true;
    if (original) original.hidden = true;
    status.textContent = message;
  };

  const search = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    if (!query) return clear("");
    try {
      if (!list.children.length) status.textContent = words.loading;
      const engine = await own();
      const answer = await engine.find(query);
      const better = answer.length ? "" : await engine.meant(query);
      if (mine !== turn) return;
      if (!answer.length) clear(words.nothing.replace("{query}", () => query));
      const pages = answer.length ? await show(answer, 0, mine) : [];
      offer(better);
      if (original) await showOriginal(query, pages, answer.length <= PAGES, mine);
    } catch {
      delete engines[index];
      if (mine === turn && !list.children.length) clear(words.failed);
    }
  };

  const show = async (answer, from, mine) => {
    const pages = await Promise.all(answer.slice(from, from + PAGES).map((one) => one.load()));
    if (mine !== turn) return pages;
    const items = pages.map((page) => result(page, new URL(page.url, top)));
    if (from) list.append(...items);
    else list.replaceChildren(...items);
    if (from) items[0].querySelector("a").focus();
    more.hidden = answer.length <= from + PAGES;
    list.setAttribute("aria-busy", "false");
    more.onclick = () => show(answer, from + PAGES, mine).catch(() => clear(words.failed));
    status.textContent = counted(words, answer.length);
    return pages;
  };

  // What was meant by a query with a slip in it.
  const offer = (better) => {
    meant.hidden = !better;
    meant.textContent = better && words.meant.replace("{query}", () => better);
    meant.onclick = () => {
      input.value = better;
      input.focus();
      search();
    };
  };

  // What the original has of it: pages that nobody has translated, in the site of the reader, and others where all of the
  // reader's language is seen and they are not among it.
  const showOriginal = async (query, pages, all, mine) => {
    original.setAttribute("aria-busy", "true");
    const engine = await load(original.dataset.index);
    const known = new Set(pages.map(({ url }) => url));
    const found = [];
    for (const one of await engine.find(query)) {
      if (mine !== turn) return;
      const page = await one.load();
      if (!page.langs.includes(lang) || (all && !known.has(`${lang}/${page.url}`))) found.push(page);
      if (found.length === APART) break;
    }
    if (mine !== turn) return;
    const items = found.map((page) => {
      const translated = page.langs.includes(lang);
      const item = result(page, new URL(translated ? page.url : `${lang}/${page.url}`, top), original.dataset);
      if (!translated) item.firstChild.after(" ", Object.assign(element("small", "course-search__missing"), { textContent: words.missing }));
      return item;
    });
    original.hidden = !items.length;
    original.querySelector("ol").replaceChildren(...items);
    original.setAttribute("aria-busy", "false");
  };

  dialog.addEventListener("click", (event) => event.target.closest("ol a") && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    walk(event, [input, ...dialog.querySelectorAll(":not([hidden]) > ol a, .course-search__more:not([hidden]), .course-search__meant:not([hidden])")]);
  });
  return {
    hear: () => {
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE);
    },
    follow: async () => {
      const query = input.value;
      if (list.getAttribute("aria-busy") === "true") {
        clearTimeout(timer);
        await search();
      }
      if (dialog.open && input.value === query) dialog.querySelector("ol a")?.click();
    },
  };
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

export function result(page, address, { lang, dir } = {}) {
  const sections = page.sections.map(([heading, text, code, id], i) => ({
    heading, text, code, id, end: page.sections[i + 1]?.[0] ?? page.words.length,
  }));
  const [first, ...others] = sections;
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
  if (lang) for (const part of item.querySelectorAll("a, p, ol")) Object.assign(part, { lang, dir: part.dir || dir });
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
  const text = excerpt(page, section);
  if (text) item.append(text);
  return item;
}

// The stretch of a section's text with the most hits, its beginning where only the heading has one, a line of its code
// where nothing else has.
function excerpt(page, { heading, text, code, end }) {
  const { places, words } = page;
  const all = spans(words, text, code);
  const hits = all.flatMap(([from, to], i) => (isHit(places, from, to) ? i : []));
  if (!hits.length && !isHit(places, heading, text)) return line(page, spans(words, code, end));
  if (!all.length) return;
  const size = words.filter((word) => word.startsWith(GLUE)).length > words.length / 2 ? 3 * WINDOW : WINDOW;
  const near = (at) => hits.filter((other) => other >= at && other < at + size - BEFORE).length;
  const best = hits.length ? hits.reduce((a, b) => (near(b) > near(a) ? b : a)) : 0;
  const from = Math.max(0, Math.min(best - BEFORE, all.length - size));
  const to = Math.min(all.length, from + size) - 1;
  return paragraph(from ? "\u2026 " : "", ...shown(page, all[from][0], all[to][1]), to < all.length - 1 ? " \u2026" : "");
}

function line(page, all) {
  const hit = all.findIndex(([from, to]) => isHit(page.places, from, to));
  if (hit < 0) return;
  const ends = ([from]) => page.words[from].endsWith("\n");
  const from = all.slice(0, hit).findLastIndex(ends) + 1;
  const to = hit + all.slice(hit).findIndex(ends);
  const code = element("code");
  code.append(...shown(page, all[from][0], all[to][1]));
  return Object.assign(paragraph(code), { dir: "ltr" });
}

function paragraph(...nodes) {
  const text = element("p");
  text.append(...nodes);
  return text;
}

// The words from one place to another, with the hits marked.
function shown({ places, words }, from, to) {
  const nodes = spans(words, from, to).flatMap(([at, next]) => {
    const word = words[at].replace(GLUE, "").trimEnd();
    const gap = !words[at].startsWith(GLUE) && at > from ? " " : "";
    return [gap, ...display(word, isHit(places, at, next))];
  });
  return balanced(nodes);
}

// A formula is whole, or left out where it is long; what touches it is no part of the hit.
function display(word, hit) {
  return word.split(FENCE).flatMap((part, at, parts) => {
    if (at % 2 === 0) return hit && parts.length === 1 ? marked(part) : [part];
    const formula = Object.assign(element("span", "course-search__formula"), { dir: "ltr" });
    formula.append(hit ? mark(part) : part.length > LONGEST ? "\u2026" : part);
    return [formula];
  });
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
  const called = word.match(/^([^A-Za-z_]*)([A-Za-z_][\w.]*)(\(.*)$/s);
  const [, before, core, after] = called ?? word.match(/^([^\p{L}\p{N}\p{M}_]*)(.*?)([^\p{L}\p{N}\p{M}_]*)$/su);
  return [before, mark(core), after];
}

function mark(words) {
  const made = element("mark");
  made.append(words);
  return made;
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
