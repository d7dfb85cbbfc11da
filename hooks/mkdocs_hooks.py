"""The seam to MkDocs: each event makes one decision and one call into ``course``.

mkdocs-static-i18n builds each language with a nested ``build()`` on the same config, so every
event comes once per language; what spans the languages is kept with the config of the build.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import unquote, urljoin

import imagesize
from markdown_exec import formatters
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, get_relative_url
from rich.console import Console
from rich.progress import Progress

from dragoman import files
from dragoman.execution.formatter import ExampleFormatter
from dragoman.findings import CourseError, Severity
from dragoman.formulas.extension import MathExtension
from dragoman.hosts import serving
from dragoman.languages import phrases
from dragoman.pages.leftovers import is_leftover
from dragoman.processes import WorkerError
from dragoman.rendering import images, permalinks, videos
from dragoman.rendering.direction import RTL_LANGUAGES
from dragoman.rendering.headings import HeadingsExtension
from dragoman.rendering.kramdown import KramdownExtension
from dragoman.search import interface as search
from dragoman.search.indexer import Indexing
from dragoman.search.record import SearchError
from dragoman.search.server import SearchPages
from dragoman.website import alternates, assets, sitemap, styles, weeks
from dragoman.website.build import KATEX, Settings, Site
from dragoman.website.staging import Staging

log = logging.getLogger("mkdocs.course")
# The folder of this project; the config of another course may inherit from ours.
_HOME = Path(__file__).resolve().parent.parent
_FRONTEND = _HOME / "node_modules"
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}
# The packed sitemap would bear the day of the build, and be another each day.
_NO_DAY = "1970-01-01"
# All style sheets in one.
_STYLES = "assets/css/site.css"
# What the home page has for the table of the weeks.
_WEEKS = '<div class="weeks"></div>'


class _Build:
    """What spans the languages of one build."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.serving = serving.wanted(config)
        self.search = SearchPages(config.course_live) if self.serving else Indexing()  # type: ignore[attr-defined]
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("running snippets", total=None, visible=False)
            self.site = Site(
                _settings(config),
                lambda done, total: bar.update(task, completed=done, total=total, visible=True),
            )
        self.languages_begun = 0
        self.languages_left = len(self.site.settings.languages)
        self.images: dict[str, str] = {}  # the files behind the addresses of images
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)

    def stage(self, config: MkDocsConfig) -> None:
        """Build into a folder beside the site."""
        self.staging = Staging(Path(config.site_dir))
        config.site_dir = str(self.staging.folder)
        for name in ("mkdocs.commands.build", "mkdocs.plugins.mkdocs_static_i18n.plugin", log.name):
            logging.getLogger(name).addFilter(self._name_site)

    def _name_site(self, record: logging.LogRecord) -> bool:
        """Let a message name the folder that the site will be in; what the disk refuses is said once, at the end."""
        record.msg = self.staging.named(str(record.msg))
        return record.name == log.name or not isinstance(sys.exception(), OSError)

    def publish(self, config: MkDocsConfig) -> None:
        """Put the finished site in the place of the previous one; mkdocs gh-deploy looks there afterwards."""
        config.site_dir = str(self.staging.publish())


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001, FBT001 - the event's own signature
    """Remember how MkDocs was called, and leave nothing behind where a signal ends the process, as at Ctrl-C."""
    serving.begin(command)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


@event_priority(100)
def _begin_build(config: MkDocsConfig) -> MkDocsConfig:
    """Before the first language: read and check everything, and stop before anything is written."""
    if serving.here() or _build(config) is not None:
        return config
    if not (_HOME / KATEX).is_file():
        raise BuildError(f"found no {KATEX}, expected the front-end packages: run make, or npm ci, in {_HOME}")
    try:
        build = _Build(config)
    except WorkerError as error:
        raise BuildError(str(error)) from error
    config.course_build = build  # type: ignore[attr-defined]
    if build.serving:
        serving.relax(config)
    else:
        logging.getLogger("mkdocs").addHandler(build.warnings)
    _report(build, config)
    if config.nav is None:
        config.nav = weeks.navigation(build.site.library)
    extensions = cast("list[Any]", config.markdown_extensions)
    extensions += [
        MathExtension(build.site.formulas),
        KramdownExtension(),
        HeadingsExtension(build.site.outlines),
    ]
    cast("dict[str, Any]", formatters)["python"] = ExampleFormatter(build.site.examples.shown, build.site.held.hold)
    if not build.serving:
        build.stage(config)
    return config


