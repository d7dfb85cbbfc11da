// What a query asks for, by the rules that its language's pages were indexed by.

const operations = {
  lower: (word) => [word.toLowerCase()],
  nfc: (word) => [word.normalize("NFC")],
  nfkd: (word) => [word.normalize("NFKD")],
  unmark: (word) => [word.replace(/\p{M}/gu, "")],
  split: (word) => word.split(/[^\p{L}\p{N}\p{M}]+/u),
};

function run(steps, name, word) {
  return steps[name]
    .reduce((words, step) => words.flatMap((one) => apply(steps, step, one)), [word])
    .filter(Boolean);
}

function apply(steps, step, word) {
  if (Array.isArray(step)) return [word.replace(new RegExp(step[0], "gu"), step[1])];
  return operations[step]?.(word) ?? run(steps, step, word);
}

// A word of a script without spaces is looked for by every two letters that stand beside each other.
function cut(unspaced, word) {
  return word.match(new RegExp(`${unspaced}+|${unspaced.replace("[", "[^")}+`, "gu")).flatMap((run) => {
    const letters = [...run];
    if (letters.length < 2 || !new RegExp(unspaced, "u").test(run)) return [run];
    return letters.slice(1).map((letter, at) => letters[at] + letter);
  });
}

// Letters that begin what is found as it is written, see folding.py.
const [SCRIPT, TITLE, CODE, NAME] = "\u01c0\u01c1\u01c2\u01c3";
const PARTS = 9; // of a name, the last ones
// Signs that make of a word a formula.
const FORMULA = /[\p{S}\p{Lm}\p{No}\p{Script=Greek}\\/*_()[\]]/u;

export function title(rules, text) {
  return terms(rules, text).map((term) => TITLE + term).join("");
}

// The terms of each name of code in a text, the whole name first, then without what is before each point.
export function names({ names, telling, long }, text) {
  const told = (name) => new RegExp(telling, "u").test(name) && new RegExp(long, "u").test(name);
  return [...text.matchAll(new RegExp(names, "gu"))].filter(([name]) => told(name)).map(([, name]) => {
    const parts = name.toLowerCase().replaceAll("_", SCRIPT).split(".").slice(-PARTS).map((part) => NAME + part);
    return parts.map((_, at) => parts.slice(at).join(""));
  });
}

// The terms of a formula: every two signs that stand side by side; one alone if it is no plain letter.
export function formula({ tex, signs }, text) {
  const source = /[\\^_{]/.test(text)
    ? tex.reduce((source, [pattern, instead]) => source.replace(new RegExp(pattern, "gu"), () => instead), text)
    : text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("\u2212", "-").replaceAll("\u2032", "'");
  const found = (FORMULA.test(text) && source.match(new RegExp(signs, "gu"))) || [];
  if (found.length < 2) return found.filter((sign) => /[^A-Za-z0-9]/.test(sign)).map((sign) => SCRIPT + coded(sign));
  return found.slice(1).map((sign, at) => SCRIPT + coded(found[at]) + coded(sign));
}

function coded(sign) {
  return sign.replace(/[^a-z0-9]/gu, (one) => CODE + one.codePointAt(0).toString(16));
}

// What a query may ask for, the most exact first: each a list of terms, in quotes what must be found as it is.
export function readings(rules, text) {
  const exact = (terms) => (terms.length ? [`"${terms.join(" ")}"`] : []);
  const words = text.split(/\s+/u).filter(Boolean);
  const named = words.map((word) => names(rules, word));
  const depth = Math.max(0, ...named.flat().map((forms) => forms.length));
  const as = (word, at, known) => (known.length ? known.map((forms) => `"${forms[Math.min(at, forms.length - 1)]}"`) : other(word));
  const other = (word) => {
    const signs = formula(rules, word);
    return signs.length ? exact(signs) : terms(rules, word);
  };
  const signs = exact(formula(rules, text));
  const plain = terms(rules, text);
  const isWord = (term) => term.length > 1;
  return [
    ...Array.from({ length: depth }, (_, at) => words.flatMap((word, i) => as(word, at, named[i]))),
    signs,
    // Letters alone say less than the formula that they are of.
    words.some((word) => !FORMULA.test(word) && terms(rules, word).some(isWord)) ? words.flatMap(other) : [],
    signs.length && !plain.some(isWord) ? [] : plain,
  ].filter((one, at, all) => one.length && all.findIndex((other) => other.join(" ") === one.join(" ")) === at);
}

export function terms({ steps, query, unspaced }, text) {
  return text
    .split(/\s+/u)
    .filter(Boolean)
    .flatMap((word) => cut(unspaced, word))
    .flatMap((word) => {
      const [, name] = query.find(([pattern]) => new RegExp(pattern, "u").test(word));
      return run(steps, name, word);
    });
}
