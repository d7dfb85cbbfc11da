"""What a page is made from beside its own file, as digests: the configuration, the navigation, what other files there are."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from markdown.util import get_installed_extensions
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme

from dragoman.kept import content, digest

# Where things are on this machine says nothing about what is made of them.
_PLACES = frozenset(
    ["config_file_path", "dev_addr", "docs_dir", "site_dir", "watch", "exclude_docs", "not_in_nav", "draft_docs"]
)
# Extensions whose result depends on the page and their settings alone.
_PURE = frozenset(["markdown", "material", "pymdownx"])
_OUTSIDE = frozenset(["pymdownx.snippets", "pymdownx.b64", "pymdownx.pathconverter"])


def of_config(config: MkDocsConfig) -> bytes:
    """Return the digest of a configuration with all that belongs to it; raise `TypeError` where something is no value."""
    given = {name: value for name, value in config.items() if name not in _PLACES}
    return digest(given, other=_value)


def of_theme(config: MkDocsConfig) -> list[bytes]:
    """Return the digests of the templates that no installed package brings."""
    installed = sysconfig.get_path("purelib")
    return [content(Path(folder)) for folder in config.theme.dirs if not Path(folder).is_relative_to(installed)]


def of_files(files: Files) -> bytes:
    """Return the digest of which files there are, and where they will be."""
    return digest([(file.src_uri, file.url, file.inclusion.value) for file in files])


def of_navigation(nav: Navigation) -> bytes:
    """Return the digest of a navigation with the pages in it."""
    return digest(nav.items, nav.pages, nav.homepage, other=_value)


def are_pure(extensions: list[Any]) -> bool:
    """Tell whether Markdown extensions read nothing but the page."""
    known = {each.name: each.value.partition(":")[0] for each in get_installed_extensions()}
    names = [known.get(one, one) if isinstance(one, str) else "" for one in extensions]
    return all(name.partition(".")[0] in _PURE and name not in _OUTSIDE for name in names)


def of_context(context: Mapping[str, Any]) -> bytes:
    """Return the digest of what a template is told about a page alone; raise `TypeError` where something is no value."""
    page = context["page"]
    own = page and (page.content, page.toc, page.previous_page, page.next_page, page.edit_url)
    rest = {name: value for name, value in context.items() if name not in _OF_SITE}
    return digest(page, own, rest, other=_value)


_OF_SITE = frozenset(["nav", "pages", "page", "config", "build_date_utc"])


def _value(part: Any) -> object:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of thing
    """Return a value for what MkDocs and its plugins hold."""
    match part:
        case FunctionType() | type():
            return f"{part.__module__}.{part.__qualname__}"
        case partial():
            return part.func, part.args, part.keywords
        case re.Pattern():
            return part.pattern, part.flags
        case ModuleType():
            return Path(part.__file__ or "").read_bytes()
        case BasePlugin():
            return type(part).__qualname__, part.config
        case Theme():
            return part.name, {name: part[name] for name in part}, part.static_templates
        case Config():
            return dict(part)
        case Page():
            return part.url, part.title, part.meta, part.canonical_url, part.is_homepage, part.file.src_uri
        case File():
            return part.src_uri, part.url, part.inclusion.value
        case StructureItem():
            return type(part).__name__, part.title, getattr(part, "url", ""), getattr(part, "children", None) or ()
        case TableOfContents():
            return list(part)
        case AnchorLink():
            return part.title, part.id, part.level, part.children
        case _ if hasattr(part, "__html__") or type(part).__module__.startswith(("babel.", "mkdocs.config.")):
            return str(part), getattr(part, "__dict__", {})
        case _:
            raise TypeError(f"found {type(part).__module__}.{type(part).__qualname__}, expected a value")
