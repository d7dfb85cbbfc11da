"""One page made anew in a site that MkDocs has built, with those that show something of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, cast

from markdown_exec import formatters
from mkdocs.commands.build import _populate_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from dragoman import files as disk
from dragoman.execution.snippets import find_fences
from dragoman.hosts import defaults, template_data
from dragoman.hosts.builds import Build, log
from dragoman.hosts.lecture_page import LecturePage
from dragoman.hosts.markdown_exec import ExampleFormatter
from dragoman.pages import library
from dragoman.pages.lecture import Lecture
from dragoman.website.build import Site


def make(config: MkDocsConfig, changed: list[str]) -> bool:
    """Make those pages of the built site anew that show something of the ``changed`` files; tell whether that is all.

    False, with nothing done, where more may have changed than the text of pages.
    """
    build: Build = config.plugins["dragoman"].build  # type: ignore[attr-defined]
    docs = build.site.settings.docs
    paths = [
        PurePosixPath(Path(file).relative_to(docs).as_posix()) for file in changed if Path(file).is_relative_to(docs)
    ]
    if len(paths) < len(changed):
        return False
    if not all(_is_text(build, path) for path in paths):
        return False
    build.kept.held = False  # what is found or made of a page that is being written is not asked for again
    try:
        site = Site(build.site.settings, kept=build.kept, katex=build.site.katex)
        for finding in sorted(set(site.findings) - set(build.site.findings)):
            build.say(finding)
        pages = set(_pages(build.site, site, paths))
        build.site = site
        cast("dict[str, Any]", formatters)["python"] = ExampleFormatter(site.examples.shown)
        for lang, files in build.files.items():
            _make(config, build, lang, files, pages)
        build.kept.save()
    finally:
        build.kept.held = True
    return True


def _is_text(build: Build, path: PurePosixPath) -> bool:
    """Tell whether nothing but the text of a page has changed: no title, no example."""
    known = build.site.sources.pages.get(path)
    if known is None:
        return False
    try:
        now = library.Pages(build.kept).read(build.site.settings.docs / path, path, build.site.settings.docs_name)
    except OSError:
        return False
    return known.meta.values == now.meta.values and _fences(known) == _fences(now)


def _fences(page: Lecture) -> list[tuple[object, ...]]:
    return [(fence.language, fence.attributes, fence.body) for fence in find_fences(page.visible.text)]


def _pages(old: Site, new: Site, paths: list[PurePosixPath]) -> Iterator[str]:
    """Yield the pages that show something of those at ``paths``: they, what they translate, and their translations."""
    names = {new.library.pages[path].lang_ref for path in paths}
    shown = {str(path) for path, page in new.library.pages.items() if path in paths or page.lang_ref in names}
    yield from shown
    yield from (
        str(path)
        for path, page in new.library.pages.items()
        if path in old.library.pages and old.numbers.shown_on(old.library.pages[path]) != new.numbers.shown_on(page)
    )
    if any(old.behind(path) != new.behind(path) for path in shown):
        # How far translations are stands in a table.
        inserted = ("translations",)
        yield from (
            str(path) for path, page in new.library.pages.items() if any(one in page.visible.text for one in inserted)
        )


def _make(config: MkDocsConfig, build: Build, lang: str, files: Files, names: set[str]) -> None:
    """Make the pages of these names anew as the build of a language has them."""
    chosen = [file for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve) if file.src_uri in names]
    if not chosen:
        return
    plugin = cast("Any", config.plugins["i18n"])
    plugin.current_language = lang
    plugin.reconfigure_mkdocs_config(config)
    defaults.keep_sitemap(config)
    template_data.choose_theme_language(config, lang)
    for file in chosen:
        page = cast("LecturePage", file.page)
        page.renew()
        _populate_page(page, config, files)
        _write(file, config, build, lang, files)
    log.info("Made %s anew", ", ".join(file.url or "/" for file in chosen))


def _write(file: File, config: MkDocsConfig, build: Build, lang: str, files: Files) -> None:
    page, nav = file.page, build.navigation[lang]
    page.active = True  # type: ignore[union-attr]
    try:
        env = config.theme.get_env()
        context = get_context(nav, files.documentation_pages(), config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)  # type: ignore[arg-type]
        html = env.get_template(page.meta.get("template", "main.html")).render(context)  # type: ignore[union-attr]
        html = config.plugins.on_post_page(html, page=page, config=config)  # type: ignore[arg-type]
        disk.write(Path(file.abs_dest_path), html.encode("utf-8", "xmlcharrefreplace"), durable=False)
    finally:
        page.active = False  # type: ignore[union-attr]