@event_priority(-300)
def _leave_to_server(config: MkDocsConfig) -> MkDocsConfig:
    """Have the process that serves build nothing."""
    return serving.without_pages(config) if serving.here() else config


on_config = CombinedEvent(_begin_build, _leave_to_server)


def on_pre_build(config: MkDocsConfig) -> None:
    """Prepare what is the same for all languages only once."""
    _share_templates(config)


def _share_templates(config: MkDocsConfig) -> None:
    """Keep one template environment for all languages, and make one error page and one sitemap.

    MkDocs would compile every template, list every icon of the theme and render both pages again
    for each language.
    """
    build = _required(config)
    build.languages_begun += 1
    if build.languages_begun == 1:
        env = config.theme.get_env()
        config.theme.get_env = lambda: env  # type: ignore[method-assign]
        return
    # The files of the theme and the error page are in place; the sitemap knows all pages at the end.
    config.theme.get_env().list_templates = lambda *_, **__: []  # type: ignore[method-assign]
    is_last = build.languages_begun == len(build.site.settings.languages)
    config.theme.static_templates = {"sitemap.xml"} if is_last else set()


@event_priority(100)
def _leave_out(files: Files, config: MkDocsConfig) -> Files:  # noqa: ARG001
    """Before each language takes its files: take out what editors left."""
    for file in [file for file in files if is_leftover(PurePosixPath(file.src_uri).name)]:
        files.remove(file)
    return files


@event_priority(-200)
def _add_shared(files: Files, config: MkDocsConfig) -> Files:
    """Add the style sheets and fonts of the front-end packages, which the site serves itself.

    What is not in a language folder is the same for all languages: it is written with the first.
    """
    _add_downloads(files, config)
    _required(config).images |= {
        unquote(file.url): file.abs_src_path for file in files.media_files() if file.abs_src_path
    }
    source = _required(config).site.settings.source
    if _lang(config) != source:
        for file in [file for file in files if not file.is_documentation_page()]:
            # What is beside a source page is linked to by its fallbacks.
            if not file.dest_uri.startswith(f"{_lang(config)}/") and not file.src_uri.startswith(f"{source}/"):
                files.remove(file)
        return files
    own = assets.own(_HOME / "docs") if Path(config.docs_dir) != _HOME / "docs" else ()
    for uri, asset in (*own, *assets.vendored(_FRONTEND, config.extra["course"]["frontend"])):
        files.append(File.generated(config, uri, abs_src_path=str(asset)))
    sheets = _styles(files, config)
    if not serving.wanted(config):
        _bundle_styles(sheets, files, config)
    return files


on_files = CombinedEvent(_leave_out, _add_shared)


def _styles(files: Files, config: MkDocsConfig) -> list[File]:
    """Return the style sheets that are configured; end the build at the first that is missing or broken."""
    sheets = []
    project = Path(config.config_file_path).parent
    for path in map(str, config.extra_css):
        if path not in files.src_uris:
            raise BuildError(f"{Path(config.config_file_path).name}: found no {path}, which extra_css names: add it")
        sheets.append(files.src_uris[path])
        if fault := styles.fault(sheets[-1].content_string):
            file = os.path.relpath(sheets[-1].abs_src_path or path, project)
            raise BuildError(f"{file}:{fault[0]}: {fault[1]}")
    return sheets


def _bundle_styles(sheets: Sequence[File], files: Files, config: MkDocsConfig) -> None:
    """Let pages ask for one style sheet in the place of all that are configured."""
    css = styles.bundled(((file.src_uri, file.content_string) for file in sheets), _STYLES)
    files.append(File.generated(config, _STYLES, content=css))
    for file in sheets:
        files.remove(file)
    config.extra_css = [_STYLES]


@event_priority(-200)
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001
    """Make the overview page of each week the index of its section."""
    for section in nav.items:
        if isinstance(section, Section) and section.children and isinstance(section.children[0], Page):
            section.children[0].file.name = "index"
    # The theme heads the navigation with the name of the site, which is the title of the home page.
    nav.items = [item for item in nav.items if item is not nav.homepage]
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Hand out the page without its comments, with images and front matter in order."""
    root = get_relative_url(".", page.url).rstrip("/") + "/"
    return _required(config).site.page_source(page.file.src_uri, root)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put notices, lists and terms into the page; name permalinks, show video times and size images."""
    build = _required(config)
    html = _judged(html, page, build.site)
    pages = files.documentation_pages()
    glossary = next((file for file in pages if PurePosixPath(file.src_uri).name == "glossary.md"), None)
    link = glossary.url_relative_to(page.file) if glossary else None
    html = build.site.page_content(page.file.src_uri, html, link, _addresses_from(page, pages, config))
    phrase = phrases.of(page.file.src_uri.partition("/")[0])
    html = permalinks.named(
        videos.with_times(html, lambda time: phrase("Video at {time}", time=time)),
        lambda words: phrase("Link to “{heading}”", heading=words),
    )
    return images.sized(html, lambda src: _image_size(urljoin(page.url, unquote(src)), build))


