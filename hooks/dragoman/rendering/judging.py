"""What translations bring or show that their source pages do not, told from what Markdown alone makes of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from markdown import Markdown

from dragoman.findings import Finding
from dragoman.formulas.extension import Formulas, MathExtension
from dragoman.formulas.katex import Katex, Rendered, TexError
from dragoman.languages.language import language
from dragoman.pages.lecture import Lecture
from dragoman.pages.links import BASE
from dragoman.pages.placeholders import Placeholders, without
from dragoman.rendering import constructs, raw
from dragoman.rendering.headings import HeadingsExtension, Outlines
from dragoman.rendering.kramdown import KramdownExtension
from dragoman.rendering.numbers import PageNumbers
from dragoman.rendering.tree import Tree
from dragoman.trust import policy, refused, sanitizer, screening
from dragoman.trust.policy import Allowed


class _Unread(Katex):
    """An engine that leaves formulas as they are."""

    def __init__(self) -> None:
        super().__init__(Path(), {})

    def render(self, formulas: Iterable[tuple[str, bool]]) -> list[Rendered | TexError]:
        return [Rendered("", tex) for tex, _ in formulas]


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges translations; each source page is read once."""

    name: str
    """The docs folder as findings call it."""
    _read: dict[PurePosixPath, tuple[Lecture, Allowed, Outlines]] = field(default_factory=dict)

    def findings(self, page: Lecture, source: Lecture) -> Iterator[Finding]:
        """Yield what the translation ``page`` may not hold, and what of it shows as source where that of its source page does not."""
        file = f"{self.name}/{page.path}"
        known = self._read.get(source.path)
        if known is None or known[0] is not source:
            outlines = Outlines(lambda path: path if path == source.path else source.path)
            known = self._read[source.path] = source, rules(source, outlines), outlines
        _, allowed, outlines = known
        yield from screening.check(page, allowed, file)
        page = replace(page, visible=screening.without(page.visible, allowed))
        waiting: Placeholders[Any] = Placeholders()
        html = _html(page, outlines, waiting)
        clean, found = sanitizer.purify(
            html, allowed, lambda text: waiting.replaced(text, lambda one: getattr(one, "tex", "")), lambda _: ""
        )
        tree = Tree(clean)
        judged = list(refused.findings(page, [*found, *sanitizer.straighten(tree.root, allowed)], file))
        yield from judged
        lines = {one.line for one in judged}
        yield from (
            one for one in raw.findings(page, list(raw.found(tree, (), allowed.text)), file) if one.line not in lines
        )


def rules(source: Lecture, outlines: Outlines | None = None) -> Allowed:
    """Return what translations of a page may hold; ``outlines`` gets its headings."""
    html = _html(source, outlines or Outlines(lambda path: path), Placeholders())
    return policy.of(source) | policy.rendered(html, Tree(html).root)


def _html(page: Lecture, outlines: Outlines, waiting: Placeholders[Any]) -> str:
    formulas = Formulas(_Unread(), waiting, lambda _tex, _error: None)
    own = [MathExtension(formulas), KramdownExtension(), HeadingsExtension(outlines, page.path)]
    extensions, settings = constructs.extended([], {})
    text = without(BASE.sub(".", page.visible.text))
    text = PageNumbers(page, {}, language(page.lang).phrases).markdown(text, waiting)
    return Markdown(extensions=[*extensions, *own], extension_configs=settings).convert(text)
