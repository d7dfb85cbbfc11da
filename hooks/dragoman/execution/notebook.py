"""What only notebooks read, and what a snippet says instead."""

from __future__ import annotations

import re

# What notebooks read and Python does not, and what to do instead.
_NOTEBOOK = (
    (r"%%?(?:matplotlib|pylab)\b.*", "figures are shown as they are: remove it"),
    (r"(?:[\w, ]+=\s*)?!+\s*(?:python3? -m )?(?:pip|conda|mamba|uv)\b.*", "install packages before a build: remove it"),
    (r"(?:[\w, ]+=\s*)?!.*", 'write subprocess.run(["program", "argument"], check=True)'),
    (r"%%?(?:timeit|time)\b.*", "write time.perf_counter(), but show no time, which is another in every run"),
    (r"(?:[\w, ]+=\s*)?%%?\w.*", "write what it does in Python, or remove it"),
    (r"\?+[\w.*]+|[\w.*]+\?+", "write help(…), or remove it"),
)
_AWAIT = re.compile(r"'(?:await|async \w+)' outside|asynchronous comprehension outside")


def hint(line: str, said: str) -> str | None:
    """Return what to write instead of a line that only notebooks read, of which Python ``said`` something; else None."""
    if _AWAIT.search(said):
        return (
            f"found {line.strip()!r}, which is notebook syntax, expected await inside of a function: "
            "write async def main(): … and asyncio.run(main())"
        )
    for pattern, remedy in _NOTEBOOK:
        if re.fullmatch(pattern, line.strip()):
            return f"found {line.strip()!r}, which is notebook syntax, expected Python: {remedy}"
    return None