def _judged(html: str, page: Page, site: Site) -> str:
    """Hold a translation to what it may bring, before anything of ours is added to the page."""
    headings = list(page.toc)
    while headings:
        heading = headings.pop()
        heading.title = site.label(page.file.src_uri, heading.title)
        headings += heading.children
    return site.content(page.file.src_uri, html)


def _addresses_from(page: Page, pages: Sequence[File], config: MkDocsConfig) -> Callable[[str, str], str]:
    """Return what gives the address of a page in a language, as seen from ``page``."""
    urls = {file.src_uri.partition("/")[2]: file.url for file in pages}
    address = alternates.locator(urls, _lang(config), _required(config).site.settings.source)
    return lambda name, lang: str(get_relative_url(address(name, lang), page.url))


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG001
    """Title each section of the navigation like its overview page, now that titles are known."""
    for page in (file.page for file in files.documentation_pages()):
        if page:
            page.update_date = _NO_DAY
        if page and page.is_index and isinstance(page.parent, Section):
            page.parent.title = page.title or page.parent.title
    return env


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Tell the templates which language the text of the page is in, and what is wrong with it."""
    build = _required(config)
    folder = page.file.src_uri.partition("/")[0]
    context["phrase"] = phrases.of(_lang(config))
    context["is_day"] = phrases.is_day
    context["text_lang"] = folder
    context["fallback"] = folder != _lang(config)
    if build.site.library.of(_lang(config)):
        context["search"] = search.interface(_lang(config), context["phrase"])
    context["status_page"] = next((one for one in nav.pages if one.meta.get("lang-ref") == "status"), None)
    context["behind"] = None if context["fallback"] else build.site.behind(page.file.src_uri)
    context |= _addresses(page, config)
    context["description"] = build.site.description(page.file.src_uri)
    context["chapter"] = lambda other: weeks.number(other.meta.get("lang-ref"))
    context["downloads"] = build.site.download_names(page.file.src_uri)
    context["findings"] = build.site.findings_about(page.file.src_uri) if build.serving else ()
    if _WEEKS in (page.content or ""):
        context["weeks"] = build.site.weeks(_lang(config))
        context["address"] = {other.file.src_uri.partition("/")[2]: other.url for other in nav.pages}
        context["weeks_marker"] = _WEEKS
    return context


def _addresses(page: Page, config: MkDocsConfig) -> dict[str, Any]:
    """Return where a page is in the other languages, and which of them search engines should know."""
    library, name = _required(config).site.library, page.file.src_uri.partition("/")[2]
    addresses = alternates.addresses(library, name, page.url, _lang(config), config.site_url)
    return {
        "versions": addresses.versions,
        "languages": _names(config),
        "alternates": addresses.alternates,
        "canonical": addresses.canonical,
        "open_graph_locale": phrases.open_graph_locale(addresses.text_lang),
    }


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Tell the error page all home pages, and the sitemap all pages that exist."""
    library = _required(config).site.library
    context["phrase"] = phrases.of(_lang(config))
    context["phrases"] = phrases.of
    context["languages"] = _names(config)
    context["versions"] = alternates.homes(library)
    if template_name == "sitemap.xml":
        context["entries"] = [
            _entry(file, lang, config)
            for lang, files in context["i18n_alternates"].items()
            for file in files
            if file.src_uri.partition("/")[0] == lang
        ]
    return context


def _entry(file: File, lang: str, config: MkDocsConfig) -> sitemap.Entry:
    """Return what the sitemap says about a page."""
    library, page = _required(config).site.library, cast("Page", file.page)
    versions = alternates.versions(library, file.src_uri.partition("/")[2], page.url, lang)
    return sitemap.entry(alternates.hreflang(versions, library.source, config.site_url or ""), lang, page.meta)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Set the direction of the error page, which is in all languages and begins with the source."""
    return (
        _required(config).site.finish(output_content, _lang(config)) if template_name == "404.html" else output_content
    )


@event_priority(-200)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Typeset the formulas and set the directions of the finished page; the search takes it in before."""
    build = _required(config)
    if page.file.src_uri.startswith(f"{_lang(config)}/"):
        build.search.add(_lang(config), page.url, output)
    return build.site.finish(output, _lang(config))


