"""Whole courses, in many languages, each built from the installed package outside of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import material
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser

from axe import violations
from installed import Installed, hiding
from projects import ROOT, Built
from searching import open_search
from serving import Server

pytestmark = pytest.mark.slow

NAMES = sorted(file.parent.name for file in Path(__file__).parent.glob("*/mkdocs.yml"))
LANGUAGES = ROOT / "hooks" / "dragoman" / "languages"
# The menu of languages names each in itself.
MENU_HAS_ENGLISH = {"persian-source", "sixteen-languages"}


def test_wheel_is_small_and_hands_on_the_licences_of_what_is_in_it(wheel: Path) -> None:
    assert wheel.stat().st_size < 15_000_000
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    vendored = [name.partition("/vendor/")[2] for name in names if "/vendor/" in name]
    packages = {"/".join(name.split("/")[: 2 if name.startswith("@") else 1]) for name in vendored}
    assert {"katex", "@fontsource/ibm-plex-sans"} <= packages
    assert {f"{package}/LICENSE" for package in packages} <= set(vendored)


def test_package_comes_from_the_wheel_without_the_repository_and_pytorch(installed: Installed, tmp_path: Path) -> None:
    code = "import dragoman.website.assets as a, importlib.util as u; print(a.__file__, a.KATEX, u.find_spec('torch'))"
    done = installed.call("python", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    module, katex, torch = done.stdout.split()
    assert Path(module).is_relative_to(installed.folder)
    assert Path(katex).is_relative_to(installed.folder)
    assert Path(katex).is_file()
    assert torch == "None"


def test_course_is_begun_in_a_bare_environment_by_the_commands_of_the_readme(wheel: Path, tmp_path: Path) -> None:
    (block,) = re.findall(r"## Begin a course\n.*?```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    make, install, begin, serve = block.strip().split("\n")

    def shell(*lines: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-e", "-c", "\n".join(lines)],
            cwd=tmp_path,
            env={key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")},
            capture_output=True,
            encoding="utf-8",
            timeout=900,
            check=False,
        )

    installed = shell(make, install.replace("path/to/dragoman/dist", str(wheel.parent)))
    if re.search("No matching distribution|ConnectionError|NewConnectionError", installed.stderr):
        pytest.skip(f"no package index: {installed.stderr.splitlines()[-1]}")
    assert installed.returncode == 0, installed.stderr
    begun = shell(". .venv/bin/activate", begin)
    assert begun.returncode == 0, begun.stderr
    assert serve == "cd physics && mkdocs serve"

    class Begun(Server):
        mkdocs = tmp_path / ".venv" / "bin" / "mkdocs"

    with Begun(tmp_path / "physics" / "mkdocs.yml", tmp_path / "serve.log", PYTHONPATH="") as server:
        assert "1.41421356" in server.wait_for("/lectures/heron/", "katex")
        server.wait_for("/he/", 'dir="rtl"')


@pytest.mark.parametrize("name", NAMES)
def test_course_builds_strict_its_check_is_clean_and_its_examples_run(
    course_of: Callable[[str], Built], installed: Installed, name: str
) -> None:
    built = course_of(name)
    assert built.returncode == 0, built.output
    done = installed.call("course", "check", cwd=built.site.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = installed.call("course", "run", "--update", cwd=built.site.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_course_that_says_what_the_last_version_asked_for_has_each_style_and_script_once(
    course_of: Callable[[str], Built],
) -> None:
    built = course_of("last-version")
    page = built.page("tr/week01/01-1")
    assert all(page.count(f"assets/js/{name}.js") == 1 for name in ("theme", "switcher", "glossary"))
    assert (built.site / "assets" / "css" / "site.css").read_text("utf-8").count("/* Type ---") == 1
    assert '<p class="credits">Ara: Örnekleme</p>' in page
    assert not (built.site / "glossary.yml").exists()


def test_image_that_all_languages_share_is_in_the_site_once_and_the_search_is_ours_alone(
    course_of: Callable[[str], Built],
) -> None:
    built = course_of("brazilian-portuguese")
    assert [file.relative_to(built.site).as_posix() for file in built.site.rglob("moeda.svg")] == ["img/moeda.svg"]
    for page, root in (("moedas", "../"), ("es/moedas", "../../")):
        assert f'src="{root}img/moeda.svg" width="40" height="40"' in built.page(page)
    assert not (built.site / "search").exists()


# What only some systems have. Each process of a build loses it before it begins.
ELSEWHERE = """
import os, sys

