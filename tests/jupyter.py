"""Markdown as Jupyter shows it: formulas are taken out first, then it is CommonMark with tables and HTML."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt

# As JupyterLab and nbconvert look for them: what a backslash stands before is none, and code has none.
_CODE = re.compile(r"^(`{3,})[^`\n]*\n.*?^\1`*$|(?<!\\)(`+)(?!`)[^\n]*?[^`\n]\2(?!`)", re.MULTILINE | re.DOTALL)
_MATH = re.compile(r"(?<!\\)(\$\$?)(?!\$)((?:\\.|[^\\$])+?)\1", re.DOTALL)


def split(markdown: str) -> tuple[str, list[str]]:
    """Return Markdown with a sign in the place of each formula, and the formulas with their dollars."""
    formulas: list[str] = []
    code: list[str] = []

    def keep(found: re.Match[str]) -> str:
        code.append(found[0])
        return f"@@{len(code) - 1}@@"

    def take(found: re.Match[str]) -> str:
        assert "\n\n" not in found[0]
        formulas.append(found[0])
        return f"\ue000{len(formulas) - 1}\ue001"

    without = _MATH.sub(take, _CODE.sub(keep, markdown))
    return re.sub(r"@@(\d+)@@", lambda found: code[int(found[1])], without), formulas


def rendered(markdown: str) -> str:
    """Return the HTML of a Markdown cell, each formula in a span."""
    text, formulas = split(markdown)
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return re.sub(
        "\ue000(\\d+)\ue001",
        lambda found: f'<span class="formula">{escape(formulas[int(found[1])].strip("$"), quote=False)}</span>',
        html,
    )
