"""What a reader reads of an example beside its code: the texts in its figures and the comments, and their translations.

They stand in a catalogue for each language, ``snippets/locale/ar.po``, from which both are taken.
"""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po, write_po

from dragoman import files
from dragoman.execution.isolated.lettering import FORMULA, has_words
from dragoman.execution.results import Output
from dragoman.execution.snippets import Cell, Snippet
from dragoman.findings import Finding, Severity
from dragoman.languages.language import language

FOLDER = "locale"
KIND = "texts"
_NUMBER = r"(?<![\w.])[-−]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+−]?\d+)?(?!\w)|\{\d*\}"
_PART = re.compile(rf"{FORMULA.pattern}|({_NUMBER})")
_PLACE = re.compile(rf"{FORMULA.pattern}|(\{{\d*\}})")
_DIRECTIVE = re.compile(r"#\s*(?:!|%%|noqa\b|type:|fmt:|ruff:|mypy:|isort:|pylint:|pragma\b|time-limit:|reads:)")
# What shows nothing, or turns the direction of the code around it.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'

Places = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of the examples in one language; ``known`` are those that its ``file`` has, translated or not."""

    lang: str
    file: str
    texts: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()

    def of_figure(self, words: Iterable[str]) -> dict[str, str]:
        """Return what stands in the place of texts of a figure, by the text, where something else does."""
        return {text: shown for text in words if (shown := self._translated(text)) != text}

    def of_snippet(self, snippet: Snippet) -> Snippet:
        """Return a snippet with its comments in this language, as many lines as they are."""
        names = _names(snippet)
        return replace(snippet, cells=tuple(self._of_cell(cell, names) for cell in snippet.cells))

    def _of_cell(self, cell: Cell, names: Set[str]) -> Cell:
        lines = cell.source.split("\n")
        for comment in _comments(cell.source, names):
            shown = self.texts.get(comment.text)
            for number, text in enumerate(shown.split("\n") if shown else (), comment.line):
                lines[number] = f"{lines[number][: comment.column]}# {text}".rstrip()
        return replace(cell, source="\n".join(lines))

    def missing(self, wanted: Places) -> Iterator[Finding]:
        """Yield a finding for each text that the catalogue does not have."""
        for text, places in wanted.items():
            if text not in self.known:
                place = ":".join(map(str, places[0]))
                message = f"found no entry for {text!r} ({place}), expected one: course run --texts adds it"
                yield Finding(self.file, 1, KIND, message, Severity.INFO)

    def _translated(self, text: str) -> str:
        entry, values = _parted(text)
        if entry not in self.texts:
            return text
        waiting, phrases = iter(values), language(self.lang).phrases

        def filled(found: re.Match[str]) -> str:
            if not (place := found[2]):
                return found[0]
            return phrases.numeral(values[int(place[1:-1])] if place != "{}" else next(waiting))

        return _PLACE.sub(filled, self.texts[entry])


def catalogues(root: Path, languages: Sequence[str], name: str) -> dict[str, Catalogue]:
    """Return the catalogues that the snippets folder ``root`` has for some languages; messages call it ``name``."""
    paths = {lang: root / FOLDER / f"{lang}.po" for lang in languages}
    return {lang: read(path, lang, f"{name}/{FOLDER}/{lang}.po") for lang, path in paths.items() if path.is_file()}


def read(path: Path, lang: str, name: str) -> Catalogue:
    """Return the catalogue in a file, which messages call ``name``, and what is wrong in it."""
    try:
        catalog = _catalog(path)
    except PoFileError as error:
        message = f"found what is no PO file ({error}), expected msgid and msgstr, each in quotation marks: correct it"
        return Catalogue(lang, name, findings=(Finding(name, (error.lineno or 0) + 1, KIND, message),))
    except UnicodeDecodeError as error:
        message = f"found the byte 0x{error.object[error.start]:02x}, expected UTF-8: save it so"
        return Catalogue(lang, name, findings=(Finding(name, 1, KIND, message),))
    texts, findings = {}, []
    entries = [one for one in catalog if one.id and isinstance(one.id, str)]
    for one in entries:
        string = _UNSEEN.sub("", str(one.string or ""))
        if flaw := _flaw(one, string):
            severity = Severity.WARNING if string and not one.fuzzy else Severity.INFO
            findings.append(Finding(name, one.lineno or 1, KIND, flaw, severity))
        else:
            texts[str(one.id)] = string
    return Catalogue(lang, name, texts, frozenset(str(one.id) for one in entries), tuple(findings))


def _catalog(path: Path) -> Catalog:
    # Decoded as a whole: the charset that its header names is not what was meant.
    return read_po(io.StringIO(path.read_text("utf-8-sig")), abort_invalid=True)


def _flaw(entry: Message, string: str) -> str | None:
    """Return why a translation is not shown; None if it is."""
    source = str(entry.id)
    if not string:
        return f"found no translation of {source!r}, expected one: write it; until then the source is shown"
    if entry.fuzzy:
        return f"found the mark fuzzy on {source!r}, expected none: look at its translation, and remove the mark"
    places = [found[2][1:-1] for found in _PLACE.finditer(string) if found[2]]
    wanted = [found[2][1:-1] for found in _PLACE.finditer(source) if found[2]]
    if places != wanted and sorted(places) != [str(number) for number in range(len(wanted))]:
        found, asked = (", ".join(f"{{{one}}}" for one in some) or "none" for some in (places, wanted))
        return (
            f"found {found} in {string!r}, expected as many places for numbers as in {source!r} ({asked}): correct it"
        )
    if Counter(FORMULA.findall(string)) != Counter(FORMULA.findall(source)):
        return f"found other formulas in {string!r}, expected those of {source!r}: copy them"
    if string.count("\n") != source.count("\n"):
        return f"found {string.count(chr(10)) + 1} lines in {string!r}, expected {source.count(chr(10)) + 1}: break it as the source is"
    return None


def wanted(snippets: Iterable[Snippet], results: Mapping[str, object], name: Mapping[str, str]) -> Places:
    """Return the texts of snippets to be translated, each with where it stands.

    Those of figures are in ``results``; the comments of code that a page brings are translated there. ``name`` gives the
    files by the names of snippets.
    """
    found: Places = {}
    for snippet in snippets:
        result, file, names = results.get(snippet.name), name[snippet.name], _names(snippet)
        for index, cell in enumerate(snippet.cells):
            if snippet.path.suffix == ".py":
                for comment in _comments(cell.source, names):
                    found.setdefault(comment.text, []).append((file, cell.line + comment.line))
            words = result.cells[index].words if isinstance(result, Output) else ()
            for entry in dict.fromkeys(_parted(text)[0] for text in words):
                if has_words(FORMULA.sub(" ", entry)):
                    found.setdefault(entry, []).append((file, cell.line))
    return found


def update(path: Path, lang: str, wanted: Places, *, whole: bool) -> bool:
    """Write the catalogue of a language with ``wanted`` and what it had, and tell whether it changed.

    What is wanted no longer stays as an obsolete entry, or, where ``wanted`` is not the ``whole``, as it was.
    """
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    known = _catalog(path) if text else Catalog()
    before = {one.id: one for one in (*known, *known.obsolete.values()) if one.id}
    catalog, template = Catalog(fuzzy=False), Catalog(fuzzy=False)
    for one in before.values():
        catalog[one.id] = one
    for entry, places in wanted.items():
        template.add(entry, locations=places)
    for one in () if whole else known:
        if one.id and one.id not in template:
            template.add(one.id, locations=one.locations)
    catalog.update(template)
    catalog.obsolete.clear()
    catalog.obsolete.update({one.id: one for one in before.values() if one.id not in catalog and one.string})
    written = io.BytesIO()
    write_po(written, catalog, omit_header=True, include_previous=True)
    is_headed = text.lstrip().startswith(("#", 'msgid ""\n'))
    header = (
        text.partition("\n\n")[0] + "\n"
        if is_headed and 'msgid ""\n' in text.partition("\n\n")[0]
        else _HEADER.format(lang)
    )
    after = f"{header}\n{written.getvalue().decode().strip()}\n"
    if after == text:
        return False
    files.write(path, after.encode())
    return True


def _parted(text: str) -> tuple[str, list[str]]:
    """Return the entry of a text, with ``{}`` for each number, and the numbers."""
    values: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[0]
        values.append(found[2])
        return "{}"

    return _PART.sub(place, text), values


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment, or some in lines below each other, the first on ``line`` of a cell, from 0."""

    text: str
    line: int
    column: int
    is_alone: bool


