"""One build of a site by MkDocs."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urljoin

import imagesize
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import CountHandler
from rich.console import Console
from rich.progress import Progress

from dragoman.findings import CourseError, Finding, Severity
from dragoman.hosts import inputs, serving
from dragoman.kept import Kept, digest
from dragoman.search.indexer import Indexing
from dragoman.search.server import SearchPages
from dragoman.website import project
from dragoman.website.build import Settings, Site
from dragoman.website.options import Options
from dragoman.website.project import Project
from dragoman.website.staging import Staging

log = logging.getLogger("mkdocs.course")
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


class Build:
    """What spans the languages of one build."""

    def __init__(self, config: MkDocsConfig, options: Options, kept: Kept) -> None:
        """Read and check everything."""
        self.config = config
        self.options = options
        self.serving = serving.wanted(config)
        self.kept = kept
        self.files: dict[str, Files] = {}
        self.navigation: dict[str, Navigation] = {}
        self._inputs: dict[str, bytes | None] = {}
        self._site_inputs: dict[str, bytes] = {}
        self.search = SearchPages(config.course_live) if self.serving else Indexing(kept)  # type: ignore[attr-defined]
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("running snippets", total=None, visible=False)
            self.site = Site(
                _settings(config, options),
                lambda done, total: bar.update(task, completed=done, total=total, visible=True),
                kept,
                getattr(config, "course_katex", None),
            )
        if "markdown-exec" not in config.plugins:
            self.site.leave_examples(
                "found an example that nothing runs, expected markdown-exec among the plugins: add it"
            )
        self.languages_begun = 0
        self.languages_left = len(self.site.settings.languages)
        self.images: dict[str, str] = {}  # the files behind the addresses of images
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)

    def inputs(self, config: MkDocsConfig, files: Files) -> bytes | None:
        """Return what stands for all that the articles of this language are made from; None where nobody knows that."""
        lang = str(cast("Any", config.plugins["i18n"]).current_language)
        if lang not in self._inputs:
            try:
                pure = inputs.are_pure(config.markdown_extensions)
                self._inputs[lang] = digest(inputs.of_config(config), inputs.of_files(files)) if pure else None
            except TypeError as error:
                log.debug("nothing is kept: %s", error)
                self._inputs[lang] = None
        return self._inputs[lang]

    def page_inputs(self, template: str, context: Mapping[str, Any]) -> bytes | None:
        """Return what stands for all that a template is told; None where nobody knows that."""
        config = context["config"]
        lang = str(cast("Any", config.plugins["i18n"]).current_language)
        try:
            if lang not in self._site_inputs:
                nav = inputs.of_navigation(context["nav"])
                self._site_inputs[lang] = digest(inputs.of_config(config), nav, inputs.of_theme(config))
            return self.kept.key("page", template, self._site_inputs[lang], inputs.of_context(context))
        except TypeError as error:
            log.debug("nothing is kept: %s", error)
            return None

    def image_size(self, page: str, src: str) -> tuple[int, int] | None:
        """Return the width and height of an image that the page at an address shows, None for what is none."""
        try:
            width, height = imagesize.get(self.images[urljoin(page, unquote(src))])
        except (KeyError, OSError, ValueError):
            return None
        # That of a drawing may be a fraction, which HTML does not take.
        return (max(1, round(width)), max(1, round(height))) if width > 0 and height > 0 else None

    def report(self) -> None:
        """Log every finding; stop the build if there are errors, unless it serves."""
        found = self.site.findings
        stopping = (
            [one for one in found if one.severity is not Severity.INFO] if self.config.strict else self.site.errors
        )
        stops = bool(stopping) and self.options.fail_on_errors and not self.serving
        for finding in found:
            if not (stops and finding in stopping):
                self.say(finding)
        if stops:
            raise BuildError("\n".join(["The sources have errors:", *(str(finding) for finding in stopping)]))

    def say(self, finding: Finding) -> None:
        """Log a finding."""
        # What a translation may not bring is taken out of its page; of code even a quiet build tells.
        harmless = finding.kind.startswith("trust.") and finding.kind != "trust.code"
        log.log(logging.WARNING if harmless else _LEVELS[finding.severity], str(finding))

    def stage(self) -> None:
        """Build into a folder beside the site."""
        self.staging = Staging(Path(self.config.site_dir))
        self.config.site_dir = str(self.staging.folder)
        for name in ("mkdocs.commands.build", "mkdocs.plugins.mkdocs_static_i18n.plugin", log.name):
            logging.getLogger(name).addFilter(self._name_site)

    def _name_site(self, record: logging.LogRecord) -> bool:
        """Let a message name the folder that the site will be in; what the disk refuses is said once, at the end."""
        record.msg = self.staging.named(str(record.msg))
        return record.name == log.name or not isinstance(sys.exception(), OSError)

    def publish(self) -> None:
        """Put the finished site in the place of the previous one; mkdocs gh-deploy looks there afterwards."""
        self.config.site_dir = str(self.staging.publish())


def _settings(config: MkDocsConfig, options: Options) -> Settings:
    folder, docs = Path(config.config_file_path).resolve().parent, Path(config.docs_dir)
    course = replace(_project(config), folder=folder, docs=docs, options=options, nav=config.nav)
    return Settings.of(course, drafts=serving.wanted(config))


def _project(config: MkDocsConfig) -> Project:
    """Return the course as the commands read it, too; MkDocs has checked the options and found the folders."""
    file = Path(config.config_file_path)
    plugins: dict[str, Any] = {"dragoman": {}}
    if "i18n" in config.plugins:
        i18n = cast("Any", config.plugins["i18n"]).config
        plugins["i18n"] = {**i18n, "languages": [dict(one) for one in i18n.languages]}
    try:
        return project.read(
            {"docs_dir": os.path.relpath(config.docs_dir, file.parent), "plugins": plugins},
            Path(os.path.relpath(file)),
            file.read_text("utf-8-sig", "replace"),
        )
    except CourseError as error:
        raise BuildError(str(error)) from error
