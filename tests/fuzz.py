"""Real pages, mutated: whatever comes of them, each stage reads them to the end and loses nothing.

``python tests/fuzz.py --seconds 600 article`` looks for faults in a stage by hand, in all of them without a name;
the tests try a few of the same pages in each.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path, PurePosixPath
from types import FrameType

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from dragoman.formulas.finder import INVISIBLE, find
from dragoman.pages import blocks, front_matter, labels, size
from dragoman.pages.comments import find_comments
from dragoman.pages.fences import code_blocks, code_spans
from dragoman.pages.lecture import Lecture, parse
from dragoman.pages.library import Library
from dragoman.rendering.judging import Judge
from dragoman.rendering.page import Place
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing import adopt, fix, update
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import source_blocks
from dragoman.website import losses
from dragoman.website.build import Settings, Site
from projects import ROOT

LIMIT = 10  # seconds for a page, by hand
KATEX = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
EXTENSIONS = (
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.superfences",
)
PLACE = Place("Title", None, lambda name, lang: f"/{lang}/{name}", lambda _: None)
HEAD = "---\n{}lang-ref: ch.05-1\ntitle: x\n---\n"
PAGES = tuple(
    text.split("---\n", 2)[2]
    for text in (file.read_text("utf-8") for file in sorted((ROOT / "docs").rglob("*.md")))
    if text.startswith("---\n") and text.count("---\n") >= 2
)
NINES = "9" * 5000
PIECES = (
    *(
        "`",
        "```\n",
        "~~~\n",
        '````python exec="1"\n',
        "<!--",
        "-->",
        "<!-- course: ",
        "--!>",
        "$",
        "$$",
        "\\(",
        "\\[",
        "\\",
    ),
    *(
        "$90%$",
        "$HOME and $PATH",
        "**$5** to **$10**",
        "5 $ et 10 $",
        "$5'lık",
        "\\begin{align}",
        "\\frac{",
        "\\def\\x{",
    ),
    *(
        "[",
        "](",
        "![",
        "![![a](b)](c)",
        "[^1]",
        "[^1]: a\n",
        "[a]: b\n",
        "(",
        ")",
        "<",
        ">",
        "<div>\n",
        "</div>\n",
        "<pre>",
    ),
    *(
        "<center>",
        "<script>",
        "<svg>",
        "<details markdown>",
        "{: .a}",
        "{#a}",
        "{% raw %}",
        "{{",
        "}}",
        "{{site.baseurl}}",
    ),
    *(
        "!!! note\n",
        "??? q\n",
        '=== "a"\n',
        "> ",
        "- ",
        "1. ",
        "## ",
        "|",
        "| a | b |\n| - | - |\n",
        "---\n",
        "a\n: b\n",
    ),
    *(
        "\t",
        "    ",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "\0",
        "\ufeff",
        "\u202e",
        "\u2028",
        "\U000f0000",
        "&#xF0003;",
        "\ud7ff",
        "İ",
    ),
    *(
        "[x](http://a\uff0f.youtube.com/)",
        "[x](https://[a/)",
        f"\n\n## [x](https://youtu.be/x?t={NINES})\n\n",
        f"&#xF0003;{NINES}",
        f"&#{NINES};",
        "[x](http://[)",
        "![x](//[)",
    ),
    *(
        f"![x]({{{{site.baseurl}}}}/{'a' * 260}.png)",
        "![x](a\0.png)",
        f'<img src="{"b" * 260}.png">',
        f'<b data-math="{NINES}">',
    ),
    *("```mermaid\ngraph LR\n```\n", "--8<-- 'x'\n", "<Note kind='x' />", "> [!TIP]\n", "سطر", "e\u0301"),
)
YAML = (
    *"[]{}:&*!|>'\"#-,\t\n",
    "a: ",
    "&a ",
    "*a",
    "[*a,*a]",
    "- ",
    "? ",
    "<<: *a",
    "!!python/object:os.system",
    "draft: true\n",
    "draft: maybe\n",
)


class Long(str):
    """A text that is told in a line."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{str(self)[:2000]!r}…"


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a piece of a page with up to four mutations."""
    lines = draw(st.sampled_from(PAGES)).split("\n")
    start = draw(st.integers(0, max(0, len(lines) - 5)))
    text = "\n".join(lines[start : start + draw(st.integers(1, 40))])
    for _ in range(draw(st.integers(1, 4))):
        at, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        piece = draw(st.sampled_from(PIECES))
        times = draw(st.sampled_from((1, 1, 1, 2, 40, 400, 4000))) if len(piece) < 40 else 1
        match draw(st.sampled_from(("put", "put", "alone", "cut", "double", "indent"))):
            case "put":
                text = text[:at] + piece * times + text[at:]
            case "alone":
                text = f"{text[:at]}\n\n{piece * times}\n\n{text[at:]}"
            case "cut":
                text = text[:at] + text[min(end, at + 200) :]
            case "double":
                text = text[:end] + text[at:end] + text[end:]
            case _:
                text = text[:at] + text[at:end].replace("\n", "\n    ") + text[end:]
    return Long(text)


@st.composite
def heads(draw: st.DrawFn) -> str:
    """Return front matter with mutations."""
    text = "lang: fr\nlang-ref: ch.05-1\ntitle: Gradient descent\ntranslation-date: 2026-03-02\n"
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from(YAML)) * draw(st.sampled_from((1, 1, 2, 14, 60_000)))
        text = text[:at] + piece[:100_000] + text[at:]
    return Long(text)


def check_fences(text: str) -> None:
    spans = list(code_blocks(text))
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(text[start] == text[end - 1] == "`" for start, end in code_spans(text))


def check_comments(text: str) -> None:
    spans, _ = find_comments(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def _check_kept(page: Lecture, data: bytes) -> None:
    """Check that a page has all bytes of its file, unless it is named as one that is not read."""
    assert page.to_bytes() == data or any(one.kind == "page.size" for one in page.findings)


def check_front_matter(head: str) -> None:
    read = front_matter.parse(f"---\n{head}---\n", "a.md")
    assert all(isinstance(value, str) for value in read.values.values())
    data = f"---\n{head}---\n\nText.\n".encode("utf-8", "replace")
    _check_kept(parse(PurePosixPath("fr/a.md"), data), data)


def check_blocks(text: str) -> None:
    data = (HEAD.format("") + text).encode("utf-8", "surrogatepass")
    page = parse(PurePosixPath("en/a.md"), data)
    _check_kept(page, data)
    found = blocks.split(page.visible.text, page.visible.lines)
    assert [one.line for one in found] == sorted(one.line for one in found)


def check_finder(text: str) -> None:
    if next(size.flaws(text), None):
        return
    found = find(text).formulas
    for one in found:
        assert 0 <= one.start <= one.tex_start <= one.tex_end < one.end <= len(text)
        label = labels.BEHIND.search(text, one.tex_end, one.end)
        behind = rf" \label{{{label['label']}}}" if label else ""
        assert one.tex.endswith(behind)
        # What else may be other than in the page are signs: invisible ones, entities, quotation marks, braces.
        written = re.sub("&(?:lt|gt|amp|nbsp);", "", INVISIBLE.sub("", text[one.tex_start : one.tex_end]))
        assert _letters(one.tex.removesuffix(behind)) == _letters(written)
    assert all(one.end <= other.start for one, other in pairwise(found))


def _letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def check_pairing(text: str) -> None:
    source, page = (
        parse(PurePosixPath(lang, "a.md"), (HEAD.format(f"lang: {lang}\n") + body).encode("utf-8", "replace"))
        for lang, body in (("en", PAGES[0][:4000]), ("fr", f"<!-- {PAGES[0][:300]} -->\n\n{text}"))
    )
    pair(page, source_blocks(source))


def _site(folder: Path, english: str, french: str) -> Site:
    for lang, body in (("en", english), ("fr", french)):
        (folder / "docs" / lang).mkdir(parents=True)
        text = HEAD.format("" if lang == "en" else f"lang: {lang}\n") + body
        (folder / "docs" / lang / "a.md").write_bytes(text.encode("utf-8", "replace"))
    return Site(
        Settings(folder, folder / "docs", ("en", "fr"), "en", {}, KATEX, folder / "snippets", folder / ".cache")
    )


def check_article(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = _site(Path(folder), text, "Texte.").page("en/a.md")
        assert page is not None
        assert "\U000f0000" not in page.article(page.markdown("../"), PLACE, EXTENSIONS, {}).html


def check_check(text: str) -> None:
    pages = [
        parse(PurePosixPath(lang, "a.md"), (HEAD.format(f"lang: {lang}\n") + body).encode("utf-8", "replace"))
        for lang, body in (("en", PAGES[0][:2000]), ("fr", text))
    ]
    library = Library(Path("docs"), ("en", "fr"), "en", {page.path: page for page in pages}, ())
    sync = Sync(library, "docs", KATEX)
    last = text.count("\n") + 8
    found = [*sync.check(pages[1]), *losses.find(library, "docs"), *Judge("docs").findings(pages[1], pages[0])]
    assert all(1 <= one.line <= last for one in found if one.file == "docs/fr/a.md")


def check_edits(text: str) -> None:
    pages = [
        parse(PurePosixPath(lang, "a.md"), (HEAD.format(f"lang: {lang}\n") + body).encode("utf-8", "replace"))
        for lang, body in (("en", PAGES[0][:1000] + text), ("fr", text))
    ]
    library = Library(Path("docs"), ("en", "fr"), "en", {page.path: page for page in pages}, ())
    sync = Sync(library, "docs", KATEX)
    if sync.source_of(pages[1]) is None:
        return
    seen = Counter(pages[1].visible.text.split())
    updated = update.update(pages[1], pages[0], sync.pairs(pages[1])).data.decode()
    adopted, _ = adopt.adopt(pages[1], pages[0], sync, 0.5)
    fix.fix(pages[1], sync, lambda _: True)
    for after in (updated, adopted):
        now = parse(pages[1].path, after.encode() if isinstance(after, str) else after).visible.text
        assert not seen - Counter(now.split())


def check_whole(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = _site(Path(folder), text, text)
        for path in ("en/a.md", "fr/a.md"):
            page = site.page(path)
            assert page is not None
            page.article(page.markdown("../"), PLACE, EXTENSIONS, {})
        assert all(str(one) for one in site.findings)


STAGES: dict[str, tuple[Callable[[str], None], st.SearchStrategy[str]]] = {
    "fences": (check_fences, mutated()),
    "comments": (check_comments, mutated()),
    "front-matter": (check_front_matter, heads()),
    "blocks": (check_blocks, mutated()),
    "finder": (check_finder, mutated()),
    "pairing": (check_pairing, mutated()),
    "article": (check_article, mutated()),
    "check": (check_check, mutated()),
    "edits": (check_edits, mutated()),
    "whole": (check_whole, mutated()),
}


def _stalled(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"found no end after {LIMIT} s")


def _limited(check: Callable[[str], None]) -> Callable[[str], None]:
    def run(text: str) -> None:
        signal.alarm(LIMIT)
        try:
            check(text)
        finally:
            signal.alarm(0)

    return run


def fuzz(name: str, seconds: float) -> int:
    """Try a stage for so long, and return how many pages that were."""
    check, strategy = STAGES[name]
    limited = _limited(check)
    end = time.monotonic() + seconds
    tried = 0

    def one(text: str) -> None:
        nonlocal tried
        if time.monotonic() < end:
            tried += 1
            limited(text)

    quick = settings(
        max_examples=50,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    number = time.time_ns()
    while time.monotonic() < end:
        number += 1
        seed(number)(quick(given(strategy)(one)))()
    return tried


def main() -> None:
    """Try the stages that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=", ".join(STAGES))
    given_arguments = parser.parse_args()
    signal.signal(signal.SIGALRM, _stalled)
    for name in given_arguments.stages or STAGES:
        print(f"{name}: {fuzz(name, given_arguments.seconds)} pages", flush=True)


if __name__ == "__main__":
    sys.exit(main())
