"""WordprocessingML, transitional and strict, has these names, and these few ways of saying things."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OFF = frozenset(("0", "false", "off", "none"))


def name_of(node: Element) -> str:
    """Return the local name of an element, `m:` before that of mathematics; empty for a comment."""
    if not isinstance(node.tag, str):
        return ""
    space, _, local = node.tag.rpartition("}")
    return f"m:{local}" if space.endswith("/math") else local


def value(node: Element | None, name: str = "val") -> str:
    """Return an attribute of an element, whatever its namespace; empty where there is none."""
    if node is None:
        return ""
    for key, said in node.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(said)
    return ""


def child(node: Element | None, *path: str) -> Element | None:
    """Follow a path of local names to its element."""
    for step in path:
        if node is None:
            return None
        node = next((one for one in node if name_of(one) == step), None)
    return node


def says(node: Element | None, name: str) -> bool | None:
    """Tell whether a property is on or off; None where it is not there."""
    found = child(node, name)
    return None if found is None else is_on(found)


def is_on(node: Element) -> bool:
    """Tell whether a property that is there is on."""
    return value(node).lower() not in _OFF


def number(text: str, otherwise: int = 0) -> int:
    """Return a whole number as it is written."""
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10 else otherwise
