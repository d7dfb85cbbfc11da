"""What is this course's own, as an example of what a course may add: weeks as sections, and on the home page."""

from __future__ import annotations

import re
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from dragoman.hosts.mkdocs import DragomanPlugin
from dragoman.languages.language import language
from dragoman.website import weeks

# What the home page has for the weeks: nothing, or a list of what they are about and of what there is of them elsewhere.
_WEEKS = re.compile(r'<div class="weeks">.*?</div>', re.DOTALL)
_WEEK = re.compile(r"<li>\s*(?:<p>)?<strong>(.*?)</strong>(.*?)(?:</p>)?\s*</li>", re.DOTALL)


@event_priority(50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Navigate by weeks where no navigation is configured."""
    if config.nav is None and _plugin(config).builds:
        config.nav = weeks.navigation(_plugin(config).site.library)
    return config


@event_priority(-200)
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001
    """Make the overview page of each week the index of its section."""
    for section in nav.items:
        if isinstance(section, Section) and section.children and isinstance(section.children[0], Page):
            section.children[0].file.name = "index"
    return nav


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG001
    """Title each section of the navigation like its overview page, now that titles are known."""
    for page in (file.page for file in files.documentation_pages()):
        if page and page.is_index and isinstance(page.parent, Section):
            page.parent.title = page.title or page.parent.title
            cast("Any", page.parent).typeset = getattr(page, "typeset", {})
    return env


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Tell the home page about the weeks: what there is of each, and how its list of them calls those to come."""
    content = page.content or ""
    if listed := _WEEKS.search(content):
        lang, site = str(cast("Any", config.plugins["i18n"]).current_language), _plugin(config).site
        written = {week.number: week for week in site.weeks(lang)}
        titles = dict(enumerate(_WEEK.findall(listed[0]), 1))
        phrase = language(lang).phrases
        context["weeks"] = [
            (phrase.number(number), written.get(number), titles.get(number)) for number in sorted(written | titles)
        ]
        parts = [part for week in written.values() for part in week.parts]
        context["weeks_translated"] = phrase(
            "Translated pages: {number} of {total}",
            number=sum(part.lang == lang for part in parts),
            total=len(parts),
        )
        context["address"] = {other.file.src_uri.partition("/")[2]: other.url for other in nav.pages}
        context["weeks_marker"] = listed[0]
        shown = [use for use in site.examples.uses if use.page.lang == site.settings.source]
        counts = {"weeks": len(context["weeks"]), "languages": len(site.settings.languages), "examples": len(shown)}
        for name, count in counts.items():
            content = content.replace(f'<b class="count-{name}"></b>', f"<b>{phrase.number(count)}</b>")
        context["home"] = content
    return context


def _plugin(config: MkDocsConfig) -> DragomanPlugin:
    return cast("DragomanPlugin", config.plugins["dragoman"])
