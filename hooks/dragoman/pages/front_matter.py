"""The YAML at the top of a page: what it says, and what is wrong with it, line by line."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

import yaml

from dragoman.findings import Finding, Severity
from dragoman.languages.phrases import is_day

_KEYS = (
    "lang lang-ref title lecturer authors date translator translation-date description question prerequisites minutes "
    "draft redirect-from"
)
KEYS = tuple(_KEYS.split())
DRAFT, PUBLISHED = ("true", "yes", "on"), ("false", "no", "off")
PREREQUISITES, MINUTES = "prerequisites", "minutes"
REDIRECTS = KEYS[-1]
"""The key for the addresses that a page had before, of which each leads to it."""
THEME = ("hide", "icon", "status", "subtitle", "template")
"""The keys that the theme reads."""
# As source pages write them; 3/2/2020 is another day in other places.
_DAYS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built so
_MOST = 20_000  # characters
_DEEPEST = 20
_DELIMITER = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY_LINE = re.compile(r"^([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]|\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys of a page by their canonical names, the line of each, and the defects found."""

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def get(self, key: str) -> str | None:
        """Return the value of a canonical key, or None."""
        return self.values.get(key)


class _Dumper(yaml.SafeDumper):
    """Leaves a place for what has no value yet."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def written(values: Mapping[str, str | date | None]) -> str:
    """Return ``values`` as front matter from which every reader of YAML gets the same; None is a place to fill in."""
    body = yaml.dump(dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=math.inf)
    return f"---\n{body}---\n"


def split(text: str) -> tuple[str, str]:
    """Return the front matter with its delimiters, and the rest; together they are ``text``."""
    start = 1 if text.startswith("\ufeff") else 0
    if opening := _DELIMITER.match(text, start):
        closing = _CLOSING.search(text, opening.end())
        end = closing.end() if closing else start
        return text[:end], text[end:]
    if _KEY_LINE.match(text, start) and (closing := _CLOSING.search(text)):
        head = text[start : closing.start()]
        if all(_KEY_LINE.match(line) or not line.strip() for line in head.splitlines()):
            return text[: closing.end()], text[closing.end() :]
    return text[:start], text[start:]


def absent(text: str, file: str = "") -> FrontMatter:
    """Return what is wrong with the page ``text`` in ``file`` that has no front matter, or one that does not end."""
    opening = _DELIMITER.match(text)
    if opening and _KEY_LINE.match(text, opening.end()):
        kind, message = (
            "delimiter",
            "found front matter that never closes, expected --- on a line of its own behind it: add it",
        )
    else:
        kind, message = "missing", "found no front matter, expected --- and title: add them"
    return FrontMatter(findings=(Finding(file, 1, f"front-matter.{kind}", message),))


def parse(head: str, file: str = "") -> FrontMatter:
    """Return what the front matter ``head`` of ``file`` says; never raises, reports instead."""
    reader = _Reader(file)
    text = head.removeprefix("\ufeff")
    opening = _DELIMITER.match(text)
    if not opening:
        reader.report(1, "delimiter", "found no opening ---, expected it on the first line: add it")
    body = _CLOSING.sub("", text[opening.end() :] if opening else text)
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for key, value, line in reader.items(body, 2 if opening else 1):
        canonical = reader.canonical(key, line)
        if canonical in values:
            message = f"found {canonical} again (first on line {lines[canonical]}), expected it once: remove one"
            reader.report(line, "duplicate", message)
        else:
            values[canonical], lines[canonical] = value, line
    for key in ("date", "translation-date"):
        if key in values and not is_day(values[key]):
            message = f"found {values[key]!r}, expected {day(values[key]) or 'a date like 2026-11-21'}: write it so"
            reader.report(lines[key], key, message, Severity.WARNING)
    if (draft := values.get("draft")) is not None and draft.lower() not in (*DRAFT, *PUBLISHED):
        message = f"found draft: {draft}, expected true or false: correct it; until then the page is a draft"
        reader.report(lines["draft"], "draft", message)
    return FrontMatter(values, lines, tuple(reader.findings))


def day(text: str) -> date | None:
    """Return the day that front matter names, ``2 March 2026`` or ``March 2, 2026``; None for what cannot be read as one."""
    for form in _DAYS:
        with suppress(ValueError):
            return datetime.strptime(" ".join(text.split()), form).date()  # noqa: DTZ007 - a day has no zone
    return None


class _Reader:
    """Reads YAML, and collects what is wrong with it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.findings: list[Finding] = []

    def report(self, line: int, kind: str, message: str, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(self._file, line, f"front-matter.{kind}", message, severity))

    def items(self, body: str, first_line: int) -> Iterable[tuple[str, str, int]]:
        """Return ``(key, value, line)`` of the mapping in ``body``; by lines where YAML gives up."""
        try:
            node = composed(body)
        except NotYamlError as error:
            self.report(first_line + error.line - 1, "yaml", str(error))
            return _by_lines(body[:_MOST], first_line)
        if isinstance(node, yaml.MappingNode):
            return [(_text(key), _text(value), first_line + key.start_mark.line) for key, value in node.value]
        self.report(first_line, "yaml", "found no keys, expected key: value on each line: write them so")
        return []

    def canonical(self, key: str, line: int) -> str:
        """Return the canonical form of ``key``, reporting a misspelling or an unknown key."""
        if key in KEYS or key in THEME:
            return key
        slug = re.sub(r"[\s_-]+", "-", key.strip().lower())
        close = [slug] if slug in KEYS else difflib.get_close_matches(slug, KEYS, 1, 0.8)
        meant = f"{close[0]!r}: rename it" if close else f"one of {', '.join(KEYS)}: remove it"
        self.report(line, "key", f"found the key {key!r}, expected {meant}", Severity.WARNING)
        return close[0] if close else key


