"""Links and images that lead nowhere are named, in the source first."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pages import library
from dragoman.website import losses
from losing import commented, found


@pytest.mark.parametrize(
    "link", ["[x](#nope)", "[x](05-2.md#nope)", "[x](nowhere.md)", "[x](../week09/09.md#a)", "[x](/en/no.md)"]
)
def test_link_that_leads_nowhere_is_named_in_the_source_first(tmp_path: Path, link: str) -> None:
    ((lang, line, kind),) = found(tmp_path, f"Words {link}.\n", commented(f"Words {link}.", f"Mots {link}."))
    assert (lang, line) == ("en", 1)
    assert kind == ("link.anchor" if "05-2" in link or "(#" in link else "link.page")


def test_place_that_is_almost_called_so_is_named(tmp_path: Path) -> None:
    page = tmp_path / "en" / "a.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: x\n---\n\n## Méthode\n\n[x](#methode) and [y](#nowhere)\n", "utf-8")
    read = library.read(tmp_path, ("en",), "en", name="docs")
    said = [one.message for one in losses.find(read, "docs")]
    assert ["write #méthode, or" in one for one in said] == [True, False]


@pytest.mark.parametrize(
    "link",
    [
        *("[x](#here)", "[x](05-2.md#there)", "[x](05-2.md#given)", "[x](./05-2.md#own)", "[x](../week05/05-2.md)"),
        *("[x](/en/week05/05-2.md)", "[x]({{site.baseurl}}/en/week05/05-2)", "[x](05-2.md)", "<mailto:a@example.org>"),
    ],
)
def test_link_that_leads_to_a_page_and_a_place_is_not(tmp_path: Path, link: str) -> None:
    assert found(tmp_path, f"## Here\n\nWords {link}.\n", f"## Ici\n\nMots {link}.\n") == []


@pytest.mark.parametrize("image", ["![a](g.png)", '<img src="g.png" alt="">', "![a](../f.png)", "![a](a%00b.png)"])
def test_image_that_does_not_exist_is_named(tmp_path: Path, image: str) -> None:
    assert found(tmp_path, f"{image}\n") == [("en", 1, "image.missing")]


@pytest.mark.parametrize("image", ["![a](f.png)", '<img src="f.png" alt="">', "![a](https://example.org/g.png)"])
def test_image_beside_the_source_is_found_from_a_translation(tmp_path: Path, image: str) -> None:
    assert found(tmp_path, f"{image}\n", f"{image}\n") == []
