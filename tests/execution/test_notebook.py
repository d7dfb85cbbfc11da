"""What only notebooks understand, named with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.execution.snippets import (
    Snippet,
    parse,
)


def snippet(text: str) -> Snippet:
    return parse("05-1-a", Path("05-1-a.py"), text)


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("%matplotlib inline", "figures are shown as they are: remove it"),
        ("%%time", "write time.perf_counter()"),
        ("%timeit f(x)", "write time.perf_counter()"),
        ("%load_ext autoreload", "write what it does in Python, or remove it"),
        ("files = %ls", "write what it does in Python, or remove it"),
        ("!pip install torch", "install packages before a build: remove it"),
        ("!python -m pip install torch", "install packages before a build: remove it"),
        ("!ls -l", "write subprocess.run("),
        ("a, b = !ls", "write subprocess.run("),
        ("?print", "write help(…), or remove it"),
        ("print??", "write help(…), or remove it"),
        ("np.*load*?", "write help(…), or remove it"),
        ("await f()", "write async def main(): … and asyncio.run(main())"),
        ("async with f() as g: pass", "write async def main(): … and asyncio.run(main())"),
        ("async for x in y: pass", "write async def main(): … and asyncio.run(main())"),
        ("z = [x async for x in y]", "write async def main(): … and asyncio.run(main())"),
    ],
)
def test_notebook_syntax_is_named_with_what_to_write_instead(code: str, remedy: str) -> None:
    (flaw,) = snippet(f"# %% a\nx = 1\n\n# %% b\ny = 2\n{code}\nz = 3\n").flaws
    assert flaw.line == 6
    assert flaw.message.startswith(f"found {code!r}, which is notebook syntax, expected ")
    assert remedy in flaw.message


@pytest.mark.parametrize(
    "code", ["x = 5 %\\\n3", "async def f():\n    await g()", 's = """\n%magic\n!ls\n"""', "y = x % 3", "z = [1,\n2]"]
)
def test_python_that_looks_like_notebook_syntax_is_python(code: str) -> None:
    assert snippet(f"{code}\n").flaws == ()


def test_mistake_of_another_kind_is_no_notebook_syntax() -> None:
    for code, said in (("x = = 1\n", "invalid syntax"), ("return 1\n", "'return' outside function")):
        (flaw,) = snippet(code).flaws
        assert flaw.message.startswith(f"found what Python cannot read ({said})")


def test_cell_that_is_to_raise_may_raise_what_python_cannot_read() -> None:
    assert snippet('# %% a tags=["raises-exception"]\nx = = 1\n').flaws == ()
