"""What `course new` writes: every source block as a source comment, and a place for its translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dragoman.pages import front_matter
from dragoman.pages.blocks import Block
from dragoman.pages.directives import TODO
from dragoman.pages.lecture import Lecture
from dragoman.sync.pairing.pairs import source_blocks
from dragoman.sync.pairing.source_blocks import comment, groups, is_verbatim, source_text

_COPIED = ("lecturer", "authors")


def translation(source: Lecture, lang: str, today: str) -> str:
    """Return the translation file of ``source`` in ``lang`` as it is before anything is translated.

    ``today`` is the translation date, 2026-11-21.
    """
    meta: dict[str, str | date | None] = {
        "lang": lang,
        **({"lang-ref": written} if (written := source.meta.get("lang-ref")) else {}),
        "title": source.meta.get("title") or None,
        **({"question": question} if (question := source.meta.get("question")) else {}),
        **{key: value for key in _COPIED if (value := source.meta.get(key))},
        **({"date": known} if (known := front_matter.day(source.meta.get("date") or "")) else {}),
        "translator": None,
        "translation-date": date.fromisoformat(today),
    }
    return "\n".join([front_matter.written(meta), "\n\n".join(places(source, source_blocks(source))), ""])


def places(source: Lecture, blocks: Sequence[Block]) -> Iterator[str]:
    """Yield for each block its place in a translation: its source comment and a mark, or the block itself."""
    for group in groups(blocks):
        text = source_text(source, group)
        yield text if is_verbatim(group) else f"{comment(text)}\n\n{TODO}"
