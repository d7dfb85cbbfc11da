"""What real translations do, and is right: none of it is a finding."""

from __future__ import annotations

import pytest

from dragoman.findings import Severity
from translated import check, commented

FENCE = "```"

COMMENTED = {
    "a caption's comment inside of its figure": (
        'See it:\n\n<center><img src="{{site.baseurl}}/images/a.png" /><br>\n<b>Fig. 1:</b> A net of two layers\n</center>',
        (
            '\n<!-- See it: -->\nVoici :\n\n<center><img src="{{site.baseurl}}/images/a.png" /><br>\n'
            "<!-- <b>Fig. 1:</b> A net of two layers -->\n<b>Fig. 1 :</b> Un réseau à deux couches\n</center>\n"
        ),
        "fr",
    ),
    "a caption's comment on lines of its own in its figure": (
        'See it:\n\n<center>\n<img src="/images/a.png" /><br>\n<b>Fig. 1:</b> A net of two layers\n</center>\n\nThen on.',
        (
            '\n<!-- See it: -->\nVoici :\n\n<center>\n<img src="/images/a.png" /><br>\n<!--\n<b>Fig. 1:</b> A net of two layers\n-->\n'
            "<b>Fig. 1 :</b> Un réseau à deux couches\n</center>\n\n<!-- Then on. -->\nEt la suite.\n"
        ),
        "fr",
    ),
    "a comment of several blocks that ends in HTML": (
        'The first one tells.\n\nThe second one asks.\n\n<center><img src="/images/a.png" /></center>',
        (
            '\n<!--\nThe first one tells.\n\nThe second one asks.\n\n<center><img src="/images/a.png" /></center>\n-->\n\n'
            'Le premier raconte.\n\nLe second demande.\n\n<center><img src="/images/a.png" /></center>\n'
        ),
        "fr",
    ),
    "comments with three dashes": (
        "The first one tells.\n\nThe second one asks.",
        "\n<!---\nThe first one tells.\n--->\n\nLe premier raconte.\n\n<!--- The second one asks. --->\n\nLe second demande.\n",
        "fr",
    ),
    "a translated heading above its comment": (
        "## The gradient\n\nIt points upwards all the time.\n\n## The step\n\nIt is made downwards, then.",
        (
            "\n## Le gradient\n\n<!-- ## The gradient -->\n\n<!-- It points upwards all the time. -->\n\nIl pointe vers le haut.\n\n"
            "## Le pas\n\n<!-- ## The step -->\n\n<!-- It is made downwards, then. -->\n\nIl se fait vers le bas.\n"
        ),
        "fr",
    ),
    "a translated heading below its comment where all others stand above": (
        "## The gradient\n\nIt points upwards all the time.\n\n## The step\n\nIt is made downwards, then.",
        (
            "\n<!-- ## The gradient -->\n\n## Le gradient\n\nIl pointe vers le haut.\n\n<!-- It points upwards all the time. -->\n\n"
            "<!-- ## The step -->\n\n## Le pas\n\nIl se fait vers le bas.\n\n<!-- It is made downwards, then. -->\n"
        ),
        "fr",
    ),
    "a symbol that the source repeats": (
        "Let $x$ be a vector, and let $x$ have a norm.",
        commented(("Let $x$ be a vector, and let $x$ have a norm.", "Soit $x$ un vecteur qui a une norme.")),
        "fr",
    ),
    "code that the source repeats": (
        "Call `step()`, for `step()` moves.",
        commented(("Call `step()`, for `step()` moves.", "Appelez `step()`, qui avance.")),
        "fr",
    ),
    "a symbol that the translation repeats": (
        "Let $x$ be a vector which has a norm.",
        commented(("Let $x$ be a vector which has a norm.", "Soit $x$ un vecteur, $x$ a une norme.")),
        "fr",
    ),
    "a list without the space after its mark": (
        "- one of them\n- two of them",
        commented(("- one of them\n- two of them", "-un d'eux\n-deux d'eux")),
        "fr",
    ),
    "a numbered list without the space after its mark": (
        "1. one of them\n2. two of them",
        commented(("1. one of them\n2. two of them", "1.un d'eux\n2.deux d'eux")),
        "fr",
    ),
    "comments for tools": (
        "The first one tells.\n\nThe second one asks.",
        "\n<!-- markdownlint-disable MD013 -->\n<!-- DISABLE-MATHJAX -->\n<!-- prettier-ignore -->\n"
        + commented(("The first one tells.", "Le premier raconte."))
        + "\n<!-- ENABLE-MATHJAX -->\n"
        + commented(("The second one asks.", "Le second demande."))
        + "\n<!-- vale off -->\n",
        "fr",
    ),
}

