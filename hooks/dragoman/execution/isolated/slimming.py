"""SVG as small as it looks the same: short paths, no names that nothing refers to, letters of one line in one element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_LINK}}}href"
_TOKEN = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}
_FINE, _COARSE = 2, 1  # decimals of a point, of which a screen pixel has 0.75
_LONG = 24  # lines and curves, from which on a path is one that nobody looks at point by point
_DECIMAL = re.compile(r"-?\d+\.\d+(?![\d.]*e)")
_SCALED = re.compile(r"scale|matrix")


def slim(svg: str, prefix: str) -> str:
    """Return a drawing of matplotlib made smaller, the ids that are left made unique by ``prefix``."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _LINK)
    root = ET.fromstring(svg)  # noqa: S314 - what matplotlib wrote
    used = set(re.findall(r'(?:xlink:href="#|url\(#)([^")]+)', svg))
    _simplify(root, used, prefix)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _simplify(parent: ET.Element, used: set[str], prefix: str) -> None:
    """Make all that is in an element smaller, and take out what shows nothing."""
    children: list[ET.Element] = []
    for child in parent:
        _simplify(child, used, prefix)
        _rename(child, used, prefix)
        is_group = child.tag in {f"{{{_SVG}}}g", f"{{{_SVG}}}defs"}
        if (
            child.tag in {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"}
            or (is_group and not len(child) and "id" not in child.attrib)
            or _is_unseen(child)
        ):
            continue
        children += list(child) if child.tag == f"{{{_SVG}}}g" and not child.attrib else [child]
    parent[:] = _joined(children)
    for child in parent:
        child.tail = None
    if parent.text and not parent.text.strip():
        parent.text = None


def _rename(element: ET.Element, used: set[str], prefix: str) -> None:
    given = element.attrib
    if (name := given.pop("id", "")) in used:
        given["id"] = f"{prefix}-{name}"
    if given.get(_HREF, "").startswith("#"):
        given[_HREF] = f"#{prefix}-{given[_HREF][1:]}"
    if given.get("transform", "").startswith("rotate(-0 "):
        del given["transform"]
    for name, value in given.items():
        if name == "d":
            given[name] = _path(value)
        elif "url(#" in value:
            given[name] = value.replace("url(#", f"url(#{prefix}-")
        elif name == "style":
            given[name] = _DECIMAL.sub(_rounded, value.replace(": ", ":").replace("; ", ";"))
        elif name not in {"id", _HREF} and not _SCALED.search(value):
            given[name] = _DECIMAL.sub(_rounded, value)


def _is_unseen(element: ET.Element) -> bool:
    """Tell whether a shape is neither filled nor outlined."""
    style = element.get("style", "").replace(" ", "")
    is_shape = element.tag == f"{{{_SVG}}}path" and "id" not in element.attrib
    return is_shape and "fill:none" in style and ("stroke:" not in style or "opacity:0" in style.split(";"))


def _joined(elements: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Yield elements with the letters of one line, which have one style, in one."""
    last: ET.Element | None = None
    for one in elements:
        alike = last is not None and one.tag == last.tag == f"{{{_SVG}}}tspan"
        if alike and last is not None and all(one.get(name) == last.get(name) for name in ("y", "style")):
            last.set("x", f"{last.get('x')} {one.get('x')}")
            last.text = (last.text or "") + (one.text or "")
            continue
        last = one
        yield one


def _path(data: str) -> str:
    """Return the data of a path with relative coordinates of few decimals."""
    tokens = _TOKEN.findall(data)
    if not {token for token in tokens if token.isalpha()} <= {*_POINTS, "z", "Z"}:
        return data
    decimals = _COARSE if len(tokens) > 3 * _LONG else _FINE
    scale = 10**decimals
    written: list[str] = []
    at, start, last, number = (0, 0), (0, 0), "", 0
    while number < len(tokens):
        command, number = tokens[number], number + 1
        if command in "zZ":
            written.append("z")
            at, last = start, "z"
            continue
        values = [round(float(value) * scale) for value in tokens[number : number + 2 * _POINTS[command]]]
        number += len(values)
        points = list(zip(values[::2], values[1::2], strict=True))
        if command == "L" and points == [at] and last in {"l", "L"}:
            continue
        letter = command if command == "M" else command.lower()
        given = values if command == "M" else [value - at[index % 2] for index, value in enumerate(values)]
        is_repeated, shown = letter == last != "M", ""
        for index, value in enumerate(given):
            text = _number(value / scale)
            needs_space = (index or is_repeated) and not text.startswith("-")
            shown += f" {text}" if needs_space else text
        written.append(shown if is_repeated else letter + shown)
        at, last = points[-1], letter
        start = at if command == "M" else start
    return "".join(written)


def _rounded(found: re.Match[str]) -> str:
    return _number(float(found[0]))


def _number(value: float) -> str:
    text = f"{value:.{_FINE}f}".rstrip("0").rstrip(".")
    return {"-0": "0"}.get(text, text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text)
