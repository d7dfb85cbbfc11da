"""Pages of a single shape, over and over: what is harmless once takes minutes where a reader looks back for each."""

from __future__ import annotations

from dragoman.pages import size as bounds

_REPEATED = {
    "comments": "<!--\na\n",
    "comments with text": "<!-- a -->\n\na\n\n",
    "ends of comments": "-->",
    "begins of comments": "<!-- ",
    "backticks": "` ",
    "backticks and a letter": "` a",
    "fences": "```\na\n",
    "tildes": "~~~\na\n",
    "headings": "## a\n",
    "underlined headings": "a\n=\n",
    "items": "- a\n",
    "numbered items": "1. a\n",
    "rules": "---\n",
    "quotations": "> ",
    "quoted lines": "> a\n",
    "rows": "|a|b|\n",
    "tables": "|a|b|\n|-|-|\n",
    "boxes": "!!! note\n",
    "boxes with text": "!!! note\n\n    a\n\n",
    "details": "??? q\n",
    "tabs": '=== "a"\n',
    "definitions": "a\n: b\n",
    "abbreviations": "*[a]: b\n",
    "references": "[a]: b\n",
    "footnotes": "[^1]: a\n",
    "opening brackets": "[",
    "closing brackets": "]",
    "links without end": "[a](",
    "links": "[a](b) ",
    "images": "![a](b)\n",
    "images in links": "![![a](b)](c)",
    "images named by the site": "![a]({{site.baseurl}}/a.png)\n",
    "parentheses": "(",
    "dollars": "$",
    "dollars and a letter": "$a ",
    "formulas": "$x^2$ ",
    "displays": "$$x$$\n",
    "lines of two dollars": "$$\n",
    "environments": "\\begin{a}\n",
    "fractions": "\\frac{",
    "TeX brackets": "\\[",
    "stars": "*",
    "stars and a letter": "*a ",
    "underscores": "_a",
    "less than": "<",
    "tags": "<b>",
    "tags with attributes": '<a href="x">',
    "divs": "<div>\n",
    "ends of divs": "</div>\n",
    "centred": "<center>\n",
    "paragraphs in HTML": "<p>",
    "tables in HTML": "<table><tr><td>",
    "pre": "<pre>\n",
    "scripts": "<script>",
    "styles": "<style>\n",
    "drawings": "<svg>",
    "MathML": "<math>",
    "braces": "{",
    "attribute lists": "{: .a}\n",
    "ids": "{#a}\n",
    "Liquid": "{% a %}",
    "mustaches": "{{",
    "ampersands": "&",
    "entities": "&#x41;",
    "backslashes": "\\",
    "broken lines": "\\\\\n",
    "addresses": "http://a.b ",
    "addresses in brackets": "<http://a.b>",
    "roles": ":a:",
    "exclamations": "!",
    "a long word": "a",
    "a long line": "a ",
    "lines": "a\n",
    "paragraphs": "a\n\n",
    "blank lines": "\n",
    "wide bars": "｜",
    "Hebrew": "א",
    "accents": "e\u0301",
    "zeros": "\x00",
    "private signs": "\U000f0000",
}
SIZES = (6_000, 48_000, 200_000)
NAMES = (*_REPEATED, "nested items", "nested numbers", "nested quotations")


def shape(name: str, size: int) -> str:
    """Return a page of ``size`` characters, about."""
    if name == "nested items":
        return "".join(f"{'  ' * depth}- a\n" for depth in range(int(size**0.5)))
    if name == "nested numbers":
        return "".join(f"{'    ' * depth}1. a\n" for depth in range(int((size / 2) ** 0.5)))
    if name == "nested quotations":
        return "".join(f"{'>' * depth} a\n" for depth in range(int((2 * size) ** 0.5)))
    piece = _REPEATED[name]
    return (piece * (size // len(piece) + 1))[:size]


def fullest(name: str, most: int) -> str:
    """Return the largest page of a shape, of up to ``most`` characters, that is read."""
    low, high = 0, most
    while low < high:
        size = (low + high + 1) // 2
        low, high = (low, size - 1) if any(bounds.flaws(shape(name, size))) else (size, high)
    return shape(name, low)
