from __future__ import annotations

import pytest

from dragoman.pages.leftovers import copied_page, is_leftover, renamed_page

COPIES = (
    *(
        "05-2.md~",
        "05-2.md.~1~",
        "#05-2.md#",
        ".#05-2.md",
        "05-2.md.bak",
        "05-2.md.BAK",
        "05-2.md.bak2",
        "05-2.md.orig",
    ),
    *("05-2.md.rej", "05-2.md.old", "05-2.md.tmp", "05-2.md.save", "05-2.md.save.1", "05-2.md.swp", "05-2.md.swo"),
)
OTHERS = (
    *("4913", "5036", ".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", "~$05-2.md", ".~lock.05-2.md#"),
    *("plot.png~", "plot.png.orig", "data.csv.bak", ".05-2.md.swp", "#plot.svg#"),
)
MEANT = (
    *(
        "05-2.md",
        "plot.png",
        "data.tar.gz",
        "notes.txt",
        "robots.txt",
        "CNAME",
        "2020",
        "bak.md",
        "old.csv",
        "swp",
        "a~b.png",
    ),
    *("C#.md", "c#-and-f#.svg", "orig", "model.md5", "template.html", "save.py", ".nojekyll"),
)


@pytest.mark.parametrize("name", [*COPIES, *OTHERS, "05-2.md.txt", "05-2.MD.TXT", "05-2.md.docx"])
def test_what_editors_and_systems_leave_is_a_leftover(name: str):
    assert is_leftover(name)


@pytest.mark.parametrize("name", MEANT)
def test_what_somebody_saved_is_no_leftover(name: str):
    assert not is_leftover(name)
    assert copied_page(name) is renamed_page(name) is None


@pytest.mark.parametrize("name", COPIES)
def test_copy_of_a_page_tells_of_which(name: str):
    assert copied_page(name) == "05-2.md"
    assert renamed_page(name) is None
