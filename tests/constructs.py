"""A lecture with all that authors may write beyond plain Markdown, and its translations: block by block."""

from __future__ import annotations

from pathlib import Path

from dragoman.sync.editing import scaffold
from dragoman.sync.pairing.source_blocks import comment
from projects import Built, Project
from translated import body_of, lecture

END = "\n\n</details>"
FLOW = "flowchart LR\n  data[{}] --> model{{{}}}\n  model -- {} --> done(({})) --> a[1] --> b[2] --> c[3]"
BLOCKS = (
    ("## Notes", "## Les notes", "## الحواشي"),
    (
        "The gradient points uphill[^up], and the memory of a GPU is short[^memory].",
        "Le gradient pointe vers le haut[^up], et la mémoire d’un GPU est courte[^memory].",
        "يشير التدرّج إلى الأعلى[^up]، وذاكرة GPU قصيرة[^memory].",
    ),
    (
        "[^up]: It is $\\nabla f$, or `grad`.",
        "[^up]: C’est $\\nabla f$, ou `grad`.",
        "[^up]: إنه $\\nabla f$ أو `grad`.",
    ),
    ("[^memory]: A long note.", "[^memory]: Une longue note.", "[^memory]: حاشية طويلة."),
    ("    Its second paragraph has $x^2$.", "    Son second paragraphe a $x^2$.", "    فقرتها الثانية فيها $x^2$."),
    (
        "*[GPU]: Graphics processing unit",
        "*[GPU]: Processeur graphique",
        "*[GPU]: وحدة معالجة الرسوم",
    ),
    ("## Tabs", "## Les onglets", "## الألسنة"),
    ('=== "By hand, $x$"', '=== "À la main, $x$"', '=== "يدويًا، $x$"'),
    ("    The **first** way.", "    La **première** voie.", "    الطريقة **الأولى**."),
    ('=== "With `numpy`"', '=== "Avec `numpy`"', '=== "مع `numpy`"'),
    ("    The second way gives $y$.", "    La seconde voie donne $y$.", "    الطريقة الثانية تعطي $y$."),
    ("## Lists", "## Les listes", "## القوائم"),
    (
        "- [x] Read the chapter\n- [ ] Solve $x^2 = 1$",
        "- [x] Lire le chapitre\n- [ ] Résoudre $x^2 = 1$",
        "- [x] اقرأ الفصل\n- [ ] حلّ $x^2 = 1$",
    ),
    (
        "Learning rate\n:   The factor $\\eta$ of a step.",
        "Taux d’apprentissage\n:   Le facteur $\\eta$ d’un pas.",
        "معدّل التعلّم\n:   المعامل $\\eta$ للخطوة.",
    ),
    ("## Boxes", "## Les encadrés", "## الصناديق"),
    (
        "<details>\n<summary>Why is **this** true?</summary>",
        "<details>\n<summary>Pourquoi est-ce **vrai** ?</summary>",
        "<details>\n<summary>لماذا **هذا** صحيح؟</summary>",
    ),
    (
        "Because $a = b$ holds *always*.\n\n</details>",
        "Car $a = b$ vaut *toujours*.\n\n</details>",
        "لأن $a = b$ يصحّ *دائمًا*.\n\n</details>",
    ),
    (
        '!!! note "What $f(x)$ costs with `step()`"',
        '!!! note "Ce que $f(x)$ coûte avec `step()`"',
        '!!! note "كلفة $f(x)$ مع `step()`"',
    ),
    ("    It costs time.", "    Cela coûte du temps.", "    تكلّف وقتًا."),
    ('??? question "Do you see $y$?"', '??? question "Voyez-vous $y$ ?"', '??? question "هل ترى $y$؟"'),
    ("    Look again.", "    Regardez encore.", "    انظر مجددًا."),
    ('!!! theorem "Sums"', '!!! theorem "Les sommes"', '!!! theorem "المجاميع"'),
    ("    A kind of its own.", "    Un genre à part.", "    نوع خاص."),
    ("## Questions", "## Les questions", "## الأسئلة"),
    ('!!! quiz "When does $x$ grow?"', '!!! quiz "Quand $x$ croît-il ?"', '!!! quiz "متى تنمو $x$؟"'),
    ("    - [ ] If $a < 1$", "    - [ ] Si $a < 1$", "    - [ ] إذا كان $a < 1$"),
    ("        It falls then.", "        Il décroît alors.", "        تنقص عندئذ."),
    ("    - [x] If $a > 1$", "    - [x] Si $a > 1$", "    - [x] إذا كان $a > 1$"),
    ("        As `x = a * x` says.", "        Comme le dit `x = a * x`.", "        كما يقول `x = a * x`."),
    ('```python exec="1" snippet="05-1-step:step" source="above"\n```',) * 3,
    ("## Code", "## Le code", "## الشيفرة"),
    ('```python title="train.py" linenums="1" hl_lines="2"\nfor x in data:\n    step(x)\n```',) * 3,
    ("## Diagrams", "## Les diagrammes", "## المخططات"),
    tuple(
        f"```mermaid\n{FLOW.format(*words)}\n```"
        for words in (
            ("All training data", "Is it good?", "yes", "We are done"),
            ("Toutes les données", "Est-ce bon ?", "oui", "C’est fini"),
            ("كل بيانات التدريب", "هل هو جيد؟", "نعم", "انتهينا"),
        )
    ),
)
EXERCISE = """# %% step tags=["exercise"]
def step(x):
    ...

# %% step-solution tags=["solution"]
def step(x):
    return 2 * x

# %% step-check tags=["check"]
assert step(3) == 6
print("grown")
"""
WORKS = (
    "@article{slope2015, author = {Slope, Ada and Hill, Ole}, title = {Of Falling}, journal = {Slopes}, year = 2015,"
    " doi = {10.1/x}}\n@book{all1998, author = {Hill, Ole and Slope, Ada and Sun, Ida}, title = {Hills}, year = 1998}\n"
)
LANGUAGES = ("en", "fr", "ar")
# Two sentences of a language for a page whose notes follow each other closely, beside what is wide.
CITING = {
    "en": ("The loss falls where its gradient is followed. ", "A note that takes some lines of the margin. "),
    "ar": ("تهبط الخسارة حيث يُتبع تدرّجها إلى الأسفل. ", "حاشية تأخذ أسطرًا من الهامش إلى جانب النص. "),
}
ENGLISH = "\n\n".join(source for source, *_ in BLOCKS)
TITLES = {"en": "The `backward` of $x^2$", "fr": "Le `backward` de $x^2$", "ar": "الدالة `backward` لـ $x^2$"}


