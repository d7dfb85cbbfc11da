"""The search index under ``mkdocs serve``: made when a browser asks for it, not at every reload."""

from __future__ import annotations

import json
import mimetypes
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman.search.interface import FOLDER, offered, record, unpacked
from dragoman.search.record import SearchIndex

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


# What may be the name of a folder of a language, and leads out of none.
_LANG = re.compile(r"[\w-]+")


class SearchPages:
    """The pages of one build that can be found, by language, kept in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, lang: str, url: str, sections: str, langs: Sequence[str] = ()) -> None:
        """Take in a page; its ``sections`` are `packed`, in JSON, and ``langs`` those that it is in."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._file(lang).open("a", encoding="utf-8") as file:
            print(f"[{json.dumps(url)}, [{json.dumps(langs)}, {sections}]]", file=file)

    def has(self, lang: str) -> bool:
        """Tell whether a language has pages."""
        return self._file(lang).is_file()

    def write(self, lang: str, folder: Path) -> None:
        """Write the index of ``lang`` to ``folder``; raise `SearchError` if that cannot be."""
        with tempfile.TemporaryDirectory(dir=self._folder) as name, self._file(lang).open("rb") as lines:
            index = SearchIndex(lang, Path(name))
            # Of a page that was made anew the last one counts.
            for url, (langs, packed) in dict(map(json.loads, lines)).items():
                sections = unpacked(packed)
                index.add(record(sections, url, lang, langs), offered(sections))
            index.make()
            index.write(folder)

    def _file(self, lang: str) -> Path:
        return self._folder / f"{lang}.jsonl"


class SearchOnDemand:
    """The indexes of the pages that were built last, each made at the first request for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: SearchPages | None = None
        self._indexes: dict[str, dict[str, bytes]] = {}

    def replace(self, pages: SearchPages) -> None:
        """Forget the indexes of the previous build."""
        self._pages, self._indexes = pages, {}

    def forget(self) -> None:
        """Forget the indexes, as some pages are others."""
        self._indexes = {}

    def file(self, path: str) -> bytes | None:
        """Return a file of an index by its path below the top of the site; None where there is none."""
        lang, _, name = path.removeprefix(f"{FOLDER}/").partition("/")
        pages, indexes = self._pages, self._indexes
        if not path.startswith(f"{FOLDER}/") or pages is None or not _LANG.fullmatch(lang) or not pages.has(lang):
            return None
        with self._lock:
            if lang not in indexes:
                indexes[lang] = _files(pages, lang)
            return indexes[lang].get(name)

    def before(self, application: Application, mount: str) -> Application:
        """Return ``application`` with the indexes in front of it, below the path ``mount``."""

        def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = str(environ["PATH_INFO"])
            content = self.file(path.removeprefix(mount)) if path.startswith(mount) else None
            if content is None:
                return application(environ, start_response)
            # Browsers refuse a script of any other type.
            kind = "text/javascript" if path.endswith(".js") else mimetypes.guess_type(path)[0]
            headers = [("Content-Type", kind or "application/octet-stream"), ("Content-Length", str(len(content)))]
            start_response("200 OK", [*headers, ("Cache-Control", "no-store")])
            return [content]

        return serve


def _files(pages: SearchPages, lang: str) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="course-search-") as name:
        folder = Path(name)
        pages.write(lang, folder)
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
