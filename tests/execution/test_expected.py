from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.execution.expected import difference, expected_path, render, stand_in
from dragoman.execution.results import CellOutput, Failure, Output
from dragoman.execution.snippets import Snippet, parse


def snippet(root: Path, text: str = "# %% one\nx = 1\n\n# %% two\nx\n\n# %%\nx\n") -> Snippet:
    return parse("05-1-a", root / "week05" / "05-1-a.py", text)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("", ""),
        ("loss 0.5000\n", "loss 0.5004\n"),
        ("1.000e-08\n", "1.0009e-08\n"),
        ("a -2.0 b\n", "a -2.001 b\n"),
        ("  9.999\n", " 10.001\n"),
        ("1.0 2.0 3", "1.001 1.999 3"),
        ("nan inf\n", "nan inf\n"),
    ],
)
def test_decimals_may_differ_by_a_thousandth(wanted: str, given: str) -> None:
    assert difference(wanted, given) is None
    assert difference(given, wanted) is None


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("loss 0.500\n", "loss 0.502\n"),
        ("1000\n", "1001\n"),
        ("100000\n", "100001\n"),
        ("step 1: 0.5\n", "step 2: 0.5\n"),
        ("loss 0.5\n", "Loss 0.5\n"),
        ("0.5\n", "-0.5\n"),
        ("0.5\n", "0.5 0.5\n"),
        ("a\n", "a\nb\n"),
        ("a\nb\n", "a\n"),
        ("nan\n", "0.5\n"),
        ("1e-3\n", "1e-4\n"),
        ("0.0\n", "0.1\n"),
        ("a\n\nb\n", "a\nb\n"),
    ],
)
def test_text_integers_and_larger_differences_are_found(wanted: str, given: str) -> None:
    assert difference(wanted, given) is not None
    assert difference(given, wanted) is not None


def test_difference_names_the_first_line_that_differs() -> None:
    assert difference("a\n0.1\nc\n", "a\n0.2\nd\n") == "found '0.2', expected '0.1' (line 2 of the output)"
    assert difference("a\nb\n", "a\n") == "found '', expected 'b' (line 2 of the output)"


@given(st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=5), st.floats(-9e-4, 9e-4))
def test_any_decimals_within_the_tolerance_agree(numbers: list[float], relative: float) -> None:
    wanted = " ".join(f"{number:.9e}" for number in numbers)
    given = " ".join(f"{number * (1 + relative):.9e}" for number in numbers)
    assert difference(wanted, given) is None


@given(h.any_text | h.hostile_text, h.any_text | h.hostile_text)
def test_any_two_texts_are_compared_without_an_exception(one: str, other: str) -> None:
    assert difference(one, one) is None
    assert (difference(one, other) is None) == (difference(other, one) is None)


def test_expected_output_lies_beside_the_snippets(tmp_path: Path) -> None:
    assert expected_path(snippet(tmp_path), tmp_path) == tmp_path / "expected" / "week05" / "05-1-a.txt"


def test_expected_output_stands_in_where_code_cannot_run(tmp_path: Path) -> None:
    given = Output((CellOutput("1\n\n  2\n", ("<svg/>", "<svg/>")), CellOutput(""), CellOutput("é %% 3\n")))
    path = expected_path(snippet(tmp_path), tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(render(snippet(tmp_path), given), "utf-8")
    shown = stand_in(snippet(tmp_path), tmp_path, ["torch"])
    assert isinstance(shown, Output)
    assert [cell.text for cell in shown.cells] == [cell.text for cell in given.cells]
    assert [len(cell.figures) for cell in shown.cells] == [2, 0, 0]
    assert not shown.drawn


def test_exception_that_was_expected_is_part_of_the_text(tmp_path: Path) -> None:
    one = snippet(tmp_path, '# %% one tags=["raises-exception"]\n1 / 0\n')
    given = Output((CellOutput("before\n", (), "ZeroDivisionError: division by zero"),))
    assert render(one, given) == "# %% one\nbefore\nZeroDivisionError: division by zero\n"


def test_output_that_looks_like_a_cell_does_not_shift_the_cells(tmp_path: Path) -> None:
    given = Output((CellOutput("# %% two\n# figures: 3\n"), CellOutput("2\n"), CellOutput("3\n")))
    path = expected_path(snippet(tmp_path), tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(render(snippet(tmp_path), given), "utf-8")
    shown = stand_in(snippet(tmp_path), tmp_path, ["torch"])
    if isinstance(shown, Output):
        assert [cell.text for cell in shown.cells] == [cell.text for cell in given.cells]
    else:
        assert "expected" in shown.message


def test_snippet_without_expected_output_is_a_failure_with_the_way_out(tmp_path: Path) -> None:
    failure = stand_in(snippet(tmp_path), tmp_path, ["torch"])
    assert isinstance(failure, Failure)
    assert "install torch" in failure.message


def test_expected_output_of_other_cells_is_a_failure_with_the_way_out(tmp_path: Path) -> None:
    path = expected_path(snippet(tmp_path), tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text("# %% one\n1\n", "utf-8")
    failure = stand_in(snippet(tmp_path), tmp_path, ["torch"])
    assert isinstance(failure, Failure)
    assert "course run --update" in failure.message
