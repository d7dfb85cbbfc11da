"""What templates are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from dragoman.hosts.builds import Build
from dragoman.languages import scripts
from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases, is_day
from dragoman.rendering.notices import Behind
from dragoman.search import interface as search
from dragoman.website import alternates, sitemap, weeks

_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def of_page(build: Build, page: Page, lang: str, nav: Navigation) -> dict[str, Any]:
    """Return which language the text of a page is in, where it is in others, and what is wrong with it."""
    site, folder = build.site, page.file.src_uri.partition("/")[0]
    spoken = language(lang)
    phrase = spoken.phrases
    addresses = alternates.addresses(
        site.library, page.file.src_uri.partition("/")[2], page.url, lang, build.config.site_url
    )
    return {
        "words": phrase.words,
        "said": phrase.html,
        "spoken": {"language": lang, "direction": spoken.direction},
        "gap": spoken.gap,
        "days": {
            key: {"shown": phrase.date(str(day)), "iso": str(day) if is_day(str(day)) else ""}
            for key, day in page.meta.items()
            if key in ("date", "translation-date")
        },
        "head": head(build, page, lang, nav),
        "report": page.edit_url and report(build.config, page),
        "text_lang": folder,
        "title": site.title(page.file.src_uri) if page.title == page.meta.get("title") else None,
        "fallback": folder != lang,
        "search": searched(build, lang),
        "status_page": next((one for one in nav.pages if one.meta.get("lang-ref") == "status"), None),
        "behind": ""
        if folder != lang
        else phrase.in_html(spoken.gap.join(behind(site.behind(page.file.src_uri), phrase))),
        "versions": addresses.versions,
        "languages": languages(build.config),
        "alternates": addresses.alternates,
        "canonical": addresses.canonical,
        "open_graph_locale": language(addresses.text_lang).phrases.open_graph_locale,
        "description": site.description(page.file.src_uri),
        "chapters": {
            one.file.src_uri: phrase.digits(weeks.number(one.meta.get("lang-ref")))
            for one in nav.pages
            if site.library.layout.weeks
        },
        "downloads": (offered := site.offered(page.file.src_uri, lang)),
        "colab": colab(build, page.file.src_uri, lang) if any(name.endswith(".ipynb") for name in offered) else "",
        "findings": site.findings_about(page.file.src_uri) if build.serving else (),
        "preload": faces(build, lang),
    }


def searched(build: Build, lang: str) -> dict[str, Any] | None:
    """Return what the search of a language is told; None where neither it nor the source has a page."""
    library = build.site.library
    if not library.of(lang) and not library.of(library.source):
        return None
    return search.interface(lang, language(lang).phrases, library.source, translated=bool(library.of(lang)))


def languages_of(build: Build, page: Page, lang: str) -> list[str]:
    """Return the languages that a page of the source is in; nobody asks for those of a translation."""
    library = build.site.library
    if lang != library.source:
        return []
    versions = alternates.versions(library, page.file.src_uri.partition("/")[2], page.url, lang)
    return [one.lang for one in versions if one.translated]


def head(build: Build, page: Page, lang: str, nav: Navigation) -> dict[str, Any] | None:
    """Return what stands above a lecture besides its title; None above pages that teach nothing."""
    site, phrase, said = build.site, language(lang).phrases, language(lang).phrases.html
    path, ref = page.file.src_uri, page.meta.get("lang-ref")
    place, known = site.place(ref), site.head(path)
    question = site.question(path)
    if known is None or not (place or question):
        return None
    kicker = []
    if place:
        letter = dict(enumerate(language(lang).letters, 1)).get(place.section, str(place.section))
        part = said["Practicum"] if place.practicum else said["Lecture {number}"].format(number=letter)
        kicker = [said["Week {number}"].format(number=phrase.number(place.week)), part]
    pages = {one.file.src_uri.partition("/")[2]: one for one in nav.pages}
    return {
        "kicker": kicker,
        "question": question,
        "minutes": phrase.in_html(phrase.plural("{number} minute", "{number} minutes", known.minutes)),
        "builds_on": [
            {"url": one.url, "title": one.title, "lang": one.file.src_uri.partition("/")[0]}
            for name in known.builds_on
            if (one := pages.get(name))
        ],
        "video": known.video,
    }


def report(config: MkDocsConfig, page: Page) -> str:
    """Return the form for a mistake in a page, as GitHub, GitLab and Forgejo have it; what is said in it comes at the end."""
    repository = str(config.repo_url).rstrip("/")
    about = quote(f"{page.file.src_uri}: ")
    if "gitlab" in repository:
        return f"{repository}/-/issues/new?issue[title]={about}&issue[description]="
    return f"{repository}/issues/new?title={about}&body="


def colab(build: Build, path: str, lang: str) -> str:
    """Return where Colab finds the notebook of a page; nothing where the course publishes none."""
    repository = _GITHUB.fullmatch(str(build.config.repo_url)) if build.options.colab else None
    place = PurePosixPath(lang, path.partition("/")[2]).with_suffix(".ipynb")
    return (
        f"https://colab.research.google.com/github/{repository[1]}/blob/notebooks/{quote(str(place))}"
        if repository
        else ""
    )


def faces(build: Build, lang: str) -> Sequence[str]:
    """Return the faces that the first screen of a page needs, of those that the site has not replaced."""
    return () if build.options.faces else language(lang).faces


def behind(behind: Behind | None, phrase: Phrases) -> Iterator[str]:
    """Yield what a reader is told of a translation that is behind its source."""
    if behind and behind.changed:
        yield phrase.plural(
            "{number} of {total} paragraphs has changed in the original since it was translated.",
            "{number} of {total} paragraphs have changed in the original since they were translated.",
            behind.changed,
            total=behind.total,
        )
    if behind and behind.missing:
        yield phrase.plural(
            "{number} paragraph has not been translated yet.",
            "{number} paragraphs have not been translated yet.",
            behind.missing,
        )
    # Last, so that no sentence begins with a number after one that ends with a number.
    if behind and behind.copied:
        yield phrase(
            "Paragraphs in which only a formula, a number, a link or code has to be copied: {number}.",
            number=behind.copied,
        )


def of_template(build: Build, name: str, lang: str, alternatives: Any) -> dict[str, Any]:
    """Return all home pages for the error page, and all pages that exist for the sitemap."""
    library = build.site.library
    told = {
        "words": language(lang).phrases.words,
        "said": language(lang).phrases.html,
        "spoken": {"language": lang, "direction": language(lang).direction},
        "said_in": {one: language(one).phrases.html for one in library.languages},
        "languages": languages(build.config),
        "versions": alternates.homes(library),
        "preload": faces(build, lang),
    }
    if name == "sitemap.xml":
        told["entries"] = [
            _entry(build, file, lang)
            for lang, files in alternatives.items()
            for file in files
            if file.src_uri.partition("/")[0] == lang and PurePosixPath(file.src_uri) not in build.site.drafts
        ]
    return told


def _entry(build: Build, file: File, lang: str) -> sitemap.Entry:
    """Return what the sitemap says about a page."""
    library, page = build.site.library, cast("Page", file.page)
    versions = alternates.versions(library, file.src_uri.partition("/")[2], page.url, lang)
    return sitemap.entry(alternates.hreflang(versions, library.source, build.config.site_url or ""), lang, page.meta)


def languages(config: MkDocsConfig) -> dict[str, dict[str, str]]:
    """Return by language what it calls itself and the site, and its direction."""
    plugin = cast("Any", config.plugins["i18n"])
    by_default = plugin.original_configs.get("site_name", config.site_name)
    return {
        one.locale: {
            "name": one.name,
            "site_name": one.site_name or by_default,
            "dir": language(one.locale).direction,
            "gap": language(one.locale).gap,
            "comma": language(one.locale).comma,
        }
        for one in plugin.config["languages"]
    }


def choose_theme_language(config: MkDocsConfig, lang: str) -> None:
    """Have the theme take its own phrases from the file that is nearest to a language, English where it has none."""
    files = (file for folder in config.theme.dirs for file in Path(folder, "partials", "languages").glob("*.html"))
    config.theme["language"] = scripts.nearest(lang, sorted(file.stem for file in files)) or "en"
