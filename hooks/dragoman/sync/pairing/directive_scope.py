"""What the directives of a translation say of its blocks: where comments stand, what is not done, what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.pages.directives import Directive
from dragoman.sync.pairing.pairs import Pair
from dragoman.sync.pairing.source_comments import Comment, Reading


def comments_below(reading: Reading) -> bool | None:
    """Tell whether comments stand below the marks for what is to be translated; None where no mark tells."""
    marks = [directive.line for directive in reading.directives if directive.name == "todo"]
    comments = [piece.line for piece in reading.pieces if isinstance(piece, Comment)]
    if marks and comments and marks[-1] > comments[-1]:
        return False
    return True if marks and comments and marks[0] < comments[0] else None


def untranslated(reading: Reading, *, below: bool) -> Iterator[Comment]:
    """Yield the source comments with a mark in the place of their translation."""
    comments = [piece for piece in reading.pieces if isinstance(piece, Comment)]
    for directive in reading.directives:
        if directive.name != "todo":
            continue
        if below:
            yield from [one for one in comments if one.line > directive.line][:1]
        else:
            yield from [one for one in comments if one.line < directive.line][-1:]


def with_directives(pairs: Sequence[Pair], directives: Sequence[Directive]) -> tuple[Pair, ...]:
    """Give each directive to the pair it stands in."""
    result = list(pairs)
    for directive in directives if pairs else ():
        index = _place_of(directive, result)
        one = result[index]
        result[index] = replace(one, directives=(*one.directives, directive))
    return tuple(result)


def _place_of(directive: Directive, pairs: Sequence[Pair]) -> int:
    """Return which pair a directive is about: that of the text right below it, else the last one that begins above."""
    texts = [(one.target[0].line, at) for at, one in enumerate(pairs) if one.target]
    line, below = min((place for place in texts if place[0] > directive.line), default=(0, None))
    # It is put right above the text, which may be far below its comment, or above it.
    if directive.name == "review" and below is not None:
        return below
    between = (block for one in pairs for block in one.comments if directive.line < block.line < line)
    if directive.name == "ignore" and below is not None and not any(between):
        return below
    above = [at for at, one in enumerate(pairs) if one.line <= directive.line and (one.target or one.comments)]
    return (
        above[-1] if above else next((at for at, one in enumerate(pairs) if one.line > directive.line), len(pairs) - 1)
    )
