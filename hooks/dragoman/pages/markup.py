"""HTML as text: where its tags are."""

from __future__ import annotations

import re

# A tag, a comment or a declaration; a quoted attribute may hold angle brackets.
TAG = re.compile(
    r"<!--.*?-->|<![^>]*>|<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)
