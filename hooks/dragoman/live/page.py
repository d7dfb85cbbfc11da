"""What the server adds to a page: that it loads itself anew, and what is wrong with the last save."""

from __future__ import annotations

import json
from html import escape

_PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{0}</title><body><p>{0}</p></body></html>'
WAITING = _PAGE.format("The site is being built …").encode()
FAILED = _PAGE.format("The site could not be built.").encode()

# A hidden tab asks nothing: browsers open only a few connections to one server.
_SCRIPT = """
(() => {
  const version = %s;
  let asking;
  const ask = async () => {
    asking = new AbortController();
    const signal = asking.signal;
    while (!signal.aborted) {
      try {
        const answer = await fetch("/livereload/" + version, {signal, cache: "no-store"});
        if (!answer.ok) throw answer.status;
        if (await answer.text() !== version) return location.reload();
      } catch {
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  };
  const look = () => {
    asking?.abort();
    if (document.visibilityState === "visible") ask();
  };
  addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  addEventListener("pagehide", () => asking?.abort());
})();
"""
_ERROR = (
    '<div id="build-error" role="alert" lang="en" dir="ltr" style="position:fixed;inset:auto 0 0;z-index:99;'
    "padding:.6rem 1rem;background:#b00020;color:#fff;font:16px/1.4 monospace;white-space:pre-wrap;"
    'overflow-wrap:anywhere;max-height:50vh;overflow:auto">{}</div>'
)


def live(page: bytes, version: str, error: str | None) -> bytes:
    """Return the HTML of a page that loads itself anew when there is another version, with ``error`` over it."""
    box = _ERROR.format(escape(error)) if error else ""
    added = f"{box}<script>{_SCRIPT % json.dumps(version)}</script>".encode()
    before, body_end, after = page.rpartition(b"</body>")
    return before + added + body_end + after if body_end else page + added
