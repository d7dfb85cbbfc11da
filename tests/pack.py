"""Packs a built site for reading offline: ``python tests/pack.py site site.zip`` (``make zip``)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def pack(site: Path, archive: Path) -> None:
    """Write a built site into an archive that unpacks into one folder."""
    # Beside its place first: a half-written archive never has the name.
    made = shutil.make_archive(str(archive.with_suffix(".part")), "zip", site.parent, site.name)
    Path(made).replace(archive)


if __name__ == "__main__":
    pack(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
