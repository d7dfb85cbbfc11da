"""HTML as text: where its tags are."""

from __future__ import annotations

import re

# A tag, a comment or a declaration; a quoted attribute may hold angle brackets.
TAG = re.compile(
    r"<!--.*?-->|<![^>]*>|<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)

_NAMES = (
    "a abbr address area article aside audio b bdi bdo big blink blockquote br button canvas caption center cite code "
    "col colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr i iframe image img input ins isindex kbd keygen label legend li listing main "
    "map mark marquee menu meter nav nobr ol optgroup option output p param picture portal pre progress q rp rt ruby s "
    "samp search section select slot small source span strike strong sub summary sup table tbody td tfoot th thead "
    "time tr track tt u ul var video wbr"
)
_OPAQUE = (
    "applet base body embed frame frameset head html link math meta noembed noframes noscript object plaintext script "
    "style svg template textarea title xmp"
)
OPAQUE = frozenset(_OPAQUE.split())
"""Elements whose content is another language's, or that are no part of a page's text."""
ELEMENTS = frozenset(_NAMES.split()) | OPAQUE
"""The elements of HTML, those of earlier times, too."""
