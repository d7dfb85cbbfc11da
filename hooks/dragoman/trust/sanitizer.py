"""The last gate before a translated page: the HTML that Markdown made of it, held to what it may hold.

A browser's own parser reads it (ammonia, by nh3), and only what is known passes: what Markdown and
this project make themselves, and what the source page has. What they make is harmless also where
an author wrote it as HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

import nh3

from dragoman.trust.policy import FORBIDDEN, Allowed, leads

# What Markdown, its extensions and the modules of this project write into a page.
_ELEMENTS = (
    "a abbr b bdi blockquote br code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul "
    "var wbr"
)
_TAGS = frozenset(_ELEMENTS.split())
_WITH_CONTENT = frozenset(["iframe", "math", "noscript", "object", "script", "style", "svg", "template", "title"])
_CLASS = re.compile(
    r"admonition-title|center|code|example|filename|footnote(?:-backref|-ref)?|headerlink|highlight|highlighttable|language-[\w+.#-]+|linenodiv"
    r"|linenos|math|missing-image|output|plot|[a-z][a-z0-9]{0,2}"  # the last are tokens of Pygments
)
# No leading underscore: the theme finds its own parts by ids like __config.
_ID = re.compile(r"[^\W_][\w.:-]*|_\d+|__(?:code|codelineno|span|tabbed)[-_\d]+")
_TABS = re.compile(r"__tabbed_[\d_]+")
_VALUES = {
    ("a", "name"): _ID,
    ("details", "open"): re.compile("open|"),
    ("div", "data-tabs"): re.compile(r"[\d:]+"),
    ("input", "checked"): re.compile("checked|"),
    ("input", "disabled"): re.compile("disabled|"),
    ("input", "name"): _TABS,
    ("input", "type"): re.compile("checkbox|radio"),
    ("label", "for"): _TABS,
    ("ol", "start"): re.compile(r"\d{1,9}"),
    ("span", "data-linenos"): re.compile(r"[\s\d]*"),
    ("span", "dir"): re.compile("ltr"),
    ("td", "style"): re.compile(r"text-align: (?:left|right|center);"),
    ("th", "style"): re.compile(r"text-align: (?:left|right|center);"),
}
_START_TAG = re.compile(r"<([A-Za-z][^\s/>]*)")
_ADDRESS = re.compile(r"\s(?:href|src)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
# What placeholders are made of.
_PRIVATE = re.compile("[\U000f0000-\U000fffff]")


def purify(html: str, allowed: Allowed, words: Callable[[str], str], refused: Callable[[str, str], None]) -> str:
    """Return ``html`` without what a translation may not hold.

    ``words`` puts the formulas of an attribute into words. ``refused`` is told each kind of finding and what was
    taken out: with a page that was read as its translator meant, nothing.
    """
    tags = _TAGS | {name for name in allowed.tags if name.isalnum()} - FORBIDDEN
    for name in {name.lower() for name in _START_TAG.findall(html)} - tags:
        refused("trust.html", f"<{name}>")
    known: list[str] = []

    def judged(tag: str, name: str, value: str) -> str | None:
        value = words(value)
        kept = _judged(allowed, tag, name, value)
        if kept != value:
            refused(_kind(allowed, name, value), f'{name}="{value}"')
            known.append(value)
        return kept

    clean = nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(_WITH_CONTENT - tags),
        attributes={},
        generic_attribute_prefixes={""},  # every attribute comes before `judged`
        attribute_filter=judged,
        link_rel=None,
        url_schemes=allowed.schemes(),
    )
    for lost in _addresses(html) - _addresses(clean) - Counter(known):
        refused("trust.link", lost)
    return clean


def _addresses(html: str) -> Counter[str]:
    return Counter(unescape(address.strip("\"'")) for address in _ADDRESS.findall(html))


def _kind(allowed: Allowed, name: str, value: str) -> str:
    to = allowed.url(value) if leads(name) else None
    if to is None:
        return "trust.attribute"
    return "trust.link" if to.endswith(":") else "trust.host"


def _judged(allowed: Allowed, tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may have, or None if the element may not have it."""
    if _PRIVATE.search(value) or (leads(name) and allowed.url(value)):
        return None
    if name == "class":
        return " ".join(each for each in value.split() if _CLASS.fullmatch(each) or each in allowed.classes) or None
    if name == "style" and tag not in ("td", "th"):
        return allowed.style(tag, value) or None
    pattern = _ID if name == "id" else _VALUES.get((tag, name))
    fine = (tag, name) in (("a", "href"), ("img", "src")) or (pattern and pattern.fullmatch(value))
    return value if fine or allowed.attribute(tag, name, value) else None


def plain(html: str) -> str:
    """Return a piece of HTML as text without elements: a title in the table of contents."""
    return nh3.clean(html, tags=set(), clean_content_tags=set(_WITH_CONTENT)) if "<" in html else html