class NotYamlError(Exception):
    """Why a text is not read as YAML, and the 1-based line where that shows."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def composed(text: str, most: int = _MOST, deepest: int = _DEEPEST) -> yaml.Node | None:
    """Return the nodes of YAML, of ``most`` characters and ``deepest`` brackets, with their lines; None where nothing is.

    Raises `NotYamlError`.
    """
    if len(text) > most or (depth := _depth(text)) > deepest:
        # libyaml goes down with the whole process where it is too deep.
        found = f"{len(text):,} characters" if len(text) > most else f"brackets {depth:,} deep"
        expected = f"{most:,} characters and {deepest} brackets"
        raise NotYamlError(1, f"found {found}, expected at most {expected}: shorten it")
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        # What was opened and not closed is named by its start, everything else by where it stopped.
        opened = re.search("flow|quoted", getattr(error, "context", None) or "")
        mark = getattr(error, "context_mark" if opened else "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        message = f"found text that is not YAML ({problem}), expected key: value: quote values that contain a colon"
        raise NotYamlError(mark.line + 1 if mark else 1, message) from error


def _depth(body: str) -> int:
    """Return how deep brackets and indented lists are nested in a text, at most."""
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", body):
        depth = depth + 1 if sign in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    lists = (
        len(re.findall(r"[-?:](?=[ \t])", mark)) for mark in re.findall(r"^[ \t]*(?:[-?:][ \t]+)+", body, re.MULTILINE)
    )
    return max(
        deepest, max(lists, default=0), max((len(one) for one in re.findall("^ +", body, re.MULTILINE)), default=0) // 2
    )


def _text(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    if isinstance(node, yaml.SequenceNode):
        # Only scalars: an alias can make a list contain itself.
        return ", ".join(str(item.value).strip() for item in node.value if isinstance(item, yaml.ScalarNode))
    return ""


def _by_lines(body: str, first_line: int) -> Iterator[tuple[str, str, int]]:
    for number, line in enumerate(body.splitlines(), first_line):
        if match := _KEY_LINE.match(line):
            yield match[1], line[match.end() :].strip().strip("\"'"), number
