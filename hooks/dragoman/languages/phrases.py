"""What the site itself says, in the reader's language: gettext catalogues, dates and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from io import BytesIO

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.support import Translations

from dragoman.languages import folders, scripts

# The language that the phrases are written in, and what a phrase that is not translated is marked with.
ORIGINAL = "en"


class Words(dict[str, str]):
    """The phrases of one language that have one form, with ``{names}`` in them; one that is not translated is itself."""

    def __missing__(self, message: str) -> str:
        return message


class MarkedWords(Words):
    """The same as HTML, where one that is not translated is marked as what it is."""

    def __missing__(self, message: str) -> str:
        return _marked(message)


class Phrases:
    """The phrases of one language; what its catalogue does not hold is said in English."""

    def __init__(self, lang: str, written_like: str, digits: Mapping[str, str]) -> None:
        """``written_like`` is the region whose dates and numbers are meant, where that is not the usual one.

        ``digits`` are those of the numbering systems whose digits are not western.
        """
        self.lang = lang
        self._locale = _locale(written_like or lang)
        compiled = BytesIO()
        known = folders.catalog(lang)
        write_mo(compiled, known)
        compiled.seek(0)
        self._translations = Translations(compiled)
        one_form = {one.id: str(one.string) for one in known if isinstance(one.id, str) and one.id and one.string}
        self.words = Words(one_form)
        """What has one form, as data for templates."""
        is_original = scripts.written(lang)[0] == ORIGINAL
        kind = Words if is_original else MarkedWords
        self.html = kind({message: escape(text, quote=False) for message, text in one_form.items()})
        """The same as HTML, for where it is read and no attribute."""
        self.are_missing = not is_original and not one_form
        """Whether all of them are said in English."""
        system = "latn" if self.are_missing or self._locale is None else self._locale.default_numbering_system
        self.numbering = system if system in digits else "latn"
        """The numbering system of its digits, as CLDR calls it: ``latn``, ``arabext``."""
        self._digits = str.maketrans("0123456789", digits.get(self.numbering, "0123456789"))

    def __call__(self, message: str, **values: object) -> str:
        """Return ``message`` in this language, its ``{names}`` replaced by ``values``."""
        return self.words[message].format(**self._shown(values))

    def plural(self, singular: str, plural: str, number: int, **values: object) -> str:
        """Return the form that ``number`` asks for, which the message may show as ``{number}``: not torn from its noun."""
        form = self._translations.ungettext(singular, plural, number).replace("{number} ", "{number}\u00a0")
        return form.format(**self._shown({"number": number, **values}))

    def in_html(self, text: str) -> str:
        """Return what the other methods gave as HTML, marked as English in a language that has no phrases."""
        return _marked(text) if text and self.are_missing else escape(text, quote=False)

    def date(self, day: date | str) -> str:
        """Return a day, a ``date`` or ISO text, in words; text that is no ISO date comes back as it is."""
        try:
            day = date.fromisoformat(str(day))
        except ValueError:
            return str(day)
        shown = dates.format_date(day, "long", locale=self._locale) if self._locale else day.isoformat()
        return shown.translate(self._digits)

    def number(self, value: float) -> str:
        """Return a number as it is written in this language."""
        shown = numbers.format_decimal(value, locale=self._locale or ORIGINAL, numbering_system=self.numbering)
        return shown.translate(self._digits)

    def digits(self, number: str) -> str:
        """Return a number that is no quantity, such as 5.1 of a figure, with the digits of this language."""
        return number.translate(self._digits)

    def numeral(self, text: str) -> str:
        """Return a number, given in western digits with a decimal point, as it is written in this language."""
        decimal = numbers.get_decimal_symbol(self._locale or ORIGINAL, numbering_system=self.numbering)
        return text.replace(".", decimal).translate(self._digits)

    def percent(self, share: float) -> str:
        """Return a share, from 0 to 1, in percent."""
        shown = numbers.format_percent(share, locale=self._locale or ORIGINAL, numbering_system=self.numbering)
        if self._locale is None or self.numbering == "latn":
            return shown
        # Babel takes the separators of a numbering system, and neither its digits nor its sign.
        return shown.translate(self._digits).replace("%", self._locale.number_symbols[self.numbering]["percentSign"])

    @property
    def own_name(self) -> str:
        """The language as it calls itself: ``français``, ``português (Brasil)``."""
        own = _locale(self.lang)
        return (own.languages.get(str(own)) or own.get_display_name(own) or self.lang) if own else self.lang

    @property
    def open_graph_locale(self) -> str:
        """The language as link previews want it: ``fr_FR``."""
        if self._locale is None:
            return self.lang
        likely = get_global("likely_subtags")
        full = likely.get(str(self._locale)) or likely.get(self._locale.language, "")
        return f"{self._locale.language}_{self._locale.territory or full.rpartition('_')[2]}"

    def _shown(self, values: Mapping[str, object]) -> dict[str, object]:
        return {
            name: self.number(value) if isinstance(value, (int, float)) else value for name, value in values.items()
        }


def _marked(text: str) -> str:
    return f'<span lang="{ORIGINAL}" dir="ltr">{escape(text, quote=False)}</span>'


def _locale(tag: str) -> Locale | None:
    """Return what CLDR knows of a language, of the shorter tag where it does not know the whole; None for nothing."""
    while tag:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("-")[0]
    return None


def is_day(text: str) -> bool:
    """Tell whether ``text`` is an ISO date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