@event_priority(100)
def _end_language(config: MkDocsConfig) -> None:
    """After the pages of a language, and before those of the others: begin its search index."""
    build = _required(config)
    if isinstance(build.search, Indexing):
        build.search.make(_lang(config))


@event_priority(-200)
def _end_build(config: MkDocsConfig) -> None:
    """After the last language: publish the site if nothing failed, strict builds without warnings."""
    build = _required(config)
    build.languages_left -= 1
    if build.languages_left:
        return
    late = build.site.errors
    if late and _fatal(config) and not build.serving:
        raise BuildError(str(CourseError(late)))
    for finding in build.site.late:
        log.warning(str(finding))
    if isinstance(build.search, SearchPages):
        return
    if config.strict and any(count for _, count in build.warnings.get_counts()):
        return  # MkDocs is about to refuse the build itself
    try:
        build.search.write(Path(config.site_dir, search.FOLDER))
    except SearchError as error:
        raise BuildError(str(error)) from error
    build.publish(config)


on_post_build = CombinedEvent(_end_language, _end_build)


def on_build_error(error: Exception) -> None:
    """Say in a line what the disk refuses."""
    if isinstance(error, OSError):
        log.error(files.explained(error, "a file of the site"))
        raise Abort("Aborted: nothing was published.") from error


@event_priority(-300)
def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG001
    """Serve the last good site while another process builds the next one."""
    if serving.here():
        serving.serve(server, config, (_HOME / "mkdocs.yml", Path(__file__)), log.getEffectiveLevel())
    return server


def _names(config: MkDocsConfig) -> dict[str, dict[str, str]]:
    """Return by language what it calls itself and the site, and its direction."""
    plugin = cast("Any", config.plugins["i18n"])
    by_default = plugin.original_configs.get("site_name", config.site_name)
    return {
        language.locale: {
            "name": language.name,
            "site_name": language.site_name or by_default,
            "dir": "rtl" if language.locale in RTL_LANGUAGES else "ltr",
        }
        for language in plugin.config["languages"]
    }


def _image_size(url: str, build: _Build) -> tuple[int, int] | None:
    """Return the width and height of an image of the site, None for what is none."""
    try:
        width, height = imagesize.get(build.images[url])
    except (KeyError, OSError, ValueError):
        return None
    return (width, height) if width > 0 and height > 0 else None


def _add_downloads(files: Files, config: MkDocsConfig) -> None:
    """Put the code of each page with examples beside it."""
    site = _required(config).site
    for page in list(files.documentation_pages()):
        link = urljoin(config.site_url or "", page.url)
        for name, content in site.downloads(page.src_uri, link).items():
            uri = str(PurePosixPath(page.dest_uri).with_name(name))
            files.append(File.generated(config, uri, content=content))


def _report(build: _Build, config: MkDocsConfig) -> None:
    """Log every finding; stop the build if there are errors, unless it serves."""
    found = build.site.findings
    stopping = [one for one in found if one.severity is not Severity.INFO] if config.strict else build.site.errors
    stops = bool(stopping) and _fatal(config) and not build.serving
    for finding in found:
        # What a translation may not bring is taken out of its page; of code even a quiet build tells.
        harmless = finding.kind.startswith("trust.") and finding.kind != "trust.code"
        if not (stops and finding in stopping):
            log.log(logging.WARNING if harmless else _LEVELS[finding.severity], str(finding))
    if stops:
        raise BuildError("\n".join(["The sources have errors:", *(str(finding) for finding in stopping)]))


def _fatal(config: MkDocsConfig) -> bool:
    return bool(config.extra["course"].get("fail_on_errors", True))


def _settings(config: MkDocsConfig) -> Settings:
    project = Path(config.config_file_path).resolve().parent
    languages = config.plugins["i18n"].config["languages"]
    return Settings(
        project=project,
        docs=Path(config.docs_dir),
        languages=tuple(language.locale for language in languages),
        source=next(language.locale for language in languages if language.default),
        macros=config.extra["course"].get("macros", {}),
        katex=_HOME / KATEX,
        snippets=project / "snippets",
        cache=project / ".cache",
    )


def _lang(config: MkDocsConfig) -> str:
    """Return the language that is being built."""
    return str(cast("Any", config.plugins["i18n"]).current_language)


def _build(config: MkDocsConfig) -> _Build | None:
    return getattr(config, "course_build", None)


def _required(config: MkDocsConfig) -> _Build:
    return cast("_Build", _build(config))
