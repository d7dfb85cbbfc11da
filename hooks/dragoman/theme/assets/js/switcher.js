// Changes of language keep the heading that is being read: anchors are the same in every language.

// The theme would ask for a sitemap below each alternate, which is there for search engines. It looks for rel="alternate"
// to the letter, and for no space behind it.
for (const link of document.querySelectorAll("link[rel=alternate][hreflang]")) link.rel = "alternate ";

const header = 120; // pixels, and a line
const headings = "article :is(h1, h2, h3, h4, h5, h6)[id]";

// The last headings of a page never come to its top: the line that they must have passed sinks as the end comes near.
function line() {
  const way = document.documentElement.scrollHeight - innerHeight;
  const last = Math.min(way, innerHeight);
  const left = Math.min(way - scrollY, last);
  return last > 0 ? header + (innerHeight - header) * (1 - left / last) : header;
}

function reading() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const top = named?.getBoundingClientRect().top;
  if (top >= 0 && top < innerHeight) return location.hash;
  const below = line();
  const passed = [...document.querySelectorAll(headings)].filter((heading) => heading.getBoundingClientRect().top < below);
  return passed.length ? `#${passed.at(-1).id}` : "";
}

for (const event of ["pointerdown", "click"])
  addEventListener(
    event,
    (happened) => {
      const link = happened.target.closest?.(".md-select__link[hreflang]");
      if (link) link.hash = reading();
    },
    { capture: true },
  );
