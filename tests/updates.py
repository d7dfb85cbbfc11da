"""A page, its translation, and an update of it."""

from __future__ import annotations

from dragoman.sync.editing import update as updating
from dragoman.sync.editing.revision import Rewritten
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import source_blocks
from translated import body_of, commented, lecture, visible

ENGLISH = "\n## Descent\n\nThe loss $L$ rises.\n\nThe end is near.\n"


TURKISH = commented(
    ("## Descent", "## İniş"), ("The loss $L$ falls.", "$L$ kaybı düşer."), ("The end is near.", "Son yakındır.")
)


BELOW_ENGLISH = "\n## Descent\n\nThe loss $L$ falls.\n\nThe end is near $e$.\n"


BELOW = """
## İniş

<!--
## Descent
-->

$L$ kaybı düşer.

<!--
The loss $L$ falls.
-->

Son yakındır $e$.

<!--
The end is near $e$.
-->
"""


def update(english: str, body: str, lang: str = "tr", *, accept: bool = False) -> Rewritten:
    page, source = lecture(lang, body), lecture("en", english)
    return updating.update(page, source, pair(page, source_blocks(source)), accept=accept)


def updated(english: str, body: str, lang: str = "tr", *, accept: bool = False) -> str:
    """Return the body after an update, which a second one leaves as it is."""
    after = body_of(update(english, body, lang, accept=accept).data.decode())
    assert body_of(update(english, after, lang, accept=accept).data.decode()) == after
    assert visible(after, lang) == visible(body, lang)
    return after
