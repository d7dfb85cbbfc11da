"""What authors may write beyond plain Markdown: the extensions of Python-Markdown that every course has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from html import escape
from typing import Any

from dragoman.languages.phrases import Phrases
from dragoman.languages.scripts import RTL_LETTER
from dragoman.pages.fences import DIAGRAM
from dragoman.rendering.tree import Tree, classes, text, texts


def diagram(source: str, language: str, css_class: str, *_arguments: Any, **_options: Any) -> str:  # noqa: ARG001 - the signature is SuperFences'
    """Return a diagram as code, which a script draws where there is one."""
    return f'<pre class="{css_class}"><code>{escape(source, quote=False)}</code></pre>'


EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "sane_lists": {},
    "tables": {},
    "toc": {"permalink": True},
    "pymdownx.details": {},
    "pymdownx.superfences": {"custom_fences": [{"name": DIAGRAM, "class": DIAGRAM, "format": diagram}]},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}


def extended(names: Sequence[str], settings: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], dict[str, Any]]:
    """Return the extensions that a course names, and their settings, with those that every course has; its own win."""
    own = {_plain(name): dict(given) for name, given in settings.items()}
    for name, defaults in EXTENSIONS.items():
        given = own.get(name, {})
        own[name] = {**deepcopy(dict(defaults)), **given}  # other plugins add to what they are given
        if "custom_fences" in given:
            theirs = {fence["name"] for fence in given["custom_fences"]}
            ours = [fence for fence in defaults["custom_fences"] if fence["name"] not in theirs]
            own[name]["custom_fences"] = [*given["custom_fences"], *ours]
    return list(dict.fromkeys([*map(_plain, names), *EXTENSIONS])), own


def _plain(name: str) -> str:
    return name.removeprefix("markdown.extensions.")


def name(tree: Tree, phrase: Phrases) -> None:
    """Say in the reader's language, or in the words of the page, what the extensions name in English or not at all."""
    for link in tree.all("a.footnote-backref"):
        number = int("".join(filter(str.isdecimal, link.attrs.sget("title"))) or 0)
        link.attrs["title"] = link.attrs["aria-label"] = phrase("Back to footnote {number} in the text", number=number)
    if phrase.numbering != "latn":
        for items in tree.all("ol:not([type])"):
            items.attrs["class"] = " ".join([*sorted(classes(items)), f"digits-{phrase.numbering}"])
    for link in tree.all("a.footnote-ref"):
        link.inner_html = phrase.digits(link.inner_html or "")
    for box in tree.all(".task-list-control input"):
        item = box.parent.parent if box.parent is not None else None
        if item is not None:
            words = "".join(map(text, texts(item, lambda node: node.tag in ("ol", "ul"))))
            box.attrs["aria-label"] = " ".join(words.split())
    for label in tree.all("div.tabbed-labels > label"):
        if not RTL_LETTER.search("".join(map(text, texts(label)))):
            label.attrs["dir"] = "ltr"
    for table in tree.all("table.highlighttable"):
        table.attrs["dir"] = "ltr"