PLAIN = {
    "texts in code": (
        (
            f'We run this:\n\n{FENCE}python\ndef loss(x):\n    """Return the loss of all examples."""\n'
            f'    print("The loss is", x)\n    return x\n{FENCE}\n\nAnd so on it goes.'
        ),
        (
            f'\nOn exécute :\n\n{FENCE}python\ndef loss(x):\n    """Renvoie la perte de tous les exemples."""\n'
            f'    print("La perte vaut", x)\n    return x\n{FENCE}\n\nEt ainsi de suite.\n'
        ),
        "fr",
    ),
    "an ordinal in a formula": (
        "The $i^\\mathrm{th}$ row and the $j^{\\text{th}}$ one of it.",
        "\nLa $i$-ème ligne et la $j^{ème}$ de celle-ci.\n",
        "fr",
    ),
    "words in formulas": (
        "So $L_\\mathrm{new} = \\operatorname{sign}(x)$ and $a_{\\rm old}$.",
        "\nAlors $L_\\mathrm{neu} = \\operatorname{signe}(x)$ und $a_{\\rm alt}$.\n",
        "de",
    ),
    "a link that gained its language": (
        "See [the course](/course/week01/) and [the site](https://www.example.org/start) now.",
        "\nVoir [le cours](/course/fr/week01/) et [le site](https://fr.example.org/start).\n",
        "fr",
    ),
    "a link that changed its language": (
        "See [the course](https://example.org/en/week01/) now.",
        "\nVoir [le cours](https://example.org/fr/week01/).\n",
        "fr",
    ),
    "a word newly marked as code": ("Call the function loss on it.", "\nAppelez la fonction `loss` dessus.\n", "fr"),
    "a fence that gained its language": (
        f"We run this:\n\n{FENCE}\nx = f(1)\n{FENCE}\n\nAnd so on it goes.",
        f"\nOn exécute :\n\n{FENCE}python\nx = f(1)\n{FENCE}\n\nEt ainsi de suite.\n",
        "fr",
    ),
    "a fence that lost its language": (
        f"We run this:\n\n{FENCE}python\nx = f(1)\n{FENCE}\n\nAnd so on it goes.",
        f"\nOn exécute :\n\n{FENCE}\nx = f(1)\n{FENCE}\n\nEt ainsi de suite.\n",
        "fr",
    ),
    "a call broken over lines": (
        f"We run this:\n\n{FENCE}python\nx = f(1, 2, key=3)\ny = x\n{FENCE}\n\nAnd so on it goes.",
        f"\nOn exécute :\n\n{FENCE}python\nx = f(\n    1,\n    2,\n    key=3,\n)\ny = x\n{FENCE}\n\nEt ainsi de suite.\n",
        "fr",
    ),
    "the tail of a sentence moved before its formula": (
        "The loss falls where we take this step:\n\n$$\nx = y\n$$\n\nand nothing else.\n\nThe end of it comes soon, as we know.",
        "\nLa perte descend quand on fait ce pas, et rien d'autre :\n\n$$\nx = y\n$$\n\nLa fin vient bientôt, comme on le sait.\n",
        "fr",
    ),
    "a percent sign on the other side": (
        "It is $10\\%$ of them, or $x = 20\\%$.",
        "\nBunların $\\%10$'u, ya da $x = \\%20$.\n",
        "tr",
    ),
    "bold letters by another command": (
        "Let $\\vect{x}$ be $\\mathbf{y}$.",
        "\nSoit $\\boldsymbol x$ égal à $\\bm{y}$.\n",
        "fr",
    ),
    "a dash inside of a formula": ("The $i$th of the $j$th.", "\nLa $i-$ésima de la $j-$ésima.\n", "es"),
    "terms in a sentence of another script": (
        "The activations are ReLU, hyperbolic tangent, sigmoid, soft max and more.",
        "\n隐藏层的激活函数可以是 ReLU、hyperbolic tangent、sigmoid、soft max 等等。\n",
        "zh",
    ),
    "a heading in HTML": (
        "## The gradient\n\nIt points upwards all the time.",
        "\n<h2>Le gradient</h2>\n\nIl pointe toujours vers le haut.\n",
        "fr",
    ),
    "a table row without its first bar": (
        "| a | b |\n|---|---|\n| one | two |\n| three | four |",
        "\n| a | b |\n|---|---|\n un | deux |\n| trois | quatre |\n",
        "fr",
    ),
    "names and messages": (
        (
            "It was shown by Geoffrey Hinton, Yann LeCun and Yoshua Bengio in the report.\n\n"
            "It says `Epoch 1 of 10 done`, or RuntimeError: expected scalar type Float but found Double."
        ),
        (
            "\nGeoffrey Hinton, Yann LeCun and Yoshua Bengio l'ont montré.\n\n"
            "Il dit `Epoch 1 of 10 done`, ou RuntimeError: expected scalar type Float but found Double.\n"
        ),
        "fr",
    ),
}


def alarms(english: str, body: str, lang: str) -> list[str]:
    """Return the findings that ask for work."""
    return [str(one) for one in check(f"\n{english}\n", body, lang) if one.severity is not Severity.INFO]


@pytest.mark.parametrize("name", COMMENTED)
def test_right_translation_below_its_comments_gives_no_finding(name: str) -> None:
    assert alarms(*COMMENTED[name]) == []


@pytest.mark.parametrize("name", PLAIN)
def test_right_translation_without_comments_gives_no_finding(name: str) -> None:
    assert alarms(*PLAIN[name]) == []


@pytest.mark.parametrize("name", PLAIN)
def test_right_translation_gives_no_finding_below_its_comments_either(name: str) -> None:
    english, body, lang = PLAIN[name]
    assert alarms(english, f"\n<!--\n{english}\n-->\n{body}", lang) == []


def test_broken_dollar_is_one_finding_and_drags_no_other_along() -> None:
    english = "The loss $L$ falls with $x$ and $y$, but $z$ stays.\n\nThen $u$ rises."
    body = commented(
        ("The loss $L$ falls with $x$ and $y$, but $z$ stays.", "La perte $L$ descend avec $x et $y$, mais $z$ reste."),
        ("Then $u$ rises.", "Puis $u$ monte."),
    )
    assert len(alarms(english, body, "fr")) == 1
