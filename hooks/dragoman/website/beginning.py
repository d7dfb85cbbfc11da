"""A course as it begins: small, whole, and in the words of its languages where the catalogue has them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from dragoman.languages.language import language
from dragoman.languages.scripts import canonical, nearest
from dragoman.pages import front_matter
from dragoman.pages.directives import TODO
from dragoman.pages.lecture import parse
from dragoman.sync.editing import scaffold
from dragoman.website import writing

_TEMPLATES = {
    "mkdocs.yml": "mkdocs.yml",
    "README.md": "README.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
    "course.yml": ".github/workflows/course.yml",
    "heron.py": "snippets/heron.py",
    "heron.txt": "snippets/expected/heron.txt",
}
_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to begin: languages by their BCP 47 tags."""

    title: str
    source: str
    languages: tuple[str, ...]

    @property
    def flaws(self) -> Iterator[str]:
        """What cannot be begun so."""
        if not self.title.strip() or not self.title.isprintable():
            yield f"found the title {self.title!r}, expected a line of text: give another --title"
        tags = [self.source, *self.languages]
        for number, tag in enumerate(tags):
            if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", canonical(tag)):
                yield f"found the language {tag!r}, expected a tag such as fr, pt-BR or zh-Hans: correct it"
            elif canonical(tag) in map(canonical, tags[:number]):
                yield f"found the language {tag} twice, expected it once: leave one out"


def files(wish: Wish, folder: Path, today: str) -> dict[Path, bytes]:
    """Return the files of a course in ``folder``; ``today`` is the day that its translations bear, 2026-11-21."""
    wish = replace(wish, source=canonical(wish.source), languages=tuple(map(canonical, wish.languages)))
    template = resources.files(__package__).joinpath("course")
    values = _values(wish)
    found: dict[str, str | bytes] = {
        place: re.sub("«(.+?)»", lambda match: values[match[1]], template.joinpath(name).read_text("utf-8"))
        for name, place in _TEMPLATES.items()
    }
    texts: Mapping[str, Mapping[str, str]] = yaml.safe_load(template.joinpath("texts.yml").read_text("utf-8"))
    spoken = {tag: texts[known] for tag in (wish.source, *wish.languages) if (known := nearest(tag, texts))}
    pages = _source_pages(wish.source, spoken.get(wish.source), texts[_FALLBACK])
    found |= {f"docs/{wish.source}/{name}": text for name, text in pages.items()}
    code = f"snippets/expected/{wish.source}/{wish.source}-writing-1.txt"
    found[code] = template.joinpath("writing.txt").read_bytes()
    found[f"docs/{wish.source}/lectures/tangent.svg"] = template.joinpath("tangent.svg").read_bytes()
    for lang in wish.languages:
        found[f"docs/{lang}/index.md"] = _begun(wish.source, lang, pages["index.md"], spoken.get(lang), today)
    found["docs/glossary.yml"] = _glossary(wish, spoken, texts[_FALLBACK])
    return {folder / place: text if isinstance(text, bytes) else text.encode() for place, text in found.items()}


def _values(wish: Wish) -> Mapping[str, str]:
    """Return what templates leave open."""
    names = {tag: _name(tag) for tag in (wish.source, *wish.languages)}
    languages = [
        {"locale": tag, "name": name} | ({"default": True} if tag == wish.source else {}) for tag, name in names.items()
    ]
    return {
        "site_name": _yaml({"site_name": wish.title}),
        "languages": "\n".join(f"      - {_yaml(one, flow=True)}" for one in languages),
        "title": wish.title,
        "names": ", ".join(names.values()),
        "source": wish.source,
        "target": next(iter(wish.languages), "LANG"),
    }


def _name(tag: str) -> str:
    """Return what a language calls itself, as it stands alone."""
    name = language(tag).phrases.own_name
    return name[:1].upper() + name[1:]


def _yaml(value: Any, *, flow: bool = False) -> str:
    return yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=math.inf).strip()


def _source_pages(lang: str, own: Mapping[str, str] | None, fallback: Mapping[str, str]) -> dict[str, str]:
    """Return the pages in the source language, by name; in the words of another, marked as such, where it has none."""
    text = own or fallback
    foreign = f'<div lang="{_FALLBACK}" dir="{language(_FALLBACK).direction}" markdown="1">\n\n{{}}\n\n</div>'
    mark = foreign if own is None else "{}"
    bodies = {
        "index.md": (text["home"], mark.format(text["welcome"].format(lecture=text["lecture"]))),
        "lectures/heron.md": (text["lecture"], mark.format(_lecture(text))),
        "glossary.md": (text["glossary"], '<div class="glossary"></div>'),
    }
    pages = {name: f"{front_matter.written({'title': title})}\n{body}\n" for name, (title, body) in bodies.items()}
    guide = writing.body().strip() if lang == _FALLBACK else foreign.format(writing.body().strip())
    # For authors, who see it under serve.
    pages["writing.md"] = f"---\ntitle: {writing.TITLE}\ndraft: true\n---\n\n{guide}\n"
    return pages


def _lecture(text: Mapping[str, str]) -> str:
    parts = (
        f"## {text['idea']}",
        text["mean"],
        "$$\nx_{n+1} = \\frac{1}{2} \\left( x_n + \\frac{a}{x_n} \\right)\n$$",
        f"## {text['example']}",
        text["steps"],
        '```python exec="1" snippet="heron:steps" source="above"\n```',
        f"![{text['alt']}](tangent.svg)",
        text["tangent"],
    )
    return "\n\n".join(parts)


def _begun(source: str, lang: str, home: str, text: Mapping[str, str] | None, today: str) -> str:
    """Return the translation of the home page, done in a language whose words are known."""
    page = parse(PurePosixPath(source, "index.md"), home.encode())
    if text is None:
        return scaffold.translation(page, lang, today)
    meta = replace(page.meta, values={**page.meta.values, "title": text["home"]})
    begun = scaffold.translation(replace(page, meta=meta), lang, today)
    return begun.replace(TODO, text["welcome"].format(lecture=text["lecture"]), 1)


def _glossary(wish: Wish, spoken: Mapping[str, Mapping[str, str]], fallback: Mapping[str, str]) -> str:
    """Return the term base with the term of the lecture, which only shows how it is done where a language lacks it."""
    text = spoken.get(wish.source, fallback)
    entry: dict[str, Any] = {"definition": text["definition"]}
    for lang in wish.languages:
        if own := spoken.get(lang):
            entry[lang] = {"term": own["term"], "definition": own["definition"]}
    says = "# The terms of the course: one term for one concept, in every language and on all pages.\n"
    lines = _yaml({text["term"]: entry}).split("\n")
    is_whole = {wish.source, *wish.languages} <= spoken.keys()
    return says + "".join(f"{'' if is_whole else '# '}{line}\n" for line in lines)
