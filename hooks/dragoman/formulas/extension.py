"""The Markdown extension that keeps TeX away from Markdown: each formula waits beside the page until that is HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from dragoman.formulas.finder import find
from dragoman.formulas.katex import Katex, Rendered, TexError
from dragoman.pages.fences import code_spans
from dragoman.pages.placeholders import Html, Placeholders, without
from dragoman.pages.spans import replaced


@dataclass(frozen=True, slots=True)
class Stashed:
    """A formula that waits: its TeX, how it is written in the page, and what KaTeX made of it."""

    tex: str
    display: bool
    source: str
    rendered: Rendered
    labels: tuple[str, ...] = ()
    """By which pages refer to it."""


def words(one: Any) -> str:
    """Return what waits as it is said where there is no markup."""
    return one.rendered.plain if isinstance(one, Stashed) else one.words if isinstance(one, Html) else ""


class Formulas:
    """The formulas of one page, typeset, with the tokens that stand for them."""

    def __init__(
        self,
        katex: Katex,
        waiting: Placeholders[Any],
        on_error: Callable[[str, TexError], None],
        number: Callable[[str], tuple[str, tuple[str, ...]]] = lambda tex: (tex, ()),
    ) -> None:
        """``on_error`` is called with the TeX of each formula that KaTeX refuses; ``number`` returns TeX with the numbers of the labels in it, and these."""
        self._katex = katex
        self._waiting = waiting
        self._on_error = on_error
        self._number = number

    def stash(self, text: str) -> str:
        r"""Return Markdown ``text`` with a token for each formula and ``$`` for each ``\$``."""
        math = find(text)
        numbered = [self._number(formula.tex) for formula in math.formulas]
        given = zip(numbered, math.formulas, strict=True)
        results = self._katex.render((tex, formula.display) for (tex, _), formula in given)
        replacements = [(offset, offset + 2, "$") for offset in math.escaped]
        for (tex, labels), formula, result in zip(numbered, math.formulas, results, strict=True):
            written = text[formula.start : formula.end]
            stashed = Stashed(tex, formula.display, written, self._rendered(formula.tex, result), labels)
            replacements.append((formula.start, formula.end, self._waiting.put(stashed)))
        return replaced(text, replacements)

    def words(self, text: str) -> str:
        """Return ``text`` with the words of what waits in the place of each token, and nothing in that of others."""
        return self._waiting.replaced(text, words)

    def plain(self, text: str) -> str:
        """Return ``text`` with its formulas in words and its code without marks, for places without markup."""
        text = self.stash(without(text))
        for start, end in reversed(list(code_spans(text))):
            text = text[:start] + text[start:end].strip("`").strip() + text[end:]
        return self.words(text)

    def _rendered(self, tex: str, result: Rendered | TexError) -> Rendered:
        if isinstance(result, Rendered):
            return result
        self._on_error(tex, result)
        html = f'<code class="math-error" dir="ltr" title="{escape(result.message)}">{escape(tex)}</code>'
        return Rendered(html, tex)


class MathExtension(Extension):
    """Python-Markdown with TeX kept out of its way."""

    def __init__(self, formulas: Formulas) -> None:
        """``formulas`` are those of one page."""
        super().__init__()
        self._formulas = formulas

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the preprocessor before all others."""
        md.preprocessors.register(_Stash(md, self._formulas), "course-math", 200)


class _Stash(Preprocessor):
    def __init__(self, md: Markdown, formulas: Formulas) -> None:
        super().__init__(md)
        self._formulas = formulas

    def run(self, lines: list[str]) -> list[str]:
        return self._formulas.stash("\n".join(lines)).split("\n")
