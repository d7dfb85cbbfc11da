from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.formulas.katex import Katex, Rendered, TexError

SCRIPT = Path(__file__).parents[2] / "node_modules" / "katex" / "dist" / "katex.min.js"
KATEX = Katex(SCRIPT, {r"\R": r"\mathbb{R}", r"\pd": r"\frac{\partial #1}{\partial #2}"})


def render(tex: str, *, display: bool = False) -> Rendered | TexError:
    return KATEX.render([(tex, display)])[0]


def plain(tex: str) -> str:
    result = render(tex)
    assert isinstance(result, Rendered), result
    return result.plain


def html(tex: str, *, display: bool = False) -> str:
    result = render(tex, display=display)
    assert isinstance(result, Rendered), result
    return result.html


def test_formula_is_html_and_mathml():
    assert '<span class="katex-html"' in html("x^2")
    assert "<math" in html("x^2")
    assert '<annotation encoding="application/x-tex">x^2</annotation>' in html("x^2")


def test_display_is_told_from_inline():
    assert "katex-display" in html("x", display=True)
    assert "katex-display" not in html("x")


def test_results_come_in_the_order_of_the_formulas():
    first, second, third = KATEX.render([("a", False), (r"\nope", False), ("a", True)])
    assert isinstance(first, Rendered)
    assert isinstance(second, TexError)
    assert isinstance(third, Rendered)
    assert first.html != third.html


def test_nothing_to_render_renders_nothing():
    assert KATEX.render([]) == []


def test_engine_that_is_begun_where_an_event_loop_runs_renders_and_refuses():
    async def rendered() -> list[Rendered | TexError]:
        katex = Katex(SCRIPT, {})
        return [*katex.render([("x", False)]), *katex.render([(r"\nope", False)])]

    assert [type(one) for one in asyncio.run(rendered())] == [Rendered, TexError]


def test_macros_are_known_and_take_arguments():
    assert plain(r"\R") == "ℝ"
    assert plain(r"\pd{y}{x}") == "∂y/∂x"


def test_macro_of_a_page_is_gone_on_the_next():
    render(r"\gdef\mine{x} \mine")
    assert isinstance(render(r"\mine"), TexError)


def test_refused_formula_says_why_and_where():
    result = render(r"a + \nope")
    assert isinstance(result, TexError)
    assert r"\nope" in result.message
    assert result.position == 4


@pytest.mark.parametrize("tex", ["{", "a}", r"\frac{a}", r"\left( a", "a & b", "x^2^3", r"\begin{matrix} a"])
def test_malformed_formula_is_an_error(tex: str):
    assert isinstance(render(tex), TexError)


@pytest.mark.parametrize("tex", [r"\href{javascript:alert(1)}{a}", r"\includegraphics{a.png}", r"\htmlClass{a}{b}"])
def test_command_that_could_leave_the_formula_is_an_error(tex: str):
    result = render(tex)
    assert isinstance(result, TexError)
    assert "is not allowed" in result.message


def test_formula_without_end_is_an_error():
    assert isinstance(render(r"\def\a{\a\a}\a"), TexError)
    assert isinstance(render("{" * 3000 + "x" + "}" * 3000), TexError)


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\x01", "\x0c"])
def test_character_that_html_does_not_know_is_an_error(sign: str):
    assert isinstance(render(f"a{sign}b"), TexError)


@pytest.mark.parametrize("levels", [600, 3000])
@pytest.mark.parametrize("tex", [r"\sqrt{", r"\hat{", r"\frac{1}{", "x_{"])
def test_formula_that_is_nested_too_deeply_is_an_error(tex: str, levels: int):
    assert isinstance(render(tex * levels + "x" + "}" * levels), TexError)


MOST = [
    r"\def\x{" + "a" * 1000 + "}" + r"\x" * 300,
    r"\def\f#1{#1#1#1#1#1#1#1#1}" + r"\f{" * 8 + "a" + "}" * 8,
    r"\edef\x{aa}" + r"\edef\x{\x\x}" * 30 + r"\x",
    r"\def\x{\def\y{\x\x}\y}\x",
    *(r"\left(" * 900 + r"\right)" * 900, r"\sqrt{a}" * 2000, "a" * 100_000, r"\verb|" + "a" * 100_000 + "|"),
    *(r"\begin{matrix}" + "&" * 1800 + r"\\" * 1800 + r"\end{matrix}", r"\hat{" * 900 + "x" + "}" * 900),
]


