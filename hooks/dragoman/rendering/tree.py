"""The HTML of an article as a tree of nodes: read once, as a browser reads it, changed in place, and written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Tree:
    """The nodes of an article."""

    def __init__(self, html: str) -> None:
        self._document = LexborHTMLParser("<div></div>", is_fragment=True)
        root = self._document.css_first("div")
        assert root is not None  # noqa: S101 - it has just been written
        self.root = root
        # In its own element: no end tag of an author's closes it.
        self.root.inner_html = html

    @property
    def html(self) -> str:
        """What the nodes are in HTML."""
        return self.root.inner_html or ""

    def all(self, *tags: str) -> list[LexborNode]:
        """Return the elements with one of these tags, in order."""
        return self.root.css(", ".join(tags))

    def put(self, place: LexborNode, html: str) -> None:
        """Put ``html`` in the place of a node."""
        box = self.element("div", {}, before=place)
        box.inner_html = html
        if box.first_child is None:
            box.decompose()
        else:
            box.unwrap()
        place.decompose()

    def element(self, tag: str, attributes: Mapping[str, str], *, before: LexborNode) -> LexborNode:
        """Return a new element, which stands right before a node."""
        before.insert_before(self._document.create_node(tag), move=True)
        created = before.prev
        assert created is not None  # noqa: S101 - it has just been inserted
        for name, value in attributes.items():
            created.attrs[name] = value
        return created

    def last_in(self, node: LexborNode) -> LexborNode:
        """Return a new element, which stands at the end of a node."""
        node.insert_child(self._document.create_node("span"), move=True)
        created = node.last_child
        assert created is not None  # noqa: S101 - it has just been inserted
        return created


def walk(
    node: LexborNode, enter: Callable[[LexborNode], bool], leave: Callable[[LexborNode], None] | None = None
) -> None:
    """Visit all below a node, however deep: ``enter`` tells whether to go into an element, ``leave`` is told when that is done."""
    top = node.mem_id
    here = node.first_child
    while here is not None:
        going = enter(here) and here.is_element_node
        if going and here.first_child is not None:
            here = here.first_child
            continue
        if going and leave:
            leave(here)
        while here.next is None:
            parent = here.parent
            if parent is None or parent.mem_id == top:
                return
            here = parent
            if leave:
                leave(here)
        here = here.next


def texts(node: LexborNode, passed: Callable[[LexborNode], bool] = lambda _: False) -> list[LexborNode]:
    """Return all texts below a node, but those below an element that is ``passed`` over."""
    found: list[LexborNode] = []

    def enter(one: LexborNode) -> bool:
        if one.is_text_node:
            found.append(one)
            return False
        return one.is_element_node and not passed(one)

    walk(node, enter)
    return found


def classes(node: LexborNode) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset(node.attrs.sget("class").split())


def text(node: LexborNode) -> str:
    """Return the text of a node and all below it."""
    return (node.text_content if node.is_text_node else node.text()) or ""