for module in ("fcntl", "resource", "termios", "pwd", "grp", "pty"):
    sys.modules[module] = None
for name in "fork forkpty wait4 killpg setsid sched_getaffinity O_NOFOLLOW O_NONBLOCK geteuid getuid".split():
    delattr(os, name)
"""


def test_system_that_is_no_linux_makes_the_same_site(
    course_of: Callable[[str], Built], installed: Installed, tmp_path: Path
) -> None:
    there, here = course_of("french-source"), tmp_path / "course"
    shutil.copytree(there.site.parent, here, ignore=shutil.ignore_patterns("site", ".cache"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "sitecustomize.py").write_text(ELSEWHERE + hiding("torch"), "utf-8")
    environment = {"PYTHONPATH": str(tmp_path / "elsewhere")}
    commands = ["python -m mkdocs build --strict", "course check", "course run --update --twice", "course new he index"]
    for command in map(str.split, commands):
        if "new" in command:
            (here / "docs" / "he" / "index.md").unlink()
        done = installed.call(*command, cwd=here, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (here / "docs" / "he" / "index.md").exists()
    files = {file.relative_to(there.site) for file in there.site.rglob("*") if file.is_file()}
    assert len(files) > 50
    assert [file for file in files if (here / "site" / file).read_bytes() != (there.site / file).read_bytes()] == []


# A page of each course in each language: its address, its title, and a word that finds it.
PAGES = {
    "french-source": {
        "fr": ("chaleur/équilibre/", "L'équilibre", "températures"),
        "de": ("de/chaleur/équilibre/", "Das Gleichgewicht", "energieniveau"),
        "he": ("he/chaleur/équilibre/", "שיווי משקל", "אנרגיה"),
    },
    "numpy-only": {"ja": ("eigenvalues/", "固有値", "固有値"), "zh-Hans": ("zh-Hans/eigenvalues/", "特征值", "向量")},
    "one-language": {"it": ("onde/", "Onde", "frequenze")},
    "persian-source": {"fa": ("refraction/", "شکست نور", "قانون"), "en": ("en/refraction/", "Refraction", "rays")},
    "brazilian-portuguese": {
        "pt-BR": ("moedas/", "Moedas", "média"),
        "es": ("es/moedas/", "Monedas", "lanzamiento"),
    },
    "sixteen-languages": {
        "en": ("", "Circle", "circles"),
        "ar": ("ar/", "الدائرة", "مساحة"),
        "de": ("de/", "Kreis", "flache"),
        "es": ("es/", "Círculo", "area"),
        "fa": ("fa/", "دایره", "شعاع"),
        "fr": ("fr/", "Cercle", "rayons"),
        "he": ("he/", "מעגל", "שטח"),
        "hi": ("hi/", "वृत्त", "क्षेत्रफल"),
        "it": ("it/", "Cerchio", "raggi"),
        "ja": ("ja/", "円", "面積"),
        "ko": ("ko/", "원", "넓이"),
        "pl": ("pl/", "Koło", "promień"),
        "pt-BR": ("pt-BR/", "Círculo", "area"),
        "ru": ("ru/", "Круг", "площадь"),
        "tr": ("tr/", "Daire", "alan"),
        "zh-Hans": ("zh-Hans/", "圆", "面积"),
    },
}
RIGHT_TO_LEFT = {"ar", "fa", "he"}
# Whatever a reader sees or is told, piece by piece.
SAID = """
() => {
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    /^(CODE|SCRIPT|STYLE)$/.test(node.nodeName) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    else said.push(...["aria-label", "title", "alt", "placeholder"].map((name) => node.getAttribute(name) ?? ""));
  }
  return said.map((text) => text.trim().replace(/\\s+/g, " ")).filter(Boolean);
}
"""


def phrases(lang: str) -> tuple[set[str], set[str]]:
    """Return what the site and the theme say, in English and in a language."""
    english, own = set(), set()
    for message in read_po(BytesIO((LANGUAGES / lang / "phrases.po").read_bytes())) if lang != "en" else ():
        english.update(message.id if isinstance(message.id, tuple) else (message.id,))
        own.update(message.string if isinstance(message.string, tuple) else (message.string,))
    folder = Path(material.__file__).parent / "templates" / "partials" / "languages"
    for found, name in ((english, "en"), (own, lang if (folder / f"{lang}.html").exists() else lang.partition("-")[0])):
        found.update(re.findall(r'"[\w.]+": "(.+?)",?\n', (folder / f"{name}.html").read_text("utf-8")))
    return english, own


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name, of in PAGES.items() for lang in of])
def test_page_is_in_its_language_and_direction_and_can_be_found_and_read(
    course_of: Callable[[str], Built], serve: Callable[[Path], str], browser: Browser, name: str, lang: str
) -> None:
    path, title, query = PAGES[name][lang]
    page = browser.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{serve(course_of(name).site)}/{path}", wait_until="load")
    html = page.locator("html")
    direction = "rtl" if lang in RIGHT_TO_LEFT else "ltr"
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (lang, direction)
    article = page.locator("article")
    assert article.evaluate("(one) => getComputedStyle(one).direction") == direction
    assert (article.evaluate("(one) => getComputedStyle(one).wordBreak") == "keep-all") == (lang == "ko")
    assert article.locator("h1").inner_text().startswith(title)
    assert article.locator(".katex").first.evaluate("(one) => getComputedStyle(one).direction") == "ltr"
    if lang != "en":
        english, own = phrases(lang)
        assert english & set(page.evaluate(SAID)) - own == set()
        assert page.locator("[lang=en]:not([hreflang])").count() == (1 if name in MENU_HAS_ENGLISH else 0)
    assert violations(page) == []
    open_search(page)
    page.locator(".course-search__query").fill(query)
    page.wait_for_selector(".course-search__results[aria-busy=false]", state="attached")
    assert title in page.locator(".course-search__page > a").all_inner_texts()
    assert failed == []
    page.close()


def test_translation_of_every_construct_is_shown_in_its_language_and_its_diagram_drawn(
    course_of: Callable[[str], Built], serve: Callable[[Path], str], browser: Browser
) -> None:
    page = browser.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(f"{serve(course_of('last-version').site)}/tr/throws/", wait_until="load")
    page.locator("div.mermaid").wait_for()
    for selector, count in {
        "sup > a.footnote-ref": 1,
        ".footnote > ol > li": 1,
        "abbr[title='Merkezi işlem birimi']": 1,
        ".tabbed-labels > label": 2,
        "li.task-list-item input": 2,
        "dl > dt + dd": 1,
        "details:not(.on-this-page)": 2,
        "div.admonition.lemma": 1,
        ".highlighttable .hll": 1,
        "span.filename": 1,
        "article .katex": 6,
    }.items():
        assert page.locator(selector).count() == count, selector
    assert page.locator("details.question > summary").inner_text() == "Soru"
    english, own = phrases("tr")
    assert english & set(page.evaluate(SAID)) - own == set()
    assert page.locator("article [lang=en]").count() == 0
    assert violations(page) == []
    assert failed == []
    page.close()
