"""A language put into a configuration whose text is otherwise left as it is."""

from __future__ import annotations

import pytest
import yaml

from dragoman.website.new_language import added, keys

BLOCK = """\
# A course.
site_name: Physics
plugins:
  i18n:   # static-i18n
    languages:
      # the source
      - locale: fr
        name: Français
        default: true
      - locale: de
        name: Deutsch  # in German
        theme:
          palette:
            primary: red
        # what follows the languages

    docs_structure: folder
  dragoman:
extra: !!python/name:no.such.Thing
"""
FLOW_ITEMS = """\
plugins:
    - search
    - i18n:
        languages:
        -   {locale: fr, name: Français, default: true}
        -   {locale: de, name: Deutsch} # last
    - dragoman
"""
FLOW = "plugins: {i18n: {languages: [{locale: fr, name: F, default: true}, {locale: de, name: D} ]}, dragoman: {}}\n"
LAST = "plugins:\n  dragoman: {}\n  i18n:\n    languages:\n    - name: Français\n      locale: fr"


def languages(text: str) -> list[dict[str, str]]:
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
    plugins = yaml.load(text, loader)["plugins"]
    found = plugins if isinstance(plugins, dict) else next(one for one in plugins if "i18n" in one)
    return found["i18n"]["languages"]


@pytest.mark.parametrize("text", [BLOCK, FLOW_ITEMS, FLOW, LAST, BLOCK.replace("\n", "\r\n"), "\ufeff" + BLOCK])
@pytest.mark.parametrize(("tag", "name"), [("es", "Español"), ("pt-BR", "Português (Brasil)"), ("no", "a: 'b', c")])
def test_language_is_added_behind_the_others(text: str, tag: str, name: str) -> None:
    found = added(text, tag, name)
    assert found is not None
    changed, line = found
    assert languages(changed) == [*languages(text), {"locale": tag, "name": name}]
    # Whatever was there is there, in its order.
    rest = iter(changed)
    assert all(sign in rest for sign in text)
    assert tag in changed.splitlines()[line - 1]
    assert ("\r\n" in changed) is ("\r\n" in text)
    assert "\r\r" not in changed


def test_every_other_line_stays() -> None:
    found = added(BLOCK, "es", "Español")
    assert found is not None
    lines = found[0].split("\n")
    del lines[14:16]
    assert "\n".join(lines) == BLOCK
    assert found[0].split("\n")[14:16] == ["      - locale: es", "        name: Español"]


@pytest.mark.parametrize(
    "text", ["site_name: x\n", "plugins: [search]\n", "plugins:\n  i18n:\n    languages: []\n", ""]
)
def test_text_without_languages_is_left_alone(text: str) -> None:
    assert added(text, "es", "Español") is None


def test_what_a_language_says_beside_its_name_is_known() -> None:
    assert keys(BLOCK, "de") == ["theme"]
    assert keys(BLOCK, "fr") == []
    assert keys("site_name: x\n", "fr") == []
