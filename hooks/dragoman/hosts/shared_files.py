"""What a site holds beside its pages, the same for all languages: styles, fonts, and the code of examples to take away."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from posixpath import relpath
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files

from dragoman.hosts.lecture_page import LecturePage
from dragoman.pages.leftovers import is_leftover
from dragoman.terms import term_base
from dragoman.website import assets, redirects, styles
from dragoman.website.build import Site
from dragoman.website.options import Options

FACES = "assets/css/faces.css"
# All style sheets in one.
_STYLES = "assets/css/site.css"
# Those of the theme, in their order.
_THEIRS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")


def leave_out(files: Files, site: Site) -> None:
    """Take out the term base, what is cited, what editors left, and what a translation may not bring."""
    for file in list(files):
        name = PurePosixPath(file.src_uri).name
        is_input = file.src_uri in (term_base.FILE, site.settings.bibliography)
        if is_input or is_leftover(name) or not site.is_published(file.src_uri):
            files.remove(file)


def keep_own(files: Files, lang: str, source: str) -> None:
    """Let a language that is not the first write nothing that the first has written; its pages may lead there."""
    for file in files:
        # What is beside a source page is written for its fallbacks.
        if not (
            file.is_documentation_page()
            or file.dest_uri.startswith(f"{lang}/")
            or file.src_uri.startswith(f"{source}/")
        ):
            file.copy_file = _is_written  # type: ignore[method-assign]


def _is_written(dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs' own signature
    """Copy nothing."""


def add_assets(files: Files, config: MkDocsConfig, patterns: Sequence[str]) -> None:
    """Add our own assets, where the course has none of that name, and files of the front-end packages."""
    for uri, asset in (*assets.own(), *assets.vendored(patterns)):
        if uri not in files.src_uris:
            files.append(File.generated(config, uri, abs_src_path=str(asset)))
    if FACES not in files.src_uris:
        files.append(File.generated(config, FACES, content=styles.faces()))


def check_styles(files: Files, config: MkDocsConfig) -> list[File]:
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


def bundle_styles(sheets: Sequence[File], files: Files, config: MkDocsConfig, options: Options) -> None:
    """Let pages ask for one style sheet in the place of the theme's and of all that are configured."""
    theirs = [file for name in _THEIRS for file in files if fnmatch(file.src_uri, name)]
    css = styles.bundled(((file.src_uri, file.content_string) for file in (*theirs, *sheets)), _STYLES)
    chosen = styles.chosen(options.hue, options.faces)
    files.append(File.generated(config, _STYLES, content=f"{chosen}\n{css}"))
    for file in (*theirs, *sheets):
        files.remove(file)
    config.extra_css = [_STYLES]


def add_downloads(files: Files, config: MkDocsConfig, site: Site, lang: str) -> None:
    """Put what each page offers beside it; what that is comes with `fill_downloads`."""
    for page in list(files.documentation_pages()):
        for name in site.offered(page.src_uri, lang):
            files.append(File.generated(config, _beside(page, name), content=b""))


def fill_downloads(files: Files, site: Site, lang: str) -> None:
    """Write what the pages of a language offer, now that their articles are made."""
    pages = {file.src_uri: file for file in files.documentation_pages() if isinstance(file.page, LecturePage)}
    made = {path: (file.page.link, file.page.notebook) for path, file in pages.items()}  # type: ignore[union-attr]
    for path, offered in site.taken_away(lang, made):
        for name, content in offered.items():
            if file := files.get_file_from_path(_beside(pages[path], name)):
                file.content_bytes = content


def _beside(page: File, name: str) -> str:
    return str(PurePosixPath(page.dest_uri).with_name(name))


def add_redirects(files: Files, config: MkDocsConfig, site: Site, lang: str) -> None:
    """Put a page that leads on at each address at which a page of a language was before."""
    there = {file.dest_uri for file in files}
    for old, page in redirects.redirects(site.library).items():
        beside = [files.src_uris.get(f"{one}/{page.name}") for one in (lang, site.settings.source)]
        target = next((file for file in beside if file), None)
        if target is None:
            continue
        own, before = (_place(config, name) for name in (page.name, f"{old}.md"))
        uri = target.dest_uri.removesuffix(own) + before
        if uri not in there:
            way = relpath(target.url or ".", PurePosixPath(uri).parent) + ("/" if target.url.endswith("/") else "")
            own_page = site.library.pages.get(PurePosixPath(target.src_uri), page)
            title = site.plain(own_page.meta.get("title") or page.name, own_page)
            address = urljoin(config.site_url, target.url) if config.site_url else way
            html = redirects.html(own_page.lang, way, address, title)
            files.append(File.generated(config, uri, content=html))


def _place(config: MkDocsConfig, name: str) -> str:
    """Return the file that MkDocs makes of a page."""
    return File(name, None, config.site_dir, config.use_directory_urls).dest_uri
