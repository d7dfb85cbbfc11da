"""Each page speaks the language of its reader: no English left in what surrounds the text, no other script in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browser import Visit
from projects import LANGUAGES, LECTURES

BLOCKS = """
() => [...document.querySelectorAll('article :is(p, li, h1, h2, h3, h4, summary, figcaption, dd, td)')].map((block) => {
  const copy = block.cloneNode(true);
  copy.querySelectorAll('[lang], [dir=ltr], bdi, code, pre, .katex, .math, svg, script, a[href^=http], ul, ol').forEach((one) => one.remove());
  const lang = block.closest('[lang]').lang;
  // Terms are followed by the English one in parentheses.
  const text = copy.textContent.replace(/\\([^)]*\\)/g, '');
  return {lang, text, arabic: text.match(/[\\u0600-\\u06ff]/g)?.length ?? 0, letters: text.match(/\\p{L}/gu)?.length ?? 0};
})
"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_of_each_block_are_those_of_its_language(visit: Callable[..., Visit], lang: str) -> None:
    blocks = [one for one in visit(LECTURES[lang]).page.evaluate(BLOCKS) if one["letters"] > 20]
    assert len(blocks) > 40
    for block in blocks:
        share = block["arabic"] / block["letters"]
        assert (share > 0.7) if block["lang"] == "ar" else (share < 0.1), block
