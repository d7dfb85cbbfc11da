"""The YAML at the top of a page: what it says, and what is wrong with it, line by line."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from dragoman.findings import Severity

KEYS = (
    "lang",
    "lang-ref",
    "title",
    "lecturer",
    "authors",
    "date",
    "translator",
    "translation-date",
    "description",
    "draft",
    "redirect-from",
)
REDIRECTS = KEYS[-1]
"""The key for the addresses that a page had before, of which each leads to it."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built so
_MOST = 20_000  # characters
_DEEPEST = 20
_DELIMITER = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY_LINE = re.compile(r"^([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]|\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A defect of the front matter at a 1-based line of the file."""

    line: int
    kind: str
    message: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys of a page by their canonical names, the line of each, and the defects found."""

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

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


def absent(text: str) -> FrontMatter:
    """Return what is wrong with a page ``text`` that has no front matter, or one that does not end."""
    opening = _DELIMITER.match(text)
    if opening and _KEY_LINE.match(text, opening.end()):
        message = "found front matter that never closes, expected --- on a line of its own behind it: add it"
        return FrontMatter(remarks=(Remark(1, "front-matter.delimiter", message),))
    message = "found no front matter, expected --- and lang-ref: add them"
    return FrontMatter(remarks=(Remark(1, "front-matter.missing", message),))


def parse(head: str) -> FrontMatter:
    """Return what the front matter ``head`` says; never raises, reports instead."""
    text = head.removeprefix("\ufeff")
    remarks: list[Remark] = []
    first_line = 1
    if opening := _DELIMITER.match(text):
        text = text[opening.end() :]
        first_line = 2
    else:
        remarks.append(
            Remark(1, "front-matter.delimiter", "found no opening ---, expected it on the first line: add it")
        )
    body = _CLOSING.sub("", text)
    raw = _load(body, first_line, remarks)
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for key, value, line in raw:
        canonical = _canonical(key, line, remarks)
        if canonical in values:
            remarks.append(
                Remark(
                    line,
                    "front-matter.duplicate",
                    f"found {canonical} again (first on line {lines[canonical]}), expected it once: remove one",
                )
            )
            continue
        values[canonical] = value
        lines[canonical] = line
    for key in ("date", "translation-date"):
        if key in values:
            remarks += _check_date(key, values[key], lines[key])
    return FrontMatter(values, lines, tuple(remarks))


def _load(body: str, first_line: int, remarks: list[Remark]) -> list[tuple[str, str, int]]:
    """Return ``(key, value, line)`` of the mapping in ``body``; by lines where YAML gives up."""
    if len(body) > _MOST or (depth := _depth(body)) > _DEEPEST:
        # libyaml goes down with the whole process where it is too deep.
        found = f"{len(body):,} characters" if len(body) > _MOST else f"brackets {depth:,} deep"
        message = (
            f"found front matter of {found}, expected at most {_MOST:,} characters and {_DEEPEST} brackets: shorten it"
        )
        remarks.append(Remark(first_line, "front-matter.yaml", message))
        return list(_load_by_lines(body[:_MOST], first_line))
    try:
        node = yaml.compose(body, Loader=_LOADER)
    except yaml.YAMLError as error:
        # What was opened and not closed is named by its start, everything else by where it stopped.
        opened = re.search("flow|quoted", getattr(error, "context", None) or "")
        mark = getattr(error, "context_mark" if opened else "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "it cannot be read"
        remarks.append(
            Remark(
                line,
                "front-matter.yaml",
                f"found text that is not YAML ({problem}), expected key: value; quote values that contain a colon",
            )
        )
        return list(_load_by_lines(body, first_line))
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        remarks.append(Remark(first_line, "front-matter.yaml", "found no keys, expected key: value on each line"))
        return []
    return [(_text(key), _text(value), first_line + key.start_mark.line) for key, value in node.value]


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


def _load_by_lines(body: str, first_line: int) -> Iterator[tuple[str, str, int]]:
    for number, line in enumerate(body.splitlines(), first_line):
        if match := _KEY_LINE.match(line):
            yield match[1], line[match.end() :].strip().strip("\"'"), number


def _canonical(key: str, line: int, remarks: list[Remark]) -> str:
    """Return the canonical form of ``key``, reporting a misspelling or an unknown key."""
    if key in KEYS:
        return key
    slug = re.sub(r"[\s_-]+", "-", key.strip().lower())
    close = [slug] if slug in KEYS else difflib.get_close_matches(slug, KEYS, 1, 0.8)
    if close:
        message = f"found the key {key!r}, expected {close[0]!r}: rename it"
        remarks.append(Remark(line, "front-matter.key", message, Severity.WARNING))
        return close[0]
    message = f"found the key {key!r}, expected one of {', '.join(KEYS)}: remove it"
    remarks.append(Remark(line, "front-matter.key", message, Severity.WARNING))
    return key


def _check_date(key: str, value: str, line: int) -> list[Remark]:
    try:
        date.fromisoformat(value)
    except ValueError:
        message = f"found {value!r}, expected a date like 2026-11-21: write it so"
        return [Remark(line, f"front-matter.{key}", message, Severity.WARNING)]
    return []
