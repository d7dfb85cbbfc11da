"""What of a translation is not current, as findings."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.findings import Finding, Grade, Severity
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.directives import TODO
from dragoman.sync.checks import carrying, drift, parity, untranslated
from dragoman.sync.checks.differences import located
from dragoman.sync.checks.drift import State
from dragoman.sync.checks.word_diff import plain_diff
from dragoman.sync.pairing.pairs import Languages, Link, Pair, Paired
from dragoman.sync.pairing.source_blocks import comment, is_verbatim

_SHOWN = 60  # characters of a block that a message quotes
_SHOWN_RUNS = 4
_NEAR = 5  # texts between one that is loose and one that is missing
_CHANGES = {
    "word": "a word",
    "words": "words",
    "math": "a formula",
    "URL": "an address",
    "number": "a number",
    "code": "code",
}


def check(paired: Paired, file: str, origin: str, text: str) -> Iterator[Finding]:
    """Yield what of the translation ``file`` with this ``text`` is not current, compared with the source page ``origin``."""
    loose = _loose(paired)
    for one, link, state in drift.iterate(paired):
        if link.moved and one.target:
            yield _moved(one, link, file, origin)
        if state in (State.FRESH, State.UNVERIFIED):
            continue
        if state is State.MISSING and parity.lost_on_the_way(one):
            continue  # parity says what is lost
        if state is State.MISSING and not link.comments and id(one) in loose:
            yield _doubtful(one, link, loose[id(one)], file, origin)
            continue
        if state is State.STALE and not drift.is_outdated(link):
            continue  # its mark says so, or parity, which compares formulas and code
        yield _finding(one, link, state, _Place(file, origin, text, paired.langs))
    yield from _marks(paired, file)
    yield from _unverified(paired, file)


def _moved(one: Pair, link: Link, file: str, origin: str) -> Finding:
    message = (
        f"found {'the translation of ' if link.comments else ''}{origin}:{link.current[0].line} (“{_start(link.current)}”) at another place than "
        "in the source, expected the order of the source: move it"
    )
    line = link.comments[0].line if link.comments else one.target_line
    return Finding(file, line, "drift.moved", message, Severity.WARNING)


def _loose(paired: Paired) -> dict[int, Block]:
    """Return for each pair a text near it that stands for nothing in the source; no comment stands between them."""
    result: dict[int, Block] = {}
    for step in (1, -1):
        found: Block | None = None
        left = 0
        for one in paired.pairs[::step]:
            left -= 1
            if one.comments or not left:
                found = None
            if one.target and not one.source and one.target[0].kind is Kind.PARAGRAPH:
                found, left = one.target[0], _NEAR
            elif found and not one.target and [block.kind for block in one.current] == [found.kind]:
                result.setdefault(id(one), found)
    return result


def _doubtful(one: Pair, link: Link, text: Block, file: str, origin: str) -> Finding:
    message = (
        f"found no text that is surely the translation of {origin}:{link.current[0].line} (“{_start(link.current)}”), expected one near "
        f"here: look whether all is translated, from line {text.line} on, and put a source comment above each text"
    )
    return Finding(file, one.line, "drift.missing", message, Severity.INFO)


def _marks(paired: Paired, file: str) -> Iterator[Finding]:
    for one in paired.pairs:
        for directive in one.directives:
            if directive.name == "review":
                message = "found a translation that is to be looked at, expected no mark: compare it with the comment, then remove the mark"
                yield Finding(file, directive.line, "drift.review", message, Severity.WARNING)


def _unverified(paired: Paired, file: str) -> Iterator[Finding]:
    found = [
        (one.line, len(link.current))
        for one, link, state in drift.iterate(paired)
        if state is State.UNVERIFIED and not is_verbatim(link.current)
    ]
    if found:
        count = sum(blocks for _, blocks in found)
        message = (
            f"found {count} {'block' if count == 1 else 'blocks'} without a source comment, expected one above each: "
            f"course adopt {shlex.quote(file)} adds them"
        )
        yield Finding(file, found[0][0], "drift.unverified", message, Severity.INFO)


@dataclass(frozen=True, slots=True)
class _Place:
    """A translation and its source page."""

    file: str
    origin: str
    text: str
    """Of the file."""
    langs: Languages


def _finding(one: Pair, link: Link, state: State, place: _Place) -> Finding:
    file, origin = place.file, place.origin
    line = link.comments[0].line if link.comments else one.line
    kind = f"drift.{state.value}"
    if state is State.ORPHAN:
        message = (
            f"found a source comment that quotes no block of {origin} as it is now (“{_start(link.comments)}”), expected one that "
            "it has: where that has the text in another form, or as a part, quote that block; where it is gone, remove the "
            "comment and its translation"
        )
        return Finding(file, line, kind, message, Severity.WARNING)
    where = f"{origin}:{link.current[0].line}"
    suggestion = comment("\n\n".join(block.text for block in link.current))
    if state is State.MISSING:
        what = f"{where} (“{_start(link.current)}”)"
        if one.unfinished:
            message = f"found {TODO} beside a translation of {what}, expected no mark where it is done: remove the mark"
        elif link.comments and not untranslated.is_same_text(link.comments, link.current):
            message = (
                f"found another text in the comment, and no translation of {what}, expected this in the comment and its "
                "translation below: if the comment holds the translation, take it out of <!-- and -->"
            )
        elif link.comments:
            message = f"found no translation of {what}, expected a translation below its comment: write it there"
        else:
            message = (
                f"found no translation of {what}, expected one here: course update {shlex.quote(file)} adds its comment"
            )
        grade = drift.grade(one, link, place.langs)
        return Finding(file, line, kind, message, Severity.WARNING, None if link.comments else suggestion, grade)
    shown = _shown_diff(link)
    if state is State.COSMETIC:
        message = f"found a source comment that differs from {where} in what needs no translation ({shown}), expected the same text: course accept {shlex.quote(file)}"
        return Finding(file, line, kind, message, Severity.INFO, suggestion, Grade.NOTHING)
    change = drift.change(link, place.langs)
    what = " and ".join(_CHANGES[name] for name in change.names) or "the order"
    has = "have" if change.names[:1] == ("words",) or len(change.names) > 1 else "has"
    grade = drift.grade(one, link, place.langs)
    if grade is Grade.WORDS:
        message = f"found a source comment that is not {where} any more ({what} {has} changed: {shown}), expected its translation: change it where needed, then course accept {shlex.quote(file)}"
        return Finding(file, line, kind, message, Severity.WARNING, suggestion, grade)
    fix = located(place.text, carrying.fix(change, one, link, place.langs))
    remedy = f"course fix {shlex.quote(file)} writes it" if fix else f"copy it, then course accept {shlex.quote(file)}"
    message = f"found a translation in which {what} of {where} {has} not changed yet ({shown}), expected the same as in the source, the words are as they were: {remedy}"
    return Finding(file, line, kind, message, Severity.WARNING, suggestion, grade, fix)


def _start(blocks: Sequence[Block]) -> str:
    return shortened(blocks[0].key)


def shortened(text: str) -> str:
    """Return the beginning of a text as a message quotes it, up to the end of a word."""
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _shown_diff(link: Link) -> str:
    before, now = ("\n".join(block.text for block in side) for side in (link.comments, link.current))
    runs = [run for run in plain_diff(before, now) if run.sign != " "]
    shown = " ".join(f"[{run.sign}{run.text}]" for run in runs[:_SHOWN_RUNS])
    return shown + (" …" if len(runs) > _SHOWN_RUNS else "")
