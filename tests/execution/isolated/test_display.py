"""The last value of a cell, as a notebook shows it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from dragoman.execution.isolated.display import Display, of
from dragoman.execution.results import CellOutput, Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import parse
from projects import Project

pytestmark = pytest.mark.slow  # runs PyTorch

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"><script>alert(1)</script></svg>'
FRAME = """<div><style scoped>.dataframe td { color: red }</style><table border="1" class="dataframe" onclick="run()">
<thead><tr style="text-align: right;"><th></th><th>a &lt; b</th></tr></thead><tbody><tr><th>0</th><td colspan="2">1</td></tr></tbody>
</table><script>run()</script><img src="https://example.org/x.png" onerror="run()"><a href="javascript:run()">more</a></div>"""


def png() -> bytes:
    """Return a picture of 8 by 4 pixels."""
    image = pytest.importorskip("PIL.Image")
    buffer = io.BytesIO()
    image.new("RGB", (8, 4), "red").save(buffer, "PNG")
    return buffer.getvalue()


@dataclass
class Rich:
    """A value with the methods that notebooks ask for."""

    html: str | None = None
    svg: str | None = None
    png: bytes | None = None
    bundle: object = None

    def __repr__(self) -> str:
        return "Rich"

    def _repr_html_(self) -> str | None:
        return self.html

    def _repr_svg_(self) -> str | None:
        return self.svg

    def _repr_png_(self) -> bytes | None:
        return self.png

    def _repr_mimebundle_(self) -> object:
        return self.bundle


class Failing:
    """A value whose picture needs something that is not there."""

    def __repr__(self) -> str:
        return "as text"

    def _repr_html_(self) -> str:
        raise RuntimeError


def test_table_is_shown_as_html_that_can_neither_run_nor_load_nor_restyle() -> None:
    found = of(Rich(FRAME), "f")
    assert "<th>a &lt; b</th>" in found.html
    assert '<td colspan="2">1</td>' in found.html
    for trace in ("script", "style", "run()", "class", "onclick", "src", "href", "example.org", "<img"):
        assert trace not in found.html
    assert found.text == "Rich\n"
    assert found.flaw == ""


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (Rich(svg=SVG), "svg+xml"),
        (Rich(png=png()), "png"),
        (Rich(svg=SVG, png=png()), "svg+xml"),
        (Rich(bundle={"image/png": png(), "text/plain": "x"}), "png"),
        (Rich(bundle=({"image/svg+xml": SVG}, {})), "svg+xml"),
    ],
)
def test_picture_is_a_figure_in_which_nothing_runs(value: Rich, kind: str) -> None:
    found = of(value, "figure-a")
    assert found.figure.startswith('<svg data-figure="figure-a" ')
    assert f'<image href="data:image/{kind};base64,' in found.figure
    assert "alert" not in found.figure
    assert ('viewBox="0 0 8 4"' if kind == "png" else 'viewBox="0 0 10 20"') in found.figure
    assert (found.text, found.html) == ("", "")


def test_html_comes_before_pictures_and_text() -> None:
    assert of(Rich("<b>1</b>", SVG, png()), "f").html == "<b>1</b>"
    assert of(Rich(bundle={"text/html": "<b>1</b>", "text/plain": "one"}), "f") == Display("one\n", "<b>1</b>")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1\n"),
        ("é", "'é'\n"),
        ([1, 2], "[1, 2]\n"),
        (list(range(40)), "[" + ",\n ".join(map(str, range(40))) + "]\n"),
        (Failing(), "as text\n"),
        (Rich, f"{Rich!r}\n"),
        (..., "Ellipsis\n"),
        (None, ""),
    ],
)
def test_value_without_a_better_form_is_text(value: object, text: str) -> None:
    assert of(value, "f") == Display(text)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            Rich('<div id="plot"></div><script src="https://example.org/x.js"></script>'),
            "found a Rich that needs scripts",
        ),
        (object(), "found <object object at 0x…> as the last value, expected one that says something: print"),
        ((x for x in ()), "found <generator object "),
    ],
)
def test_value_that_cannot_be_shown_is_named_with_what_to_write(value: object, said: str) -> None:
    found = of(value, "f")
    assert found.flaw.startswith(said)
    assert (found.text, found.html, found.figure) == ("", "", "")


def cells(folder: Path, source: str) -> tuple[CellOutput, ...]:
    path = folder / "snippets" / "week05" / "05-1-a.py"
    (result,) = Runner(folder / "cache", folder / "snippets").run([parse("05-1-a", path, source)]).values()
    assert isinstance(result, Output), result
    assert result.remarks == ()
    return result.cells


def test_each_cell_shows_its_last_value_unless_a_semicolon_follows(tmp_path: Path) -> None:
    source = (
        "# %% value\nx = 2\nx\n# %% silent\nx;\n# %% silent too\n(x) ;  # no value\n# %% none\nprint(x)\n"
        "# %% statement\ny = x\n# %% string\n'; # é'\n# %% lines\n[\n    x,\n]  # a list;\n"
        "# %% future\nfrom __future__ import annotations\nx\n"
    ).replace("silent too", "silent-too")
    assert [(cell.text, cell.value) for cell in cells(tmp_path, source)] == [
        ("", "2\n"),
        ("", ""),
        ("", ""),
        ("2\n", ""),
        ("", ""),
        ("", "'; # é'\n"),
        ("", "[2]\n"),
        ("", "2\n"),
    ]


def test_what_matplotlib_returns_for_a_drawing_is_no_text(tmp_path: Path) -> None:
    drawings = ["plt.plot([1])", "plt.subplots(1, 2)[1]", "plt.hist([1])", "plt.gca().set(title='x')"]
    source = "".join(f"# %%\nimport matplotlib.pyplot as plt\n{drawing}\n" for drawing in drawings)
    found = cells(tmp_path, source)
    assert [cell.value for cell in found] == [""] * 4
    assert [len(cell.figures) for cell in found] == [1] * 4


def test_page_shows_tables_and_pictures_contained(project: Project) -> None:
    project.snippet(
        "05-1-rich",
        f"# %% table\nclass Frame:\n    def __repr__(self):\n        return 'FRAME AS TEXT'\n\n"
        f"    def _repr_html_(self):\n        return {FRAME!r}\n\n\nprint('before')\nFrame()\n\n"
        "# %% picture\nfrom PIL import Image\n\nImage.new('L', (8, 4))\n",
    )
    fence = '```python exec="1" snippet="05-1-rich:{}" alt="{}"\n```'
    body = "\n\n".join((fence.format("table", ""), fence.format("picture", "A dark field")))
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", body)
    project.write("fr/week05/05-1.md", "lang: fr\nlang-ref: ch.05-1\ntitle: x", body)
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    for page in (built.page("week05/05-1"), built.page("fr/week05/05-1")):
        assert "before" in page
        assert "<th>a &lt; b</th>" in page
        assert "FRAME AS TEXT" not in page
        assert "run()" not in page
        assert "example.org/x.png" not in page
        assert '<svg role="img" aria-label="A dark field" data-figure="figure-05-1-rich-1-value"' in page
        assert 'href="data:image/png;base64,' in page
