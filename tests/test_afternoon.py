"""A coordinator's afternoon with a course in sixteen languages; each byte that nothing was to change is compared.

A formula is corrected, then a typing error, a page gets another name, the course another language, and a translator
asks for a change to be taken in.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.pages.directives import TODO
from synced_docs import Docs
from translated import commented

# Of each language: a heading, a sentence with a formula, a number and a link, and words in a formula.
LANGUAGES = {
    "ar": ("الانحدار", "تنخفض الخسارة {} في {} خطوة، انظر [هنا]({}).", "إذا"),
    "de": ("Abstieg", "Der Verlust {} sinkt in {} Schritten, siehe [hier]({}).", "falls"),
    "el": ("Κάθοδος", "Η απώλεια {} πέφτει σε {} βήματα, δείτε [εδώ]({}).", "αν"),
    "es": ("Descenso", "La pérdida {} baja en {} pasos, véase [aquí]({}).", "si"),
    "fa": ("کاهش", "هزینهٔ {} در {} گام کم می‌شود، [اینجا]({}) را ببینید.", "اگر"),
    "fr": ("Descente", "La perte {} baisse en {} pas, voir [ici]({}).", "si"),
    "he": ("ירידה", "ההפסד {} יורד ב־{} צעדים, ראו [כאן]({}).", "אם"),
    "hi": ("अवरोहण", "हानि {} कुल {} चरणों में घटती है, [यहाँ]({}) देखें।", "यदि"),
    "it": ("Discesa", "La perdita {} scende in {} passi, vedi [qui]({}).", "se"),
    "ja": ("降下", "損失 {} は {} ステップで下がります。[こちら]({})を参照。", "ならば"),
    "ko": ("하강", "손실 {} 은 {} 단계 만에 줄어듭니다. [여기]({}) 참조.", "만약"),
    "nl": ("Afdaling", "Het verlies {} daalt in {} stappen, zie [hier]({}).", "als"),
    "pl": ("Spadek", "Strata {} maleje w {} krokach, zobacz [tutaj]({}).", "jeśli"),
    "ru": ("Спуск", "Потеря {} падает за {} шагов, см. [здесь]({}).", "если"),
    "tr": ("İniş", "{} kaybı {} adımda düşer, [buraya]({}) bakın.", "eğer"),
    "zh": ("下降", "损失 {} 在 {} 步内下降，参见[此处]({})。", "若"),
}
ENGLISH = ("Descent", "The loss {} falls in {} steps, see [here]({}).", "if")
DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹", "hi": "०१२३४५६७८९"}
PAGES = ("05-1", "05-2")
FORMULA, DISPLAY, CODE = "$L_i = x^2$", "$$\ny = x^2 \\text{{ {} }} x > 0\n$$", "```python\nprint(1)  # {}\n```"
TYPO, RIGHT = "teh end", "the end"


def blocks(lang: str, other: str) -> list[str]:
    """Return the blocks of a page that leads to another one."""
    heading, sentence, word = ENGLISH if lang == "en" else LANGUAGES[lang]
    number = "".join(DIGITS.get(lang, "0123456789")[int(sign)] for sign in "12")
    end = f"This is {TYPO}." if lang == "en" else f"{heading}…"
    return [
        f"## {heading}",
        sentence.format(FORMULA, number, f"{other}.md"),
        DISPLAY.format(word),
        CODE.format(word),
        end,
    ]


def page(lang: str, name: str, other: str) -> str:
    english, own = blocks("en", other), blocks(lang, other)
    head = f"---\nlang: {lang}\nlang-ref: ch.{name}\ntitle: {own[0].removeprefix('## ')}\n---\n"
    if lang == "en":
        return head + "\n" + "\n\n".join(english) + "\n"
    pairs = [(one, text) if one[0] not in "$`" else ("", text) for one, text in zip(english, own, strict=True)]
    return head + "".join(commented(pair) if pair[0] else f"\n{pair[1]}\n" for pair in pairs)


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    """A course of two pages in sync, some of whose files have other line ends."""
    docs = Docs(tmp_path)
    shutil.rmtree(tmp_path / "docs")
    for lang in ("en", *LANGUAGES):
        for name, other in (PAGES, PAGES[::-1]):
            text = page(lang, name, other)
            path = docs.path(lang).with_name(f"{name}.md")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((text.replace("\n", "\r\n") if lang in ("fr", "ko") else text).encode())
    languages = "".join(f"        - {{locale: {lang}, name: {lang}}}\n" for lang in LANGUAGES)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Course\nnav: [week05/05-1.md, week05/05-2.md]\nplugins:\n  - dragoman\n  - i18n:\n"
        "      docs_structure: folder\n      languages:\n"
        "        - {locale: en, name: English, default: true}\n" + languages
    )
    return docs


def file(lang: str, name: str) -> str:
    return f"docs/{lang}/week05/{name}.md"


def changed(files: dict[str, bytes], change: Callable[[str, str], str]) -> dict[str, bytes]:
    """Return files after a change of their texts."""
    return {name: change(name, data.decode()).encode() for name, data in files.items()}


def write(docs: Docs, lang: str, name: str, old: str, new: str) -> None:
    path = docs.folder / file(lang, name)
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_afternoon_of_a_coordinator(docs: Docs):
    assert docs.run("check", code=1).count("encoding.newline") == 4

    # A formula is corrected in a sentence, in a display and in code: one command carries it into all languages.
    before = docs.files()
    for old, new in (("x^2$", "x^3$"), ("y = x^2", "y = x^3"), ("print(1)", "print(2)"), ("12 steps", "13 steps")):
        write(docs, "en", "05-1", old, new)

    def corrected(name: str, text: str) -> str:
        if not name.endswith("05-1.md"):
            return text
        lang = name.split("/")[1]
        for sign in "12", "١٢", "۱۲", "१२":
            text = text.replace(f" {sign} ", f" {sign[0]}{chr(ord(sign[1]) + 1)} ").replace(
                f"־{sign} ", f"־{sign[0]}3 "
            )
        assert lang == "he" or "12" not in text
        return text.replace("x^2$", "x^3$").replace("y = x^2", "y = x^3").replace("print(1)", "print(2)")

    expected = changed(before, corrected)
    shown = docs.run("fix", file("en", "05-1"), "--kind", "drift", "--kind", "parity", "--dry-run")
    assert shown.count("\n+y = x^3 ") == len(LANGUAGES)
    docs.run("fix", file("en", "05-1"), "--kind", "drift", "--kind", "parity")
    assert docs.files() == expected
    assert docs.run("fix", "--kind", "drift", "--kind", "parity") == "nothing to fix\n"

    # A typing error, which no translation has.
    write(docs, "en", "05-1", TYPO, RIGHT)
    docs.run("accept", file("en", "05-1"))
    expected = changed(expected, lambda name, text: text.replace(TYPO, RIGHT) if name.endswith("05-1.md") else text)
    assert docs.files() == expected

    # Another name.
    docs.run("rename", "week05/05-2", "week05/05-4")
    expected = {
        name.replace("05-2.md", "05-4.md"): data.replace(b"05-2.md", b"05-4.md").replace(b"ch.05-2", b"ch.05-4")
        for name, data in expected.items()
    }
    source = file("en", "05-4")
    expected[source] = expected[source].replace(b"ch.05-4\n", b"ch.05-4\nredirect-from: week05/05-2\n")
    assert docs.files() == expected

    # Another language.
    config = docs.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "        - {locale: sv, name: Svenska}\n", "utf-8")
    expected["mkdocs.yml"] = config.read_bytes()
    docs.run("new", "sv", "week05")
    new = {file("sv", name) for name in ("05-1", "05-4")}
    assert docs.files() == expected | {name: docs.files()[name] for name in new}
    assert all(docs.files()[name].decode().count(TODO) == 3 for name in new)

    # A request of a translator, who has lost a formula.
    shutil.copytree(docs.folder / "docs", docs.folder / "base")
    write(docs, "sv", "05-1", f"## Descent\n-->\n\n{TODO}", "## Descent\n-->\n\n## Nedstigning")
    write(docs, "de", "05-1", "Der Verlust $L_i = x^3$ ", "Der Verlust ")
    lines = docs.run("check", "--format", "markdown", "--against", "base", code=1).splitlines()
    assert [line.split(" |")[0] for line in lines if "(was" in line] == ["| de", "| sv"]
    assert [line for line in lines if line.startswith("- ")][-2:] == [
        "- de/week05/05-1: 3 of 3 blocks up to date",
        "- sv/week05/05-1: 1 of 3 blocks up to date, 2 missing",
    ]
    assert [line for line in lines if "parity.math" in line and line.startswith("- `docs/de/week05/05-1.md:")]
