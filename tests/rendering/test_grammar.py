"""What the generator calls a paragraph, a list, code, a heading or a table is one in the HTML that a reader gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from selectolax.lexbor import LexborHTMLParser, LexborNode

import hypothesis_profile  # noqa: F401 - no deadline
from dragoman.formulas.finder import find
from dragoman.pages.blocks import Block, Kind, split
from dragoman.pages.lecture import parse
from dragoman.pages.placeholders import Placeholders
from dragoman.rendering.constructs import extended
from dragoman.rendering.kramdown import KramdownExtension
from dragoman.terms.check import prose
from projects import ROOT

WORD = re.compile(r"(?<![\w&#\\:/.@=-])[^\W\d_]{2,}(?![\w:/.=@-])")
NO_WORDS = re.compile(r"!\[[^\]]*\]|^[ ]*(?:!!!|\?\?\?|===).*|\[\^[^\]\n]*\]|^[ ]*\*\[.*|<[^>\n]*>", re.MULTILINE)
MARK = re.compile(r"zq([ab])(\d+)qz")
# What an executed fence says beside its language; nothing runs here.
EXECUTED = re.compile(r"(?<=python)[ ]exec=.*")
CHECKED = {Kind.PARAGRAPH, Kind.LIST, Kind.CODE, Kind.HEADING, Kind.TABLE, Kind.QUOTE, Kind.DEFINITION, Kind.NOTE}
ELEMENTS = {
    "p",
    "li",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "th",
    "blockquote",
    "div",
    "summary",
    "dt",
    "dd",
}


class Formulas(Extension):
    """Keeps formulas away from Markdown without typesetting them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.register(_Stash(md), "formulas", 200)


