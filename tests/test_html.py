"""All pages are valid HTML in the eyes of the W3C's checker (vnu), which needs Java."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from projects import ROOT, Built

VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# Errors of the theme, in templates that cannot be changed in part.
THEIRS = {
    # base.html: the two boxes that hold the state of menu and search. Browsers would restore what was ticked, and the
    # menu would be open on going back.
    ("input", "Attribute “autocomplete” is only allowed when the input type is"),
}


@pytest.fixture(scope="module")
def messages(built: Built) -> list[dict[str, str]]:
    """What the checker says about our site."""
    if not shutil.which("java"):
        pytest.skip("vnu needs Java: install a JRE, for example default-jre-headless")
    pages = sorted(map(str, built.site.rglob("*.html")))
    assert len(pages) > 20
    done = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", *pages], capture_output=True, encoding="utf-8", check=False
    )
    return json.loads(done.stderr)["messages"]


def _element(message: dict[str, str]) -> str:
    """Return the element that a message is about."""
    marked = message["extract"][message["hiliteStart"] :]
    return re.match(r"\s*<(\w+)", marked)[1]


def test_no_page_has_an_error_of_our_own(messages: list[dict[str, str]]) -> None:
    ours = [
        f"{message['url']}:{message['lastLine']}: {message['message']} {message['extract']}"
        for message in messages
        if message["type"] != "info"
        and not any(
            message["message"].startswith(theirs) and _element(message) == element for element, theirs in THEIRS
        )
    ]
    assert ours == []


def test_each_error_that_is_let_pass_is_still_there(messages: list[dict[str, str]]) -> None:
    said = {message["message"] for message in messages if message["type"] == "error"}
    assert [theirs for _, theirs in THEIRS if not any(one.startswith(theirs) for one in said)] == []
