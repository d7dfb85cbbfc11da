"""Blocks of a source page, the source comments that quote them and their translations, as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.languages.language import language
from dragoman.pages.blocks import Block, split
from dragoman.pages.directives import Directive
from dragoman.pages.lecture import Lecture


@dataclass(frozen=True, slots=True)
class Link:
    """source blocks and the blocks of source comments that quote them; one side may be empty."""

    current: tuple[Block, ...]
    comments: tuple[Block, ...]
    moved: bool = False
    """Whether it stands at another place in the translation than in the source."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks of the translation and what they translate."""

    links: tuple[Link, ...]
    target: tuple[Block, ...]
    directives: tuple[Directive, ...]
    line: int
    """Where the pair stands in the translation: its comment, its text, or where they belong."""
    unfinished: tuple[Block, ...] = ()
    """Text that would be the target, were it not marked as not done."""

    def is_marked(self, name: str) -> bool:
        """Tell whether a directive of this name stands here."""
        return any(directive.name == name for directive in self.directives)

    @property
    def target_line(self) -> int:
        """Where the translated text begins; where it belongs, if there is none."""
        return self.target[0].line if self.target else self.line

    @property
    def current(self) -> tuple[Block, ...]:
        """The current source blocks."""
        return tuple(block for link in self.links for block in link.current)

    @property
    def comments(self) -> tuple[Block, ...]:
        """The source blocks as they stand in the source comments."""
        return tuple(block for link in self.links for block in link.comments)

    @property
    def source(self) -> tuple[Block, ...]:
        """What the translation was made from: the comments, and source blocks without one."""
        return tuple(block for link in self.links for block in link.comments or link.current)


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a source page and of its translation."""

    source: str
    target: str

    @property
    def mirrored(self) -> bool:
        """Whether the translation is read from right to left."""
        return language(self.target).is_rtl


@dataclass(frozen=True, slots=True)
class Paired:
    """All pairs of a page in the order of the translation."""

    pairs: tuple[Pair, ...]
    below: bool
    """Whether source comments stand below their translation."""
    commented: bool
    """Whether the page has source comments at all."""
    langs: Languages
    """Of the source page, and of the translation."""


def source_blocks(page: Lecture) -> tuple[Block, ...]:
    """Return the blocks of a source page."""
    return split(page.visible.text.replace("\ufeff", ""), page.visible.lines)


class Groups:
    """Disjoint sets of blocks that belong together; a block is its side and its place on this side."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, int], set[tuple[str, int]]] = {}

    def join(self, *members: tuple[str, int]) -> None:
        """Put ``members``, and all that belong to them, into one set."""
        joined: set[tuple[str, int]] = set()
        for member in members:
            joined |= self._of.get(member, {member})
        for member in joined:
            self._of[member] = joined

    def all(self) -> list[set[tuple[str, int]]]:
        """Return every set once."""
        return list({id(members): members for members in self._of.values()}.values())


@dataclass(frozen=True, slots=True)
class Page:
    """All blocks of a page, and which blocks of source comments quote which source blocks."""

    source: Sequence[Block]
    comments: Sequence[Block]
    text: Sequence[Block]
    links: Sequence[tuple[Sequence[int], Sequence[int]]]
    """Places of source blocks and of the comments that quote them."""
    moved: Collection[tuple[str, int]]
    """Comments, or source blocks without any, that stand at another place in the translation than in the source."""
    marked: Collection[int]
    """Places of the comments whose translation is marked as not done."""

    def arranged(self, groups: Groups, first_line: int) -> list[Pair]:
        """Return every group as a pair, in the order of the translation, whose text begins on ``first_line``."""
        found: list[tuple[float, Pair]] = []
        homeless: list[tuple[int, tuple[Link, ...]]] = []
        placed: dict[int, int] = {}
        linking = self._linking()
        for members in groups.all():
            rows = sorted(at for side, at in members if side == "source")
            columns = sorted(at for side, at in members if side == "comment")
            places = sorted(at for side, at in members if side == "target")
            target = tuple(sorted((self.text[place] for place in places), key=lambda one: one.line))
            links = self._links_of(members, linking)
            standing = [*(self.comments[column] for column in columns), *target]
            if not standing:
                homeless.append((rows[0], links))
                continue
            line = min(block.line for block in standing)
            done = not any(column in self.marked for column in columns)
            found.append((line, Pair(links, target if done else (), (), line, () if done else target)))
            for row in rows:
                placed[row] = max(block.last_line for block in standing)
        for row, links in homeless:
            # A missing block belongs after the one that stands before it in the source.
            before = max((other for other in placed if other < row), default=None)
            first = min((one.line for _, one in found), default=first_line)
            line = first if before is None else placed[before] + 1
            found.append((line - 0.5 + row / 10**6, Pair(links, (), (), line)))
        return [one for _, one in sorted(found, key=lambda item: item[0])]

    def _linking(self) -> dict[tuple[str, int], int]:
        """Return for each block that quotes or is quoted the place of the link that says so."""
        return {
            member: place
            for place, (own, quoted) in enumerate(self.links)
            for member in (*(("source", row) for row in own), *(("comment", column) for column in quoted))
        }

    def _links_of(self, members: Iterable[tuple[str, int]], linking: Mapping[tuple[str, int], int]) -> tuple[Link, ...]:
        links = []
        for own, quoted in (self.links[place] for place in sorted({linking[one] for one in members if one in linking})):
            current, comments = (self.source[row] for row in own), (self.comments[at] for at in quoted)
            links.append(Link(tuple(current), tuple(comments), any(("comment", at) in self.moved for at in quoted)))
        alone = [
            Link((self.source[at],), (), (side, at) in self.moved)
            for side, at in sorted(members)
            if side == "source" and (side, at) not in linking
        ]
        return tuple(sorted([*links, *alone], key=_place))


def _place(one: Link) -> int:
    return one.current[0].line if one.current else one.comments[0].line
