"""What a course need not say: the look of its site, and the Markdown that lectures are written in."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, cast

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.pages import _AbsoluteLinksValidationValue
from mkdocs.theme import Theme

from dragoman.hosts import shared_files
from dragoman.rendering import constructs
from dragoman.website import assets

THEME = {
    "font": False,
    "favicon": "assets/mark.svg",
    "icon": {"logo": "dragoman/mark", "alternate": "material/translate"},
    "palette": [
        {
            "media": "(prefers-color-scheme: light)",
            "scheme": "default",
            "primary": "white",
            "accent": "teal",
            "toggle": {"icon": "material/weather-night", "name": "Dark"},
        },
        {
            "media": "(prefers-color-scheme: dark)",
            "scheme": "slate",
            "primary": "black",
            "accent": "teal",
            "toggle": {"icon": "material/weather-sunny", "name": "Light"},
        },
    ],
    "features": [
        "content.code.copy",
        "navigation.footer",
        "navigation.indexes",
        "navigation.sections",
        "toc.follow",
    ],
}
# A course's own come after these, and win.
_STYLES = (
    "assets/css/tokens.css",
    shared_files.FACES,
    "assets/css/fonts.css",
    "assets/vendor/katex/dist/katex.min.css",
    "assets/css/course.css",
    "assets/css/glossary.css",
    "assets/css/search.css",
    "assets/css/reader.css",
    "assets/css/contrast.css",
)
_SCRIPTS = ("assets/js/theme.js", "assets/js/switcher.js", "assets/js/glossary.js")
# mkdocs-static-i18n puts this before all templates.
_THEIR_SITEMAP = "custom_i18n_sitemap"


def complete(config: MkDocsConfig) -> None:
    """Set what a course has not set itself, and in a table of settings what it has not set there.

    Raises:
        BuildError: for another theme than Material.
    """
    if config.theme.name != "material":
        raise BuildError(f"found the theme {config.theme.name!r}, expected material: write theme: {{name: material}}")
    _leave_search(config)
    material = Theme("material")
    for key, value in THEME.items():
        own = config.theme.get(key)
        if own == material.get(key):
            config.theme[key] = value
        elif isinstance(own, dict) and isinstance(value, dict):
            config.theme[key] = value | own
    config.theme.dirs.insert(bool(config.theme.custom_dir), str(assets.THEME / "templates"))
    config.markdown_extensions, config.mdx_configs = constructs.extended(config.markdown_extensions, config.mdx_configs)
    config.extra_css = list(dict.fromkeys([*_STYLES, *map(str, config.extra_css)]))
    named = set(map(str, config.extra_javascript))
    ours = [_deferred(path) for path in _SCRIPTS if path not in named]
    config.extra_javascript = [*ours, *config.extra_javascript]
    cast("dict[str, Any]", config.extra).setdefault("generator", False)
    links = config.validation.links
    if links.absolute_links == logging.INFO:  # as where nothing is said
        links.absolute_links = _AbsoluteLinksValidationValue.RELATIVE_TO_DOCS


def _leave_search(config: MkDocsConfig) -> None:
    """Leave the theme's search out, which MkDocs has switched on of old: the site has its own."""
    for name in [name for name in config.plugins if name.rpartition("/")[2] == "search"]:
        plugin = config.plugins.pop(name)
        for methods in config.plugins.events.values():
            methods[:] = [method for method in methods if getattr(method, "__self__", None) is not plugin]


def keep_sitemap(config: MkDocsConfig) -> None:
    """Have our sitemap, or the course's own, before that of mkdocs-static-i18n."""
    config.theme.dirs = [folder for folder in config.theme.dirs if Path(folder).name != _THEIR_SITEMAP]


def _deferred(path: str) -> ExtraScriptValue:
    script = ExtraScriptValue(path)
    script.defer = True
    return script
