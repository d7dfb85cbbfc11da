// What a query finds in the index of a language, asked of Pagefind. Loaded when somebody searches.

import { readings, terms, title } from "./folding.js";

const CHECKED = 8; // pages in which a word is looked for that Pagefind took for another
export const GLUE = "\u2060"; // before a word that no space parts from the one before it

// An own instance for each start: one that failed to load would go on failing.
export async function start(folder, isOriginal = false) {
  const rulesAt = new URL("rules.json", folder);
  const [{ createInstance }, rules] = await Promise.all([import(new URL("pagefind.js", folder)), json(rulesAt)]);
  const pagefind = createInstance({ noWorker: true });
  await pagefind.init();
  const unspaced = new RegExp(rules.unspaced, "u");
  // One after the other: of searches that run side by side, Pagefind gives some no results.
  const find = async (query) => {
    const found = new Map();
    for (const reading of readings(rules, query)) {
      for (const one of await ask(pagefind, reading)) if (!found.has(one.id)) found.set(one.id, one);
    }
    // Pagefind finds nothing, too, where a part of its index cannot be loaded; what is offered apart nobody misses.
    if (!found.size && !isOriginal) await json(rulesAt, "no-store");
    // The term of a glossary comes before what is said with it.
    const said = title(rules, query);
    const titled = new Set(found.size && said ? (await pagefind.search(`"${said}"`)).results.map(({ id }) => id) : []);
    const results = [...found.values()].sort((a, b) => titled.has(b.id) - titled.has(a.id));
    const pairs = terms(rules, query).some((term) => term.length > 1) && unspaced;
    return results.map(({ data }) => ({ load: async () => read(await data(), pairs) }));
  };
  const unknown = async (word) => {
    for (const term of terms(rules, word)) if (!(await known(pagefind, term))) return true;
    return false;
  };
  let forms; // of all that is offered, once something is
  const meant = async (query) => {
    forms ??= rules.offered.flatMap((word) => [word, bare(word)].map((form) => [folded(rules, form), word]));
    const words = [];
    for (const word of query.split(/\s+/u).filter(Boolean)) {
      words.push((await unknown(word)) ? nearest(forms, folded(rules, word), unspaced.test(word)) : word);
    }
    return words.every(Boolean) && words.join(" ") !== query ? words.join(" ") : "";
  };
  return { find, meant };
}

async function ask(pagefind, reading) {
  const [first] = reading;
  const alone = reading.length === 1 && first.startsWith('"');
  const exactly = alone ? (await pagefind.search(first)).results : [];
  // What stands side by side is found by that alone; one term is ranked by how much a page has of it.
  if (alone && (!exactly.length || first.includes(" "))) return exactly;
  let { results } = await pagefind.search(reading.join(" ").replaceAll('"', ""));
  for (const term of reading) if (results.length && !(await known(pagefind, term))) results = [];
  const ids = new Set(exactly.map(({ id }) => id));
  return alone ? results.filter(({ id }) => ids.has(id)) : results;
}

// Instead of a word that it does not know, Pagefind takes the longest one that the word begins with: "x" for "xyzzy".
async function known(pagefind, term) {
  const exact = term.startsWith('"');
  const same = await pagefind.search(exact ? term : `"${term}"`);
  if (exact || same.results.length) return same.results.length > 0;
  const { results } = await pagefind.search(term);
  const pages = await Promise.all(results.slice(0, CHECKED).map(({ data }) => data()));
  return pages.some(({ content, locations }) => {
    const found = content.split(" ");
    return locations.some((at) => found[at].startsWith(term));
  });
}

// As a keyboard without its signs writes a word.
function bare(word) {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("\u0131", "i");
}

function folded(rules, word) {
  return new RegExp(rules.unspaced, "u").test(word) ? word : terms(rules, word).join(" ");
}

// The word that is the fewest slips away, of short words one, of long ones two.
export function nearest(forms, word, unspaced) {
  const most = word.length < (unspaced ? 3 : 4) ? 0 : word.length < 8 ? 1 : 2;
  let best = "";
  let least = most + 1;
  for (const [form, offered] of forms) {
    const far = Math.abs(form.length - word.length) < least ? slips(form, word) : least;
    if (far && far < least) [best, least] = [offered, far];
  }
  return best;
}

// How many letters were left out, added, taken for others or for their neighbours.
function slips(one, other) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + !same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length];
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
