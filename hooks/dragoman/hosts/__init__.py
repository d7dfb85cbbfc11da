"""Doors to the programs that build the site."""

import re
import sys

if "mkdocs.config" in sys.modules:  # the commands load none of its plugins
    from mkdocs_static_i18n import config, folder, reconfigure  # type: ignore[import-untyped]

    # Any BCP 47 tag may name a language; it would refuse those that do not begin with two letters.
    config.RE_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")
    # A folder is one of a language that the course has, and no other that could be a tag: css, img, js.
    folder.RE_LOCALE = re.compile(r"(?!)")
    # It builds the source language first, and once more where another stands before it in the list.
    _listed = reconfigure.ExtendedPlugin.build_languages.fget
    reconfigure.ExtendedPlugin.build_languages = property(
        lambda plugin: sorted(_listed(plugin), key=lambda lang: lang != plugin.default_language)
    )
