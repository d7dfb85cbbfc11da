"""The table of all pages in all languages, for readers: what is translated, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.rendering.notices import Behind


@dataclass(frozen=True, slots=True)
class Row:
    """One page of the course: its title for the reader, and how its translations stand by language.

    A language that has no page of its own is None.
    """

    title: str
    title_lang: str
    standings: dict[str, Behind | None]
    name: str
    """The page below its language folder: ``week05/05-1.md``."""
    total: int
    """How many paragraphs the source page has."""


def table(rows: Sequence[Row], languages: Sequence[str], phrase: Phrases, link: Callable[[str, str], str]) -> str:
    """Return the table in HTML; ``link`` gives the address of a page in a language."""
    names = {lang: language(lang).phrases.own_name for lang in languages}
    # At the head of a column a name begins with a capital, where letters have two cases.
    heads = "".join(
        f'<th scope="col" lang="{lang}">{escape(name[:1].title() + name[1:])}</th>' for lang, name in names.items()
    )
    body = "".join(_row(row, languages, phrase, link) for row in rows)
    shares = "".join(f"<td>{phrase.percent(_share(rows, lang))}</td>" for lang in languages)
    return (
        '<div class="translations" data-pagefind-ignore><table>'
        f'<thead><tr><th scope="col">{phrase.html["Page"]}</th>{heads}</tr></thead>'
        f'<tbody>{body}</tbody><tfoot><tr><th scope="row">{phrase.html["Share that is up to date"]}</th>{shares}</tr></tfoot>'
        "</table></div>"
    )


def _row(row: Row, languages: Sequence[str], phrase: Phrases, link: Callable[[str, str], str]) -> str:
    own = f'<a href="{link(row.name, phrase.lang)}">{escape(row.title, quote=False)}</a>'
    lang = "" if row.title_lang == phrase.lang else f' lang="{row.title_lang}"'
    cells = "".join(_cell(row, one, phrase, link) for one in languages)
    return f'<tr><th scope="row"{lang}>{own}</th>{cells}</tr>'


def _cell(row: Row, lang: str, phrase: Phrases, link: Callable[[str, str], str]) -> str:
    standing = row.standings[lang]
    if standing is None:
        return f'<td class="absent">{phrase.html["not translated"]}</td>'
    words = []
    if changed := standing.changed - standing.copied:
        words.append(phrase.plural("{number} changed", "{number} changed", changed))
    if standing.copied:
        words.append(phrase("{number} to copy", number=standing.copied))
    if standing.missing:
        words.append(phrase.plural("{number} missing", "{number} missing", standing.missing))
    kind = "behind" if words else "current"
    text = phrase.in_html(language(phrase.lang).comma.join(words)) if words else phrase.html["up to date"]
    return f'<td class="{kind}"><a href="{link(row.name, lang)}" hreflang="{lang}">{text}</a></td>'


def _share(rows: Sequence[Row], lang: str) -> float:
    """Return the share of the paragraphs of all pages that are up to date, from 0 to 1."""
    total = sum(row.total for row in rows)
    return sum(one.current for row in rows if (one := row.standings[lang])) / total if total else 0.0
