"""The term base of the course, ``docs/glossary.yml``: its terms as values, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from dragoman.findings import Finding, Severity
from dragoman.pages.front_matter import NotYamlError, composed
from dragoman.terms.inflection import same

FILE = "glossary.yml"
_MOST = (5_000_000, 500)  # characters, and brackets in each other
_WORDING = ("term", "definition", "forms", "avoid")
_LISTS = ("forms", "avoid")


@dataclass(frozen=True, slots=True)
class Wording:
    """A term in one language, and the line of the term base where that language begins."""

    term: str
    definition: str
    forms: tuple[str, ...]
    """Other spellings that count as this term."""
    avoid: tuple[str, ...]
    """Translations that must not be used for it."""
    line: int

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write the term."""
        return (self.term, *self.forms)


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept of the course: its term in the source language, and its wording in each language."""

    term: str
    wordings: Mapping[str, Wording]

    @property
    def anchor(self) -> str:
        """The id of the term on the glossary pages of all languages."""
        return re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a course in the order of the file."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def of(self, lang: str) -> tuple[tuple[Entry, Wording], ...]:
        """Return the entries that have a wording in ``lang``, with it."""
        return tuple((entry, entry.wordings[lang]) for entry in self.entries if lang in entry.wordings)


def load(docs: Path, languages: Sequence[str], source: str, docs_name: str, aside: Collection[str] = ()) -> Glossary:
    """Return the term base in the folder ``docs``, which findings call ``docs_name``; an empty one if there is no file.

    What it says in the languages ``aside`` is left alone.
    """
    name = f"{docs_name}/{FILE}"
    try:
        data = (docs / FILE).read_bytes()
    except FileNotFoundError:
        return Glossary()
    try:
        return read(data.decode("utf-8"), languages, source, name=name, aside=aside)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"found the byte 0x{data[error.start]:02x}, expected UTF-8: save the file as UTF-8"
        return Glossary(findings=(Finding(name, line, "glossary.utf-8", message),))


def read(
    text: str, languages: Sequence[str], source: str, *, name: str = f"docs/{FILE}", aside: Collection[str] = ()
) -> Glossary:
    """Return the term base that ``text`` holds; defects become findings, never exceptions."""
    reader = _Reader(languages, source, name, aside)
    try:
        root = composed(text, *_MOST)
    except NotYamlError as error:
        reader.report(error.line, "yaml", str(error))
        return Glossary(findings=tuple(reader.findings))
    entries = tuple(reader.entries(root)) if root is not None else ()
    reader.compare(entries)
    return Glossary(entries, tuple(sorted(reader.findings)))


class _Reader:
    """Turns YAML nodes into entries and collects what is wrong with them."""

    def __init__(self, languages: Sequence[str], source: str, name: str, aside: Collection[str]) -> None:
        self._source = source
        self._translations = [lang for lang in languages if lang != source]
        self._own_keys = ("definition", "forms", *self._translations)
        self._name = name
        self._aside = aside
        self.findings: list[Finding] = []
        self._missing: dict[str, list[tuple[int, str]]] = {}

    def report(self, line: int, kind: str, message: str) -> None:
        self.findings.append(Finding(self._name, line, f"glossary.{kind}", message))

    def entries(self, root: yaml.Node) -> Iterator[Entry]:
        """Yield an entry for each key of the file that holds one."""
        seen: dict[str, int] = {}
        for term, line, node in self._items(root, "a term with its definition on each line"):
            entry = Entry(term, self._wordings(term, line, node))
            if entry.anchor in seen:
                self.report(
                    line,
                    "duplicate",
                    f"found {term!r} again (first on line {seen[entry.anchor]}), expected it once: merge the two",
                )
                continue
            seen[entry.anchor] = line
            yield entry

    def _wordings(self, term: str, line: int, node: yaml.Node) -> dict[str, Wording]:
        found = self._items(node, f"definition, {', '.join(self._translations)} below {term!r}")
        items = [item for item in found if item[0] not in self._aside]
        own = [item for item in items if item[0] not in self._translations]
        result = {self._source: self._wording(term, self._source, line, own)}
        for key, at, value in items:
            if key in self._translations:
                result[key] = self._wording(term, key, at, list(self._items(value, "term and definition")))
        for lang in self._translations:
            if lang not in result:
                self._missing.setdefault(lang, []).append((line, term))
        return result

    def _tell_of_missing(self, total: int) -> None:
        """Report each language that lacks terms, once: as with a page, nobody has translated them yet."""
        for lang, places in self._missing.items():
            (line, term), *others = places
            found = f"{len(places)} of {total} terms, {term!r} first" if others else f"{term!r}"
            message = f"found no {lang} for {found}, expected term and definition: add them"
            self.findings.append(Finding(self._name, line, "glossary.language", message, Severity.WARNING))

    def _wording(self, entry: str, lang: str, line: int, items: list[tuple[str, int, yaml.Node]]) -> Wording:
        texts = {"term": entry if lang == self._source else "", "definition": ""}
        lists: dict[str, tuple[str, ...]] = dict.fromkeys(_LISTS, ())
        allowed = self._own_keys if lang == self._source else _WORDING
        for key, at, node in items:
            if key not in allowed:
                message = f"found the key {key!r} in {entry!r}, expected one of {', '.join(allowed)}: correct it"
                self.report(at, "key", message)
            elif key in lists:
                lists[key] = self._list(key, at, node)
            else:
                texts[key] = self._text(key, at, node)
        for key, text in texts.items():
            if not text:
                self.report(line, key, f"found no {key} of {entry!r} in {lang}, expected a text: add {key}: …")
        return Wording(texts["term"], texts["definition"], lists["forms"], lists["avoid"], line)

    def _items(self, node: yaml.Node, expected: str) -> Iterator[tuple[str, int, yaml.Node]]:
        """Yield ``(key, line, value)`` of a mapping, each key once."""
        if not isinstance(node, yaml.MappingNode):
            line = node.start_mark.line + 1
            self.report(line, "shape", f"found {_shape(node)}, expected {expected}: write a mapping")
            return
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = key.value.strip() if isinstance(key, yaml.ScalarNode) else ""
            if not name:
                self.report(line, "shape", f"found {_shape(key)} as a key, expected {expected}: write a word")
            elif name in seen:
                self.report(line, "duplicate", f"found {name!r} again, expected it once: remove one")
            else:
                seen.add(name)
                yield name, line, value

    def _text(self, key: str, line: int, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return " ".join(str(node.value).split())
        self.report(line, "shape", f"found {_shape(node)} as {key}, expected a text: write it on one line")
        return ""

    def _list(self, key: str, line: int, node: yaml.Node) -> tuple[str, ...]:
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return tuple(filter(None, (self._text(key, line, item) for item in node.value)))
        self.report(line, "shape", f"found {_shape(node)} as {key}, expected a list of words: write [one, two]")
        return ()

    def compare(self, entries: Sequence[Entry]) -> None:
        """Report what languages lack, each spelling that means two concepts, and each that is asked for and avoided."""
        self._tell_of_missing(len(entries))
        for lang in (self._source, *self._translations):
            owners: dict[str, Entry] = {}
            for entry in entries:
                if wording := entry.wordings.get(lang):
                    for spelling in sorted(same(filter(None, wording.spellings))):
                        other = owners.setdefault(spelling, entry)
                        if other is not entry:
                            self._shared(wording.line, spelling, entry, other)
            for entry in entries:
                if wording := entry.wordings.get(lang):
                    for spelling in sorted(same(wording.avoid) & owners.keys()):
                        message = f"found {spelling!r} under avoid of {entry.term!r}, expected no spelling of {owners[spelling].term!r}: remove it"
                        self.report(wording.line, "avoid", message)

    def _shared(self, line: int, spelling: str, entry: Entry, other: Entry) -> None:
        message = (
            f"found {spelling!r} for {entry.term!r} and for {other.term!r}, expected it for one: remove it from one"
        )
        self.report(line, "ambiguous", message)


def _shape(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    return repr(node.value) if node.value else "nothing"
