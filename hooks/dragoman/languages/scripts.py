"""Writing systems: which languages and letters run from right to left."""

from __future__ import annotations

import re

# Those that CLDR writes from right to left, whatever their region.
_RTL_NAMES = "ar arc ckb dv fa he iw ks lrc mzn nqo ps sd syr ug ur yi"
_RTL = frozenset(_RTL_NAMES.split())
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Letters from left to right, for a class of a regular expression.
LETTER = r"A-Za-z\u00aa-\u024f\u0370-\u03ff\u1e00-\u1eff\u2070-\u209c"


def is_rtl(lang: str) -> bool:
    """Tell whether a language is written from right to left: ``ar``, ``ar-EG``, ``uz-Arab``, but not ``ku-Latn``."""
    language, *rest = lang.lower().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == 4]
    return bool(set(scripts) & {"arab", "hebr", "syrc", "thaa"}) if scripts else language in _RTL


def direction(lang: str) -> str:
    """Return how a language is written, as HTML's ``dir`` says it: ``rtl`` or ``ltr``."""
    return "rtl" if is_rtl(lang) else "ltr"
