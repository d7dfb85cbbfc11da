"""A folder beside the site in which a build takes place, so that a failure leaves the site as it was."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from dragoman import files

_PREFIX = ".site-building-"
_PREVIOUS = "previous"  # what changes places with the previous site, and is that then


class Staging:
    """The folder of one build; it goes away with the process, or with the next build where that was killed."""

    def __init__(self, site: Path) -> None:
        """``site`` is where the finished site is to be."""
        self.site = site.resolve()
        if self.site.exists() and not self.site.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.site))
        self._around = files.Workplace(self.site.parent, _PREFIX, self._rescue)
        self.folder = self._around.path / "site"

    def publish(self) -> Path:
        """Put the finished site in the place of the previous one, and return where it is."""
        with files.locked(self.site.parent):
            if self.site.exists():
                shutil.copymode(self.site, self.folder)
                files.exchange(self.folder.replace(self._around.path / _PREVIOUS), self.site)
            else:
                self.folder.replace(self.site)
            self._around.close()
        return self.site

    def named(self, text: str) -> str:
        """Return a message with the site in the place of the folder in which it is built."""
        return text.replace(str(self.folder), str(self.site))

    def _rescue(self, around: Path) -> None:
        """Take out of a folder what belongs to the site, also where a build was ended while it was published.

        Like MkDocs, which leaves .git and its kind alone in the folder of the site.
        """
        aside = around / f"{_PREVIOUS}-aside"
        if not self.site.exists() and aside.exists():
            aside.replace(self.site)
        for kept in around.glob(f"{_PREVIOUS}*/.*"):
            if self.site.exists() and not os.path.lexists(self.site / kept.name):
                kept.replace(self.site / kept.name)
