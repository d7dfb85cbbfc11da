"""The value of the last expression of a cell, as a notebook shows it: HTML, a picture, or text."""

from __future__ import annotations

import base64
import io
import pprint
import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from dragoman.execution.isolated import figures

_WIDTH = 79  # signs, beyond which a notebook breaks lists
_ELEMENTS = (
    "b bdi br caption code col colgroup dd del details div dl dt em hr i img ins kbd li mark ol p pre s samp small span "
    "strong sub summary sup table tbody td tfoot th thead tr u ul var"
)
_ATTRIBUTES = {
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "img": {"src", "alt", "width", "height"},
}
_UNSEEN = {"script", "style", "svg", "math", "template", "iframe", "object", "noscript", "title", "textarea", "select"}
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Display:
    """A value to be seen: as text, and better as HTML or as a figure (SVG); ``flaw`` says what cannot be."""

    text: str = ""
    html: str = ""
    figure: str = ""
    flaw: str = ""


def of(value: object, prefix: str) -> Display:
    """Return how ``value`` is shown; ``prefix`` is the name of a figure."""
    if value is None or _is_drawn(value):
        return Display()
    kinds = {} if isinstance(value, type) else _representations(value)
    text = f"{kinds['text/plain']}\n" if "text/plain" in kinds else _text(value)
    if html := kinds.get("text/html"):
        clean, words = _contained(str(html))
        if words or "<img" in clean:
            return Display(text=f"{words}\n" if _ADDRESS.search(text) else text, html=clean)
    for kind in ("image/svg+xml", "image/png", "image/jpeg"):
        if content := kinds.get(kind):
            return Display(figure=_picture(kind, content, prefix))
    if html:
        name = type(value).__qualname__
        message = f"found a {name} that needs scripts to be seen, expected text, a table or a picture: draw it with matplotlib, or print what it holds"
        return Display(flaw=message)
    if _ADDRESS.search(text):
        shown = _ADDRESS.sub("at 0x…", text.partition("\n")[0])
        message = f"found {shown} as the last value, expected one that says something: print what it holds, or end the line with ;"
        return Display(flaw=message)
    return Display(text=text)


def _is_drawn(value: object) -> bool:
    """Tell whether a value is what matplotlib returns for a thing that it drew, which is in the figure."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return any(map(_is_drawn, value))
    if str(getattr(value, "dtype", "")) == "object":  # an array of axes
        return any(map(_is_drawn, getattr(value, "flat", ())))
    return type(value).__module__.partition(".")[0] in ("matplotlib", "mpl_toolkits")


def _representations(value: object) -> dict[str, Any]:
    """Return what a value says of itself to notebooks, by MIME type."""
    kinds: dict[str, Any] = {}
    methods = {"text/html": "html", "image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpeg"}
    for kind, name in {**methods, "": "mimebundle"}.items():
        method = getattr(value, f"_repr_{name}_", None)
        try:
            given = method() if callable(method) else None
        except Exception:  # noqa: BLE001, S112 - it has other forms, as a notebook takes it
            continue
        given = given[0] if isinstance(given, tuple) else given
        if given is not None:
            kinds |= {kind: given} if kind else dict(given)
    return kinds


def _text(value: object) -> str:
    text = repr(value)
    if len(text) > _WIDTH and isinstance(value, dict | list | set | frozenset | tuple):
        text = pprint.pformat(value, width=_WIDTH, sort_dicts=False)
    return f"{text}\n"


def _contained(html: str) -> tuple[str, str]:
    """Return HTML that can neither run nor load nor restyle anything, and its words."""
    import nh3  # noqa: PLC0415 - few snippets need it

    def judged(_tag: str, name: str, value: str) -> str | None:
        return value if name != "src" or value.startswith("data:image/") else None

    clean = nh3.clean(
        html,
        tags=set(_ELEMENTS.split()),
        clean_content_tags=_UNSEEN,
        attributes=_ATTRIBUTES,
        attribute_filter=judged,
        url_schemes={"data"},
    )
    clean = re.sub(r"<img(?![^>]* src=)[^>]*>", "", clean).strip()
    return clean, " ".join(unescape(nh3.clean(clean, tags=set())).split())


def _picture(kind: str, content: str | bytes, prefix: str) -> str:
    """Return a picture as a figure; what is inside can neither run nor load anything."""
    import imagesize  # noqa: PLC0415 - few snippets need it

    data = content.encode() if kind == "image/svg+xml" and isinstance(content, str) else content
    data = base64.b64decode(data) if isinstance(data, str) else data
    width, height = (max(1, round(side)) for side in imagesize.get(io.BytesIO(data)))
    href = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return (
        f'<svg data-figure="{escape(prefix)}" style="{figures.FITTING}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image href="{href}" width="{width}" height="{height}"/></svg>'
    )
