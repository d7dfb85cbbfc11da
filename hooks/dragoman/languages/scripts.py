"""Writing systems: which letters and which languages are written in which."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.core import get_global, parse_locale

# Those that are written from right to left.
RTL_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"])
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Letters from left to right, for a class of a regular expression.
LETTER = (
    r"A-Za-z\u00aa-\u024f\u0370-\u052f\u0900-\u0963\u1e00-\u1eff\u2070-\u209c\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3"
)


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
