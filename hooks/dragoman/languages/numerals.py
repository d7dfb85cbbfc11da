"""Numbers as a language writes them: its digits, its decimal sign, and what parts its thousands."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError, numbers

# Arabic's own signs mean the same wherever they stand.
_SIGNS = str.maketrans("٫٬", ".,")
# Two years with a comma between them are two numbers.
NUMBER = (
    r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d \u00a0\u202f]*\d)(?:[.,٫]\d+)?"
    r"|\d+(?:[.٫٬]\d+|,(?:(?<!\d{4},)\d+|\d{1,3}(?!\d)))*"
)


def readings(written: str, *langs: str) -> tuple[str, ...]:
    """Return what a number may mean in some languages, without signs between thousands and with a decimal point.

    Translators keep the signs of the source now and then.
    """
    return tuple(dict.fromkeys(_reading(written, lang) for lang in langs))


def written(reading: str, lang: str, like: str) -> str:
    """Return a number, given as its `readings` are, with the digits and the decimal sign of another one."""
    decimal = next((sign for sign in ".,٫" if sign in like), _signs(lang)[0])
    first = next((sign for sign in like if sign.isdecimal()), "0")
    zero = ord(first) - int(first)
    return "".join(chr(zero + int(sign)) if sign.isdecimal() else decimal for sign in reading)


@cache
def _reading(written: str, lang: str) -> str:
    decimal, group = _signs(lang)
    ascii_digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in written.translate(_SIGNS))
    plain = re.sub(r"\s", "", ascii_digits)
    if "٬" in written or "٫" in written:
        decimal, group = ".", ","
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", plain):
        plain = plain.replace(group, "")
    # Where thousands cannot be meant, a comma is a decimal sign in any language.
    is_decimal = plain.count(decimal) == 1 or re.fullmatch(r"\d+,(?!\d{3}$)\d+", plain)
    return plain.replace(decimal, ".").replace(",", ".") if is_decimal and plain.count(",") < 2 else plain


@cache
def _signs(lang: str) -> tuple[str, str]:
    """Return the decimal sign of a language and what it puts between thousands."""
    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return ".", ","
    decimal = numbers.get_decimal_symbol(locale).translate(_SIGNS)
    return decimal, "." if decimal == "," else ","
