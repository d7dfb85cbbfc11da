"""What axe says of an open page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from playwright.sync_api import Page

from projects import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RUN = """
([without, options]) => axe.run({exclude: without}, {resultTypes: ["violations"], ...options}).then(({violations, passes}) => {
  if (!passes.length) throw new Error("axe looked at nothing");
  return violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
})
"""


def violations(
    page: Page, without: Sequence[str] = (), options: Mapping[str, object] = MappingProxyType({})
) -> list[str]:
    """Return what axe finds in a page as it is shown now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(RUN, [[[selector] for selector in without], dict(options)])