@pytest.mark.parametrize("tex", MOST)
def test_formula_that_would_take_long_or_fill_the_page_is_an_error_and_spoils_no_other(tex: str):
    before, refused, after = KATEX.render([("a^7", False), (tex, True), ("b^7", False)])
    assert isinstance(refused, TexError)
    assert refused.message
    assert isinstance(before, Rendered)
    assert isinstance(after, Rendered)


def test_formula_as_long_as_real_ones_is_read():
    assert "katex" in html(r"\begin{matrix}" + r"\frac{a}{b} & \sqrt{c} & d \\" * 20 + r"\end{matrix}", display=True)


SIZES = ["5000em", "-5000em", "9999ex", "-99999mu", "5000pt", "-5000px", "300cm", "3000mm", "-99in", "5000bp", "500pc"]
COMMANDS = [r"\kern{}x", r"\mkern{}x", r"\hskip{}x", r"\mskip{}x", r"\hspace{{{}}}x", r"\hspace*{{{}}}x"]
COMMANDS += [r"\rule{{{}}}{{1em}}", r"\rule{{1em}}{{{}}}", r"\rule[{}]{{1em}}{{1em}}", r"\raisebox{{{}}}{{x}}"]
COMMANDS += [r"\begin{{matrix}}a\\[{}]b\end{{matrix}}", r"a\above{{{}}}b", r"\genfrac(){{{}}}{{0}}{{a}}{{b}}"]
COMMANDS += [r"\smash{{\raisebox{{{}}}{{x}}}}", r"\mathllap{{\kern{}x}}", r"{{\Huge\kern{}x}}", r"\text{{\kern{}x}}"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("command", COMMANDS)
def test_size_that_no_page_has_is_an_error(command: str, size: str):
    # A negative gap between rows, or a bar with less than no thickness, is none.
    shown = render(command.format(size), display=True)
    if isinstance(shown, Rendered):
        assert max(abs(float(em)) for em in re.findall(r"(-?[\d.]+)em", shown.html.partition("katex-html")[2])) < 25
    else:
        assert shown.message


@pytest.mark.parametrize(
    "tex",
    [
        r"\kern-5000em\colorbox{white}{\text{x}}",
        r"\def\s{-500}\kern\s em x",
        r"\kern-9em" * 5 + "x",
        r"\let\k\kern\k-99em x",
        r"\def\arraystretch{1000}\begin{matrix}a\\b\end{matrix}",
        r"\raisebox{19em}{" * 9 + "x" + "}" * 9,
    ],
)
def test_size_that_is_written_in_another_way_is_an_error(tex: str):
    result = render(tex, display=True)
    assert isinstance(result, TexError)
    assert "a size of" in result.message


@pytest.mark.parametrize(
    "tex",
    [
        r"\kern-1em x",
        r"\rule{10em}{1pt}",
        r"a \qquad b",
        r"\begin{matrix}" + r"a\\[1em]" * 60 + r"\end{matrix}",
        r"x\!" * 50,
    ],
)
def test_size_that_a_page_has_is_typeset(tex: str):
    assert "katex" in html(tex, display=True)


def test_engine_that_is_lost_is_replaced_and_loses_no_formula(tmp_path: Path):
    script = tmp_path / "katex.js"
    hungry = """
    const typeset = katex.renderToString;
    katex.renderToString = (tex, options) => {
      if (tex === "time") for (;;);
      if (tex === "memory") for (const all = [];;) all.push(new Array(1e5).fill(tex + all.length));
      return typeset(tex, options);
    };
    """
    script.write_text(SCRIPT.read_text("utf-8") + hungry, "utf-8")
    katex = Katex(script, {})
    wanted = [f"x_{number}" for number in range(5)]
    results = katex.render([(tex, False) for tex in [*wanted, "time", *wanted[::-1], "memory", "y"]])
    refused = [index for index, result in enumerate(results) if isinstance(result, TexError)]
    assert refused == [5, 11]
    assert isinstance(katex.render([("z", True)])[0], Rendered)


def test_arabic_words_in_a_formula_run_from_right_to_left():
    assert '<span class="mord text" dir="rtl">' in html(r"x = \text{سطر}")
    assert 'dir="rtl"' not in html(r"x = \text{row}")


def test_only_the_words_that_are_arabic_change_direction():
    page = html(r"\text{row} + \text{سطر} + \text{col}")
    assert page.count('<span class="mord text"') == 3
    assert page.count('<span class="mord text" dir="rtl">') == 1


@given(h.tex | st.text(max_size=20))
def test_any_tex_is_rendered_or_refused(tex: str):
    result = render(tex)
    if isinstance(result, Rendered):
        assert result.html.startswith("<span")
        assert "<" not in result.plain or "<" in tex or r"\l" in tex
    else:
        assert result.message
        assert result.position >= 0
