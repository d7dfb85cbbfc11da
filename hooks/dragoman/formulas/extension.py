"""The Markdown extension that keeps TeX away from Markdown and puts KaTeX's HTML into the page.

TeX is replaced by a token of private-use characters before Markdown sees it, the token by a
``<span class="math">`` with words when Markdown is done, and that span by KaTeX's HTML in the
finished page only (`FormulaStash.typeset`). Anchors, the table of contents and the search index
are made in between and see the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from dragoman.formulas.finder import Formula, find
from dragoman.formulas.katex import Katex, Rendered, TexError
from dragoman.pages.markup import TAG

# Supplementary private use: no font has them, no word character class matches them.
_OPEN, _CLOSE, _ZERO = "\U000f0000", "\U000f0001", 0xF0010
TOKEN = re.compile(f"{_OPEN}([\U000f0010-\U000f0019]+){_CLOSE}")
_RESERVED = re.compile("[\U000f0000\U000f0001\U000f0010-\U000f0019]")
_CODE_OR_TAG = re.compile(rf"<(code|pre|script|style)\b.*?</\1\s*>|{TAG.pattern}", re.DOTALL)
_WIDEST_PIECE = 28  # letters and signs, of which two are about one em
_SPACE = re.compile(r"(?:margin-(?:left|right)|border-right-width|min-width):-?([1-9][\d.]*)em")
# Commands that put things outside of the box that is kept free for a formula.
_MOVES = re.compile(r"\\(?:smash|raisebox|(?:math)?[clr]lap)(?![A-Za-z])")
_SPAN = re.compile(r'<span class="math" dir="ltr" data-math="(\d+)">.*?</span>', re.DOTALL)


class FormulaStash:
    """The formulas of one build, by number, with what KaTeX made of them."""

    def __init__(self, katex: Katex, on_error: Callable[[str, TexError], None]) -> None:
        """``on_error`` is called with the TeX of each formula that KaTeX refuses."""
        self._katex = katex
        self._on_error = on_error
        self._numbers: dict[tuple[str, bool, str], int] = {}
        self._formulas: list[tuple[str, bool, str]] = []

    def stash(self, text: str) -> str:
        r"""Return Markdown ``text`` with a token for each formula and ``$`` for each ``\$``."""
        text = _RESERVED.sub("", text)
        math = find(text)
        self._katex.render((formula.tex, formula.display) for formula in math.formulas)
        replacements = [(offset, offset + 2, "$") for offset in math.escaped]
        replacements += [(formula.start, formula.end, self._token(text, formula)) for formula in math.formulas]
        pieces = []
        position = 0
        for start, end, replacement in sorted(replacements):
            pieces += [text[position:start], replacement]
            position = end
        return "".join([*pieces, text[position:]])

    def _token(self, text: str, formula: Formula) -> str:
        key = (formula.tex, formula.display, text[formula.start : formula.end])
        number = self._numbers.setdefault(key, len(self._formulas))
        if number == len(self._formulas):
            self._formulas.append(key)
        digits = "".join(chr(_ZERO + int(digit)) for digit in str(number))
        return f"{_OPEN}{digits}{_CLOSE}"

    def mark(self, html: str) -> str:
        """Return ``html`` with a span for each token; words inside tags, the source inside code."""
        if _OPEN not in html:
            return html
        pieces = []
        position = 0
        for match in _CODE_OR_TAG.finditer(html):
            pieces.append(TOKEN.sub(self._span, html[position : match.start()]))
            restore = self._source if match[1] else self._words
            pieces.append(TOKEN.sub(restore, match.group()))
            position = match.end()
        pieces.append(TOKEN.sub(self._span, html[position:]))
        return "".join(pieces)

    def plain(self, text: str) -> str:
        """Return ``text`` with its formulas in words, for titles and other places without markup."""
        return TOKEN.sub(lambda token: self._result(_number(token)).plain, self.stash(text))

    def typeset(self, page: str) -> str:
        """Return a finished page with KaTeX's HTML in place of the spans of `mark`."""
        # A page can hold such a span of its own.
        known = len(self._formulas)
        return _SPAN.sub(lambda span: self._html(int(span[1])) if int(span[1]) < known else span.group(), page)

    def _result(self, number: int) -> Rendered:
        tex, display, _ = self._formulas[number]
        result = self._katex.render([(tex, display)])[0]
        if isinstance(result, Rendered):
            return result
        self._on_error(tex, result)
        html = f'<code class="math-error" dir="ltr" title="{escape(result.message)}">{escape(tex)}</code>'
        return Rendered(html, tex)

    def _span(self, token: re.Match[str]) -> str:
        number = _number(token)
        return f'<span class="math" dir="ltr" data-math="{number}">{escape(self._result(number).plain)}</span>'

    def _words(self, token: re.Match[str]) -> str:
        return escape(self._result(_number(token)).plain)

    def _source(self, token: re.Match[str]) -> str:
        return escape(self._formulas[_number(token)][2], quote=False)

    def _html(self, number: int) -> str:
        tex, display, _ = self._formulas[number]
        # Wide formulas scroll in their own box, which the keyboard must be able to reach.
        html = self._result(number).html
        if display:
            attributes = 'class="math math-display" dir="ltr" tabindex="0"'
        elif _is_wide(html) or _MOVES.search(tex):
            attributes = 'class="math math-wide" dir="ltr" tabindex="0"'
        else:
            attributes = 'class="math" dir="ltr"'
        return f"<span {attributes}>{html}</span>"


def _is_wide(html: str) -> bool:
    """Tell whether an inline formula holds a piece that no line break divides and no phone can show."""
    pieces = html.split('<span class="katex-base">')[1:]
    return any(_letters(piece) + 2 * sum(map(float, _SPACE.findall(piece))) > _WIDEST_PIECE for piece in pieces)


def _letters(piece: str) -> int:
    return len(re.sub(r"<[^>]*>|&\w+;", "", piece))


def _number(token: re.Match[str]) -> int:
    return int("".join(str(ord(digit) - _ZERO) for digit in token[1]))


class MathExtension(Extension):
    """Python-Markdown with TeX kept out of its way."""

    def __init__(self, stash: FormulaStash) -> None:
        """``stash`` is shared by all pages of a build."""
        super().__init__()
        self._stash = stash

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the preprocessor before all others and the postprocessor after raw HTML."""
        md.preprocessors.register(_Stash(md, self._stash), "course-math", 200)
        md.postprocessors.register(_Mark(md, self._stash), "course-math", 1)


class _Stash(Preprocessor):
    def __init__(self, md: Markdown, stash: FormulaStash) -> None:
        super().__init__(md)
        self._stash = stash

    def run(self, lines: list[str]) -> list[str]:
        return self._stash.stash("\n".join(lines)).split("\n")


class _Mark(Postprocessor):
    def __init__(self, md: Markdown, stash: FormulaStash) -> None:
        super().__init__(md)
        self._stash = stash

    def run(self, text: str) -> str:
        return self._stash.mark(text)
