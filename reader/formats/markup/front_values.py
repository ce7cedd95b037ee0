"""The values of front matter are read as YAML and TOML have them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from yaml import AliasEvent, Node, SafeLoader, YAMLError, load

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Plain(SafeLoader):
    """Without aliases, which can make a few lines into gigabytes."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(AliasEvent):
            raise YAMLError("an alias")
        return super().compose_node(parent, index)


def yaml(text: str) -> Mapping[Any, object]:
    """Read what YAML says; nothing where it cannot be read."""
    try:
        said = load(text, _Plain)  # noqa: S506  (a SafeLoader)
    except (YAMLError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def toml(text: str) -> Mapping[Any, object]:
    """Read what TOML says; nothing where it cannot be read."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
