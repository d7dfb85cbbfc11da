"""What a reader of a page would not see, or would see as source, found in its Markdown and named at its line.

A translation repeats what its source has: what stands in both is named in the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from dragoman.findings import Finding, Severity, quoted
from dragoman.formulas.prose import prose
from dragoman.kept import Kept
from dragoman.pages import labels, quizzes
from dragoman.pages.containers import INDENT, code, indentation
from dragoman.pages.fences import code_blocks, unclosed
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.pages.markup import ELEMENTS
from dragoman.website.targets import Loss, Targets

# Syntax of other systems, which nothing here reads: a pattern in prose, and what to do about it.
_STRANGE: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(rf"(?<!\\)(?:{pattern})", re.MULTILINE), remedy)
    for pattern, remedy in (
        (r"\{%[^\n]*?%\}", "write out what it stands for"),
        (r"\{\{(?!\s*site\.\s*baseurl\s*\}\})[^{}\n]*\}\}", "write out what it stands for"),
        (r"\{:{1,2}/?(?:comment|nomarkdown|options)\b[^\n{}]*/?\}|\{:/\}", "write it as HTML, or take it out"),
        (r"^[ \t]*\{:toc[^\n{}]*\}", "take it out: the site has a table of contents"),
        (r"(?<=\S)\\\\[ \t]*$", "end the line with two spaces, or with <br>"),
        (r"\{#(?:if|each|await|key)\b[^\n{}]*\}|\{[/:@](?:if|each|else|await|html|key)\b[^\n{}]*\}", "write Markdown"),
        (r"^[ \t>]*>[ \t]*\[![A-Za-z]+\]", "write !!! note, and indent what is in it by four spaces"),
        (r"\[\[[^\[\]\n]+\]\](?!\()", "write [words](address)"),
        (r"(?<![\w:]):(?:ref|numref|eqref|cite\w*|label|eqlabel|doc|term|class|func|math):", "write [words](address)"),
    )
)
_LIST_ALONE = re.compile(r"(?:\A|\n)[ \t]*\n[ \t]*(?P<list>\{:[^\n{}]*\})[ \t]*(?:\n|\Z)")
_DISPLAY_LABEL = re.compile(rf"\$\$(?!{labels.BEHIND.pattern})[ \t]*(?P<list>\{{[^\n{{}}]*\}})[ \t]*$", re.MULTILINE)
# No address, which may stand between angles.
_COMPONENT = re.compile(
    r"(?<![\\\w])(?<!\]\()(?<!\]: )</?(?P<name>[A-Z][A-Za-z0-9.]*[a-z][A-Za-z0-9.]*)(?=[\s/>])[^\n<>]*>?"
)
_BOX = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>!!!|\?\?\?\+?|===[!+]?(?=[ \t]))[ \t]*(?P<kind>[\w-]+|(?=\"))[^\n]*$", re.MULTILINE
)
# As Python-Markdown reads them, with the label that may stand behind; what differs it shows as text, with code below.
_WRITTEN = re.compile(
    rf"[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?P<more>(?: +[\w-]+)*)(?: +\"[^\n]*\")?[ \t]*(?:{labels.BEHIND.pattern})?"
)
_PLACES = {"inline", "end"}
_NOTE = re.compile(
    r"(?P<text>^[ \t]*(?=\[\^[^\[\]\n]+\]:))?(?<![\\!])(?P<sign>\[\^(?P<name>[^\[\]\n]+)\])", re.MULTILINE
)
_BEGUN = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*(?:<!--|\Z)", re.DOTALL)
_CONFLICTING = "markdown.conflict"
_CONFLICT = re.compile(
    r"^<{7}(?:[ \t][^\n]*)?\n(?:(?!<{7}|={7})[^\n]*\n)*={7}\n(?:(?!<{7}|>{7})[^\n]*\n)*>{7}(?=\s|$)", re.MULTILINE
)
_QUOTED_FENCE = re.compile(
    r"^(?P<signs>'{3}|´{3}|‘{3}|’{3})[ \t]*(?:[A-Za-z]\w*)?[ \t]*\n(?:(?!(?P=signs))[^\n]*\n)+(?P=signs)[ \t]*$",
    re.MULTILINE,
)
_OPENING = re.compile(r"(?<!\\)\]\(")
_DESTINATION = re.compile(
    r"\(\s*(?:<[^<>\n]*>|(?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*\))*\)|\{\{[^{}\n]*\}\})*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)


def find(library: Library, name: str, kept: Kept | None = None) -> Iterator[Finding]:
    """Yield what would be lost of the pages of a library, whose folder findings call ``name``."""
    targets = Targets(library, kept)
    for path, page in library.pages.items():
        if path in library.misplaced:
            continue
        source = library.source_of(page)
        text = None if source is page or not source else source.visible.text
        own = targets.kept.of(partial(_of_page, page, text), "losses", path, page.visible, text)
        for loss in (*own, *targets.losses(page)):
            if loss.found is None or loss.found not in (text or ""):
                line = page.visible.line_at(loss.offset)
                severity = Severity.ERROR if loss.kind == _CONFLICTING else Severity.WARNING
                yield Finding(f"{name}/{path}", line, loss.kind, loss.message, severity)


def _of_page(page: Lecture, source: str | None) -> tuple[Loss, ...]:
    """Return what would be lost of a page, which translates the text ``source``, wherever its links lead."""
    text = page.visible.text
    words = prose(text)
    return (
        *_strange(text, words),
        *_boxes(words, source, _commented(page)),
        *_quizzes(text, is_source=source is None),
        *(_indented(text, source) if source is not None else ()),
        *_unended(text, words),
        *_unclosed(text),
        *_conflicts(text),
        *_notes(words, source),
    )


def _notes(words: str, source: str | None) -> Iterator[Loss]:
    """Yield notes that stand twice, that have no text, and that nothing leads to; what a translation lacks, its source gives."""
    marks = list(_NOTE.finditer(words))
    given = {mark["name"] for text in (words, prose(source or "")) for mark in _NOTE.finditer(text) if _is_text(mark)}
    led = {mark["name"] for mark in marks if not _is_text(mark)}
    seen: set[str] = set()
    for mark in marks:
        name, sign, message = mark["name"], mark["sign"], ""
        if not _is_text(mark):
            if name not in given:
                message = f"found {sign} without the text of the note, expected {sign}: and the text: add it"
        elif name in seen:
            message = f"found the text of the note {sign} again, expected each once: give it another name"
        elif source is None and name not in led:
            message = f"found the note {sign}, to which nothing leads, expected {sign} in the text: add it"
        if _is_text(mark):
            seen.add(name)
        if message:
            yield Loss(mark.start("sign"), "markdown.note", None, message)


def _is_text(note: re.Match[str]) -> bool:
    return note["text"] is not None


def _unclosed(text: str) -> Iterator[Loss]:
    if (start := unclosed(text)) is not None:
        message = "found a fence without an end, expected its signs again on the line below the code: add them"
        yield Loss(start, "markdown.fence", None, message)


def _conflicts(text: str) -> Iterator[Loss]:
    """Yield where git has left two texts for somebody to choose from, and what somebody typed for a fence."""
    for mark in _CONFLICT.finditer(text):
        message = "found <<<<<<<, where git has put two texts, expected one: keep it, and remove the other and the lines <<<<<<<, ======= and >>>>>>>"
        yield Loss(mark.start(), _CONFLICTING, None, message)
    for mark in _QUOTED_FENCE.finditer(text):
        message = f"found {mark['signs']} around code, expected ```: write ``` in the first line and in the last"
        yield Loss(mark.start(), "markdown.fence", None, message)


def _strange(text: str, words: str) -> Iterator[Loss]:
    """Yield syntax that nothing reads."""
    for pattern, remedy in _STRANGE:
        for mark in pattern.finditer(words):
            yield _unread(text, mark.start(), mark.end(), remedy)
    for mark in _LIST_ALONE.finditer(words):
        yield _unread(text, *mark.span("list"), "write it at the end of the heading, or right below the paragraph")
    for mark in _DISPLAY_LABEL.finditer(text):
        yield _unread(text, *mark.span("list"), "write {#eq:name}, \\tag{…} in the formula, or take it out")
    for mark in _COMPONENT.finditer(words):
        if mark["name"].lower() not in ELEMENTS:
            yield _unread(text, mark.start(), mark.end(), "write Markdown or HTML")


def _unread(text: str, start: int, end: int, remedy: str) -> Loss:
    found = text[start:end].strip()
    message = f"found {quoted(found)}, which nothing here reads, expected Markdown: {remedy}"
    return Loss(start + len(text[start:end]) - len(text[start:end].lstrip()), "markdown.unread", found, message)


def _commented(page: Lecture) -> Callable[[int], bool]:
    """Return what tells whether below a place of a page stands a comment without its text, which is not translated yet."""
    lines = page.to_bytes().decode("utf-8", "replace").splitlines()
    return lambda offset: bool(_BEGUN.match("\n".join(lines[page.visible.line_at(offset) :])))


def _boxes(words: str, source: str | None, is_begun: Callable[[int], bool]) -> Iterator[Loss]:
    """Yield boxes without a body, unless they are ``is_begun`` only, and those of another kind than in the source."""
    theirs = [mark["kind"] for mark in _BOX.finditer(prose(source))] if source is not None else []
    marks = list(_BOX.finditer(words))
    for number, mark in enumerate(marks):
        following = next((line for line in words[mark.end() :].split("\n") if line.strip()), "")
        if indentation(following) < indentation(mark["indent"]) + INDENT and not is_begun(mark.start()):
            message = f"found nothing in the box {quoted(mark.group().strip())}, expected its text below it: indent that by four spaces"
            yield Loss(mark.start(), "markdown.box", None, message)
        written = _WRITTEN.fullmatch(mark.group())
        if not mark["mark"].startswith("=") and (not written or len({*written["more"].split()} - _PLACES) > 1):
            message = f'found {quoted(mark.group().strip())}, expected a title in quotation marks and nothing behind it: write {mark["mark"]} {mark["kind"]} "…"'
            yield Loss(mark.start(), "markdown.box", None, message)
        if len(theirs) == len(marks) and theirs[number] != mark["kind"]:
            message = f"found the box {mark['kind']}, expected {theirs[number]} as in the source: translate its title, and leave its kind"
            yield Loss(mark.start(), "markdown.box", None, message)


def _quizzes(text: str, *, is_source: bool) -> Iterator[Loss]:
    """Yield what questions and their answers lack; what a translation of them lost is found beside its source."""
    for quiz in quizzes.find(text):
        for answer in quiz.answers:
            message = ""
            if not answer.is_marked:
                message = (
                    "found an answer without a mark, expected [ ] before its words, or [x] where it is right: add it"
                )
            elif answer.is_glued and not answer.is_explained:
                message = (
                    "found text right below an answer, expected a blank line between it and its explanation: add it"
                )
            elif not answer.is_explained:
                message = "found an answer without explanation, expected one below it, after a blank line, indented as its words are: write why it is right or wrong"
            if message and (is_source or (answer.is_marked and answer.is_glued)):
                yield Loss(answer.start, "markdown.quiz", None, message)
        if is_source and not any(answer.is_right for answer in quiz.answers):
            what = "right answer" if quiz.answers else "answers"
            message = f"found a quiz without {what}, expected a list of them, of which those that are right begin with [x]: write - [x]"
            yield Loss(quiz.start, "markdown.quiz", None, message)


def _indented(text: str, source: str) -> Iterator[Loss]:
    """Yield text of a translation that its indentation makes code."""
    fenced = {start for start, _ in code_blocks(text)}
    repeated = " ".join(source.split())
    for start, end in code(text):
        words = " ".join(text[start:end].split())
        if start not in fenced and words and words not in repeated:
            message = f"found {quoted(words)} indented as code is, expected text as in the source: take out the spaces before it"
            yield Loss(start, "markdown.indent", words, message)


def _unended(text: str, words: str) -> Iterator[Loss]:
    """Yield links whose address does not end, or goes on in words."""
    for mark in _OPENING.finditer(words):
        if not _DESTINATION.match(words, mark.end() - 1):
            start = max(words.rfind("[", 0, mark.start()), words.rfind("\n", 0, mark.start()) + 1)
            found = text[start : mark.end() + 20].split("\n", maxsplit=1)[0]
            message = f"found {quoted(found)}…, expected ) right behind the address: add it"
            yield Loss(mark.start(), "markdown.link", found, message)
