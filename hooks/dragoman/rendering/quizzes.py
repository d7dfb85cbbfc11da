"""Multiple-choice questions and exercises in the article: each answer opens to whether it is right, and why."""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.pages.placeholders import TOKEN
from dragoman.pages.quizzes import KIND
from dragoman.rendering.tree import Tree, text

_MARK = "label.task-list-control"
_BLOCKS = frozenset(["p", "ul", "ol", "dl", "div", "pre", "table", "blockquote", "details", "figure"])


def show(tree: Tree, phrase: Phrases) -> None:
    """Make of the answers in each quiz what a reader can choose from, and say what a script writes on exercises.

    What is said wrongly on purpose, and what gives an answer away, the search does not find.
    """
    # What stands in an explanation first, which is written anew with it.
    for number, box in reversed(list(enumerate(tree.all(f".admonition.{KIND}", f"details.{KIND}"), 1))):
        answers = [item for item in box.css("li.task-list-item") if not _is_nested(item, box)]
        marks = [item.css_first(f"{_MARK} input") for item in answers]  # the first is its own, others are of its lists
        rights = [mark is not None and "checked" in mark.attrs for mark in marks]
        lists = {item.parent.mem_id: item.parent for item in answers if item.parent is not None}
        for one in lists.values():
            one.attrs["class"] = "answers"
            one.attrs["data-search-exclude"] = one.attrs["data-pagefind-ignore"] = ""
        if any(rights):
            said = _phrases_of(box, phrase).html
            hint = said["One answer is right."] if rights.count(True) == 1 else said["Several answers are right."]
            place = tree.element("p", {}, before=next(iter(lists.values())))
            tree.put(place, f'<p class="hint" data-search-exclude data-pagefind-ignore>{hint}</p>')
        # Of those that share a name a browser keeps one open.
        name = f' name="{KIND}-{number}"' if rights.count(True) == 1 else ""
        for item, is_right in zip(answers, rights, strict=True):
            said = _phrases_of(item, phrase).html
            verdict = said["Right."] if is_right else said["Wrong."]
            answer, explanation = _parted(item)
            item.attrs["class"] = "answer"
            item.inner_html = (
                f'<details class="{"right" if is_right else "wrong"}"{name}><summary>{answer}</summary>'
                f'<p class="verdict">{verdict}</p>{explanation}</details>'
            )
            # What opens is a button, in which there can be no link.
            for link in item.css("summary a.reference"):
                link.unwrap()
    for button in tree.all("summary"):
        # Of a formula alone, a button gets no name from what is shown.
        words = text(button)
        if TOKEN.search(words) and not any(map(str.isalnum, TOKEN.sub("", words))):
            button.attrs["aria-label"] = words
    for box in tree.all("div.exercise[data-exercise]"):
        box.attrs["data-done"] = phrase("Done")


def _phrases_of(node: LexborNode, phrase: Phrases) -> Phrases:
    """Return the phrases of the language that a node is in, where that is another one than the page's."""
    around: LexborNode | None = node
    while around is not None:
        if around.attrs.get("lang"):
            return language(around.attrs.sget("lang")).phrases
        around = around.parent
    return phrase


def _is_nested(item: LexborNode, box: LexborNode) -> bool:
    """Tell whether an item of a box stands in another one."""
    around = item.parent
    while around is not None and around.tag != "li" and around.mem_id != box.mem_id:
        around = around.parent
    return around is not None and around.mem_id != box.mem_id


def _parted(item: LexborNode) -> tuple[str, str]:
    """Return the HTML of an answer, without its mark, and that of its explanation."""
    for mark in item.css(_MARK)[:1]:
        mark.decompose()
    nodes = [one for one in item.iter(include_text=True) if one.is_element_node or text(one).strip()]
    if nodes and nodes[0].tag == "p":
        answer, rest = nodes[0].inner_html or "", nodes[1:]
    else:
        end = next((index for index, one in enumerate(nodes) if one.tag in _BLOCKS), len(nodes))
        answer, rest = _html(nodes[:end]), nodes[end:]
    return answer.strip(), _html(rest)


def _html(nodes: Iterable[LexborNode]) -> str:
    return "".join(one.html or "" for one in nodes)
