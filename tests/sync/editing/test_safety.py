"""What no change of a translation may do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dragoman.pages.directives import REVIEW
from dragoman.sync.editing import safety
from dragoman.sync.editing.edits import Lines
from dragoman.sync.editing.layout import Layout
from translated import body_of, lecture
from updates import BELOW, BELOW_ENGLISH, ENGLISH, TURKISH, update


def test_new_block_that_would_damage_the_page_is_left_out_and_the_rest_is_done(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Layout, "gap", lambda *_, **__: lecture("tr", BELOW).to_bytes().decode().index("The loss"))
    english = BELOW_ENGLISH.replace("The end", "It is new.\n\nThe end").replace("near", "far")
    done = update(english, BELOW)
    assert body_of(done.data.decode()) == BELOW.replace("near", "far").replace("Son", f"{REVIEW}\n\nSon")
    assert [(change.line, change.done) for change in done.changes] == [(16, False), (22, True)]
    assert "new block not put in, because a comment would not end where it should" in done.changes[0].what


def test_update_that_would_damage_the_page_is_not_made_and_the_reason_is_true(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Lines, "adapt", lambda _, content: content + " -->\n\nEnglish <!--")
    done = update(ENGLISH, TURKISH)
    assert body_of(done.data.decode()) == TURKISH
    assert [(change.line, change.done) for change in done.changes] == [(1, False)]
    assert "so that nothing was changed" in done.changes[0].what


def test_comments_that_grow_worse_and_text_that_changes_are_damage():
    page = lecture("tr", TURKISH)
    text = page.to_bytes().decode()
    assert safety.damage(page, text) is None
    assert safety.damage(page, text + "\nx\n") == "readers would see other text than before"
    assert safety.damage(page, text + "\nx\n", ["x"]) is None
    assert safety.damage(page, text + "\n<!-- a --!>\n") == "a comment would not end where it should"


def test_the_most_that_is_safe_together_is_kept_and_the_tries_have_an_end() -> None:
    tried: list[int] = []

    def is_safe(some: Sequence[int]) -> bool:
        tried.append(len(some))
        return not set(some) & {3, 50}

    assert safety.grown(range(100), is_safe) == [one for one in range(100) if one not in (3, 50)]
    assert len(tried) < 40
    tried.clear()
    assert safety.grown(range(10_000), lambda some: bool(tried.append(len(some)))) == []
    assert len(tried) <= 400
