"""Links in pages when a page gets another name."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from dragoman.sync.editing.addresses import Renamed
from dragoman.sync.editing.edits import apply

FILES = {
    "en/index.md",
    "en/week02/02.md",
    "en/week05/05-1.md",
    "en/week05/05-2.md",
    "en/week05/plot.png",
    "fr/week05/05-1.md",
    "fr/week05/05-2.md",
    "assets/x.png",
}
LINKS = [
    ("05-2.md", "05-adam.md"),
    ("./05-2.md#top", "./05-adam.md#top"),
    ("05-2", "05-adam"),
    ("05-2.html", "05-adam.html"),
    ("../05-2/", "../05-adam/"),
    ("../05-2/?a=1#b", "../05-adam/?a=1#b"),
    ("../week05/05-2.md", "../week05/05-adam.md"),
    ("../../fr/week05/05-2.md", "../../fr/week05/05-adam.md"),
    ("/week05/05-2/", "/week05/05-adam/"),
    ("/fr/week05/05-2.md", "/fr/week05/05-adam.md"),
    ("{{site.baseurl}}/en/week05/05-2", "{{site.baseurl}}/en/week05/05-adam"),
]
OTHERS = [
    *("05-1.md", "05-22.md", "x05-2.md", "05-2.png", "#05-2", "../../week05/05-2.md", "../05-2.md", "/week06/05-2.md"),
    *("https://example.org/week05/05-2/", "//example.org/05-2", "mailto:05-2", "?05-2.md"),
]


def renamed(text: str, path: str = "en/week05/05-1.md", new: str = "week05/05-adam") -> str:
    one = Renamed("week05/05-2", new, ("en", "fr"), lambda file: str(file) in FILES)
    return apply(text, one.edits(PurePosixPath(path), text))


@pytest.mark.parametrize(("old", "new"), LINKS)
@pytest.mark.parametrize(
    "form",
    [
        "See [it]({}).",
        '<!--\r\nSee [05-2.md]({} "05-2.md").\r\n-->\r\n',
        "[05-2.md]: {}\n\nSee [05-2.md].\n",
        '<a class="a" href="{}">05-2.md</a> and ![]({})',
    ],
)
def test_link_to_the_page_leads_to_it_under_its_new_name(form: str, old: str, new: str):
    assert renamed(form.replace("{}", old)) == form.replace("{}", new)


@pytest.mark.parametrize("link", OTHERS)
def test_other_link_stays(link: str):
    assert renamed(f"See [it]({link}).") == f"See [it]({link})."


@pytest.mark.parametrize(
    "text", ["`[x](05-2.md)`", "```\n[x](05-2.md)\n```\n", "$[x](05-2.md)$", "05-2.md", "[x] (05-2.md)"]
)
def test_what_is_no_link_stays(text: str):
    assert renamed(text) == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("05-1.md#a", "../week05/05-1.md#a"),
        ("../05-1/", "../../week05/05-1/"),
        ("05-2.md#a", "adam.md#a"),
        ("plot.png", "../week05/plot.png"),
        ("../week02/02.md", "../week02/02.md"),
        ("../index.md", "../index.md"),
        ("../../assets/x.png", "../../assets/x.png"),
        ("nowhere.png", "nowhere.png"),
        ("#a", "#a"),
    ],
)
def test_links_of_a_page_that_moves_to_another_folder_lead_where_they_led(old: str, new: str):
    for lang in ("en", "fr"):
        assert renamed(f"![x]({old})", f"{lang}/week05/05-2.md", "week06/adam") == f"![x]({new})"


def test_links_of_a_page_that_moves_deeper_or_higher_lead_where_they_led():
    text = "[a](05-1.md) ![b](../../assets/x.png) [c](../week02/02.md)"
    deeper = "[a](../../week05/05-1.md) ![b](../../../assets/x.png) [c](../../week02/02.md)"
    assert renamed(text, "en/week05/05-2.md", "more/deep/adam") == deeper
    assert renamed(text, "en/week05/05-2.md", "adam") == "[a](week05/05-1.md) ![b](../assets/x.png) [c](week02/02.md)"
