"""What `course new` writes: every English block as a source comment, and a place for its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime

from dragoman.pages import front_matter
from dragoman.pages.blocks import Block, Kind, quotable
from dragoman.pages.directives import TODO
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks.structure_parity import has_texts
from dragoman.sync.pairing.pairs import english_blocks

_COPIED = ("lecturer", "authors")
# As English pages write them; 3/2/2020 is another day in other places.
_DAYS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y")
# What is never closed would swallow all that follows it in the translation.
_CLOSED = re.compile(r"\S[^\S\n]*\n[ \t>]*(?:`{3,}|~{3,})[ \t]*\Z|\S.*(?:\$\$|\\\]|\\end\{[^}]*\})[^\n]*\Z", re.DOTALL)


def translation(source: Lecture, lang: str, today: str) -> str:
    """Return the translation file of ``source`` in ``lang`` as it is before anything is translated.

    ``today`` is the translation date, 2026-11-21.
    """
    meta: dict[str, str | date | None] = {
        "lang": lang,
        "lang-ref": source.lang_ref,
        "title": source.meta.get("title") or None,
        **{key: value for key in _COPIED if (value := source.meta.get(key))},
        **({"date": day} if (day := _day(source.meta.get("date") or "")) else {}),
        "translator": None,
        "translation-date": date.fromisoformat(today),
    }
    return "\n".join([front_matter.written(meta), "\n\n".join(places(source, english_blocks(source))), ""])


def places(source: Lecture, blocks: Sequence[Block]) -> Iterator[str]:
    """Yield for each block its place in a translation: its source comment and a mark, or the block itself."""
    for group in groups(blocks):
        text = source_text(source, group)
        yield text if is_verbatim(group) else f"{comment(text)}\n\n{TODO}"


def groups(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return ``blocks`` as they are translated: one by one, an admonition with what is in it."""
    result: list[list[Block]] = []
    inside = False
    for block in blocks:
        indented = block.text.startswith(("    ", "\t"))
        if inside and indented:
            result[-1].append(block)
            continue
        inside = block.kind is Kind.CONTAINER
        result.append([block])
    return [tuple(group) for group in result]


def source_text(source: Lecture, group: Sequence[Block]) -> str:
    """Return a group of blocks as it stands in its page, with the blank lines between them."""
    first, last = group[0].line, group[-1].last_line
    numbered = zip(source.visible.lines, source.visible.text.split("\n"), strict=True)
    return "\n".join(line for number, line in numbered if first <= number <= last)


def is_verbatim(group: Sequence[Block]) -> bool:
    """Tell whether a translation repeats a group as it is: formulas, and code without texts to translate."""
    return all(
        block.is_verbatim
        and (block.kind is Kind.HTML or _CLOSED.search(block.text) is not None)
        and not (has_texts(block) or (block.kind is Kind.HTML and "alt=" in block.text))
        for block in group
    )


def comment(text: str) -> str:
    """Return the source comment that quotes ``text``; an arrow that would end it is written as one sign."""
    return f"<!--\n{quotable(text)}\n-->"


def _day(text: str) -> date | None:
    """Return the day that front matter names; None for what cannot be read as one."""
    for form in _DAYS:
        with suppress(ValueError):
            return datetime.strptime(" ".join(text.split()), form).date()  # noqa: DTZ007 - a day has no zone
    return None
