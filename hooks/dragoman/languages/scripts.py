"""Writing systems: which letters and which languages are written in which."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.core import get_global, parse_locale

# Those that are written from right to left.
RTL_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"])
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# A letter of a script that has no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED = re.compile(
    "[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
SPACED = re.compile(UNSPACED.pattern.replace("[", "[^", 1))
# Signs that say what other scripts write in about three letters (Han), or in two (kana, Hangul).
_WORDS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_SYLLABLES = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uac00-\ud7a3]")
# Letters from left to right, for a class of a regular expression.
LETTER = (
    r"A-Za-z\u00aa-\u024f\u0370-\u052f\u0900-\u0963\u1e00-\u1eff\u2070-\u209c\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3"
)


def length(text: str) -> int:
    """Return about how many letters a text would have in an alphabet."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WORDS.findall(text)) + len(_SYLLABLES.findall(text))


def written(tag: str) -> tuple[str, str]:
    """Return the language and the script of a BCP 47 tag: ``("zh", "Hant")`` of ``zh-TW``."""
    try:
        language, territory, script, *_ = parse_locale(tag.replace("_", "-"), sep="-")
    except ValueError:
        return tag.lower(), "Latn"
    language = get_global("language_aliases").get(language, language).partition("_")[0]
    if script is None:
        likely = get_global("likely_subtags")
        full = likely.get(f"{language}_{territory}") or likely.get(language) or ""
        script = next((part for part in full.split("_") if len(part) == 4 and part.isalpha()), "Latn")
    return language, script


def nearest(tag: str, available: Iterable[str]) -> str | None:
    """Return which of ``available`` can stand for a tag: itself, or the first of the same language and script."""
    same = [one for one in available if written(one) == written(tag)]
    return tag if tag in same else next(iter(same), None)


def canonical(tag: str) -> str:
    """Return a tag as it is usually written: ``zh-Hans-CN``."""
    first, *rest = tag.replace("_", "-").split("-")
    shaped = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest)
    return "-".join([first.lower(), *shaped])
