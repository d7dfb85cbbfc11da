// What a query asks for, by the rules that its language's pages were indexed by.

const operations = {
  lower: (word) => [word.toLowerCase()],
  nfc: (word) => [word.normalize("NFC")],
  nfkd: (word) => [word.normalize("NFKD")],
  unmark: (word) => [word.replace(/\p{M}/gu, "")],
  split: (word) => word.split(/[^\p{L}\p{N}]+/u),
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

export function terms({ steps, query }, text) {
  return text
    .split(/\s+/u)
    .filter(Boolean)
    .flatMap((word) => {
      const [, name] = query.find(([pattern]) => new RegExp(pattern, "u").test(word));
      return run(steps, name, word);
    });
}
