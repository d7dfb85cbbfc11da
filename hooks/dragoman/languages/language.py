"""What is particular to a language, as one value; an unknown one gets what holds for every language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.languages import folders
from dragoman.languages.folding import Folding
from dragoman.languages.inflection import Inflection
from dragoman.languages.phrases import Phrases
from dragoman.languages.scripts import RTL_SCRIPTS, written

# The kinds of admonitions that the theme has a colour for, those of reStructuredText, and those of mathematics.
ADMONITIONS = (
    "note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug", "example", "quote",
    "attention", "caution", "error", "hint", "important",
    "theorem", "lemma", "proposition", "corollary", "definition", "proof", "remark",
    "quiz",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """A language, by its BCP 47 tag."""

    tag: str
    is_rtl: bool
    """Whether it is written from right to left."""
    quotes: str
    """Its quotation marks, opening and closing, the outer ones first."""
    comma: str
    """What stands between the parts of a list."""
    gap: str
    """What stands between two sentences."""
    letters: tuple[str, ...]
    """What the lectures of a week are told apart by."""
    faces: tuple[str, ...]
    """The faces that its first screen needs, below the folder of the fonts."""
    phrases: Phrases
    folding: Folding
    """How the search compares its words."""
    inflection: Inflection
    """How its words change in a sentence."""

    @property
    def direction(self) -> str:
        """How it is written, as HTML's ``dir`` says it: ``rtl`` or ``ltr``."""
        return "rtl" if self.is_rtl else "ltr"

    @property
    def admonitions(self) -> dict[str, str]:
        """The title of each kind of admonition."""
        return {kind: self.phrases(kind.capitalize()) for kind in ADMONITIONS}


@cache
def language(tag: str) -> Language:
    """Return the language that a tag names: what its folder says, and CLDR, and what holds for every language."""
    name, script = written(tag)
    rules = folders.rules(tag)
    return Language(
        tag=tag,
        is_rtl=script in RTL_SCRIPTS,
        quotes=rules["quotes"],
        comma=rules["comma"],
        gap=rules["gap"],
        letters=tuple(rules["letters"]),
        faces=tuple(rules["faces"].get(script, ()) if isinstance(rules["faces"], dict) else rules["faces"]),
        phrases=Phrases(tag, rules.get("written_like", ""), rules["digits"]),
        folding=Folding.of(rules["search"], name),
        inflection=Inflection(**rules["terms"]),
    )
