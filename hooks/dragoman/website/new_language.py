"""A language that a configuration does not have yet, put among those that it has: the rest of the text stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import yaml


def added(text: str, tag: str, name: str) -> tuple[str, int] | None:
    """Return ``text`` with a language, and the line that it stands on; None where its languages are not in it."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    found = next((one for i18n in _values(root, "plugins", "i18n") for one in _values(i18n, "languages")), None)
    if not isinstance(found, yaml.SequenceNode) or not found.value:
        return None
    last, values = found.value[-1], [("locale", tag), ("name", name)]
    line_end = "\r\n" if "\r\n" in text else "\n"
    flow = f"{{{', '.join(f'{key}: {_scalar(value)}' for key, value in values)}}}"
    if found.flow_style:
        return f"{text[: last.end_mark.index]}, {flow}{text[last.end_mark.index :]}", last.end_mark.line + 1
    dash = " " * found.start_mark.column
    indent = last.start_mark.column - found.start_mark.column - 1
    if last.flow_style:
        entry = f"{dash}-{' ' * indent}{flow}{line_end}"
    else:
        first, *rest = (f"{key}: {_scalar(value)}{line_end}" for key, value in values)
        entry = f"{dash}-{' ' * indent}{first}" + "".join(f"{dash} {' ' * indent}{line}" for line in rest)
    line = max(one.end_mark.line for one in _ends(last)) + 1
    lines = text.splitlines(keepends=True)
    before = "".join(lines[:line])
    if not before.endswith("\n"):
        before += line_end
    return before + entry + "".join(lines[line:]), line + 1


def keys(text: str, tag: str) -> list[str]:
    """Return what a configuration says of a language beside what static-i18n must know."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for i18n in _values(root, "plugins", "i18n"):
        for languages in _values(i18n, "languages"):
            for one in languages.value:
                names = (
                    {key.value: value.value for key, value in one.value} if isinstance(one, yaml.MappingNode) else {}
                )
                if names.get("locale") == tag:
                    return [name for name in names if name not in {"locale", "name", "default", "build"}]
    return []


def _values(node: yaml.Node | None, *path: str) -> Iterator[yaml.Node]:
    """Yield what stands under a path of keys; plugins are a mapping, or a list of mappings."""
    if not path:
        if node is not None:
            yield node
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _values(one, *path)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == path[0]:
                yield from _values(value, *path[1:])


def _ends(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the parts of a node that end where their text does: a block ends where the next one begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        for one in node.value:
            for part in one if isinstance(one, tuple) else (one,):
                yield from _ends(part)
    else:
        yield node


def _scalar(value: str) -> str:
    """Return a text as YAML; Norwegian's tag would be read as a negation."""
    try:
        plain = yaml.safe_load(f"[{value}]") == [value]
    except yaml.YAMLError:
        plain = False
    return value if plain else f"'{value.replace(chr(39), chr(39) * 2)}'"
