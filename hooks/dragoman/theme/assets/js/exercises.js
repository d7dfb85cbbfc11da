// Remembers which answers the reader has chosen, and which exercises are done. Where the browser keeps nothing, all works but this.
{
  const place = `answers ${location.pathname}`;
  let kept = {};
  try {
    kept = Object(JSON.parse(localStorage.getItem(place)));
  } catch {}
  const keep = (name, value) => {
    kept[name] = value;
    try {
      localStorage.setItem(place, JSON.stringify(kept));
    } catch {}
  };

  for (const quiz of document.querySelectorAll(".quiz")) {
    // What was chosen of a question that has changed since is forgotten.
    const name = [...quiz.textContent].reduce((sum, sign) => (sum * 31 + sign.codePointAt()) | 0, 0);
    const answers = [...quiz.querySelectorAll(".answer > details")];
    for (const index of [kept[name] ?? []].flat()) if (answers[index]) answers[index].open = true;
    const chosen = () => answers.flatMap((one, index) => (one.open ? [index] : []));
    for (const one of answers) one.addEventListener("toggle", () => keep(name, chosen()));
  }

  for (const exercise of document.querySelectorAll(".exercise")) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = kept[exercise.dataset.exercise] === true;
    box.addEventListener("change", () => keep(exercise.dataset.exercise, box.checked));
    label.append(box, exercise.dataset.done);
    exercise.querySelector(".output-head").append(label);
  }
}