def _tokens(source: str) -> list[tokenize.TokenInfo]:
    try:
        return list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):  # a cell that is to raise
        return []


def _comments(source: str, names: Set[str]) -> list[_Comment]:
    """Return the comments of a cell that say more than ``names`` of the code and directives do."""
    found: list[_Comment] = []
    for token in _tokens(source):
        if token.type != tokenize.COMMENT or _DIRECTIVE.match(token.string):
            continue
        line, column = token.start[0] - 1, token.start[1]
        one = _Comment(token.string[1:].strip(), line, column, not token.line[:column].strip())
        last = found[-1] if found else None
        if (
            last
            and one.is_alone
            and last.is_alone
            and last.column == column
            and last.line + last.text.count("\n") + 1 == line
        ):
            found[-1] = replace(last, text=f"{last.text}\n{one.text}")
        else:
            found.append(one)
    # The shapes of tensors are no words.
    return [
        one for one in found if has_words(re.sub(r"\w+", lambda word: "" if word[0] in names else word[0], one.text))
    ]


def _names(snippet: Snippet) -> set[str]:
    """Return the names in the code of a snippet, and the parts of those that have some."""
    tokens = (token for cell in snippet.cells for token in _tokens(cell.source) if token.type == tokenize.NAME)
    names = {token.string for token in tokens if not keyword.iskeyword(token.string)}
    return {part for name in names for part in (name, *name.split("_"))}