def translation(lang: str) -> str:
    """Return the page in French or Arabic, each block below its source comment."""
    place = ("fr", "ar").index(lang) + 1
    return "\n\n".join(
        block[place] if block[place] == block[0] else f"{comment(block[0].removesuffix(END))}\n\n{block[place]}"
        for block in BLOCKS
    )


def citing(lang: str) -> str:
    """Return a page with citations and with notes close to each other."""
    words, note = CITING[lang]
    return (
        f"{BLOCKS[0][LANGUAGES.index(lang)]}\n\n{words * 3}[^a] {words}[^b] [@slope2015, *p.* $3$; @all1998].\n\n```python\n{'x = 1; ' * 30}\n```\n\n"
        f"$$\n{' + '.join('abcdefghijklmnopqrstuvwxyz')}\n$$\n\n{words}[^c] @all1998.\n\n> {words}[^d]\n\n"
        f"- {words}[^e]\n\n??? note\n    {words}[^f]\n\n{words * 60}\n\n"
        f"[^a]: {note * 4}\n[^b]: {note * 3}\n\n    {note}$x^2$\n[^c]: {note} [@slope2015]\n[^d]: {note}\n"
        f"[^e]: {note}\n[^f]: {note}\n"
    )


def begun(lang: str) -> str:
    """Return the page in a language as it is before anything is translated."""
    return body_of(scaffold.translation(lecture("en", f"\n{ENGLISH}\n", TITLES["en"]), lang, "2026-11-21"))


def build(folder: Path) -> Built:
    """Build a site of the page, of its translations, the Turkish one only begun, of one page without any of it, and of one with notes and citations."""
    project = Project(folder)
    project.snippet("05-1-step", EXERCISE)
    project.write("en/week05/05-1.md", f'lang-ref: ch.05-1\ntitle: "{TITLES["en"]}"', ENGLISH)
    for lang in ("fr", "ar"):
        meta = f'lang: {lang}\nlang-ref: ch.05-1\ntitle: "{TITLES[lang]}"'
        project.write(f"{lang}/week05/05-1.md", meta, translation(lang))
    project.write_bytes("references.bib", WORKS.encode())
    for lang in CITING:
        meta = f"lang: {lang}\nlang-ref: ch.05-2\ntitle: {TITLES[lang].replace('`', '')}"
        project.write(f"{lang}/week05/05-2.md", meta, citing(lang))
    project.write("tr/week05/05-1.md", 'lang: tr\nlang-ref: ch.05-1\ntitle: "`backward`"', begun("tr"))
    return project.build("--strict")
