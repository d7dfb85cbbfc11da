"""Writing what the checks propose: what a translation repeats of its source, and how its file is stored; never words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.findings import Finding, Grade
from dragoman.formulas import normal_form
from dragoman.formulas.finder import find
from dragoman.pages import spans
from dragoman.pages.blocks import Kind
from dragoman.pages.fences import code_spans, fence_lines
from dragoman.pages.lecture import Lecture, parse
from dragoman.references.citations import MENTIONED
from dragoman.sync.checks import drift, link_parity, parity
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing import safety, update
from dragoman.sync.editing.edits import edited
from dragoman.sync.editing.layout import Layout
from dragoman.sync.editing.revision import Change, Rewritten
from dragoman.sync.editing.tidy import Wanted
from dragoman.sync.pairing.source_blocks import source_text

# What is repaired may show what else is wrong.
_ROUNDS = 4
_SHOWN = 50  # characters of what is written that a line quotes
_MECHANICAL = frozenset(f"parity.{noun}" for noun in ("math", "number", "link", "image", "code"))
_WORD = re.compile(r"[^\W\d_]+")
_NO_WORDS = re.compile(rf"\]\([^)\n]*\)|<[^<>\n]*>|(?:https?://|www\.)\S+|{MENTIONED.pattern}")
_PHRASE = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+(?: [^\W\d_]{2,}+)+")
_NAMES = {Kind.MATH: "math", Kind.CODE: "code"}
# In code: comments, and texts.
_SAID = re.compile(r"(?:#|//).*|\"[^\"\n]*\"|'[^'\n]*'")


def fix(page: Lecture, sync: Sync, wanted: Wanted) -> Rewritten:
    """Return a translation in which the findings of the kinds that are ``wanted`` are ended, where nobody has to look.

    What its source has changed and the translation has now, too, is current afterwards. What would change
    words of the translation, or bring other findings, is left, and said in the changes.
    """
    changes: list[Change] = []
    behind = set(_behind(page, sync)) if wanted("drift.stale") else set()
    current = page
    for _ in range(_ROUNDS):
        found = sync.check(current)
        able = [one for one in (*found, *_lost(current, sync)) if one.fix and wanted(one.kind)]
        kept = safety.grown(able, _Judge(sync, current, found).accepts)
        if not kept:
            break
        changes += [Change(one.line, f"{one.kind}: {_done(current, one)}") for one in kept]
        current = _changed(current, kept)
    if behind:
        source = sync.source_of(current)
        assert source is not None  # noqa: S101 - it has been checked
        followed = behind.difference(_behind(current, sync))
        updated = update.update(current, source, sync.pairs(current), accept=True, only=followed)
        changes += updated.changes
        current = parse(page.path, updated.data)
    changes += [
        Change(one.line, f"{one.kind}: {one.message}", done=False)
        for one in sync.check(current)
        if wanted(one.kind) and is_mechanical(one)
    ]
    return Rewritten(current.to_bytes(), tuple(changes))


def _lost(page: Lecture, sync: Sync) -> Iterator[Finding]:
    """Yield what puts formulas, code and images back that a comment still quotes, and below which nothing stands."""
    source, paired = sync.source_of(page), sync.pairs(page)
    layout = Layout(page)
    for pair in paired.pairs:
        if source is None or paired.below or not parity.lost_on_the_way(pair):
            continue
        comment = layout.comment_of(pair.comments[-1])
        text = link_parity.without_alt(source_text(source, pair.current))
        if comment and not _WORD.search(_NO_WORDS.sub("", _opaque_out(text))):
            message = f"found no {' '.join(text.split())[:_SHOWN]} here, expected it as in the source: add it"
            edit = layout.lines.insert_at(layout.end(comment), text)
            yield Finding("", pair.line, f"parity.{_NAMES.get(pair.current[0].kind, 'image')}", message, fix=(edit,))


def is_mechanical(one: Finding) -> bool:
    """Tell whether a finding is about what a translation repeats of its source, and no words."""
    return bool(one.fix) or one.grade is Grade.MECHANICAL or one.kind in _MECHANICAL


def _behind(page: Lecture, sync: Sync) -> Iterator[int]:
    """Yield the lines of the source blocks that have changed, but for words, and that the translation has not followed."""
    paired = sync.pairs(page)
    for pair, link, state in drift.iterate(paired):
        if drift.is_to_copy(pair, link, state, paired.langs) and drift.is_outdated(link):
            yield link.current[0].line


def _changed(page: Lecture, findings: Sequence[Finding]) -> Lecture:
    return edited(page, dict.fromkeys(edit for one in findings for edit in one.fix))


def _done(page: Lecture, one: Finding) -> str:
    """Return what takes the place of what."""
    text = page.to_bytes().decode()
    parts = [[" ".join(side.split()) for side in (text[edit.start : edit.end], edit.text)] for edit in one.fix]
    # A comment that follows its source says nothing more.
    short = [part for part in parts if max(map(len, part)) <= _SHOWN] or parts[:1]
    return ", ".join(
        " -> ".join(side if len(side) <= _SHOWN else f"{side[:_SHOWN]}…" for side in part) for part in short
    )


class _Judge:
    """Tells whether repairs do a page good."""

    def __init__(self, sync: Sync, page: Lecture, found: Sequence[Finding]) -> None:
        self._sync = sync
        self._page = page
        self._words = _words(page)
        self._before = _counted(found)

    def accepts(self, some: Sequence[Finding]) -> bool:
        """Tell whether a page has the same words after some repairs, fewer findings and none that it did not have."""
        after = _changed(self._page, some)
        keeps_words = _words(after) == self._words or _without_dollars(after) == _without_dollars(self._page)
        if not keeps_words or safety.comment_findings(after) - safety.comment_findings(self._page):
            return False
        now = _counted(self._sync.check(after))
        return now <= self._before and now != self._before


def _counted(findings: Sequence[Finding]) -> Counter[tuple[str, str]]:
    """Return the findings without what moves with a repair: lines, and what a comment says of all that has changed."""
    return Counter((one.kind, "" if one.kind.startswith("drift.") else one.message) for one in findings)


def _without_dollars(page: Lecture) -> str:
    """Return a page without what makes formulas of its text."""
    return page.visible.text.replace("$", "")


def _words(page: Lecture) -> list[str]:
    """Return the words of a page that are its translator's: of the text, in formulas, and in what code says."""
    text = page.visible.text
    formulas, fences = find(text).formulas, list(fence_lines(text))
    words = [word for formula in formulas for word in normal_form.words(formula.tex)]
    words += [word for start, end in fences for word in _SAID.findall(text[start:end]) if " " in word]
    words += [word for start, end in code_spans(text) for word in _PHRASE.findall(text[start:end])]
    return words + _WORD.findall(_NO_WORDS.sub("]", _opaque_out(text)))


def _opaque_out(text: str) -> str:
    """Return a text without its formulas and its code."""
    formulas = ((one.start, one.end) for one in find(text).formulas)
    return spans.blotted(text, [*formulas, *fence_lines(text), *code_spans(text)])
