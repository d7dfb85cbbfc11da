"""What the property tests share: a stable profile, and strategies for hostile text."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

settings.register_profile("course", derandomize=True, max_examples=100, deadline=None, database=None)
settings.load_profile("course")

PRIVATE = "".join(chr(code) for code in range(0xF0000, 0xF0020))

_TOKENS = (
    *("<!--", "-->", "<--!", "--!>", "..>", "\n", "\n\n", "\r\n", "\ufeff", " ", "  ", "    ", "\t", "\0"),
    *("$", "$$", "\\$", "\\(", "\\)", "\\[", "\\]", "\\\\", "\\", "\\alpha", "x_1", "$5", "{", "}", "^"),
    *("`", "``", "```", "```\n", "```python\n", "~~~", "`````", "|", "| a | b |\n", "|---|---|\n"),
    *(
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        "# ",
        "## ",
        "!!! note\n",
        "---\n",
        "---",
        "title: ",
        "lang-ref: ch.05-1\n",
    ),
    *("<div>", "</div>", '<div dir="rtl">', "<center>", "</center>", "<code>", "</code>", "<br>", "<", ">", "&lt;"),
    *(
        "a",
        "word",
        "é",
        "e\u0301",
        "سطر",
        "ب",
        "7",
        "-0.5",
        "f(x)",
        "(",
        ")",
        "[",
        "](",
        "{{site.baseurl}}",
        "![",
        "\u200f",
    ),
)
# Everything that UTF-8 can hold.
any_text = st.text(st.characters(codec="utf-8"), max_size=60)
# Mixtures of what means something to one of the parsers.
hostile_text = st.lists(st.sampled_from(_TOKENS) | st.text(st.characters(codec="utf-8"), max_size=3), max_size=40).map(
    "".join
)

_WORDS = ("where", "bu", "puis", "أولا", "loss", "it", "état", "then")
prose = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
_TEX_PIECES = (
    *("x", "y", "W", "k", "0", "17", "+", "-", "=", ",", "|", "'", "(", ")", "[", "]", " ", " & "),
    *("_i", "^{2}", "_{t+1}", "\\alpha ", "\\theta_k", "\\frac{a}{b}", "\\cdot ", "\\\\ ", "\\{", "\\}", "\\|", "\\,"),
    *("\\text{if }", "\\left(", "\\right)", "<", ">", "*", "~", "#", '"', "\\%", "!"),
)
# TeX without a dollar, a backtick, a line end or a space at its ends.
tex = (
    st.lists(st.sampled_from(_TEX_PIECES), min_size=1, max_size=12)
    .map(lambda pieces: "".join(pieces).strip())
    .filter(lambda tex: tex and not tex.endswith("\\") and "\\_" not in tex)
)
