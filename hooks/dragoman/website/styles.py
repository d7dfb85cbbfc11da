"""The style sheets of a site as one, which costs a phone one request instead of one for each."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

import yaml

from dragoman.website.assets import THEME

_ADDRESS = re.compile(r"""url\(\s*(["']?)(?![a-z]+:|/|#)([^"')]+)\1\s*\)""")

_PIECE = re.compile(
    r"""(?P<comment>/\*)(?:.*?(?P<end>\*/))?|(?P<quote>["'])(?:\\.|(?!(?P=quote))[^\\\n])*(?P<same>(?P=quote))?"""
    r"""|url\(\s*[^"'\s)][^)]*\)|\\.|(?P<opening>[{(\[])|(?P<closing>[])}])""",
    re.DOTALL,
)
_TOP = re.compile(r'@charset "[^"]*";|/\*# sourceMappingURL=.*?\*/')
# By where a sheet stands, the layers in their order.
_LAYERS = {"assets/stylesheets/": "theme", "assets/vendor/": "theme", "assets/css/": "site"}
_CLOSING = {"{": "}", "(": ")", "[": "]"}


def fault(text: str) -> tuple[int, str] | None:
    """Return the line and the kind of what would break all rules behind it, too; None if there is nothing."""
    opened: list[tuple[int, str]] = []
    for piece in _PIECE.finditer(text):
        line = text.count("\n", 0, piece.start()) + 1
        if piece["comment"] and not piece["end"]:
            return line, "found /* that is never closed, expected */: add it"
        if piece["quote"] and not piece["same"]:
            return line, f"found {piece['quote']} that is never closed, expected it twice on the line: add it"
        if piece["opening"]:
            opened.append((line, piece["opening"]))
        elif piece["closing"]:
            if not opened or _CLOSING[opened[-1][1]] != piece["closing"]:
                return line, f"found {piece['closing']} that closes nothing, expected what it closes: correct it"
            opened.pop()
    if opened:
        line, opening = opened[-1]
        return line, f"found {opening} that is never closed, expected {_CLOSING[opening]}: add it"
    return None


def bundled(sheets: Iterable[tuple[str, str]], path: str) -> str:
    """Return style sheets, each with the path it stands at, as one that stands at ``path``.

    Those of the theme and of packages are a layer, ours the next; a course's own come after both, whatever they select.
    """
    folder = posixpath.dirname(path)
    return "\n".join(_layered(origin, _moved(text, posixpath.dirname(origin), folder)) for origin, text in sheets)


def faces() -> str:
    """Return the rules of the site's faces, which the theme lists, as a style sheet that stands beside its own."""
    listed = yaml.safe_load((THEME / "faces.yml").read_text("utf-8"))
    return "\n".join(
        _face(one["family"], script, style, listed["ranges"][script], one.get("size"))
        for one in listed["faces"]
        for style in one["styles"]
        for script in one["scripts"]
    )


def _face(family: str, script: str, style: str, letters: str, size: str | None) -> str:
    """Return the rule of the file with the letters of a script, in a style such as ``400-italic``."""
    package, (weight, _, slant) = family.lower().replace(" ", "-"), style.partition("-")
    rules = {
        "font-family": f'"{family}"',
        "font-style": slant,
        "font-weight": weight,
        "font-display": "swap",
        "src": f'url("../vendor/fontsource/{package}/files/{package}-{script}-{style}.woff2") format("woff2")',
        **({"size-adjust": size} if size else {}),
        "unicode-range": letters,
    }
    return "@font-face {\n" + "".join(f"  {name}: {value};\n" for name, value in rules.items()) + "}\n"


def chosen(hue: int, faces: Mapping[str, str]) -> str:
    """Return what a course sets of the look, as CSS; its faces come before ours, which have letters that they lack."""
    own = "".join(f" --{name}-face: {families}, var(--usual-{name}-face);" for name, families in faces.items())
    return f":root {{ --hue: {hue};{own} }}"


def _layered(origin: str, text: str) -> str:
    """Return a style sheet in its layer; without what counts at the top of a file alone."""
    layer = next((name for folder, name in _LAYERS.items() if origin.startswith(folder)), None)
    return f"@layer {layer} {{\n{_TOP.sub('', text)}\n}}" if layer else text


def _moved(text: str, origin: str, folder: str) -> str:
    """Return a style sheet of one folder as it must read in another."""
    return _ADDRESS.sub(
        lambda found: f"url({found[1]}{posixpath.relpath(posixpath.join(origin, found[2]), folder)}{found[1]})", text
    )
