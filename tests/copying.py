"""What the buttons beside blocks of code copy."""

from __future__ import annotations

from playwright.sync_api import Page

BUTTONS = "button[data-clipboard-target]"
BLOCKS = "pre > code"


def copied(page: Page) -> list[tuple[str, str]]:
    """Return the text of each block of an open page, and what its button copies."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    blocks = page.locator(BLOCKS).evaluate_all("(blocks) => blocks.map((one) => one.textContent.trimEnd())")
    page.wait_for_function(f"count => document.querySelectorAll('{BUTTONS}').length === count", arg=len(blocks))
    pairs = []
    for place, text in enumerate(blocks):
        button = page.locator("pre:has(> code)").nth(place).locator(BUTTONS)
        page.evaluate("navigator.clipboard.writeText('nothing was copied')")
        button.press("Enter")
        pairs.append((text, page.evaluate("navigator.clipboard.readText()")))
    return pairs
