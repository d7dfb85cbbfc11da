"""What a built site says in each page about how its translation stands."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePosixPath

from dragoman import processes
from dragoman.kept import ABSENT, Kept
from dragoman.pages.blocks import Block
from dragoman.pages.lecture import Lecture
from dragoman.rendering import notices
from dragoman.sync.checks.check import Sync


class Annotations:
    """The translations of a course with their notices; what is not kept is compared on all processors."""

    def __init__(self, sync: Sync, kept: Kept) -> None:
        self._sync = sync
        self._of: dict[PurePosixPath, notices.Annotated] = {}
        missing: list[list[tuple[Lecture, Lecture]]] = []
        keys = {}
        for group in sync.by_source():
            unknown = []
            for page, source in group:
                key = keys[page.path] = kept.key("annotated", page.path, page.to_bytes(), page.visible, source.visible)
                annotated = kept.find(key)
                if annotated is ABSENT:
                    unknown.append((page, source))
                else:
                    self._of[page.path] = annotated
            missing += [unknown] if unknown else []
        for (page, _), annotated in processes.mapped(self._annotated, missing):
            self._of[page.path] = annotated
            kept.put(keys[page.path], annotated)

    def additions(self, page: Lecture) -> notices.Additions:
        """Return what is said in a page where its translation, or a translation of it, is behind."""
        if changed := self._changed.get(page.path):
            return notices.anchors(page, changed, self._sync.blocks(page))
        annotated = self._of.get(page.path)
        return annotated.additions if annotated else notices.Additions()

    def behind(self, path: PurePosixPath) -> notices.Behind | None:
        """Return how far the page ``path`` is behind its source; None for what is no translation."""
        annotated = self._of.get(path)
        return annotated.behind if annotated else None

    def _annotated(self, sides: tuple[Lecture, Lecture]) -> notices.Annotated:
        page, source = sides
        return notices.annotated(page, source, self._sync.pairs(page), self._sync.blocks(source))

    @cached_property
    def _changed(self) -> dict[PurePosixPath, tuple[Block, ...]]:
        """The source blocks, by page, of which some translation is behind."""
        result: dict[PurePosixPath, tuple[Block, ...]] = {}
        for page, source in self._sync.translations():
            result[source.path] = result.get(source.path, ()) + self._of[page.path].changed
        return result
