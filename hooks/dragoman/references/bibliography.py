"""The works that a course cites, from ``docs/references.bib``: as values, and what is wrong with them."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import quote

import latexcodec  # noqa: F401 - it brings the codec of LaTeX
from babel import Locale
from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString, Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from dragoman.findings import Finding, Severity
from dragoman.formulas.finder import find
from dragoman.languages.language import language
from dragoman.languages.phrases import ORIGINAL
from dragoman.languages.scripts import RTL_LETTER

FILE = "references.bib"
_CONTAINERS = (
    "journal", "journaltitle", "booktitle", "school", "institution", "organization", "publisher", "howpublished",
)  # fmt: skip
_MARKED = re.compile(r"[\\~]|--|``|''")
_COMMAND = re.compile(r"\\[A-Za-z]{3,}\s*(?=\{[^}])|\\(?:em|bf|it|rm|sc|sf|sl|tt)\b\s*")
_ESCAPED = re.compile(r"(\{)?\\([#$%&_~])(?:\{\})?(?(1)\})")
_NO_KEY = re.compile(r"[{}=]")
_LEFT = re.compile(r"[{}]|\\\\|\\(?=[A-Za-z])")
_BRACED_FORMULA = re.compile(r"\{(\$[^$]*\$)\}")
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?", re.IGNORECASE)
_SHOWN = 30  # characters of the file that a message quotes


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody, or an organisation, which has no given name."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """An entry, in plain text but for the formulas of its title."""

    key: str
    names: tuple[Name, ...]
    """Its authors, else its editors."""
    has_others: bool
    """Whether it has more than are named."""
    year: str
    title: str
    container: str
    """What it stands in, with volume and pages."""
    url: str
    langid: str
    """The tag of the language that it is written in; empty where the entry names none."""

    def lang(self, source: str) -> str:
        """Return its language: without its own word for it that of the course, if its letters agree; else empty."""
        is_rtl = bool(RTL_LETTER.search(self.title))
        return self.langid or (source if language(source).is_rtl == is_rtl else "")

    def spoken(self, source: str) -> str:
        """Return the language in whose words its entry is put together."""
        return self.lang(source) or ORIGINAL

    @property
    def is_rtl(self) -> bool:
        """Whether its entry is read from right to left."""
        return bool(RTL_LETTER.search(self.title))


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The works of a course by their keys."""

    name: str = FILE
    """The file as findings call it."""
    works: Mapping[str, Work] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def load(docs: Path, file: str, docs_name: str) -> Bibliography:
    """Return what a file below the docs folder holds, nothing where there is no `FILE`; defects become findings."""
    name = f"{docs_name}/{file}"

    def defect(line: int, kind: str, message: str) -> Bibliography:
        return Bibliography(name, findings=(Finding(name, line, f"bibliography.{kind}", message),))

    if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
        return defect(1, "file", f"found bibliography: {file}, expected a file below {docs_name}/: move it there")
    try:
        data = (docs / file).read_bytes()
    except FileNotFoundError:
        if file == FILE:
            return Bibliography(name)
        return defect(1, "file", "found no such file, expected it, as bibliography: names it: add it, or correct that")
    except OSError as error:
        return defect(1, "file", f"found what cannot be read ({error.strerror}), expected a file: correct it")
    try:
        return read(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"found the byte 0x{data[error.start]:02x}, expected UTF-8: save the file as UTF-8"
        return defect(line, "utf-8", message)


def read(text: str, name: str) -> Bibliography:
    """Return the works that ``text`` holds; what is wrong with one does not keep others from being read."""
    text = re.sub(r"\r\n?", "\n", text)
    findings: list[Finding] = []
    works: dict[str, Work] = {}
    lines: dict[str, int] = {}

    def report(line: int, kind: str, message: str) -> None:
        findings.append(Finding(name, line, f"bibliography.{kind}", message))

    for key, given, line in _entries(text, report):
        if key in works:
            report(line, "twice", f"found the key {key}, which line {lines[key]} has, expected each once: change one")
            continue
        lines[key] = line
        works[key] = _work(key, given, lambda kind, message, line=line: report(line, kind, message))  # type: ignore[misc]
    if not any(one.kind.endswith("syntax") for one in findings):
        for key, work in works.items():
            if not work.title:
                report(lines[key], "title", f"found no title of {key}, expected one: add title = {{…}}")
    if not works and not findings:
        message = "found no entry, expected one such as @book{key, title = {…}}: add it, or remove the file"
        findings.append(Finding(name, 1, "bibliography.empty", message, Severity.WARNING))
    return Bibliography(name, works, tuple(sorted(set(findings))))


def _entries(text: str, report: Callable[[int, str, str], None]) -> Iterator[tuple[str, Mapping[str, str], int]]:
    """Yield the key, the fields and the line of each entry."""
    ends = [end.start() for end in re.finditer("\n", text)]

    def begins() -> int:
        return bisect_left(ends, parser.command_start or 0) + 1

    def refuse(error: PybtexSyntaxError) -> None:
        _, line, position = error.error_context_info
        said = str(error).partition(": ")[2]
        if isinstance(error, UndefinedMacro):
            message = (
                f"found {said} without quotation marks, expected a text: write {{{said}}}, or define it with @string"
            )
            report(line, "syntax", message)
        elif isinstance(error, PrematureEOF):
            message = "found no end of the entry that begins here, expected a } for each {: add what is missing"
            report(begins(), "syntax", message)
        elif said.endswith("'{' expected"):
            there = text[parser.command_start or 0 :].partition("\n")[0][:_SHOWN]
            report(begins(), "syntax", f"found {there}, expected an entry such as @book{{key, …}}: take out the @")
        else:
            found = text[position:].strip().partition("\n")[0][:_SHOWN] or "the end of the file"
            expected = said.removesuffix(" expected").replace("'}'", "a comma or }").replace("'", "")
            expected = expected if said.endswith(" expected") else "a } for each {"
            where = f"in the entry that begins on line {begins()}"
            report(line, "syntax", f"found {found} {where}, expected {expected}: correct it")

    parser = LowLevelParser(text, macros=CaseInsensitiveDict(month_names), handle_error=refuse)
    for kind, content in parser:
        if kind.lower() in ("string", "preamble") or content[0] is None:
            continue
        key, fields = content
        if _NO_KEY.search(key):
            report(
                begins(), "syntax", f"found {key[:_SHOWN]} in the place of a key, expected one: write @{kind}{{key, …"
            )
            continue
        given: dict[str, str] = {}
        for field_name, parts in fields:
            given.setdefault(field_name.lower(), " ".join("".join(parts).split()))
        yield key, given, begins()


def _work(key: str, given: Mapping[str, str], report: Callable[[str, str], None]) -> Work:
    people = given.get("author") or given.get("editor") or ""
    named = [one for one in split_name_list(people) if one]
    names = [_name(one, report) for one in named if one.lower() != "others"]
    if not people and (body := given.get("organization") or given.get("institution")):
        names = [Name(_plain(body))]
    return Work(
        key=key,
        names=tuple(one for one in names if one.family),
        has_others="others" in map(str.lower, named),
        year=re.sub(r"[<>&]", "", _plain(given.get("year") or given.get("date", "").partition("-")[0])),
        title=_title(given.get("title", "")),
        container=_container(given),
        url=_url(given, report),
        langid=_language(given.get("langid") or given.get("language") or ""),
    )


def _name(written: str, report: Callable[[str, str], None]) -> Name:
    try:
        person = Person(written)
    except InvalidNameString:
        person = None
    # What is between two commas is “Jr.” or “III”; two words are the name of somebody else.
    if person is None or len(person.lineage_names) > 1:
        message = f"found the name {written}, expected “Family, Given”, names parted by “and”: correct it"
        report("name", message)
        return Name(_plain(written))
    family = [*person.prelast_names, *person.last_names]
    given = [*person.first_names, *person.middle_names, *person.lineage_names]
    return Name(_plain(" ".join(family)), _plain(" ".join(given)))


def _plain(latex: str) -> str:
    """Return a text of LaTeX as plain text."""
    if _MARKED.search(latex):
        latex = cast("Any", codecs).decode(_COMMAND.sub("", latex), "ulatex", "ignore")
    return " ".join(_LEFT.sub("", latex).split())


def _title(latex: str) -> str:
    """Return a title as plain text, with formulas as they are."""
    latex = _BRACED_FORMULA.sub(r"\1", latex)
    pieces, position = [], 0
    for formula in find(latex).formulas:
        pieces += [_decoded(latex[position : formula.start]), latex[formula.start : formula.end]]
        position = formula.end
    return "".join([*pieces, _decoded(latex[position:])]).strip()


def _decoded(part: str) -> str:
    """Return a part of a text as plain text, with the spaces at its ends."""
    plain = _plain(part).strip()
    return f"{part[: len(part) - len(part.lstrip())]}{plain}{part[len(part.rstrip()) :]}" if plain else part


def _container(given: Mapping[str, str]) -> str:
    place = next((given[one] for one in _CONTAINERS if given.get(one)), "")
    number = f"({given['number']})" if given.get("number") else ""
    volume = f"{given['volume']}{number}" if given.get("volume") else ""
    paper = f"arXiv:{given['eprint']}" if given.get("eprint") and not place else ""
    parts = [" ".join(filter(None, (place, volume))), given.get("pages", "").replace("--", "–"), paper]
    return _plain(", ".join(filter(None, parts)))


def _url(given: Mapping[str, str], report: Callable[[str, str], None]) -> str:
    if doi := given.get("doi"):
        return "https://doi.org/" + quote(_DOI.sub("", _ESCAPED.sub(r"\2", doi)), safe="/:;()._-")
    url = _ESCAPED.sub(r"\2", given.get("url", ""))
    if url and not re.match(r"https?://[^\s\"<>]+\Z", url):
        report("url", f"found url = {{{url}}}, expected an address that begins with https://: correct it")
        return ""
    return url or (f"https://arxiv.org/abs/{quote(given['eprint'])}" if given.get("eprint") else "")


@cache
def _tags() -> Mapping[str, str]:
    """Return the tag of each language by its English name, as BibLaTeX has it."""
    return {name.lower(): tag.replace("_", "-") for tag, name in Locale(ORIGINAL).languages.items()}


def _language(name: str) -> str:
    """Return the tag of a language that an entry names, empty for none that is known."""
    name = name.strip().lower()
    return name if name in _tags().values() else _tags().get(name, "")
