"""What the site itself says, in the reader's language: gettext catalogues, dates and numbers."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from io import BytesIO

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

SOURCE = "en"
# The English of the pages is British, and so are their dates.
_WRITTEN_LIKE = {"en": "en_GB"}


class Words(dict[str, str]):
    """The phrases of one language that have one form, with ``{names}`` in them; one that is not translated is itself."""

    def __missing__(self, message: str) -> str:
        return message


class Phrases:
    """The phrases of one language; what no catalogue holds is said in English."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._locale = Locale.parse(_WRITTEN_LIKE.get(lang, lang))
        compiled = BytesIO()
        known = catalog(lang)
        write_mo(compiled, known)
        compiled.seek(0)
        self._translations = Translations(compiled)
        self.words = Words(
            {one.id: str(one.string) for one in known if isinstance(one.id, str) and one.id and one.string}
        )
        """What has one form, as data for templates."""

    def __call__(self, message: str, **values: object) -> str:
        """Return ``message`` in this language, its ``{names}`` replaced by ``values``."""
        return self._translations.ugettext(message).format(**self._shown(values))

    def plural(self, singular: str, plural: str, number: int, **values: object) -> str:
        """Return the form that ``number`` asks for, which the message may show as ``{number}``."""
        return self._translations.ungettext(singular, plural, number).format(
            **self._shown({"number": number, **values})
        )

    def date(self, day: date | str) -> str:
        """Return a day, a ``date`` or ISO text, in words; text that is no ISO date comes back as it is."""
        try:
            day = date.fromisoformat(str(day))
        except ValueError:
            return str(day)
        return dates.format_date(day, "long", locale=self._locale)

    def number(self, value: float) -> str:
        """Return a number as it is written in this language."""
        return numbers.format_decimal(value, locale=self._locale)

    def percent(self, share: float) -> str:
        """Return a share, from 0 to 1, in percent."""
        return numbers.format_percent(share, locale=self._locale)

    @property
    def own_name(self) -> str:
        """The language as it calls itself: ``français``."""
        return self._locale.language_name or self.lang

    def _shown(self, values: dict[str, object]) -> dict[str, object]:
        return {
            name: self.number(value) if isinstance(value, (int, float)) else value for name, value in values.items()
        }


@cache
def of(lang: str) -> Phrases:
    """Return the phrases of ``lang``; a language that Babel does not know gets those of the source."""
    try:
        return Phrases(lang)
    except UnknownLocaleError:
        return Phrases(SOURCE)


def is_day(text: str) -> bool:
    """Tell whether ``text`` is an ISO date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def open_graph_locale(lang: str) -> str:
    """Return ``lang`` as link previews want it: ``fr_FR``."""
    return _WRITTEN_LIKE.get(lang, f"{lang}_{lang.upper()}")


def catalog(lang: str) -> Catalog:
    """Return every phrase that ``locale/LANG/*.po`` translates, with the plural forms that those files state."""
    result: Catalog | None = None
    folder = resources.files("dragoman.languages").joinpath("locale", lang)
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else ():
        with file.open("rb") as stream:
            part = read_po(stream, locale=lang)
        # The first one becomes the whole: a new catalogue would count plurals as Babel's release does.
        result = part if result is None else result
        for message in part:
            if message.id:
                result[message.id] = message
    return Catalog(locale=lang) if result is None else result