class _Stash(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text, waiting = "\n".join(lines), Placeholders()
        for formula in reversed(find(text).formulas):
            text = text[: formula.start] + waiting.put(formula) + text[formula.end :]
        return text.split("\n")


def html(text: str) -> LexborNode:
    names, plain = extended(["pymdownx.highlight"], {"pymdownx.highlight": {"use_pygments": False}})
    md = Markdown(extensions=[*names, Formulas(), KramdownExtension()], extension_configs=plain)
    root = LexborHTMLParser(md.convert(text)).root
    assert root is not None
    return root


def without_words(found: re.Match[str]) -> str:
    """Return as many signs without a word; a box stays one, so that what is in it is no code."""
    mark = re.match(r"[ ]*(?:!!!|\?\?\?\+?|===)[ ]", found[0])
    return (f"{mark[0]}x" if mark else "").ljust(len(found[0]))


def marked(text: str) -> tuple[str, dict[int, Block]]:
    """Return ``text`` with a mark of its own behind the first and the last word of each block, and these blocks."""
    lines = text.split("\n")
    # A dollar without a partner is an error, and what stands behind it anyone's guess.
    words = prose(NO_WORDS.sub(without_words, text)).split("\n")
    lost = {text.count("\n", 0, offset) for offset in find(text).unbalanced}
    blocks = {}
    for number, block in enumerate(split(text, range(len(lines)))):
        within = range(block.line, block.last_line + 1)
        if block.kind not in CHECKED or lost & set(within):
            continue
        fenced = block.kind is Kind.CODE and ("```" in block.text or "~~~" in block.text)
        read = lines if block.kind is Kind.CODE else words
        places = [(at, found.end()) for at in (within[1:-1] if fenced else within) for found in WORD.finditer(read[at])]
        if places:
            for name, (at, end) in (("b", places[-1]), ("a", places[0])):
                lines[at] = f"{lines[at][:end]}zq{name}{number}qz{lines[at][end:]}"
            blocks[number] = block
    return "\n".join(lines), blocks


def elements(node: LexborNode | None) -> Iterator[str]:
    """Yield the names of the elements around a node, from the inside."""
    while node is not None:
        if node.tag in ELEMENTS:
            yield node.tag
        node = node.parent


HOLDERS = {
    Kind.PARAGRAPH: (("p",),),
    Kind.TABLE: (("td",), ("th",)),
    Kind.DEFINITION: (("dt",), ("dd",), ("p", "dd")),
    Kind.NOTE: (("p", "li"),),
}


def is_one(block: Block, around: list[str]) -> bool:
    if block.kind is Kind.HEADING:
        return around[:1] == [f"h{block.level}"]
    if block.kind in HOLDERS:
        return any(tuple(around[: len(one)]) == one for one in HOLDERS[block.kind])
    return {Kind.LIST: "li", Kind.QUOTE: "blockquote"}.get(block.kind, "pre") in around


def differences(text: str) -> Iterator[str]:
    """Yield each block of a page that is another thing in its HTML."""
    written, blocks = marked(text)
    found = {}
    for node in html(written).traverse(include_text=True):
        if node.tag == "-text":
            found |= {
                (int(mark[2]), mark[1]): list(elements(node.parent)) for mark in MARK.finditer(node.text_content or "")
            }
    for number, block in blocks.items():
        for end in "ab":
            around = found.get((number, end))
            if around is None or not is_one(block, around):
                yield f"{block.line}: {block.kind} in {around}: {block.text}"


def pages(root: Path) -> list[Path]:
    found = sorted(root.rglob("*.md"))
    assert found
    return found


def all_differences(root: Path) -> list[str]:
    texts = {path: parse(PurePosixPath(path.name), path.read_bytes()).visible.text for path in pages(root)}
    return [f"{path}:{one}" for path, text in texts.items() for one in differences(EXECUTED.sub("", text))]


def test_blocks_of_our_own_pages_are_what_they_are_in_html():
    assert all_differences(ROOT / "docs") == []


@pytest.mark.parametrize("name", ["corpus", "corpus-more"])
def test_blocks_of_a_real_course_are_what_they_are_in_html(corpus_folder: Path, name: str):
    assert all_differences(corpus_folder.with_name(name)) == []


WORDS = st.lists(
    st.sampled_from(["where", "bu", "أولا", "état", "12", "*so*", "$x_1$", "`b-c`", "[la](ba.md)"]), max_size=4
)
TEXT = WORDS.map(lambda words: " ".join(["one", *words, "end"]))
TEXTS = st.lists(TEXT, min_size=1, max_size=3).map("\n".join)


def before(each: str, text: str) -> str:
    return "\n".join(each + line for line in text.split("\n"))


@st.composite
def listed(draw: st.DrawFn) -> str:
    mark = draw(st.sampled_from(["- ", "* ", "+ ", "1. ", "2. ", "10. "]))
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        lines.append(mark + draw(TEXT))
        indent = draw(st.sampled_from(["  ", "   ", "    "]))
        match draw(st.sampled_from(["", "", "lazy", "nested", "paragraph", "fence"])):
            case "lazy":
                lines.append(draw(st.sampled_from(["", "  "])) + draw(TEXT))
            case "nested":
                lines.append(f"{indent}- {draw(TEXT)}")
            case "paragraph":
                lines += ["", f"    {draw(TEXT)}"]
            case "fence":
                lines += ["", f"{indent}```", f"{indent}some code", f"{indent}```"]
    return "\n".join(lines)


BLOCK = st.one_of(
    TEXTS,
    listed(),
    st.tuples(st.sampled_from(["# ", "## ", "#", "####### "]), TEXT).map("".join),
    st.tuples(TEXT, st.sampled_from(["\n===", "\n---", "\n-"])).map("".join),
    st.tuples(st.sampled_from(["> ", "    ", "  "]), TEXTS).map(lambda pair: before(*pair)),
    st.tuples(TEXT, TEXT).map(lambda two: f"| {two[0]} | b |\n|---|---|\n| {two[1]} | d |"),
    st.tuples(TEXT, TEXT).map(lambda two: f"{two[0]} | cell\n--- | ---\n{two[1]} | d"),
    TEXT.map(lambda text: f"| {text} | c |\n| dd | ee |"),
    TEXT.map("| {}".format),
    TEXT.map("1) {}".format),
    TEXT.map("- [x] {}".format),
    TEXT.map("*[GPU]: {}".format),
    TEXT.map("<details>\n<summary>so</summary>\n\n{}\n\n</details>\n\none end\n".format),
    st.tuples(TEXT, st.sampled_from(["\n:   ", "\n: ", "\n\n:   "]), TEXT).map("".join),
    st.tuples(TEXT, TEXT, TEXT).map(lambda three: f"{three[0]}\n: {three[1]}\n\n    {three[2]}"),
    st.tuples(TEXT, TEXT, TEXT).map(lambda three: f"{three[0]}\n{three[1]}\n:   {three[2]}"),
    TEXTS.map("[^1]: {}\n".format),
    st.tuples(TEXT, TEXT).map(lambda two: f"{two[0]}[^1].\n[^1]: {two[1]}\n"),
    st.tuples(TEXT, TEXT).map(lambda two: f"[^1]: {two[0]}\n\n    {two[1]}\n"),
    st.tuples(st.sampled_from(["```", "~~~"]), TEXTS).map(lambda two: f"{two[0]}\n{two[1]}\n{two[0]}"),
    st.tuples(st.sampled_from(["!!! note\n", '??? tip "x"\n\n', '=== "x"\n', '=== "x"\n\n']), TEXTS).map(
        lambda two: two[0] + before("    ", two[1])
    ),
    st.sampled_from(
        ["---", "* * *", "$$\nx^2\n$$", "$$x$$", "<center>A figure</center>", '<div dir="rtl">', "![a](a.png)"]
    ),
)
NOTE = re.compile(r"\[\^\w+\]:")


def numbered(text: str) -> str:
    """Return a page in which no note has the name of another."""
    count = iter(range(100))
    return NOTE.sub(lambda _: f"[^{next(count)}]:", text)


PAGE = st.lists(st.tuples(BLOCK, st.sampled_from(["\n", "\n\n", "\n\n"])).map("".join), min_size=1, max_size=6).map(
    lambda blocks: numbered("".join(blocks))
)


@settings(max_examples=150)
@given(PAGE)
def test_blocks_of_any_page_are_what_they_are_in_html(text: str):
    assert list(differences(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "    code\n2. item",
        "# heading\n10. item",
        "# heading\n    code",
        "| a | b |\n    code",
        "```\ncode\n```\na | b\n--- | ---\nc | d",
        "!!! note\n    text\ntext beside\n===",
        "!!! note\n    text\n2. item",
        "<center>a</center>\n2. item",
        "text\n| goes on\n| goes on",
        "$$\nx\n$$\ntext\n===\n",
        "text\n\n```\ncode that never ends\n\n# still\n",
        "- item\n\n        code",
        "text\n    goes on",
        "- item\ngoes on\n===\ngoes on",
        "text\ngoes on\n===\ngoes on\n===",
        "text\ngoes on\n--\ngoes on",
        "text\ngoes on\n---\nheading\n---",
        "text\n[^1]: note\ngoes on\n===",
        "[^1]: note\n\n    goes on\n\ntext",
        "[^1]: note\n- item",
        "term\nother\n: means\ngoes on",
        "term\n\n:   means\n\n    goes on",
        "text\n*[GPU]: words\nheading\n===",
        "<details>\n<summary>title</summary>\n\ntext\n\n</details>\n\nafter",
        "<center>figure</center>\n---",
    ],
)
def test_block_that_begins_where_no_blank_line_is_is_what_it_is_in_html(text: str):
    assert list(differences(re.sub(r"[a-z]{4,}|\b[a-d]\b", lambda word: f"one {word[0]}", text))) == []
