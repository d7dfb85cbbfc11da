"""A course as its configuration describes it: where things are, its languages, its options, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.findings import CourseError, Finding
from dragoman.pages.library import Layout
from dragoman.website import options
from dragoman.website.options import Options

# The item of static-i18n's languages that is no language, but a link.
_LINK = "null"


@dataclass(frozen=True, slots=True)
class Project:
    """Where a course is and what it is made of; paths begin where that of the configuration does."""

    folder: Path
    docs: Path
    languages: tuple[str, ...]
    source: str
    unbuilt: frozenset[str] = frozenset()
    """The languages that are written, but not published."""
    options: Options = field(default_factory=Options)
    is_configured: bool = False
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The extensions of Markdown that the configuration names, with their settings that are values."""
    nav: object = None
    """The navigation, as it stands there."""

    @property
    def layout(self) -> Layout:
        """How its pages lie."""
        return Layout(self.options.weeks, self.options.own_pages)


def read(config: Mapping[str, Any], file: Path, text: str = "") -> Project:
    """Return the course that the configuration in ``file`` describes; ``text`` is what the file holds.

    Raises:
        CourseError: naming everything that is wrong with it.
    """
    folder = file.parent
    docs = folder / str(config.get("docs_dir") or "docs")
    flaws = [*_docs_flaws(config, docs)]
    i18n, own = (_options_of(config.get("plugins"), name) for name in ("i18n", "dragoman"))
    if own is None:
        flaws.append(("plugins", "found no dragoman among the plugins, expected it: add it"))
    given, wrong = options.read(own or {})
    flaws += wrong
    languages = [one for one in _languages(i18n) if one.get("locale") != _LINK]
    flaws += _flaws(i18n, languages)
    source = next((str(one.get("locale")) for one in languages if one.get("default") is True), "")
    if not flaws and not (docs / source).is_dir():
        message = f"found no folder {(docs / source).as_posix()}, expected the pages of the source language: make it"
        flaws.append((source, message))
    elif not flaws and not any((docs / source).rglob("*.md")):
        message = f"found no page in {(docs / source).as_posix()}, expected those of the source language: write one"
        flaws.append((source, message))
    if flaws:
        raise CourseError(Finding(file.as_posix(), _line(text, key), "setup", message) for key, message in flaws)
    unbuilt = frozenset(str(one["locale"]) for one in languages if one.get("build") is False)
    tags = tuple(str(one["locale"]) for one in languages)
    extensions = dict(_extensions(config.get("markdown_extensions")))
    return Project(
        folder, docs, tags, source, unbuilt, given, is_configured=True, extensions=extensions, nav=config.get("nav")
    )


def _extensions(named: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield extensions as MkDocs takes them: names, and mappings of names to settings."""
    for one in named if isinstance(named, list) else [named or {}]:
        for name, given in one.items() if isinstance(one, Mapping) else [(one, None)]:
            settings = given.items() if isinstance(given, Mapping) else ()
            yield str(name), {key: value for key, value in settings if value is not None}


def _options_of(plugins: Any, name: str) -> Mapping[str, Any] | None:
    """Return the options of a plugin, None where it is not listed; MkDocs takes a list or a mapping."""
    named: dict[Any, Any] = {}
    for one in plugins if isinstance(plugins, list) else [plugins]:
        named |= one if isinstance(one, Mapping) else {one: None}
    if name not in named:
        return None
    return named[name] if isinstance(named[name], Mapping) else {}


def _languages(i18n: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    found = (i18n or {}).get("languages")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _docs_flaws(config: Mapping[str, Any], docs: Path) -> Iterator[tuple[str, str]]:
    if "docs_dir" in config and not config["docs_dir"]:
        yield "docs_dir", "found docs_dir without a value, expected a folder: name it, or set the variable that does"
    elif not docs.is_dir():
        yield (
            "docs_dir",
            f"found no folder {docs.as_posix()}, expected the pages of the course: make it, or set docs_dir",
        )


def _flaws(i18n: Mapping[str, Any] | None, languages: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the languages, each with the word of the file that it is about."""
    if i18n is None:
        yield "plugins", "found no i18n among the plugins, expected it with the languages of the course: add it"
        return
    if (structure := i18n.get("docs_structure", "suffix")) != "folder":
        message = (
            f"found docs_structure: {structure}, expected folder, one for each language: set docs_structure: folder"
        )
        yield "docs_structure", message
    if only := i18n.get("build_only_locale"):
        yield (
            "build_only_locale",
            f"found build_only_locale: {only}, expected all languages: write build: false of others",
        )
        return
    if not languages:
        yield "i18n", "found no languages of i18n, expected locale: and name: of each: list them"
        return
    seen: dict[str, str] = {}
    for one in languages:
        tag = one.get("locale")
        if not isinstance(tag, str):
            hint = ": put it between quotation marks" if isinstance(tag, bool) else ": write it"
            yield "locale", f"found the locale {tag}, expected a language such as fr or pt-BR{hint}"
        elif (key := tag.replace("_", "-").lower()) in seen:
            yield tag, f"found the language {tag} twice, expected it once: remove one"
        else:
            seen[key] = tag
    yield from _source_flaws(i18n, languages)


def _source_flaws(i18n: Mapping[str, Any], languages: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the choice of the source language."""
    if any(one.get("locale") == _LINK and one.get("default") is True for one in _languages(i18n)):
        message = (
            "found default: true of a link of the menu, expected it of the source language alone: remove it; the source "
            "stands at the top of the site, where redirect-from can lead from other addresses"
        )
        yield "default", message
    by_default = [str(one.get("locale")) for one in languages if one.get("default") is True]
    if len(by_default) != 1:
        found = f"{len(by_default)} languages ({', '.join(by_default)})" if by_default else "no language"
        yield "default", f"found {found} with default: true, expected it of the one that is translated from: correct it"
    elif any(one.get("default") is True and one.get("build") is False for one in languages):
        yield "build", "found build: false of the source language, expected it to be built: remove it"


def _line(text: str, key: str) -> int:
    """Return the line that first has a word, the first where none does."""
    found = re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
