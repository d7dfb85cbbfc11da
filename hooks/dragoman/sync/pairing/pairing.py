"""Pairing a translated page with its source one: which text and which source comment belong to which block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from statistics import median

from dragoman.languages.language import language
from dragoman.pages.blocks import VERBATIM, Block, Kind
from dragoman.pages.lecture import Kind as SegmentKind
from dragoman.pages.lecture import Lecture
from dragoman.sync.pairing import directive_scope
from dragoman.sync.pairing.alignment import NEAR, Sides, best
from dragoman.sync.pairing.features import of_block, repeated
from dragoman.sync.pairing.pairs import Groups, Languages, Page, Pair, Paired
from dragoman.sync.pairing.quotation import link
from dragoman.sync.pairing.source_comments import Comment, Part, Unit, read, units, with_headings


def pair(page: Lecture, source: Sequence[Block], lang: str = "") -> Paired:
    """Return what of the translation ``page`` belongs to which of the ``source`` blocks, which are written in ``lang``."""
    reading = read(page, source)
    mirrored = language(page.lang).is_rtl
    above = tuple(units(with_headings(reading.pieces)))
    below = tuple(reversed(list(units(with_headings(reading.pieces[::-1], reversed_=True)))))
    is_below = directive_scope.comments_below(reading)
    if is_below is None:
        is_below = _fit(below, mirrored=mirrored) > _fit(above, mirrored=mirrored)
    chosen = below if is_below else above
    builder = _Builder(source, chosen, reading.parts, mirrored=mirrored, below=is_below)
    builder.leave_out(directive_scope.untranslated(reading, below=is_below))
    pairs = directive_scope.with_directives(builder.pairs(_first_line(page)), reading.directives)
    return Paired(pairs, is_below, any(unit.comments for unit in chosen), Languages(lang, page.lang))


def _first_line(page: Lecture) -> int:
    """Return the line after the front matter."""
    return 1 + sum(segment.text.count("\n") for segment in page.segments if segment.kind is SegmentKind.FRONT_MATTER)


def _fit(units: Sequence[Unit], *, mirrored: bool) -> float:
    """Return how well the text of each unit fits its comments."""
    total = 0.0
    for unit in units:
        if not unit.comments or not unit.text:
            continue
        quoted = unit.quoted
        sides = Sides((quoted[0], quoted[-1]), (unit.text[0], unit.text[-1]), mirrored=mirrored, ratio=1.1)
        total += sides.similarity(range(1), range(1)) + sides.similarity(range(1, 2), range(1, 2))
    return total


class _Builder:
    """Links comments to source blocks and text to both."""

    def __init__(
        self, source: Sequence[Block], units: Sequence[Unit], parts: Sequence[Part], *, mirrored: bool, below: bool
    ) -> None:
        self._source = source
        self._units = units
        self._below = below
        self._mirrored = mirrored
        quoted = [block for unit in units for block in unit.quoted]
        self._comments = sorted([*quoted, *(part.comment for part in parts)], key=lambda block: block.line)
        self._text = [block for unit in units for block in unit.text]
        self._places = {id(block): place for place, block in enumerate(self._text)}
        self._columns = {id(block): column for column, block in enumerate(self._comments)}
        titles = self._titles()
        links = link(
            [replace(one, kind=Kind.HEADING) if at in titles else one for at, one in enumerate(self._comments)], source
        )
        for rows, columns in links.in_order:
            if columns[0] in titles and len(rows) == 1 and source[rows[0]].kind is Kind.HEADING:
                level = source[rows[0]].level
                self._comments[columns[0]] = replace(self._comments[columns[0]], kind=Kind.HEADING, level=level)
        self._in_order = [one for one in links.in_order if one[0] or not self._says_nothing(one[1])]
        self._links = [*self._in_order, *links.moved]
        self._moved = {column for _, columns in links.moved for column in columns}
        quoting = {column for _, columns in self._links for column in columns}
        self._parts = [part for part in parts if self._columns[id(part.comment)] in quoting]
        rows_linked = {row for one in self._links for row in one[0]}
        self._uncommented = [row for row in range(len(source)) if row not in rows_linked]
        prose = [row for row in range(len(source)) if source[row].kind not in VERBATIM]
        self._coverage = sum(row in rows_linked for row in prose) / len(prose) if prose else 0.0
        self._ratio = _ratio(units, source, mirrored=mirrored)
        self._rows_of_units = self._find_rows()
        self._left_out = set(range(len(self._comments))) - quoting
        self._marked: set[int] = set()

    def _titles(self) -> set[int]:
        """Return the comments of one line that stand at a heading: they quote one, though without its marks."""
        result = set()
        for unit in self._units:
            if unit.comments and unit.text:
                near, text = (unit.comments[0], unit.text[-1]) if self._below else (unit.comments[-1], unit.text[0])
                block = near.blocks[0]
                is_line = len(near.blocks) == 1 and block.kind is Kind.PARAGRAPH and "\n" not in block.text.strip()
                if is_line and text.kind is Kind.HEADING:
                    result.add(self._columns[id(block)])
        return result

    def _says_nothing(self, columns: Sequence[int]) -> bool:
        """Tell whether comments that quote no source block are no source comments.

        They stand inside of a block and quote nothing known, or they quote a comment in the code.
        """
        code = " ".join(block.key for block in self._source if block.kind is Kind.CODE)
        return all(
            self._comments[at].partial or (code and self._comments[at].text.lstrip(" \t#/").strip() in code)
            for at in columns
        )

    def leave_out(self, comments: Iterable[Comment]) -> None:
        """Take no text for the translation of ``comments``, which a mark says are not translated."""
        self._marked = {self._columns[id(block)] for comment in comments for block in comment.blocks}
        self._left_out |= self._marked

    def pairs(self, first_line: int) -> list[Pair]:
        """Return all pairs in the order of the translation, whose text begins on ``first_line``."""
        groups = Groups()
        for source, quoted in self._links:
            groups.join(*(("source", row) for row in source), *(("comment", column) for column in quoted))
        for part in self._parts:
            groups.join(("comment", self._columns[id(part.comment)]), ("target", self._places[id(part.target)]))
        taken = {id(part.target) for part in self._parts}
        for index, unit in enumerate(self._units):
            text = [block for block in unit.text if id(block) not in taken]
            rows = self._between.get(index, [])
            open_ones = self._left_out - self._beside_text(unit, text, rows)
            columns = [at for block in unit.quoted if (at := self._columns[id(block)]) not in open_ones]
            self._align(unit, text, columns, rows, groups)
        for row in self._uncommented:
            groups.join(("source", row))
        for rows, places in self._left_over(groups):
            if rows and places:
                self._align_left_over(rows, places, groups)
        self._join_tails(groups)
        self._join_formulas(groups)
        moved = {("comment", column) for column in self._moved}
        for row, place in list(self._repeated_elsewhere(groups)):
            groups.join(("source", row), ("target", place))
            moved.add(("source", row))
        page = Page(self._source, self._comments, self._text, self._links, moved, self._marked)
        return page.arranged(groups, first_line)

    def _beside_text(self, unit: Unit, text: Sequence[Block], rows: Sequence[int]) -> set[int]:
        """Return what is marked as not translated, and has text beside it that can translate nothing else."""
        if not self._marked or all(block.is_verbatim for block in text):
            return set()
        if not all(self._source[row].is_verbatim for row in rows):
            return set()
        near = unit.comments[:1] if self._below else unit.comments[-1:]
        return self._marked & {self._columns[id(block)] for comment in near for block in comment.blocks}

    def _left_over(self, groups: Groups) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the source blocks without text and the texts that stand alone between the same neighbours."""
        placed: dict[int, list[int]] = {}
        alone = set(range(len(self._text)))
        waits = set(self._uncommented)
        moved = {row for rows, columns in self._links if self._moved.issuperset(columns) for row in rows}
        for members in groups.all():
            places = [at for side, at in members if side == "target"]
            if len(members) > len(places):
                alone -= set(places)
            if not places and not any(side == "comment" and at in self._marked for side, at in members):
                # Its text may stand on the other side of its comment than the others do.
                waits |= {at for side, at in members if side == "source"}
            for row in [at for side, at in members if side == "source" and places and at not in moved]:
                placed[row] = places
        waiting: list[int] = []
        low = -1
        for row in range(len(self._source) + 1):
            high = min(placed[row]) if row in placed else len(self._text)
            if row in placed or row == len(self._source):
                yield waiting, [place for place in range(low + 1, high) if place in alone]
                waiting, low = [], max([low, *placed.get(row, [])])
            elif row in waits:
                waiting.append(row)

    def _align_left_over(self, rows: Sequence[int], places: Sequence[int], groups: Groups) -> None:
        blocks, text = [self._source[row] for row in rows], [self._text[place] for place in places]
        sides = Sides(blocks, text, mirrored=self._mirrored, ratio=self._ratio)
        for left, right in best(blocks, text, sides.similarity):
            if left and right:
                groups.join(*(("source", rows[at]) for at in left), *(("target", places[at]) for at in right))

    def _join_tails(self, groups: Groups) -> None:
        """Join the end of a sentence, which follows a formula and has no text, with the text of its beginning.

        Other languages say it before the formula; the text is longer then than that of the beginning alone.
        """
        of = {member: members for members in groups.all() for member in members}
        for row in range(2, len(self._source)):
            begin, formula, end = self._source[row - 2 : row + 1]
            is_tail = begin.kind is end.kind is Kind.PARAGRAPH and formula.kind is Kind.MATH
            if not is_tail or not end.text.lstrip()[:1].islower():
                continue
            mine, theirs = (of.get(("source", at), set()) for at in (row, row - 2))
            text = [self._text[place] for side, place in theirs if side == "target"]
            if not text or any(side == "target" for side, _ in mine):
                continue
            lengths = [_length(blocks, mirrored=self._mirrored) for blocks in ((begin,), (end,), text)]
            if lengths[2] > self._ratio * (lengths[0] + lengths[1] / 2):
                groups.join(("source", row), ("source", row - 2))

    def _join_formulas(self, groups: Groups) -> None:
        """Join a formula that has no source with the text before it where that text should have one, and has none."""
        of = {member: members for members in groups.all() for member in members}
        for place in range(1, len(self._text)):
            before = of.get(("target", place - 1), set())
            if self._text[place].kind is Kind.MATH and len(of.get(("target", place), ())) < 2:
                texts = [self._text[at] for side, at in before if side == "target"]
                has = any(block.kind is Kind.MATH or "$$" in block.text for block in texts)
                if not has and any(side == "source" and self._source[at].kind is Kind.MATH for side, at in before):
                    groups.join(("target", place), ("target", place - 1))

    def _repeated_elsewhere(self, groups: Groups) -> Iterator[tuple[int, int]]:
        """Yield the formulas and code that only stand at another place than in the source, each with its text.

        What stands more than once on either side is left out, as nobody can tell which was moved.
        """
        paired = {member for members in groups.all() if len({side for side, _ in members}) > 1 for member in members}
        rows = [row for row in self._uncommented if ("source", row) not in paired and self._source[row].is_verbatim]
        if not rows or all(("target", place) in paired for place in range(len(self._text))):
            return
        forms, others = [
            [(block.kind, repeated(block, mirrored=self._mirrored)) if block.is_verbatim else None for block in side]
            for side in (self._source, self._text)
        ]
        for row in rows:
            if forms[row] and forms.count(forms[row]) == others.count(forms[row]) == 1:
                place = others.index(forms[row])
                if ("target", place) not in paired:
                    yield row, place

    @cached_property
    def _between(self) -> dict[int, list[int]]:
        """The source blocks without comment by the unit to which they belong by their place."""
        result: dict[int, list[int]] = {}
        for row in self._uncommented:
            result.setdefault(self._unit_of(row), []).append(row)
        return result

    def _unit_of(self, row: int) -> int:
        units = self._rows_of_units
        if self._below:
            return min(((last, at) for at, (_, last) in units if last >= row), default=(0, len(self._units) - 1))[1]
        return max(((first, at) for at, (first, _) in units if first <= row), default=(0, 0))[1]

    def _find_rows(self) -> list[tuple[int, tuple[int, int]]]:
        """Return for each unit with known source blocks the first and the last of them.

        What was moved says where a unit belongs only if nothing else does.
        """
        rows_of = {column: rows for rows, columns in self._links for column in columns if rows}
        result = []
        for index, unit in enumerate(self._units):
            columns = [self._columns[id(block)] for block in unit.quoted]
            columns = [at for at in columns if at not in self._moved] or columns
            if own := [row for at in columns for row in rows_of.get(at, ())]:
                result.append((index, (min(own), max(own))))
        return result

    def _align(
        self, unit: Unit, text: Sequence[Block], columns: Sequence[int], rows: Sequence[int], groups: Groups
    ) -> None:
        """Join the text of a unit with its comments and with source blocks that have none."""
        sources = self._sources(columns, rows)
        blocks = [self._quoted(at) if side == "comment" else self._source[at] for side, at in sources]
        commented = [
            side == "comment" or block.kind in VERBATIM for (side, _), block in zip(sources, blocks, strict=True)
        ]
        sides = Sides(blocks, text, mirrored=self._mirrored, ratio=self._ratio)
        last = unit.comments[-1].blocks if len(unit.comments) > 1 else ()
        near = {("comment", self._columns[id(block)]) for block in last}

        def similarity(mine: range, theirs: range) -> float:
            if len(mine) > 1 and len({commented[at] for at in mine}) > 1:
                return 0.0
            alike = sides.similarity(mine, theirs)
            if not commented[mine.start]:
                return alike * (1 - 0.4 * self._coverage)
            return alike + (NEAR if alike and sources[mine.start] in near else 0.0)

        for left, right in best(blocks, text, similarity):
            groups.join(*(sources[at] for at in left), *(("target", self._places[id(text[at])]) for at in right))

    def _quoted(self, column: int) -> Block:
        """Return what a comment quotes: the whole figure where it quotes the caption alone."""
        comment = self._comments[column]
        figures = [
            self._source[rows[0]] for rows, columns in self._links if list(columns) == [column] and len(rows) == 1
        ]
        is_caption = bool(figures) and figures[0].kind is Kind.FIGURE and comment.kind is not Kind.FIGURE
        return figures[0] if is_caption else comment

    def _sources(self, columns: Sequence[int], rows: Sequence[int]) -> list[tuple[str, int]]:
        """Return the comment blocks of a unit with the source blocks without comment put in their places."""
        rows_of = {column: rows for rows, columns in self._in_order for column in columns if rows}
        result: list[tuple[str, int]] = []
        waiting = list(rows)
        for column in columns:
            while waiting and column in rows_of and waiting[0] < min(rows_of[column]):
                result.append(("source", waiting.pop(0)))
            result.append(("comment", column))
        return [*result, *(("source", row) for row in waiting)]


def _ratio(units: Sequence[Unit], source: Sequence[Block], *, mirrored: bool) -> float:
    """Return how much longer the translation is than what it translates."""
    ratios = []
    for unit in units:
        quoted, text = _length(unit.quoted, mirrored=mirrored), _length(unit.text, mirrored=mirrored)
        if quoted > 60 and text:
            ratios.append(text / quoted)
    if len(ratios) >= 4:
        return median(ratios)
    text = sum(_length(unit.text, mirrored=mirrored) for unit in units)
    whole = _length(source, mirrored=mirrored)
    # A page that was only begun says little about its language.
    return min(1.6, max(0.7, text / whole)) if text and whole else 1.0


def _length(blocks: Sequence[Block], *, mirrored: bool) -> float:
    return sum(of_block(block, mirrored=mirrored).length for block in blocks if block.kind not in VERBATIM)
