"""What the Markdown of a translation may not hold, place by place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dragoman.execution import snippets
from dragoman.findings import Severity
from dragoman.formulas.finder import find
from dragoman.pages import diagrams
from dragoman.pages.links import links
from dragoman.pages.markup import ELEMENTS
from dragoman.trust import lenient_markup
from dragoman.trust.policy import LOADED, Allowed, leads

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_OVERRIDE = re.compile("[\u202d\u202e]+")
_INCLUDE = re.compile(
    r"^[ \t]*;?-+8<-+[^\n]*$|\{!(?:(?!!\})[^\n]){0,300}!\}|\{%(?:(?!%\})[^\n]){0,300}%\}"
    r"|\{\{(?!\s*site\.\s*baseurl\s*\}\})(?:(?!\}\})[^\n]){0,300}\}\}",
    re.MULTILINE,
)
# Their content is code, or what to show without it.
_WITH_CONTENT = frozenset(["iframe", "math", "noscript", "object", "script", "style", "svg", "template", "xmp"])
# Those of markdown-exec are judged with the examples.
_OPTIONS = (
    "alt caption exec hl_lines html idprefix linenums result returncode session snippet source tabs title update_toc "
    "width workdir"
)
_FENCE_OPTIONS = frozenset(_OPTIONS.split())
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})")
# TeX that makes links, images and HTML.
_TEX = re.compile(r"\\(?:href|url|includegraphics|html(?:Class|Id|Style|Data))(?![A-Za-z])")
_NO_ATTRIBUTE = "expected no attribute that the source page does not have: remove it"
_SHOWN = 60  # characters that a message quotes


@dataclass(frozen=True, slots=True)
class Breach:
    """What a text may not hold: ``text[start:end]``, and what stands there instead in the page."""

    start: int
    end: int
    put: str
    kind: str
    message: str
    severity: Severity = Severity.ERROR


@lru_cache(maxsize=2)  # a text is reported on first, then mended
def breaches(text: str, allowed: Allowed) -> tuple[Breach, ...]:
    """Return what ``text`` may not hold, in order."""
    prose = lenient_markup.prose(text)
    found = [
        *_check_tags(text, prose, allowed),
        *_check_lists(prose, allowed),
        *_check_code(text, allowed),
        *_check_fences(text, allowed),
        *_check_diagrams(text, allowed),
        *_check_tex(text, allowed),
        *_check_links(text, prose, allowed),
        *_check_includes(text, prose, allowed),
        *_check_bidi(text, prose),
    ]
    return tuple(sorted(found, key=lambda breach: (breach.start, -breach.end)))


def _check_tags(text: str, prose: str, allowed: Allowed) -> Iterator[Breach]:
    unmatched: Counter[str] = Counter()
    for tag in lenient_markup.tags(prose):
        shown = quoted(text[tag.start : tag.end])
        if ":" in tag.name or "@" in tag.name:
            yield from _check_autolink(text, tag, allowed)
        elif not allowed.tag(tag.name):
            unmatched[tag.name] += -1 if tag.closing else 1
            told = f"found {shown}, expected no HTML that the source page does not have: remove it"
            silent = tag.closing and unmatched[tag.name] >= 0
            yield Breach(*_extent(prose, tag), _instead(text, tag), "trust.html", "" if silent else told)
        else:
            for attribute in tag.attributes:
                yield from _check_attribute(tag.name, attribute, allowed)
    for start, end in lenient_markup.declarations(prose):
        message = f"found {quoted(text[start:end])}, expected no declaration: remove it"
        yield Breach(start, end, "", "trust.html", message)


def _extent(prose: str, tag: lenient_markup.Tag) -> tuple[int, int]:
    """Return what goes with a tag: its content too where that is not meant to be read."""
    if tag.name in _WITH_CONTENT and not tag.closing:
        closing = re.compile(rf"</{re.escape(tag.name)}\b[^>]*>", re.IGNORECASE).search(prose, tag.end)
        if closing:
            return tag.start, closing.end()
    return tag.start, tag.end


def _instead(text: str, tag: lenient_markup.Tag) -> str:
    """Return what stands for a tag: nothing, or its words where it is more likely a comparison."""
    if tag.name in ELEMENTS or any(attribute.value for attribute in tag.attributes):
        return ""
    return "&lt;" + text[tag.start + 1 : tag.end]


def _check_autolink(text: str, tag: lenient_markup.Tag, allowed: Allowed) -> Iterator[Breach]:
    inside = text[tag.start + 1 : tag.end - 1]
    url = inside if ":" in tag.name else f"mailto:{inside}"
    yield from _check_url(url, tag.start, tag.end, inside, allowed, loaded=False)


def _check_attribute(tag: str, attribute: lenient_markup.Attribute, allowed: Allowed) -> Iterator[Breach]:
    start, end = attribute.start, attribute.end
    known = (tag, attribute.name) in (("a", "href"), ("img", "src"))
    if known:
        yield from _check_url(attribute.value, start, end, "", allowed, loaded=attribute.name in LOADED)
    elif not allowed.attribute(tag, attribute.name, attribute.value):
        message = f'found {attribute.name}="{quoted(attribute.value)}" on <{tag}>, {_NO_ATTRIBUTE}'
        style = allowed.style(tag, attribute.value) if attribute.name == "style" else ""
        yield Breach(start, end, f'style="{style}"' if style else "", "trust.attribute", message)
    elif leads(attribute.name):
        yield from _check_url(attribute.value, start, end, "", allowed, loaded=attribute.name in LOADED)


def _check_lists(prose: str, allowed: Allowed) -> Iterator[Breach]:
    for each in lenient_markup.attribute_lists(prose):
        if leads(each.name):
            yield from _check_url(each.value, each.start, each.end, "", allowed, loaded=each.name in LOADED)
        elif not allowed.attribute("img", each.name, each.value):
            message = f'found {each.name}="{quoted(each.value)}" in an attribute list, {_NO_ATTRIBUTE}'
            yield Breach(each.start, each.end, "", "trust.attribute", message)


def _check_fences(text: str, allowed: Allowed) -> Iterator[Breach]:
    for each in lenient_markup.fence_attributes(text):
        fine = each.name in ("class", "id") and allowed.attribute("pre", each.name, each.value)
        if not fine and each.name not in allowed.fences | _FENCE_OPTIONS and not _is_language(text, each):
            message = f'found {each.name}="{quoted(each.value)}" on a block of code, {_NO_ATTRIBUTE}'
            yield Breach(each.start, each.end, "", "trust.attribute", message)


def _check_diagrams(text: str, allowed: Allowed) -> Iterator[Breach]:
    """Find what would be drawn other than the source page draws, texts aside; it is shown, and not drawn."""
    for start, content in diagrams.find(text):
        if strange := sorted(diagrams.powers(content) - allowed.drawn):
            mark = _FENCE.match(text, start)
            end = text.find("\n", start)
            message = f"found {quoted(strange[0])} in a diagram, expected a diagram of the source page, texts aside: copy it from there; it is not drawn"
            yield Breach(start, end, mark.group() if mark else "", "trust.code", message)


def _check_code(text: str, allowed: Allowed) -> Iterator[Breach]:
    """Find what asks to be executed and is not what the source page executes; it is shown, and not executed."""
    for fence in snippets.find_fences(text):
        name = fence.snippet
        if not name:
            if snippets.normal(fence.body) in allowed.code or not fence.body.strip():
                continue
            message = (
                "found code that the source page does not have, expected the same code, comments aside: copy it from "
                "there; it is not executed"
            )
        elif name in allowed.snippets:
            continue
        else:
            there = ", ".join(sorted(allowed.snippets)) or "none"
            message = f"found {quoted(name)!r} as snippet, expected one that the source page shows ({there}): it is not executed"
        opening = text[fence.start : fence.end].partition("\n")[0]
        mark = _FENCE.match(opening)
        if mark is None or not fence.body.strip():
            yield Breach(fence.start, fence.end, "", "trust.code", message)
        else:
            put = mark.group() + fence.language
            yield Breach(fence.start, fence.start + len(opening), put, "trust.code", message)


def _check_tex(text: str, allowed: Allowed) -> Iterator[Breach]:
    for formula in find(text).formulas if _TEX.search(text) else ():
        for command in _TEX.finditer(text, formula.start, formula.end):
            if command.group() not in allowed.text:
                message = f"found {command.group()} in a formula, expected no link and no HTML in TeX: remove it"
                yield Breach(command.start(), command.end(), r"\text", "trust.tex", message)


def _is_language(text: str, attribute: lenient_markup.Attribute) -> bool:
    r"""Tell whether an attribute in the first line of a fence is its language, ``{.python}`` or ``python=``."""
    before = text[text.rfind("\n", 0, attribute.start) + 1 : attribute.start].strip(" \t>`~{")
    return not before and (attribute.name == "class" or not attribute.value)


def _check_links(text: str, prose: str, allowed: Allowed) -> Iterator[Breach]:
    for link in links(prose):
        words = text[slice(*link.words)]
        url = link.url
        yield from _check_url(url, link.start, link.end, words, allowed, loaded=link.image)


def _check_url(  # noqa: PLR0913 - a place, its address and what stands there instead
    url: str, start: int, end: int, put: str, allowed: Allowed, *, loaded: bool
) -> Iterator[Breach]:
    refused = allowed.url(url)
    if refused is None:
        return
    what = "an image from" if loaded else "a link to"
    if refused.endswith(":"):
        message = f"found {quoted(url)}, expected an address that begins with https: correct it"
        yield Breach(start, end, put, "trust.link", message)
        return
    message = (
        f"found {what} {quoted(refused)}, expected a host that the source page has too: use its address, or link there "
        "from the source page first"
    )
    yield Breach(start, end, put, "trust.host", message, Severity.ERROR if loaded else Severity.WARNING)


def _check_includes(text: str, prose: str, allowed: Allowed) -> Iterator[Breach]:
    for mark in _INCLUDE.finditer(text):
        in_prose = prose[mark.start() : mark.end()] == mark.group() or "8<" in mark.group()
        if in_prose and mark.group().strip() not in allowed.text:
            message = f"found {quoted(mark.group())}, expected no include and no macro: write the text itself"
            yield Breach(mark.start(), mark.end(), "", "trust.include", message)


def _check_bidi(text: str, prose: str) -> Iterator[Breach]:
    if not BIDI.search(text):
        return
    names = ("", "a tag", "a link", "code")
    places = bytearray(len(text))  # the index of a name for each character
    spans = [(1, (tag.start, tag.end)) for tag in lenient_markup.tags(prose)]
    spans += [(2, (link.start, link.end)) for link in links(prose)]
    spans += [(3, span) for span in lenient_markup.code_ranges(text)]
    for number, (start, end) in spans:
        places[start:end] = bytes([number]) * (end - start)
    for mark in BIDI.finditer(text):
        where = names[places[mark.start()]]
        if where or _OVERRIDE.search(mark.group()):
            points = " ".join(f"U+{ord(sign):04X}" for sign in mark.group())
            message = (
                f"found {points} in {where or 'the text'}, expected none: delete it, it shows text in another order "
                "than it has"
            )
            yield Breach(mark.start(), mark.end(), "", "trust.bidi", message)


def quoted(text: str) -> str:
    """Return ``text`` as a message quotes it: on one line, not too long, with nothing invisible."""
    words = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in " ".join(text.split()))
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
