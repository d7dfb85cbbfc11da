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
    "a caption's comment as a row of the table of its picture": (
        'See it:\n\n| <center><img src="/images/a.png" alt="A net" /></center> |\n| <center>Figure 1: Two layers of it </center>|\n\nThen on.',
        (
            "\n<!-- See it: -->\nVoici :\n\n<!-- | Figure 1: Two layers of it | -->\n\n"
            '| <center><img src="/images/a.png" alt="Un réseau" /></center> |\n| <center>Figure 1 : deux couches </center>|\n\n'
            "<!-- Then on. -->\nEt la suite.\n"
        ),
        "fr",
    ),
    "a formula in the line of the sentence that leads to it, where both have followed the source": (
        "It goes on.\n\nTake any set of points\n\n$$P = \\lbrace p_i \\mid i \\in \\lbrace 0, \\dots, N-1 \\rbrace \\rbrace$$\n\nThe mean over the set $P$ is:\n\n$$m = \\frac{1}{N} \\sum_i p_i$$\n\nIt ends.",
        (
            "\n<!-- It goes on. -->\nOn continue.\n\n<!-- Take any set of points $$P = \\{ p_i \\mid i=0,1...N-1 \\}$$ -->\n"
            "Prenons des points $$P = \\lbrace p_i \\mid i \\in \\lbrace 0, \\dots, N-1 \\rbrace \\rbrace$$\n\n"
            "<!-- The mean over the set P is : $$m = \\frac{1}{N} \\sum_i p_i$$ -->\n"
            "La moyenne sur $P$ vaut : $$m = \\frac{1}{N} \\sum_i p_i$$\n\n<!-- It ends. -->\nFin.\n"
        ),
        "fr",
    ),
    "a formula on lines of its own below the sentence that its comment has it in": (
        "It goes on.\n\nThe mean over the points is:\n\n$$m = \\frac{1}{N} \\sum_i p_i$$\n\nIt ends.",
        (
            "\n<!-- It goes on. -->\nOn continue.\n\n<!-- The mean over the points is: $$m = \\frac{1}{N} \\sum_i p_i$$ -->\n"
            "La moyenne sur les points vaut :\n\n$$m = \\frac{1}{N} \\sum_i p_i$$\n\n<!-- It ends. -->\nFin.\n"
        ),
        "fr",
    ),
    "a letter that has got its dollars, small": (
        "A weight changes all sums. $Z$ is in many, and $z$ is small.",
        commented(
            (
                "A weight changes all sums. Z is in many, and $z$ is small.",
                "Un poids change les sommes. $z$ est dans beaucoup, et $z$ est petit.",
            )
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
    "texts below their comments on a page where all others stand above": (
        "The first one tells it.\n\nThe second one asks.\n\nThe third one looks on.\n\n## The padding\n\nIt hurts the result in most cases.\n\nThe last one goes.",
        (
            "\nLe premier le raconte.\n\n<!-- The first one tells it. -->\n\nLe second demande.\n\n<!-- The second one asks. -->\n\n"
            "Le troisième regarde.\n\n<!-- The third one looks on. -->\n\n<!-- ## The padding -->\n\n<!-- It hurts the result in most cases. -->\n\n"
            "## Le remplissage\n\nIl nuit au résultat la plupart du temps.\n\nLe dernier part.\n\n<!-- The last one goes. -->\n"
        ),
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
    "what a script says in a third of the letters": (
        (
            "We want to minimise a function of many variables, and we only know its gradient at one point.\n\n"
            "All of this was tried in the 1940s, but it was given up around 1960, when nobody had a machine for it.\n\n"
            "The step must be small enough, or else the value grows from one step to the next.\n\n"
            "Nobody knows the right one before."
        ),
        (
            "\n我们想要最小化一个多变量函数，而我们只知道它在一点的梯度。\n\n这一切在20世纪40年代都尝试过，60年代前后被放弃。\n\n"
            "步长必须足够小，否则数值会一步步变大。\n\n没人事先知道。\n"
        ),
        "zh-Hans",
    ),
    "what a script says in half of the letters": (
        (
            "We want to minimise a function of many variables, and we only know its gradient at one point.\n\n"
            "All of this was tried long ago, but it was given up, as at that time nobody had a machine for it.\n\n"
            "Nobody knows the right step before."
        ),
        "\n많은 변수의 함수를 최소화하려 하고, 한 점의 기울기만 안다.\n\n오래전에 시도했지만 기계가 없어 포기했다.\n\n알맞은 폭은 미리 모른다.\n",
        "ko",
    ),
    "a product of numbers that the source says in words": (
        "The matrix of weights is 2-by-2 here, as the plane is mapped to a plane.",
        "\nLa matrice des poids est $2\\times2$ ici, car le plan est envoyé sur un plan.\n",
        "fr",
    ),
    "a calculation that its code says in words": (
        "The sides get `side = (kernel size - 1) / 2` zeros.",
        "\nLes bords reçoivent `side = (taille du noyau - 1) / 2` zéros.\n",
        "fr",
    ),
    "a name that the words of the source misspell and its code does not": (
        f"Call the `inital_state` function.\n\n{FENCE}python\ndef initial_state():\n    return 0\n{FENCE}",
        f"\nAppelez la fonction `initial_state`.\n\n{FENCE}python\ndef initial_state():\n    return 0\n{FENCE}\n",
        "fr",
    ),
    "a calculation that its code says in words and whose result has a name": (
        "The sides get `side = (kernel size - 1)/2` zeros.",
        "\nLes bords reçoivent `côté = (taille du noyau - 1) / 2` zéros.\n",
        "fr",
    ),
    "the name of a file that its link leads to": (
        "How it is set up says [`SETUP.md`](https://example.org/course/SETUP.md) at length.",
        "\nComment l'installer, [`SETUP-FR.md`](https://example.org/course/fr/SETUP-FR.md) le dit en détail.\n",
        "fr",
    ),
    "a result whose parentheses stand in its formula": (
        "The height is then $9$ ($=12-4+1$), for a kernel has four rows.",
        "\nLa hauteur vaut alors $9$ $(=12-4+1)$, car un noyau a quatre lignes.\n",
        "fr",
    ),
    "a sentence that is set in its formula": (
        "$\\eta$ is a constant that does not change with the step.",
        "\n$\\eta \\text{ est une constante qui ne change pas avec le pas}$.\n",
        "fr",
    ),
    "a formula of numbers said in words": (
        "The layers go from $64\\to8\\to64$ in all.",
        "\nLes couches vont de $64$ à $8$ puis à $64$ en tout.\n",
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


def test_formula_that_has_followed_the_source_before_its_comment_is_no_finding_of_parity() -> None:
    english = "Pick a $p \\in \\lbrace 0, \\dots, N-1 \\rbrace$, then go on with $q$."
    comment = "Pick a $p$ in $\\text{0...N-1}$, then go on with $q$."
    for formula, rest in (
        ("un $p$ de $\\lbrace 0, \\dots, N-1 \\rbrace$", ""),
        ("$p \\in \\lbrace 0, \\dots, N-1 \\rbrace$", "found no $q$ here"),
    ):
        french = f"Prenez {formula}, puis continuez{'.' if rest else ' avec $q$.'}"
        told = [one for one in alarms(english, commented((comment, french)), "fr") if "parity" in one]
        assert [rest in one for one in told] == ([True] if rest else [])


def test_caption_that_has_changed_is_found_though_its_comment_quotes_no_picture() -> None:
    english = '| <center><img src="/images/a.png" alt="A net" /></center> |\n| <center>Figure 1: Three layers of it </center>|'
    french = '| <center><img src="/images/a.png" alt="" /></center> |\n| <center>Figure 1 : deux couches </center>|'
    (alarm,) = alarms(english, commented(("| Figure 1: Two layers of it |", french)), "fr")
    assert "drift.stale" in alarm


def test_picture_that_is_lost_is_found_though_its_comment_quotes_the_caption_alone() -> None:
    english = (
        '| <center><img src="/images/a.png" alt="A net" /></center> |\n| <center>Figure 1: Two layers of it </center>|'
    )
    told = alarms(english, commented(("| Figure 1: Two layers of it |", "| Figure 1 : deux couches |")), "fr")
    assert any("parity.image" in one for one in told)


def test_letter_that_lacks_its_dollars_is_found_beside_a_small_one() -> None:
    english = "A weight changes all sums. $Z$ is in many, and $z$ is small."
    comment = "A weight changes all sums. Z is in many, and $z$ is small."
    french = "Un poids change les sommes. Z est dans beaucoup, et $z$ est petit."
    (alarm,) = alarms(english, commented((comment, french)), "fr")
    assert "a formula" in alarm


def test_words_that_are_lost_from_a_formula_are_found() -> None:
    english = "It is $f = 0 \\text{ unless } x > 0$ then."
    (alarm,) = alarms(english, commented((english, "C'est $f = 0 x > 0$ alors.")), "fr")
    assert "parity.math" in alarm


def test_calculation_whose_names_are_code_is_found_translated() -> None:
    english = "Set `size = total(k) / 2` there."
    (alarm,) = alarms(english, commented((english, "Mettez `taille = somme(k) / 2` là.")), "fr")
    assert "expected `size = total(k) / 2`" in alarm


def test_list_behind_no_break_spaces_is_said_to_need_plain_ones() -> None:
    english = "* The first\n  * one of it\n  * two of it"
    french = "* Le premier\n\u00a0\u00a0* un de cela\n\u00a0\u00a0* deux de cela"
    (alarm,) = alarms(english, commented((english, french)), "fr")
    assert "no-break spaces" in alarm


def test_block_that_may_be_the_text_next_to_it_is_said_to_be_in_doubt() -> None:
    end = "- It ends [here](https://example.org/end)."
    told = "All of it is told at some length here, in words, and on it goes, as it takes a while to tell."
    french = f"Cela commence.\n\nTout y est [raconté](https://example.org/tout), avec `x`.\n\n{end.replace('It ends', 'Fin')}"
    english = f"\nIt begins.\n\n{told}\n\n{end}\n"
    (missing,) = [one for one in check(english, f"\n{french}\n") if one.kind == "drift.missing"]
    assert missing.severity is Severity.INFO
    assert "from line 9 on" in missing.message
    (missing,) = [
        one
        for one in check(
            english, f"\n{french.split(chr(10), maxsplit=1)[0]}\n\n{french.rsplit(chr(10), maxsplit=1)[-1]}\n"
        )
        if one.kind == "drift.missing"
    ]
    assert missing.severity is Severity.WARNING


def test_comment_that_is_a_part_of_a_block_is_not_said_to_be_simply_removed() -> None:
    english = "It begins.\n\nIt goes on, as long as one of the steps is chosen at random, and so on and so on, for a while.\n\nIt ends."
    body = commented(("It begins.", "Début."), ("$$", "$$x$$"), ("It ends.", "Fin."))
    (orphan,) = [one for one in alarms(english, body, "fr") if "drift.orphan" in one]
    assert "or as a part, quote that block; where it is gone, remove" in orphan


def test_broken_dollar_is_one_finding_and_drags_no_other_along() -> None:
    english = "The loss $L$ falls with $x$ and $y$, but $z$ stays.\n\nThen $u$ rises."
    body = commented(
        ("The loss $L$ falls with $x$ and $y$, but $z$ stays.", "La perte $L$ descend avec $x et $y$, mais $z$ reste."),
        ("Then $u$ rises.", "Puis $u$ monte."),
    )
    assert len(alarms(english, body, "fr")) == 1


def test_comment_into_which_the_translation_was_written_gives_no_text_of_the_source() -> None:
    english = "<center><b>Fig. 1</b>: How the various losses fall from step to step</center>"
    caption = "<center><b>Fig. 1</b> : Comment les diverses pertes descendent de pas en pas</center>"
    found = check(f"\n{english}\n", commented((caption, caption)), "fr")
    assert [one.kind for one in found if one.kind == "text.source"] == []


def test_formula_that_is_wrong_twice_is_not_said_to_be_one_too_many() -> None:
    english = "It has $m$ rows and $n$ columns."
    body = commented((english, "Elle a $M$ lignes, où $M$ est grand, et $n$ colonnes."))
    (alarm,) = alarms(english, body, "fr")
    assert "found $M$, expected $m$" in alarm


def test_formula_that_stands_as_text_is_said_to_need_dollars() -> None:
    english = "This is the row number $j$ of it."
    (alarm,) = alarms(english, commented((english, "这是它的第 j 行。")), "zh-Hans")
    assert "found j as text, expected $j$ as in the source: put dollars around it" in alarm


def test_word_that_looks_like_a_letter_is_not_taken_for_a_formula() -> None:
    english = "There is $a$ in it."
    (alarm,) = alarms(english, commented((english, "Il y a une lettre.")), "fr")
    assert "found no $a$ here" in alarm


def test_sentence_that_was_a_formula_is_found_below_its_comment() -> None:
    rest = (
        ("Let it be so, as before.", "Soit, comme avant."),
        ("It is small, as always.", "Elle est petite, comme toujours."),
    )
    english = f"{rest[0][0]}\n\n$\\eta$ is a constant that does not change with the step.\n\n{rest[1][0]}"
    quoted = f"{rest[0][0]}\n\n$\\eta \\text{{ is a constant that does not change with the step}}$.\n\n{rest[1][0]}"
    french = f"{rest[0][1]}\n\n$\\eta$ est une constante qui ne change pas avec le pas.\n\n{rest[1][1]}"
    assert [
        one for one in alarms(english, f"\n<!--\n{quoted}\n-->\n\n{french}\n", "fr") if "drift.missing" in one
    ] == []


def test_text_of_the_source_inside_of_a_sentence_is_shown_alone() -> None:
    english = "In terms of sizes it is a row, where the other one is the number of components."
    body = commented((english, "Quant aux tailles c'est une ligne, where the other one is the number of composantes."))
    (alarm,) = alarms(english, body, "fr")
    assert "“where the other one is the number of”" in alarm


def test_command_whose_words_are_translated_is_found() -> None:
    for english, french in (
        ("pip install torch-lite==2", "pip installe torch-lite==2"),
        ("for k in range(2)", "pour k dans range(2)"),
    ):
        text = f"Write `{english}` there."
        (alarm,) = alarms(text, commented((text, f"Écrivez `{french}` là.")), "fr")
        assert f"expected `{english}`" in alarm
