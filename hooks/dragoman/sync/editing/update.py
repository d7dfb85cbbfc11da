"""Bringing the source comments of a translation up to date without touching its own text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from dragoman.pages.lecture import Lecture, parse
from dragoman.sync.editing import safety
from dragoman.sync.editing.revision import Change, Revision, Rewritten
from dragoman.sync.pairing import pairing
from dragoman.sync.pairing.pairs import Paired, source_blocks

_ANEW = "a second update would change the page again"


def update(
    page: Lecture, source: Lecture, paired: Paired, *, accept: bool = False, only: Collection[int] | None = None
) -> Rewritten:
    """Return the file with its stale comments replaced by the current source and new blocks put in.

    A translation whose source has changed is marked to be looked at. With ``accept`` it is not,
    marks are removed and comments that differ cosmetically are replaced too. With ``only`` nothing is put
    in, and all is about the source blocks on these lines. What cannot be done safely is left, and said in
    the changes.
    """
    writer = _Writer(source, paired.langs.source, accept=accept, only=only)
    whole = writer.revised(page, paired)
    why = writer.unsafe(page, whole)
    if why is None:
        return _updated(whole.text.encode(), whole.changes)
    blocks = writer.to_leave(page, paired)
    part = writer.revised(page, paired, blocks)
    if writer.is_final(page, part, blocks):
        what = f"new block not put in, because {why}: put it in by hand"
        left = [replace(whole.new[line], what=what, done=False) for line in blocks]
        return _updated(part.text.encode(), [*part.changes, *left])
    what = (
        f"found an update after which {why}, expected a safe one, so that nothing was changed: "
        "mend the comments that course check names, or bring them up to date by hand"
    )
    return _updated(page.to_bytes(), [Change(1, what, done=False)])


def _updated(data: bytes, changes: Iterable[Change]) -> Rewritten:
    return Rewritten(data, tuple(sorted(changes, key=lambda change: change.line)))


class _Writer:
    """Revises pages of one source page, and judges what comes of it."""

    def __init__(self, source: Lecture, lang: str, *, accept: bool, only: Collection[int] | None) -> None:
        """``lang`` is the language of the source, as the pairs were made with it."""
        self._source = source
        self._lang = lang
        self._accept = accept
        self._only = only

    def revised(self, page: Lecture, paired: Paired, without: Collection[int] = ()) -> Revision:
        """Return a page up to date but for the new blocks on the source lines ``without``."""
        return Revision(page, self._source, paired, accept=self._accept, without=without, only=self._only)

    def unsafe(self, page: Lecture, revision: Revision, without: Collection[int] = ()) -> str | None:
        """Return why a revision is not to be written, None for one that may be."""
        text = revision.text
        again = parse(page.path, text.encode())
        if self.revised(again, pairing.pair(again, source_blocks(self._source), self._lang), without).text != text:
            return _ANEW
        return safety.damage(page, text, revision.repeated)

    def to_leave(self, page: Lecture, paired: Paired) -> set[int]:
        """Return the source lines of the new blocks without which a page can be revised safely."""
        new = set(self.revised(page, paired).new)

        def is_safe(some: Sequence[int]) -> bool:
            without = new - set(some)
            return self.unsafe(page, self.revised(page, paired, without), without) is None

        put_in = safety.grown(sorted(new), is_safe)
        return new - set(put_in)

    def is_final(self, page: Lecture, part: Revision, without: Collection[int]) -> bool:
        """Tell whether a revision is safe, and no more can be put into it by another."""
        again = parse(page.path, part.text.encode())
        paired = pairing.pair(again, source_blocks(self._source), self._lang)
        return self.unsafe(page, part, without) is None and self.to_leave(again, paired) == set(without)
