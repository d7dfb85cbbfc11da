"""What is numbered, in the article: labels and references leave Markdown, numbers and anchors come into the tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from selectolax.lexbor import LexborNode

from dragoman.languages.phrases import Phrases
from dragoman.pages.fences import DIAGRAM
from dragoman.pages.labels import NAMES, of_address
from dragoman.pages.lecture import Lecture
from dragoman.pages.placeholders import TOKEN, Placeholders
from dragoman.pages.spans import replaced
from dragoman.references.labels import Given, Reference, numbered, read
from dragoman.references.numbers import Numbered
from dragoman.rendering.tree import HEADINGS, Tree, classes, text, texts

# What comes of a fence and of a box.
_LABELLED = frozenset(["admonition", "example", "highlight", DIAGRAM])
_BEFORE = re.compile(r"[ \t>]*(?=```|~~~|!!!|\?\?\?)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label that waits until what it stands beside is HTML."""

    name: str


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """What one page shows of the numbers of its course."""

    lecture: Lecture
    known: Mapping[str, Numbered]
    phrase: Phrases

    @property
    def own(self) -> list[str]:
        """The labels of the page itself."""
        return [one.label for one in read(self.lecture.visible.text).given if one.fits]

    def tex(self, tex: str) -> tuple[str, tuple[str, ...]]:
        """Return TeX with the numbers of its labels, and those labels."""
        return numbered(tex, self._digits)

    def _digits(self, label: str) -> str | None:
        one = self.known.get(label)
        return self.phrase.digits(one.number) if one else None

    def markdown(self, source: str, waiting: Placeholders[Any]) -> str:
        """Return Markdown with its references as links, and what waits in the place of labels that Markdown cannot read."""
        references = (one for one in read(source).references if one.start < one.end)
        source = replaced(source, [(one.start, one.end, self._link(one)) for one in references])
        return replaced(source, [self._waiting(source, one, waiting) for one in read(source).given])

    def _link(self, reference: Reference) -> str:
        one = self.known.get(reference.label)
        shown = reference.words or (one.shown(self.phrase, reference.command) if one else f"`{reference.label}`")
        path = ""
        if one and one.page != self.lecture.name:
            path = quote(posixpath.relpath(one.page, PurePosixPath(self.lecture.name).parent))
        return f"[{shown}]({path}#{reference.label})"

    def _waiting(self, source: str, one: Given, waiting: Placeholders[Any]) -> tuple[int, int, str]:
        """Return what is put where: in the line of a fence or a box nothing may stand, and Markdown reads headings itself."""
        if not one.fits or one.fitting == ("sec",) or one.start == one.end:
            return one.start, one.start, ""
        token = waiting.put(Label(one.label))
        start = source.rfind("\n", 0, one.start) + 1
        line = source[start : one.start].rstrip()
        margin = _BEFORE.match(line)
        if margin is None:
            return one.start, one.end, token
        indent = margin[0]
        blank = indent.rstrip()
        return start, one.end, f"{blank}\n{indent}{token}\n{blank}\n{line}"

    def show(self, tree: Tree, waiting: Placeholders[Any]) -> None:
        """Give what has a label its anchor and its number, and references their mark."""
        for node in [node for node in texts(tree.root) if TOKEN.search(text(node))]:
            for piece in waiting.split(text(node)):
                if isinstance(piece, Label):
                    self._carry(tree, node, piece, waiting)
                    break
        for node in tree.all("figure[id]", "table[id]", *(f"{heading}[id]" for heading in HEADINGS)):
            if node.attrs.sget("id") in self.known:
                self._name(tree, node, self.known[node.attrs.sget("id")])
        for link in tree.all("a[href]"):
            if of_address(link.attrs.sget("href")) in self.known:
                link.attrs["class"] = " ".join([*sorted(classes(link)), "reference"])
        # The title of what folds is a button, in which there can be no link.
        for link in tree.all("summary a.reference"):
            link.unwrap()

    def _carry(self, tree: Tree, node: LexborNode, label: Label, waiting: Placeholders[Any]) -> None:
        """Set the id of what a label stands beside, and take the label out."""
        paragraph = node.parent
        rest = "".join(
            piece if isinstance(piece, str) else waiting.put(piece)
            for piece in waiting.split(text(node))
            if not isinstance(piece, Label)
        )
        tree.put(node, escape(rest.rstrip(), quote=False))
        if paragraph is None:
            return
        following, before = _beside(paragraph, "next"), _beside(paragraph, "prev")
        image = paragraph.css_first("img")
        if text(paragraph).strip():
            table = next((one for one in (following, before) if one is not None and one.tag == "table"), None)
            if table is not None:
                table.attrs["id"] = label.name
                _first(tree, table, "caption").inner_html = paragraph.inner_html or ""
                paragraph.decompose()
        elif image is not None:
            _figure(tree, paragraph, image, label.name)
        elif following is not None and (following.tag in ("details", "pre") or classes(following) & _LABELLED):
            paragraph.decompose()
            self._code_or_box(tree, following, label.name)

    def _code_or_box(self, tree: Tree, node: LexborNode, label: str) -> None:
        if label.startswith("fig:"):
            figure = node.css_first("figure")
            if figure is not None:
                figure.attrs["id"] = label
            elif DIAGRAM in classes(node):
                _figure(tree, node, node, label)
            return
        node.attrs["id"] = label
        if label not in self.known:
            return
        one = self.known[label]
        if label.startswith("lst:"):
            name = node.css_first("span.filename")
            if name is None:
                code = node.css_first("div.highlight") if "example" in classes(node) else node
                name = _first(tree, node if code is None else code, "span", "filename")
            name.inner_html = f"{self._number(one)} {name.inner_html or ''}".rstrip()
            return
        title = next((one for one in node.iter() if one.is_element_node), None)
        if title is None or not (title.tag == "summary" or "admonition-title" in classes(title)):
            title = _first(tree, node, "p", "admonition-title")
        given = text(title).strip()
        is_kind = given in ("", self.phrase(NAMES[label.partition(":")[0]]))
        title.inner_html = self._number(one) + ("" if is_kind else f" ({title.inner_html})")

    def _name(self, tree: Tree, node: LexborNode, one: Numbered) -> None:
        """Put a number before the words of a figure, a table or a heading."""
        if node.tag in HEADINGS:
            node.inner_html = f'<span class="number">{self.phrase.digits(one.number)}</span> {node.inner_html}'
            return
        caption = node.css_first("caption, figcaption")
        if caption is not None:
            caption.inner_html = f"{self._number(one)} {caption.inner_html or ''}".rstrip()
        elif node.tag == "table":
            _first(tree, node, "caption").inner_html = self._number(one)
        else:
            node.inner_html = f"{node.inner_html}<figcaption>{self._number(one)}</figcaption>"

    def _number(self, one: Numbered) -> str:
        return f'<span class="number">{escape(one.shown(self.phrase), quote=False)}</span>'


def _beside(node: LexborNode, side: str) -> LexborNode | None:
    """Return the element next to another one."""
    other: LexborNode | None = getattr(node, side)
    while other is not None and not other.is_element_node:
        other = getattr(other, side)
    return other


def _first(tree: Tree, node: LexborNode, tag: str, name: str = "") -> LexborNode:
    """Return a new element of a class at the beginning of another one."""
    before = node.first_child if node.first_child is not None else tree.last_in(node)
    return tree.element(tag, {"class": name} if name else {}, before=before)


def _figure(tree: Tree, paragraph: LexborNode, image: LexborNode, label: str) -> None:
    """Put an image that stands alone, or a diagram, in a figure, whose caption is its title."""
    title = image.attrs.sget("title")
    if title:
        del image.attrs["title"]
    caption = f"<figcaption>{escape(title, quote=False)}</figcaption>"
    tree.put(paragraph, f'<figure id="{label}">{image.html}{caption}</figure>')
