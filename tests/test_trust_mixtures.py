"""Markup mixed at random: whatever a translation holds, nothing is left that is not allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.rendering.judging import Judge, rules
from dragoman.trust import screening
from dragoman.trust.sanitizer import purify
from elements import elements
from payloads import EVIL
from untrusted import CODE_ELEMENTS, english, page

ELEMENTS = (
    "a img b div p svg math style script table td select title xmp noscript iframe form mglyph annotation-xml "
    "foreignObject template textarea h2 x-y details"
)
KEYS = (
    "href src onerror onclick style class id title alt lang dir xlink:href srcset formaction data-math name hidden "
    "markdown ONload"
)
NAMES = st.sampled_from(ELEMENTS.split())
ATTRIBUTES = st.sampled_from([*KEYS.split(), "\x00on", "ON load"])
PLAIN = "javascript:x //x x.png __config md-overlay rtl en zoom:40% position:fixed background:url(x) <script> --!> 1"
VALUES = st.sampled_from(
    [*PLAIN.split(), "JAVA\tSCRIPT:x", f"https://{EVIL}/", "&#106;avascript:x", "\u202e", '">', "'"]
)
PIECES = st.one_of(
    st.builds("<{} {}={}>".format, NAMES, ATTRIBUTES, VALUES),
    st.builds('<{} {}="{}">'.format, NAMES, ATTRIBUTES, VALUES),
    st.builds("<{}/{}='{}'".format, NAMES, ATTRIBUTES, VALUES),
    st.builds("</{}>".format, NAMES),
    st.builds("[x]({})".format, VALUES),
    st.builds("**x**{{: {}={} }}".format, ATTRIBUTES, VALUES),
    st.sampled_from(["<!--", "-->", "--!>", "<![CDATA[", "]]>", "`", "$", "\n\n", "    ", "- ", "text", "{", "```\n"]),
)
MARKUP = st.lists(PIECES, max_size=12).map(" ".join)
RULES = rules(english())


@given(MARKUP)
def test_no_mixture_of_markup_leaves_an_attribute_that_is_not_allowed(text):
    for name, value, tag in harmful(purify(text, RULES, str, str)[0]):
        pytest.fail(f"{tag} {name}={value}")


@given(MARKUP)
def test_no_mixture_of_markup_breaks_the_check_or_comes_back(text):
    lecture = page(text)
    list(Judge("docs").findings(lecture, english()))
    visible = screening.without(lecture.visible, RULES)
    assert len(visible.lines) == visible.text.count("\n") + 1


def harmful(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield the attributes of a purified piece of HTML that nothing allows."""
    for tag, attributes in elements(html):
        assert tag not in CODE_ELEMENTS | {"svg", "math", "title", "xmp", "noscript"}
        for name, value in attributes.items():
            fine = (
                (name in ("alt", "title", "lang", "dir", "markdown", "class", "id", "hidden", "style", "name"))
                # An address below the page, whatever it is made of.
                or (
                    name in ("href", "src")
                    and re.match(r"\s*(?:[a-z][\w+.-]*:|[\\/]{2})", value, re.IGNORECASE) is None
                )
                or (name, tag) == ("data-math", "span")
            )
            bad = EVIL in value or value in ("position:fixed", "background:url(x)") or "md-overlay" in value
            if not fine or (bad and name not in ("alt", "title", "href")) or (name == "id" and value == "__config"):
                yield name, value, tag
