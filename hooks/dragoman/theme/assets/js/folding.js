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
