"""The gate before a translated page: the HTML that Markdown made of it, held to what its source page holds.

A browser's own parser reads it (ammonia, by nh3), and only what is known passes: what Markdown and
this project make of plain markup, and what the rendered source page has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape

import nh3
from selectolax.lexbor import LexborNode

from dragoman.findings import Severity, quoted
from dragoman.pages import diagrams
from dragoman.pages.fences import DIAGRAM
from dragoman.pages.markup import ELEMENTS
from dragoman.pages.placeholders import TOKEN
from dragoman.references.anchors import hyphenated
from dragoman.trust.policy import DRAWING, FORBIDDEN, LOADED, Allowed, leads, normal
from dragoman.trust.refused import Refused
from dragoman.trust.screening import BIDI

# What Markdown, its extensions and the modules of this project write into a page.
_ELEMENTS = (
    "a abbr b bdi blockquote br code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i img input ins kbd label li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul "
    "var wbr"
)
_TAGS = frozenset(_ELEMENTS.split())
_HIDDEN = "iframe math noembed noframes noscript object plaintext script style svg template textarea title xmp"  # from readers
_WITH_CONTENT = frozenset(_HIDDEN.split())
_CLASS = re.compile(
    r"admonition-title|center|code|filename|highlight|highlighttable|language-[\w+.#-]+|linenodiv|linenos|missing-image"
    r"|tabbed-(?:set|alternate|labels|content|block)|task-list(?:-item|-control|-indicator)?"
)
_BOXES = (
    "admonition note abstract summary tldr info todo tip hint important success check done question help faq warning "
    "caution attention failure fail missing danger error bug example quote cite inline end center"
)
_OF_BOXES = frozenset(_BOXES.split())
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# No leading underscore: the theme finds its own parts by ids like __config.
_ID = re.compile(r"[^\W_][\w.:-]*|_\d+")
_NUMBERED = re.compile(r"__(?:code|codelineno|span|tabbed)[-_\d]+|fn(?:ref)?\d*:[\w-]+")
_TABS = re.compile(r"__tabbed_[\d_]+")
_VALUES = {
    ("a", "class"): re.compile("headerlink|footnote-(?:ref|backref)"),
    ("a", "name"): _NUMBERED,
    ("details", "open"): re.compile("open|"),
    ("div", "class"): re.compile("footnote"),
    ("div", "data-tabs"): re.compile(r"[\d:]+"),
    ("input", "checked"): re.compile("checked|"),
    ("input", "disabled"): re.compile("disabled|"),
    ("input", "name"): _TABS,
    ("input", "type"): re.compile("checkbox|radio"),
    ("label", "for"): _TABS,
    ("ol", "start"): re.compile(r"\d{1,9}"),
    ("span", "class"): re.compile("[a-z][a-z0-9]{0,2}"),  # tokens of Pygments
    ("span", "data-linenos"): re.compile(r"[\s\d]*"),
    ("span", "dir"): re.compile("ltr"),
    ("td", "style"): re.compile(r"text-align: (?:left|right|center);"),
    ("th", "style"): re.compile(r"text-align: (?:left|right|center);"),
}
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)|<[!?][^>]*>?")
_ADDRESS = re.compile(r"\s(?:href|src)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
# What placeholders are made of.
_PRIVATE = re.compile("[\U000f0000-\U000fffff]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_EXACT = ("a", "code", "pre")
"""Elements whose text must stand in the order in which it is shown."""
_NO_ATTRIBUTE = "expected no attribute that the source page does not have: remove it"

_OTHER_VALUE = (
    "expected a value that the source page has there: put that one back, or remove it where the source has none"
)


def purify(
    html: str, allowed: Allowed, words: Callable[[str], str], hold: Callable[[str], str]
) -> tuple[str, list[Refused]]:
    """Return ``html`` without what a translation may not hold, and what that was.

    ``words`` puts the formulas of an attribute into words, ``hold`` returns a token for an element that may stand as it is.
    """
    html = DRAWING.sub(lambda found: hold(found.group()) if found.group() in allowed.drawings else found.group(), html)
    tags = _TAGS | {name for name in allowed.tags if name.isalnum()} - FORBIDDEN
    refused = list(_foreign(html, tags))
    html = _TAG.sub(lambda tag: f"&lt;{tag.group()[1:]}" if _is_comparison(tag, tags) else tag.group(), html)
    html = _without_content(html, _WITH_CONTENT - tags)
    known: list[str] = []

    def judged(tag: str, name: str, value: str) -> str | None:
        if tag not in tags:
            return None
        value = words(value)
        kept = _judged(allowed, tag, name, value)
        if kept != value:
            refused.append(_refused(allowed, tag, name, value))
            known.append(value)
        return kept

    clean = nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(),
        attributes={},
        generic_attribute_prefixes={""},  # every attribute comes before `judged`
        attribute_filter=judged,
        link_rel=None,
        url_schemes=allowed.schemes(),
    )
    gone = any(one.kind == "trust.html" for one in refused)  # with what it held
    lost = _addresses(html) - _addresses(clean) - Counter(known)
    refused += [_led(allowed, "href", url) for url in lost if allowed.url(url) or not gone]
    return clean, refused


def straighten(root: LexborNode, allowed: Allowed) -> Iterator[Refused]:
    """Take out, below ``root``, what only words tell: ids that no heading makes, strange diagrams, signs that turn text around."""
    for heading in root.css(", ".join(_HEADINGS)):
        anchor = heading.attrs.sget("id")
        own = hyphenated(TOKEN.sub(" ", heading.text())) or "section"
        if (
            anchor
            and anchor not in allowed.ids
            and re.sub(r"[-_]\d+\Z", "", anchor) not in (own, re.sub(r"[-_]\d+\Z", "", own))
        ):
            del heading.attrs["id"]
            yield _refused(allowed, heading.tag or "", "id", anchor)
    for field in root.css("input"):
        if field.attrs.sget("type") not in ("checkbox", "radio") and "input" not in allowed.tags:
            field.decompose()
            yield _foreign_tag("<input")
    for box in root.css(f"pre.{DIAGRAM}"):
        if strange := sorted(diagrams.powers(box.text()) - allowed.drawn):
            del box.attrs["class"]
            message = (
                f"found {quoted(strange[0])} in a diagram, expected a diagram of the source page, texts aside: copy it from "
                "there; it is not drawn"
            )
            yield Refused("trust.code", (strange[0],), message)
    if BIDI.search(root.text()):
        yield from _turned_texts(root)


def _turned_texts(root: LexborNode) -> Iterator[Refused]:
    for node in _texts(root):
        where = _exact(node)
        words = node.text_content or ""
        for mark in BIDI.findall(words):
            if where or _OVERRIDE.search(mark):
                yield _turned(mark, where or "the text", words)
                words = words.replace(mark, "", 1)
        if words != node.text_content:
            node.replace_with(words)


def _texts(root: LexborNode) -> list[LexborNode]:
    return [one for node in (root, *root.css("*")) for one in node.iter(include_text=True) if one.is_text_node]


def _exact(node: LexborNode) -> str:
    """Return what a text stands in that must show it in its order, as a message says it; nothing if that may turn."""
    above = node.parent
    while above is not None and above.tag not in _EXACT:
        above = above.parent
    return "" if above is None else "a link" if above.tag == "a" else "code"


def _turned(mark: str, where: str, words: str) -> Refused:
    points = " ".join(f"U+{ord(sign):04X}" for sign in mark)
    message = f"found {points} in {where}, expected none: delete it, it shows text in another order than it has"
    return Refused("trust.bidi", (words, mark), message)


def _foreign(html: str, tags: frozenset[str]) -> Iterator[Refused]:
    """Yield the elements and declarations that are not among ``tags``; an end that has its beginning is none."""
    begun: Counter[str] = Counter()
    for tag in _TAG.finditer(html):
        name = (tag["name"] or "").lower()
        begun[name] += -1 if tag["close"] else 1
        if not name:
            message = f"found {quoted(tag.group())}, expected no declaration: remove it"
            yield Refused("trust.html", (tag.group(), tag.group()[:2]), message)
        elif name not in tags and not (tag["close"] and begun[name] >= 0):
            yield _foreign_tag(f"<{tag['close']}{name}")


def _foreign_tag(shown: str) -> Refused:
    message = f"found {quoted(shown)}>, expected no HTML that the source page does not have: remove it"
    return Refused("trust.html", (shown, shown.lstrip("</")), message)


def _without_content(html: str, names: frozenset[str]) -> str:
    """Return ``html`` without elements of these ``names``; of one that never ends goes the tag, and the page stays."""
    pieces = []
    position = 0
    endless: set[str] = set()
    for tag in _TAG.finditer(html):
        name = (tag["name"] or "").lower()
        if tag.start() < position or tag["close"] or name not in names:
            continue
        end = None if name in endless else re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, tag.end())
        if end is None:
            endless.add(name)
        pieces.append(html[position : tag.start()])
        position = end.end() if end else html.find(">", tag.end()) + 1 or tag.end()
    return "".join([*pieces, html[position:]])


def _is_comparison(tag: re.Match[str], tags: frozenset[str]) -> bool:
    """Tell whether what a browser takes for a tag is more likely a sign and a letter, as in ``x <y``."""
    name = (tag["name"] or "").lower()
    end = tag.string.find(">", tag.end())
    return bool(name) and name not in tags | ELEMENTS and "=" not in tag.string[tag.start() : end]


def _addresses(html: str) -> Counter[str]:
    return Counter(unescape(address.strip("\"'")) for address in _ADDRESS.findall(html))


def _refused(allowed: Allowed, tag: str, name: str, value: str) -> Refused:
    if BIDI.search(value):
        return _turned("".join(BIDI.findall(value)), "a link" if leads(name) else f"{name} of <{tag}>", value)
    if leads(name) and allowed.url(value):
        return _led(allowed, name, value)
    is_changed = any(one[:2] == (tag, name) for one in allowed.attributes)
    message = f'found {name}="{quoted(value)}" on <{tag}>, {_OTHER_VALUE if is_changed else _NO_ATTRIBUTE}'
    return Refused("trust.attribute", (f'{name}="{value}"', value, name), message)


def _led(allowed: Allowed, name: str, value: str) -> Refused:
    to = allowed.url(value)
    if to is None or to.endswith(":"):
        message = f"found {quoted(value)}, expected an address that begins with https and has no spaces: correct it"
        return Refused("trust.link", (value,), message)
    what = "an image from" if name in LOADED else "a link to"
    message = (
        f"found {what} {quoted(to)}, expected a host that the source page has too: use its address, or link there "
        "from the source page first"
    )
    return Refused("trust.host", (value, to), message, Severity.ERROR if name in LOADED else Severity.WARNING)


def _judged(allowed: Allowed, tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may have, or None if the element may not have it."""
    if _PRIVATE.search(value) or (leads(name) and allowed.url(value)):
        return None
    value = BIDI.sub("", value)
    pattern = _VALUES.get((tag, name))
    if name == "class":
        classes = value.split()
        of_box = _OF_BOXES if "admonition" in classes or tag == "details" else frozenset()
        return " ".join(each for each in classes if each in of_box or _has_class(allowed, pattern, each)) or None
    if name == "style" and tag not in ("td", "th"):
        kept = allowed.style(tag, value)
        return value if kept == normal(value) else kept or None
    if name == "id":
        pattern = _ID if tag in _HEADINGS else _NUMBERED
    fine = (tag, name) in (("a", "href"), ("img", "src")) or (pattern and pattern.fullmatch(value))
    return value if fine or allowed.attribute(tag, name, value) else None


def _has_class(allowed: Allowed, pattern: re.Pattern[str] | None, name: str) -> bool:
    return bool(name in allowed.classes or _CLASS.fullmatch(name) or (pattern and pattern.fullmatch(name)))


def plain(html: str) -> str:
    """Return a piece of HTML as text without elements: a title in the table of contents."""
    return nh3.clean(html, tags=set(), clean_content_tags=set(_WITH_CONTENT)) if "<" in html else html
