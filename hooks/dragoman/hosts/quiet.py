"""Keeps Material's announcement of its end of life off the console, also for plain ``mkdocs``.

MkDocs imports the theme before any hook. Names in ``mkdocs.yml`` are imported earlier still.
"""

import os

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


class Quiet:
    """What ``mkdocs.yml`` names so that this module is imported."""
