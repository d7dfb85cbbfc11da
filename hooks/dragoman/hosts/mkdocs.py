"""The plugin ``dragoman``: each event of MkDocs makes one decision and one call into the core.

mkdocs-static-i18n builds each language with a nested ``build()`` on the same config, so every
event comes once per language; what spans the languages is a `Build`.
"""

from __future__ import annotations

import logging
import signal
import sys
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import unquote

from markdown_exec import formatters
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import dirname_to_title

from dragoman import files as disk
from dragoman.findings import CourseError
from dragoman.hosts import defaults, schema, serving, shared_files, template_data, templates, unchanged
from dragoman.hosts.builds import Build, log
from dragoman.hosts.lecture_page import LecturePage, titles
from dragoman.hosts.markdown_exec import ExampleFormatter
from dragoman.hosts.schema import Schema
from dragoman.kept import Kept, version
from dragoman.processes import WorkerError
from dragoman.search import interface as search
from dragoman.search.indexer import Indexing
from dragoman.search.record import SearchError
from dragoman.search.server import SearchPages
from dragoman.website.assets import DIAGRAMS, KATEX
from dragoman.website.build import Site

# The packed sitemap would bear the day of the build, and be another each day.
_NO_DAY = "1970-01-01"


class DragomanPlugin(BasePlugin[Schema]):  # type: ignore[valid-type, no-untyped-call]
    """Makes a course site in many languages, with executed examples."""

    def __init__(self) -> None:
        self._build: Build | None = None
        self._may_end = False
        self._inputs: bytes | None = None
        self._hearing = unchanged.Hearing(log.name)

    @property
    def builds(self) -> bool:
        """Whether this process builds a course, and does not only serve it."""
        return self._build is not None

    @property
    def build(self) -> Build:
        """What spans the languages of the build."""
        assert self._build is not None  # noqa: S101 - it begins with the configuration
        return self._build

    @property
    def site(self) -> Site:
        """The course as it is being built."""
        return self.build.site

    def on_startup(self, command: str, dirty: bool) -> None:  # noqa: ARG002, FBT001 - the event's own signature
        """Remember how MkDocs was called, and leave nothing behind where a signal ends the process, as at Ctrl-C."""
        serving.begin(command)
        self._may_end = command == "build"
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))

    def on_shutdown(self) -> None:
        """Stop taking note of what is logged."""
        logging.getLogger("mkdocs").removeHandler(self._hearing)

    @event_priority(100)
    def _begin_build(self, config: MkDocsConfig) -> MkDocsConfig:
        """Before the first language: read and check everything, and stop before anything is written."""
        if self._build is not None and self._build.config is config:
            return config
        defaults.complete(config)
        if serving.here():
            return config
        if not KATEX.is_file():
            raise BuildError(
                f"found no {KATEX}, expected the front-end packages: run make, or npm ci, where they belong"
            )
        kept, options = _kept(config), schema.options(self.config)
        if not serving.wanted(config):
            self._inputs = unchanged.key(config, options, kept)
            if self._may_end and self._inputs and unchanged.stands(Path(config.site_dir), self._inputs, kept):
                log.info("Nothing has changed: the site stays as it is")
                kept.close()
                sys.exit(0)
            self._hearing = unchanged.Hearing(log.name)
            logging.getLogger("mkdocs").addHandler(self._hearing)
        try:
            build = self._build = Build(config, options, kept)
        except WorkerError as error:
            raise BuildError(str(error)) from error
        if build.serving:
            serving.relax(config)
        else:
            logging.getLogger("mkdocs").addHandler(build.warnings)
        build.report()
        cast("dict[str, Any]", formatters)["python"] = ExampleFormatter(build.site.examples.shown)
        if not build.serving:
            build.stage()
        return config

    @event_priority(-300)
    def _end_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """After the other plugins: have our sitemap, the theme speak what it knows of each language, the server build nothing."""
        defaults.keep_sitemap(config)
        template_data.choose_theme_language(config, _lang(config))
        return serving.without_pages(config) if serving.here() else config

    on_config = CombinedEvent(_begin_build, _end_config)

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Keep one template environment for all languages, and make one error page and one sitemap.

        MkDocs would compile every template, list every icon of the theme and render both pages again
        for each language.
        """
        build = self.build
        build.languages_begun += 1
        if build.languages_begun == 1:
            env = config.theme.get_env()
            config.theme.get_env = lambda: env  # type: ignore[method-assign]
            templates.keep(env, build.page_inputs, build.kept)
            return
        # The files of the theme and the error page are in place; the sitemap knows all pages at the end.
        config.theme.get_env().list_templates = lambda *_, **__: []  # type: ignore[method-assign]
        is_last = build.languages_begun == len(build.site.settings.languages)
        config.theme.static_templates = {"sitemap.xml"} if is_last else set()

    @event_priority(100)
    def _leave_out(self, files: Files, config: MkDocsConfig) -> Files:  # noqa: ARG002
        """Before each language takes its files: take out what editors left."""
        shared_files.leave_out(files, self.site)
        return files

    @event_priority(-200)
    def _add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Have the core render the pages; add what is the same for all languages with the first."""
        build = self.build
        shared_files.add_downloads(files, config, build.site, _lang(config))
        shared_files.add_redirects(files, config, build.site, _lang(config))
        build.images |= {unquote(file.url): file.abs_src_path for file in files.media_files() if file.abs_src_path}
        given = titles(config.nav)
        for file in files.documentation_pages():
            if PurePosixPath(file.src_uri) in build.site.drafts:
                file.inclusion = InclusionLevel.DRAFT
            if PurePosixPath(file.src_uri) in build.site.library.pages:
                title = given.get(file.src_uri.partition("/")[2])  # the navigation is the same for every language
                LecturePage(title, file, config, build)
        if _lang(config) != build.site.settings.source:
            shared_files.keep_own(files, _lang(config), build.site.settings.source)
            return files
        drawing = [DIAGRAMS] if build.site.has_diagrams else []
        shared_files.add_assets(files, config, [*build.options.frontend, *drawing])
        sheets = shared_files.check_styles(files, config)
        shared_files.bundle_styles(sheets, files, config, build.options)
        return files

    on_files = CombinedEvent(_leave_out, _add_files)

    @event_priority(100)
    def _name_languages(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Name the section of each language as mkdocs-static-i18n expects: it would not know that of ``pt-BR``."""
        for item in nav.items:
            for lang in self.site.settings.languages:
                if isinstance(item, Section) and item.title == dirname_to_title(lang):
                    item.title = lang.capitalize()
        return nav

    @event_priority(-200)
    def _publish(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Take out the home page, whose title the theme shows at the top, and what is not published yet."""
        nav.items = self._published([item for item in nav.items if item is not nav.homepage])
        nav.pages = self._published(nav.pages)
        for page, before, after in zip(nav.pages, [None, *nav.pages], [*nav.pages[1:], None], strict=False):
            page.previous_page, page.next_page = before, after
        self.build.navigation[_lang(config)] = nav
        return nav

    on_nav = CombinedEvent(_name_languages, _publish)

    def _published(self, items: list[Any]) -> list[Any]:
        """Return a navigation without drafts, and without sections of nothing else."""
        kept = []
        for item in items:
            if item.is_section:
                item.children = self._published(item.children)
            is_draft = item.is_page and PurePosixPath(item.file.src_uri) in self.site.drafts
            if not is_draft and (item.children or not item.is_section):
                kept.append(item)
        return kept

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        """Leave the day of the build out of what is written; of the articles of a language are its notebooks."""
        self.build.files[_lang(config)] = files
        shared_files.fill_downloads(files, self.site, _lang(config))
        for page in (file.page for file in files.documentation_pages()):
            if page:
                page.update_date = _NO_DAY
        return env

    def on_page_context(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Tell the templates about a page."""
        return context | template_data.of_page(self.build, page, _lang(config), nav)

    def on_template_context(self, context: Any, /, *, template_name: str, config: MkDocsConfig) -> Any:
        """Tell the templates that are no pages about the site."""
        told = template_data.of_template(self.build, template_name, _lang(config), context.get("i18n_alternates"))
        return context | told

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """Set the direction of the error page, which is in all languages and begins with the source."""
        return self.site.finish(output_content, "", _lang(config)) if template_name == "404.html" else output_content

    @event_priority(-200)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Set the directions of what is around the article; the search takes in what is in it."""
        if isinstance(page, LecturePage) and page.file.src_uri.startswith(f"{_lang(config)}/"):
            langs = template_data.languages_of(self.build, page, _lang(config))
            self.build.search.add(_lang(config), page.url, page.sections, langs)
        finish = partial(self.site.finish, output, page.content or "", _lang(config))
        return self.build.kept.of(finish, "finished", output, page.content, _lang(config), self.site.settings.source)

    @event_priority(100)
    def _end_language(self, config: MkDocsConfig) -> None:
        """After the pages of a language, and before those of the others: begin its search index."""
        if isinstance(self.build.search, Indexing):
            self.build.search.make(_lang(config))

    @event_priority(-200)
    def _end_build(self, config: MkDocsConfig) -> None:
        """After the last language: publish the site if nothing failed, strict builds without warnings."""
        build = self.build
        build.languages_left -= 1
        if build.languages_left:
            return
        late = build.site.errors
        if late and build.options.fail_on_errors and not build.serving:
            raise BuildError(str(CourseError(late)))
        for finding in build.site.late:
            log.warning(str(finding))
        if isinstance(build.search, SearchPages):
            build.kept.save()
            return
        if config.strict and any(count for _, count in build.warnings.get_counts()):
            return  # MkDocs is about to refuse the build itself
        try:
            build.search.write(Path(config.site_dir, search.FOLDER))
        except SearchError as error:
            raise BuildError(str(error)) from error
        build.publish()
        if self._inputs and build.site.is_settled:
            finished = unchanged.Finished(disk.states(Path(config.site_dir)), tuple(self._hearing.said))
            build.kept.put(self._inputs, finished)
        build.kept.close()

    on_post_build = CombinedEvent(_end_language, _end_build)

    def on_build_error(self, error: Exception) -> None:
        """Say in a line what the disk refuses."""
        if isinstance(error, OSError):
            log.error(disk.explained(error, "a file of the site"))
            raise Abort("Aborted: nothing was published.") from error

    @event_priority(-300)
    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Serve the last good site while another process builds the next one."""
        if serving.here():
            hooks = [Path(hook.__file__) for hook in cast("Any", config.hooks).values()]
            snippets = Path(config.config_file_path).parent / schema.options(self.config).snippets
            serving.serve(
                server,
                config,
                [*hooks, snippets, *serving.inherited(Path(config.config_file_path))],
                log.getEffectiveLevel(),
            )
        return server


def _kept(config: MkDocsConfig) -> Kept:
    """Return what was worked out before."""
    if hasattr(config, "course_kept"):
        return cast("Kept", config.course_kept)
    project = Path(config.config_file_path).resolve().parent
    return Kept(project / ".cache" / "kept.sqlite", version(), held=False)


def _lang(config: MkDocsConfig) -> str:
    """Return the language that is being built."""
    return str(cast("Any", config.plugins["i18n"]).current_language)
