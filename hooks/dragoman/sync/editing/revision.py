"""The changes that bring the comments of a page up to date: which comments, which new blocks, where they go."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dragoman.findings import Edit
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.comments import quotable
from dragoman.pages.directives import REVIEW, TODO
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks import drift
from dragoman.sync.checks.drift import State
from dragoman.sync.editing.edits import apply
from dragoman.sync.editing.layout import Layout
from dragoman.sync.pairing.pairs import Link, Pair, Paired
from dragoman.sync.pairing.source_blocks import comment, groups, is_verbatim, source_text


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed, or could not be, at a 1-based line of the file as it was."""

    line: int
    what: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The bytes of a file as they are to be, and what was done, or is left."""

    data: bytes
    changes: tuple[Change, ...] = ()


class Revision:
    """A page with its comments brought up to date."""

    def __init__(  # noqa: PLR0913 - a page, and what is to be done to it
        self,
        page: Lecture,
        source: Lecture,
        paired: Paired,
        *,
        accept: bool,
        without: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> None:
        """``without`` are lines of source blocks that are not to be put in, ``only`` those of all that is revised."""
        self._source = source
        self._paired = paired
        self._layout = Layout(page)
        self._lines = self._layout.lines
        self._accept = accept
        self._without = without
        self._only = only
        self._edits: list[Edit] = []
        self.new: dict[int, Change] = {}
        """The blocks that are put in, by their source lines."""
        self.repeated: list[str] = []
        """The formulas and the code among them."""
        self.changes: list[Change] = []
        self._run()

    @property
    def text(self) -> str:
        """The file as it is then."""
        return apply(self._lines.text, self._edits)

    def _run(self) -> None:
        """Collect the edits of the whole page."""
        if self._only is None:
            # First, because what is put in stands before the mark of the text that follows.
            self._insert_missing()
        wanted = {State.STALE, State.MISSING, *([State.COSMETIC] if self._accept else [])}
        for pair, link, state in drift.iterate(self._paired):
            if state in wanted and drift.is_outdated(link) and self._is_revised(link):
                self._requote(pair, link, state)
        if self._accept:
            for pair in self._paired.pairs:
                if all(map(self._is_revised, pair.links)):
                    self._remove(pair, "review", "mark removed: the translation was looked at")

    def _is_revised(self, link: Link) -> bool:
        return self._only is None or any(block.line in self._only for block in link.current)

    def _requote(self, pair: Pair, link: Link, state: State) -> None:
        """Replace the comment blocks of a link by its source."""
        new = self._new_quotes(link)
        edits = [self._replace(block, text) for block, text in new] if new else [None]
        line = link.comments[0].line
        if None in edits:
            what = "the comment quotes only a part of its block, or stands in pieces: change it by hand"
            self.changes.append(Change(line, what, done=False))
            return
        self._edits += [edit for edit in edits if edit]
        self.changes.append(Change(line, "source comment replaced by the current source"))
        if state is not State.COSMETIC:
            # Above the current source it would silence what it was never meant for.
            self._remove(
                pair, "ignore", "silence taken out, for its source has changed: put it in again if it is right"
            )
        if state is State.STALE and not self._accept:
            self._mark(pair)

    def _mark(self, pair: Pair) -> None:
        """Mark a translation to be looked at, once."""
        first = pair.target[0]
        above = self._layout.directives_before(self._lines.start(first.line))
        known = (*pair.directives, *(one.directive for one in above))
        if not any(directive and directive.name == "review" for directive in known):
            indent = first.text[: len(first.text) - len(first.text.lstrip())]
            self._edits.append(self._lines.insert(first.line, indent + REVIEW))

    def _new_quotes(self, link: Link) -> list[tuple[Block, str]]:
        """Return what each comment block is to quote, none if that cannot be said."""
        if any(block.partial for block in link.comments):
            return []
        now = quotable(source_text(self._source, link.current))
        if len(link.comments) == 1:
            return [(link.comments[0], now)]
        whole = self._layout.comment_of(link.comments[0])
        if whole is not None and whole == self._layout.comment_of(link.comments[-1]):
            # Blocks of one comment, which the source has joined: the first quotes all of it.
            return [(link.comments[0], now), *((block, "") for block in link.comments[1:])]
        items = now.split("\n")
        is_list = len(link.current) == 1 and link.current[0].kind in (Kind.LIST, Kind.TABLE)
        return list(zip(link.comments, items, strict=True)) if is_list and len(items) == len(link.comments) else []

    def _replace(self, block: Block, new: str) -> Edit | None:
        """Return the edit that puts ``new`` in the place of a block of a comment."""
        whole = self._layout.comment_of(block)
        if whole is None:
            return None
        start = max(whole.start, self._lines.start(block.line))
        stop = self._lines.start(block.last_line + 1)
        raw = self._lines.text[start:stop]
        old, new = self._lines.adapt(block.text.strip()), self._lines.adapt(new.strip())
        found = raw.find(old)
        if found >= 0:
            return Edit(start + found, start + found + len(old), new)
        # Letters and accents apart: the block stands there in another normal form.
        for length in range(len(raw), 0, -1):
            for begin in range(min(12, len(raw) - length + 1)):
                if (
                    unicodedata.normalize("NFC", raw[begin : begin + length]).replace("\r\n", "\n")
                    == block.text.strip()
                ):
                    return Edit(start + begin, start + begin + length, new)
        return None

    def _insert_missing(self) -> None:
        """Put in what the source has and the page does not."""
        waiting = [
            (pair, link)
            for pair, link, state in drift.iterate(self._paired)
            if state is State.MISSING and not link.comments and not pair.target
        ]
        blocks = [block for _, link in waiting for block in link.current]
        line_of = {id(block): pair.line for pair, link in waiting for block in link.current}
        for group in groups(sorted(blocks, key=lambda block: block.line)):
            if group[0].line not in self._without:
                self._insert(group, line_of[id(group[0])])

    def _insert(self, group: Sequence[Block], line: int) -> None:
        """Put a block, or an admonition with what is in it, where it belongs."""
        text = source_text(self._source, group)
        edit = None if is_verbatim(group) else self._insert_between_comments(group, text)
        if edit is None:
            parts = [comment(text), TODO]
            if self._paired.below:
                parts.reverse()
            content = text if is_verbatim(group) else "\n\n".join(parts)
            edit = self._lines.insert_at(self._layout.gap(line, below=self._paired.below), content)
        if is_verbatim(group):
            self.repeated.append(text)
        self._edits.append(edit)
        self.new[group[0].line] = Change(self._lines.at(edit.start), f"new block put in: {group[0].key[:50]}")
        self.changes.append(self.new[group[0].line])

    def _insert_between_comments(self, group: Sequence[Block], text: str) -> Edit | None:
        """Return the edit that puts a block into or after the comment before it if the next one follows at once.

        The texts of such comments stand together, too: a comment between them would take those below it.
        """
        quoting = sorted(
            ((block, link.current) for pair in self._paired.pairs for link in pair.links for block in link.comments),
            key=lambda item: item[0].line,
        )
        before = [
            at for at, (block, now) in enumerate(quoting) if now and now[-1].line < group[0].line and not block.partial
        ]
        if not before or before[-1] + 1 == len(quoting):
            return None
        block, following = quoting[before[-1]][0], quoting[before[-1] + 1][0]
        one, other = self._layout.comment_of(block), self._layout.comment_of(following)
        if one is None or other is None:
            return None
        if one == other:
            end = self._lines.start(block.last_line + 1)
            end -= len(self._lines.text[:end]) - len(self._lines.text[:end].rstrip("\r\n"))
            return Edit(end, end, self._lines.adapt("\n\n" + quotable(text)))
        return self._lines.insert_at(self._layout.end(one), comment(text)) if self._layout.joined(one, other) else None

    def _remove(self, pair: Pair, name: str, what: str) -> None:
        """Take the directives of a kind out of a pair."""
        for directive in pair.directives:
            edit = self._layout.without(directive) if directive.name == name else None
            if edit and edit not in self._edits:
                self._edits.append(edit)
                self.changes.append(Change(directive.line, what))
