"""What axe says of an open page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from playwright.sync_api import Page

from projects import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RUN = """
([context, options]) => axe.run(context, {resultTypes: ["violations"], ...options}).then(({violations, passes, incomplete, inapplicable}) => {
  // Of some pages in Arabic, axe takes no text outside of the article for one whose colour it can judge.
  if (!passes.length && !incomplete.length && !inapplicable.some(({id}) => id === "color-contrast")) throw new Error("axe looked at nothing");
  return violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
})
"""
# What a contrast depends on: the text's colour and size, and what is painted behind it. Of the elements with text that
# agree in all of it, which are thousands in a lecture, three are marked: one may lie where axe cannot judge it. None of
# those is that were judged on enough pages before.
MARK = """
([within, without, known]) => {
  const behind = new Map();
  const painted = (one) => {
    if (!one) return "";
    if (!behind.has(one)) {
      const {backgroundColor, backgroundImage, opacity, filter, position} = getComputedStyle(one);
      const own = [backgroundColor, backgroundImage, opacity, filter, position.replace(/static|relative/, "")].join();
      behind.set(one, painted(one.parentElement) + (own === "rgba(0, 0, 0, 0),none,1,none," ? "" : own));
    }
    return behind.get(one);
  };
  const looks = new Map();
  for (const one of document.querySelectorAll("[data-judged]")) one.removeAttribute("data-judged");
  for (const one of document.querySelectorAll(within.map((name) => `${name}, ${name} *`).join())) {
    const speaks = one.matches("input") || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!speaks || !one.checkVisibility({visibilityProperty: true}) || without.some((name) => one.closest(name))) continue;
    const {color, fontSize, fontWeight, textShadow, textDecorationLine} = getComputedStyle(one);
    const link = one.closest("a");
    const around = link && getComputedStyle(link.parentElement).color;
    const look = [one.tagName, color, fontSize, fontWeight, textShadow, textDecorationLine, around, painted(one)].join();
    looks.set(look, (looks.get(look) ?? 0) + 1);
    if (looks.get(look) <= 3 && !known.includes(look)) one.setAttribute("data-judged", "");
  }
  return [...looks.keys()];
}
"""
PAGES = 5  # on which a look is judged
_CONTRASTS = ["color-contrast", "link-in-text-block"]


def violations(page: Page, without: Sequence[str] = (), within: Sequence[str] = ()) -> list[str]:
    """Return what axe finds in a page as it is shown now, or ``within`` some of its elements."""
    return structure(page, without, within) + contrasts(page, without, within)


def structure(page: Page, without: Sequence[str] = (), within: Sequence[str] = ()) -> list[str]:
    """Return what axe finds but for colours."""
    off = {"rules": {name: {"enabled": False} for name in _CONTRASTS}}
    return _run(page, _places(without, within), off)


def contrasts(
    page: Page, without: Sequence[str] = (), within: Sequence[str] = (), seen: Counter[str] | None = None
) -> list[str]:
    """Return what axe finds in the colours, in a few elements of each look; ``seen`` counts the pages of each."""
    seen = Counter() if seen is None else seen
    known = [look for look, pages in seen.items() if pages >= PAGES]
    looks = page.evaluate(MARK, [list(within or ["body"]), list(without), known])
    assert looks
    seen.update(looks)
    if set(looks) <= set(known):
        return []
    only = {"runOnly": {"type": "rule", "values": _CONTRASTS}}
    return _run(page, _places(without, ["[data-judged]"]), only)


def _places(without: Sequence[str], within: Sequence[str]) -> dict[str, list[list[str]]]:
    # Rules for whole pages are left out where something is included.
    return {"exclude": [[name] for name in without]} | ({"include": [[name] for name in within]} if within else {})


def _run(page: Page, context: Mapping[str, object], options: Mapping[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(RUN, [context, options])
