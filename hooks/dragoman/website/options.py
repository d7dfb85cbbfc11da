"""What a course sets about itself, beside its languages; every host derives its own form from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from difflib import get_close_matches
from typing import Any

_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    str: "text",
    tuple: "a list",
    dict: "a mapping",
}
FACES = ("text", "headings", "code")
"""What a course may have faces of its own for."""
_FAMILIES = re.compile(r"""[\w ,"'-]+""")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a course, with what holds where it says nothing."""

    macros: Mapping[str, str] = field(default_factory=dict)
    """TeX macros of the whole course, as KaTeX takes them."""
    bibliography: str = "references.bib"
    """The works that pages cite, in BibTeX, below the docs folder."""
    snippets: str = "snippets"
    """The folder of the snippets, beside the configuration."""
    weeks: bool = False
    """Whether the pages of week 5 are week05/05.md and week05/05-1.md, with the lang-ref ch.05 and ch.05-1."""
    own_pages: bool = False
    """Whether a translation may have pages that the source does not have."""
    fail_on_errors: bool = True
    """Whether a build stops at errors in the sources; a site is published with them otherwise."""
    colab: bool = False
    """Whether pages lead to their notebooks in Colab, which the workflow of `course init` puts on a branch of the repository."""
    hue: int = 205
    """The hue of the site's colours, in degrees: 25 is red, 145 green, 260 blue."""
    faces: Mapping[str, str] = field(default_factory=dict)
    """Families of letters for `text`, `headings` and `code`, as CSS names them; a style sheet of the course brings their files."""
    frontend: tuple[str, ...] = (
        "katex/dist/katex.min.css",
        "katex/dist/fonts/*.woff2",
        "@fontsource/source-serif-4/files/source-serif-4-[clg]*-400-*.woff2",
        "@fontsource/source-serif-4/files/source-serif-4-[clg]*-600-normal.woff2",
        "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-[47]00-normal.woff2",
        "@fontsource/ibm-plex-sans/files/ibm-plex-sans-[clg]*-400-*.woff2",
        "@fontsource/ibm-plex-sans/files/ibm-plex-sans-[clg]*-600-normal.woff2",
        "@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-[46]00-normal.woff2",
        "@fontsource/ibm-plex-sans-hebrew/files/ibm-plex-sans-hebrew-hebrew-[46]00-normal.woff2",
        "@fontsource/ibm-plex-mono/files/ibm-plex-mono-[cl]*-400-normal.woff2",
    )
    """Files of the front-end packages that the site serves itself."""


def names() -> tuple[str, ...]:
    """Return the names of the options."""
    return tuple(one.name for one in fields(Options))


def default(option: Field[Any]) -> Any:
    """Return what holds where a course says nothing."""
    return option.default_factory() if option.default_factory is not MISSING else option.default


def read(given: Mapping[str, Any]) -> tuple[Options, list[tuple[str, str]]]:
    """Return the options that a configuration gives, and what is wrong with some, by name."""
    values: dict[str, Any] = {}
    wrong = [(str(name), unknown(str(name))) for name in given if name not in names()]
    for option in fields(Options):
        value, usual = given.get(option.name), default(option)
        if isinstance(usual, tuple) and isinstance(value, list):
            value = tuple(value)
        if type(value) is type(usual) or (isinstance(usual, Mapping) and isinstance(value, Mapping)):
            values[option.name] = value
        elif value is not None:
            message = f"found {option.name}: {value!r}, expected {_KINDS[type(usual)]}: correct it"
            wrong.append((option.name, message))
    strange = {name: text for name, text in values.get("macros", {}).items() if not isinstance(text, str)}
    wrong += [
        (str(name), f"found the macro {name}: {text!r}, expected TeX: quote it") for name, text in strange.items()
    ]
    for name, families in values.get("faces", {}).items():
        if name not in FACES:
            wrong.append((str(name), f"found faces of {name!r}, expected of {', '.join(FACES)}: correct or remove it"))
        elif not isinstance(families, str) or not _FAMILIES.fullmatch(families):
            wrong.append(
                (str(name), f"found {name}: {families!r}, expected names of families: write {name}: Charter, serif")
            )
    return Options(**values), wrong


def unknown(name: str) -> str:
    """Return what to say of an option that is none."""
    near = get_close_matches(name, names(), 1)
    expected = f"{near[0]!r}" if near else f"one of {', '.join(names())}"
    return f"found the option {name!r}, expected {expected}: correct or remove it"
