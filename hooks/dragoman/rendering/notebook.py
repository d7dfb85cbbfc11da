"""An article as the text of a notebook: Markdown as Jupyter reads it, and between it the places of the examples.

It is read from the tree of the article while its formulas are TeX, so that it says what the page says, numbers and
references included. What Markdown cannot say is HTML that Jupyter lets through.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import Any
from urllib.parse import quote, urljoin

from selectolax.lexbor import LexborNode

from dragoman.execution.downloads import Example
from dragoman.formulas.extension import Stashed
from dragoman.formulas.mathjax import written_out
from dragoman.pages.placeholders import TOKEN, Placeholders
from dragoman.rendering.tree import HEADINGS, Tree, classes, text, texts

Piece = str | Example

_SKIPPED = frozenset(
    [
        "button",
        "input",
        "link",
        "meta",
        "nav",
        "noscript",
        "script",
        "select",
        "style",
        "summary",
        "svg",
        "template",
        "textarea",
    ]
)
_SKIPPED_CLASSES = frozenset(["citation-back", "footnote-backref", "headerlink", "notice", "output-head"])
_KEPT_TAGS = frozenset(["bdi", "del", "ins", "kbd", "mark", "s", "samp", "small", "sub", "sup", "u", "var"])
_INLINE_NAMES = (
    "a abbr b bdo big br button cite code data dfn em font i img input label q rb rp rt ruby span strong time tt wbr"
)
_INLINE = _KEPT_TAGS | frozenset(_INLINE_NAMES.split())
_EMPHASIS = {"b": "**", "strong": "**", "em": "*", "i": "*", "dfn": "*"}
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
# What Markdown, or the formulas and addresses that notebooks find in it, takes for more than text.
_MARKUP = re.compile(r"[`*_\[\]<>$#~@|]|&(?=[#\w])|:(?=//)|(?<=[wW]{3})\.")
_DEEPEST = 60  # elements in each other, of which the innermost are text
_LIST = re.compile(r"(?:-|\d+\.) ")
# What begins a list or underlines a heading.
_BEGINNING = re.compile(r"\A(?:(?P<number>\d+)(?=[.)](?:\s|$))|(?=[-+=]))")
_NO_ADDRESS = re.compile(r"[\s<>()\\`*_$|\"]")


class _In(Enum):
    """What a formula, or a text, stands in."""

    PARAGRAPH = 1
    LINE = 2
    """Where nothing but a line may stand."""
    CELL = 3
    """A line in which | has a meaning."""
    HTML = 4


def as_text(words: str) -> str:
    """Return Markdown, of one line, that shows ``words``."""
    # Two backslashes begin a formula in a notebook.
    words = _UNSEEN.sub(" ", _SPACES.sub(" ", words)).replace("\\", "\0")
    return _MARKUP.sub(r"\\\g<0>", words).replace("\0", "&#92;")


def heading(title: str, link: str, question: str = "") -> str:
    """Return what stands above a notebook, in Markdown: the title of its page, the link to it, and the question it answers."""
    parts = [f"# {as_text(title).strip()}", f"<{link}>" if "://" in link else as_text(link), as_text(question)]
    return "\n\n".join(filter(None, parts))


def places(tree: Tree, waiting: Placeholders[Any]) -> dict[int, Example]:
    """Return the examples by the elements that they stand in, and take out what stood for them."""
    found = {}
    for node in [node for node in texts(tree.root) if TOKEN.search(text(node))]:
        for piece in waiting.split(text(node)):
            if isinstance(piece, Example) and node.parent is not None:
                found[node.parent.mem_id] = piece
                node.decompose()
                break
    return found


@dataclass(frozen=True, slots=True)
class Writing:
    """What is known where an article is written as Markdown."""

    formulas: Mapping[int, Stashed]
    examples: Mapping[int, Example]
    link: str
    """The address of the page, to which its links are relative."""
    direction: str
    macros: Mapping[str, str]


def pieces(tree: Tree, known: Writing) -> tuple[Piece, ...]:
    """Return the cells of an article in their order: one of Markdown begins at each heading, others are of examples."""
    cells: list[Piece] = []
    writer = _Writer(known)
    for block in writer.blocks(tree.root):
        last = cells[-1] if cells else None
        if isinstance(block, str) and isinstance(last, str) and not re.match(r"#{1,6} ", block):
            cells[-1] = f"{last}\n\n{block}"
        else:
            cells.append(block)
        # What stands in a list or a box comes after it.
        cells += writer.late
        writer.late.clear()
    cells += writer.late
    turned = known.direction == "rtl"
    return tuple(f'<div dir="rtl">\n\n{one}\n\n</div>' if turned and isinstance(one, str) else one for one in cells)


class _Writer:
    """Writes the elements of an article as Markdown."""

    def __init__(self, known: Writing) -> None:
        self._known = known
        self.late: list[Example] = []
        self._depth = 0

    def blocks(self, node: LexborNode) -> Iterator[Piece]:
        """Yield what stands in an element, block by block."""
        if self._depth > _DEEPEST:
            yield as_text(text(node)).strip()
            return
        self._depth += 1
        run: list[LexborNode] = []
        last: str | None = ""
        for child in node.iter(include_text=True):
            if child.is_text_node or child.tag in _INLINE:
                run.append(child)
            elif child.is_element_node:
                paragraphs = list(self._paragraphs(run))
                yield from paragraphs
                run = []
                if child.tag in ("ol", "ul") and child.tag == last and not paragraphs:
                    yield "<!-- -->"  # or it would go on with the list before it
                last = child.tag
                yield from self._block(child)
        yield from self._paragraphs(run)
        self._depth -= 1

    def _paragraphs(self, nodes: Iterable[LexborNode]) -> Iterator[str]:
        for part in self._run(nodes, _In.PARAGRAPH).split("\n\n"):
            if words := part.strip(" "):
                yield words if words.startswith("$$") else _BEGINNING.sub(_escaped, words, count=1)

    def _block(self, node: LexborNode) -> Iterator[Piece]:  # noqa: C901, PLR0912 - one case for each kind of element
        tag, kinds = node.tag or "", classes(node)
        if tag in _SKIPPED or kinds & _SKIPPED_CLASSES or _is_kept_out(node):
            return
        if node.mem_id in self._known.examples:
            yield from self._example(node)
        elif tag in HEADINGS:
            yield f"{'#' * int(tag[1])} {self._words(node)}"
        elif tag in ("ol", "ul"):
            yield self._list(node)
        elif tag == "blockquote" or (tag == "div" and "admonition" in kinds):
            yield _indented(self._within(node), "> ", "> ")
        elif tag == "details":
            yield self._folded(node)
        elif tag == "table" and "highlighttable" not in kinds:
            yield from self._table(node)
        elif tag == "pre":
            yield self._code(node)
        elif tag in ("iframe", "video", "audio"):
            source = node.css_first("[src]") if "src" not in node.attrs else node
            if source is not None:
                yield f"<{self._address(source.attrs.sget('src'))}>"
        elif tag == "hr":
            yield "---"
        elif tag == "dt" or kinds & {"admonition-title", "filename"}:
            yield f"**{self._words(node)}**"
        elif "tabbed-set" in kinds:
            labels, tabs = (node.css(f"div.tabbed-{name} > *") for name in ("labels", "content"))
            for label, tab in zip(labels, tabs, strict=False):
                yield f"**{self._words(label)}**"
                yield from self.blocks(tab)
        elif self._turns(node):
            yield f'<div dir="{node.attrs.sget("dir")}">\n\n{self._within(node)}\n\n</div>'
        else:
            yield from self.blocks(node)

    def _within(self, node: LexborNode) -> str:
        """Return what stands in an element that no cell can divide."""
        return "\n\n".join(self._parts(node))

    def _parts(self, node: LexborNode) -> list[str]:
        """Return the blocks of an element that no cell can divide."""
        blocks = []
        for block in self.blocks(node):
            if isinstance(block, str):
                blocks.append(block)
            else:
                self.late.append(block)
        return blocks

    def _example(self, node: LexborNode) -> Iterator[Piece]:
        """Yield an example between what it is called and the captions of its figures."""
        is_exercise = "exercise" in classes(node)
        for name in node.css("p.output-head > span")[:1] if is_exercise else node.css("span.filename"):
            yield f"**{self._words(name)}**"
        yield self._known.examples[node.mem_id]
        # The figures of an exercise are its solution's.
        for caption in () if is_exercise else node.css("figcaption"):
            yield from self.blocks(caption)

    def _list(self, node: LexborNode) -> str:
        start = node.attrs.sget("start")
        number = int(start) if re.fullmatch(r"\d{1,9}", start) else 1  # no longer one is of a list
        items, is_loose = [], bool(node.css("li > p"))
        for item in (one for one in node.iter() if one.tag == "li"):
            marker = f"{number}. " if node.tag == "ol" else "- "
            box = item.css_first("input[type=checkbox]")
            mark = "" if box is None else "☑ " if "checked" in box.attrs else "☐ "
            first, *others = self._parts(item) or [""]
            gaps = ("\n" if _LIST.match(one) and not is_loose else "\n\n" for one in others)
            body = first + "".join(gap + one for gap, one in zip(gaps, others, strict=True))
            items.append(_indented(mark + body, marker, " " * len(marker)))
            number += 1
        return ("\n\n" if is_loose else "\n").join(items)

    def _folded(self, node: LexborNode) -> str:
        summary = node.css_first("summary")
        words = self._words(summary, _In.HTML) if summary is not None else ""
        opening = "<details open>" if "open" in node.attrs else "<details>"
        return f"{opening}\n<summary>{words}</summary>\n\n{self._within(node)}\n\n</details>"

    def _table(self, node: LexborNode) -> Iterator[str]:
        caption = node.css_first("caption")
        if caption is not None:
            yield self._words(caption)
        parts = [node, *(one for one in node.iter() if one.tag in ("thead", "tbody", "tfoot"))]
        found = [row for part in parts for row in part.iter() if row.tag == "tr"]
        rows = [[one for one in row.iter() if one.tag in ("td", "th")] for row in found]
        if not rows:
            return
        if node.css("[colspan], [rowspan]"):
            yield "\n".join(["<table>", *map(self._row, rows), "</table>"])
            return
        width = max(map(len, rows))
        lines = [[self._words(cell, _In.CELL) for cell in row] + [""] * (width - len(row)) for row in rows]
        if any(cell.tag == "td" for cell in rows[0]):
            rows.insert(0, [])
            lines.insert(0, [""] * width)
        styles = [cell.attrs.sget("style") for cell in rows[0]] + [""] * (width - len(rows[0]))
        lines.insert(1, [":---:" if "center" in style else "---:" if "right" in style else "---" for style in styles])
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _row(self, cells: Iterable[LexborNode]) -> str:
        row = ""
        for cell in cells:
            spans = [(name, cell.attrs.sget(name)) for name in ("colspan", "rowspan")]
            given = "".join(f' {name}="{escape(value)}"' for name, value in spans if value)
            row += f"<{cell.tag}{given}>{self._words(cell, _In.HTML)}</{cell.tag}>"
        return f"<tr>{row}</tr>"

    def _code(self, node: LexborNode) -> str:
        code = text(node).strip("\n")
        longest = max((len(run) for run in re.findall("`+", code)), default=0)
        marks = "`" * max(3, longest + 1)
        fence = f"{marks}{_language(node)}\n{code}\n{marks}"
        return f'<div dir="ltr">\n\n{fence}\n\n</div>' if self._known.direction == "rtl" else fence

    def _words(self, node: LexborNode, place: _In = _In.LINE) -> str:
        """Return what stands in an element as one line."""
        return self._run(node.iter(include_text=True), place).strip()

    def _run(self, nodes: Iterable[LexborNode], place: _In) -> str:
        run, is_apart = "", False
        for node in nodes:
            words = self._inline(node, place)
            # A block where only a line may be is a line of its own.
            was_apart, is_apart = is_apart, node.is_element_node and node.tag not in _INLINE
            if (was_apart or is_apart) and run.strip() and words.strip() and not run.endswith("<br>"):
                run += "<br>"
            # Two formulas that touch would be the beginning of a displayed one.
            run += f"&#8203;{words}" if run.endswith("$") and words.startswith("$") else words
        return run

    def _inline(self, node: LexborNode, place: _In) -> str:  # noqa: C901, PLR0911 - one case for each kind of element
        if node.is_text_node:
            return _shown(text(node), place)
        tag = node.tag or ""
        if not node.is_element_node or tag in _SKIPPED or classes(node) & _SKIPPED_CLASSES:
            return ""
        if node.mem_id in self._known.formulas:
            return self._formula(self._known.formulas[node.mem_id], place)
        if node.mem_id in self._known.examples:
            self.late.append(self._known.examples[node.mem_id])
            return ""
        if tag == "pre":
            return "<br>".join(f"<code>{_shown(line, place)}</code>" for line in text(node).strip("\n").split("\n"))
        if tag == "br":
            return "<br>"
        if tag == "img":
            return self._image(node, place)
        if tag == "code":
            return self._code_span(node, place)
        self._depth += 1
        is_deep = self._depth > _DEEPEST
        inner = _shown(text(node), place) if is_deep else self._run(node.iter(include_text=True), place)
        self._depth -= 1
        if tag == "a" and "href" in node.attrs and "term" not in classes(node):
            address = self._address(node.attrs.sget("href"))
            inner = f'<a href="{escape(address)}">{inner}</a>' if place is _In.HTML else f"[{inner}]({address})"
        elif "number" in classes(node) and node.parent is not None and node.parent.tag in ("caption", "figcaption"):
            inner = f"**{inner}**"
        elif tag in _EMPHASIS:
            # Marks are read beside letters only.
            mark = _EMPHASIS[tag]
            is_plain = place is not _In.HTML and re.fullmatch(r"\w(?:.*\w)?", inner) and not _beside_letter(node)
            inner = f"{mark}{inner}{mark}" if is_plain else f"<{tag}>{inner}</{tag}>" if inner else ""
        elif tag in _KEPT_TAGS and tag != "bdi":
            inner = f"<{tag}>{inner}</{tag}>"
        return f'<bdi dir="{node.attrs.sget("dir")}">{inner}</bdi>' if self._turns(node) else inner

    def _turns(self, node: LexborNode) -> bool:
        """Tell whether an element has another direction than the page."""
        return node.attrs.sget("dir") in {"ltr", "rtl"} - {self._known.direction}

    def _formula(self, formula: Stashed, place: _In) -> str:
        tex = written_out(formula.tex, self._known.macros)
        if formula.display and place is _In.PARAGRAPH:
            return f"\n\n$${tex}$$\n\n"
        if formula.display:
            tex = rf"\displaystyle {tex}"
        if place is _In.CELL:
            tex = " ".join(tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ").split())
        return f"${escape(tex, quote=False) if place is _In.HTML else tex}$"

    def _image(self, node: LexborNode, place: _In) -> str:
        address, words = self._address(node.attrs.sget("src")), node.attrs.sget("alt")
        if place is _In.HTML:
            return f'<img src="{escape(address)}" alt="{escape(words)}">'
        return f"![{as_text(words)}]({address})"

    def _code_span(self, node: LexborNode, place: _In) -> str:
        code = _SPACES.sub(" ", text(node))
        if place is _In.HTML or self._turns(node) or not code.strip():
            turned = f' dir="{node.attrs.sget("dir")}"' if self._turns(node) else ""
            return f"<code{turned}>{_shown(code, place)}</code>"
        longest = max((len(run) for run in re.findall("`+", code)), default=0)
        marks, gap = "`" * (longest + 1), " " if code[0] in " `" or code[-1] in " `" else ""
        code = code.replace("|", r"\|") if place is _In.CELL else code
        return f"{marks}{gap}{code}{gap}{marks}"

    def _address(self, address: str) -> str:
        """Return an address as it leads there from anywhere."""
        with contextlib.suppress(ValueError):  # it leads nowhere
            address = urljoin(self._known.link, address)
        return _NO_ADDRESS.sub(lambda sign: quote(sign[0], safe=""), address)


def _is_kept_out(node: LexborNode) -> bool:
    """Tell whether an author keeps a paragraph out of the search; what the site itself keeps out bears two marks."""
    is_ignored = "data-pagefind-ignore" in node.attrs and "data-search-exclude" not in node.attrs
    return node.tag == "p" and is_ignored


def _shown(words: str, place: _In) -> str:
    if place is _In.HTML:
        return escape(_SPACES.sub(" ", words), quote=False).replace("$", "&#36;")
    return as_text(words)


def _escaped(beginning: re.Match[str]) -> str:
    return f"{beginning['number'] or ''}\\"


def _beside_letter(node: LexborNode) -> bool:
    """Tell whether a letter touches an element."""
    before, after = node.prev, node.next
    touches = text(before)[-1:] if before is not None else "", text(after)[:1] if after is not None else ""
    return any(sign.isalnum() for sign in touches)


def _indented(block: str, first: str, others: str) -> str:
    lines = block.split("\n")
    return "\n".join(f"{others if number else first}{line}".rstrip(" ") for number, line in enumerate(lines))


def _language(node: LexborNode) -> str:
    """Return the language of a block of code, as it or what is around it says."""
    if "mermaid" in classes(node):
        return "mermaid"
    around: LexborNode | None = node
    while around is not None:
        if found := re.search(r"\blanguage-([\w+-]+)", around.attrs.sget("class")):
            return found[1]
        around = around.parent
    return ""
