"""The pages as a build finishes them, made without one: what of their source a reader would see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markdown import Markdown

from dragoman.findings import CourseError, Finding
from dragoman.kept import ABSENT, Kept
from dragoman.pages.lecture import Lecture
from dragoman.rendering import constructs
from dragoman.rendering.page import Article, Made, Place
from dragoman.website.build import Settings, Site
from dragoman.website.project import Project

# No link leads anywhere here, and no image has a size.
_PLACE = Place("", None, lambda name, lang: f"{lang}/{name}", lambda _: None)


def findings(project: Project, kept: Kept) -> tuple[Finding, ...]:
    """Return all that a build finds in the pages of a course, drafts too; no example runs for it.

    Raises:
        CourseError: where Markdown cannot be made to read as the configuration says.
    """
    site = opened(project, kept)
    for _ in articles(site, project):
        pass
    docs = f"{site.settings.docs_name}/"
    return tuple(replace(one, file=_named(one.file, docs, project)) for one in site.findings)


def opened(project: Project, kept: Kept) -> Site:
    """Return the pages of a course, ready to be finished."""
    folder, docs = project.folder.absolute(), project.docs.absolute()
    course = replace(project, folder=folder, docs=docs, unbuilt=frozenset())
    return Site(Settings.of(course, drafts=True, runs=False), kept=kept)


def articles(site: Site, project: Project) -> Iterator[tuple[Lecture, Article]]:
    """Yield each page with its article; the site learns what is wrong in it.

    Raises:
        CourseError: for extensions of Markdown that cannot be loaded.
    """
    extensions, settings = constructs.extended(list(project.extensions), project.extensions)
    try:
        Markdown(extensions=extensions, extension_configs=settings)
    except Exception as error:
        named = f"one of {', '.join(project.extensions)}"
        message = f"found an extension of Markdown that cannot be loaded ({error}; {named}), expected it: install or correct it"
        raise CourseError([Finding((project.folder / "mkdocs.yml").as_posix(), 1, "setup", message)]) from error
    given = repr(project.extensions)
    # Source pages first: they are the measure of their translations.
    for lecture in sorted(site.library.pages.values(), key=lambda page: page.lang != project.source):
        page = site.page(str(lecture.path))
        if page is None:
            continue
        markdown = page.markdown("")
        key = site.kept.key("finished", given, page.inputs(markdown, _PLACE), site.inputs(lecture))
        made: Made = site.kept.find(key)
        if made is ABSENT:
            made = page.made(markdown, _PLACE, extensions, settings)
            site.kept.put(key, made)
        page.take(made)
        yield lecture, made.article


def _named(file: str, docs: str, project: Project) -> str:
    """Return a file as the commands name it, which begin where they are called."""
    folder, name = (project.docs, file.removeprefix(docs)) if file.startswith(docs) else (project.folder, file)
    return (folder / name).as_posix()
