"""What a translation says that its English does not."""

from __future__ import annotations

import pytest

from dragoman.findings import Severity
from translated import HEAD, check, commented

ENGLISH = "\n## Descent\n\nThe loss $L$ falls.\n\nThis is the end of it.\n"
PAIRS = (
    ("## Descent", "## Descente"),
    ("The loss $L$ falls.", "La perte $L$ baisse."),
    ("This is the end of it.", "Voici la fin de tout cela."),
)


@pytest.mark.parametrize(
    ("added", "noun"),
    [
        ("Il y a aussi d'autres pertes, dont personne ne parle ici.", "text"),
        ("## Titre en plus", "a heading"),
        ("```python\nimport os\n```", "code"),
        ("$$\nE = mc^3\n$$", "a formula"),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", "a table"),
    ],
)
def test_block_at_the_end_that_no_english_stands_for_is_found(added: str, noun: str) -> None:
    body = commented(*PAIRS)
    (one,) = check(ENGLISH, f"{body}\n{added}\n")
    assert (one.kind, one.severity) == ("parity.extra", Severity.INFO)
    assert one.message.startswith(f"found {noun} that nothing in the source stands for")
    assert one.line == HEAD + body.count("\n") + 2


def test_section_whose_english_is_gone_is_found_in_a_page_without_comments() -> None:
    english = "\n## One\n\nThe loss $L$ falls slowly.\n\n## Two\n\nThe step $\\eta$ is small enough.\n"
    french = (
        "\n## Un\n\nLa perte $L$ baisse lentement.\n\n## Ancien\n\nL'ancienne formule $E = mc^2$ n'est plus là.\n"
        "\n## Deux\n\nLe pas $\\eta$ est assez petit.\n"
    )
    assert {one.kind for one in check(english, french)} >= {"parity.extra"}


def test_tex_that_katex_cannot_read_is_found_there() -> None:
    body = commented(*PAIRS) + "\nEt $\\frac{1}$ aussi.\n"
    assert [one.kind for one in check(ENGLISH, body)] == ["parity.extra", "parity.math"]


def test_note_of_a_translator_is_silenced_like_any_finding() -> None:
    note = "<!-- course: ignore parity.extra -- a note for French readers -->\n\nEn français, d'autres auteurs écrivent « coût » là où nous écrivons « perte », et parfois « énergie ».\n"
    assert check(ENGLISH, f"{commented(*PAIRS)}\n{note}") == []
