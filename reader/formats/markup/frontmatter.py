"""Metadata in YAML or TOML may stand before a Markdown text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reader.domain.decode import whole
from reader.domain.document import Metadata
from reader.domain.patterns import deferred
from reader.domain.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 65_536
"""Characters of front matter at most; what is longer is text between rules."""

_YAML = deferred(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = deferred(r"\+\+\+[ \t]*\n(.*?\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = deferred(r"\s*(?:#[^\n]*\n\s*)*(?:[\w\"'.-]+[ \t]*[:=]|\[)")


def split_front(text: str) -> tuple[Metadata, str]:
    """Split metadata from the text behind them.

    What does not begin with a field is text; what cannot be read is ignored.
    """
    head = text[: LONGEST + 8]
    for form in (_YAML, _TOML):
        match = form.match(head)
        if match and (not match[1] or _FIELD.match(match[1])):
            from reader.formats.markup.front_values import toml, yaml  # noqa: PLC0415  (15 ms, and most texts have none)

            return _metadata((yaml if form is _YAML else toml)(match[1] or "")), text[match.end() :]
    return Metadata(), text


def _metadata(said: Mapping[Any, object]) -> Metadata:
    fields = {str(name).lower(): value for name, value in said.items()}
    return Metadata(
        title=_line(fields.get("title")),
        authors=tuple(_lines(fields.get("authors", fields.get("author")))),
        language=_line(fields.get("lang", fields.get("language"))),
        date=_line(fields.get("date", fields.get("published"))),
        url=_line(fields.get("url", fields.get("source", fields.get("canonical")))),
        tags=tuple(tag for said in _lines(fields.get("tags", fields.get("keywords"))) for tag in _tags(said)),
    )


def _line(value: object) -> str:
    from datetime import date  # noqa: PLC0415  (as above: with these values it is there)

    if isinstance(value, date):
        return value.isoformat()
    return one_line(whole(str(value))) if isinstance(value, str | int | float) and value is not False else ""


def _lines(value: object) -> Iterator[str]:
    """One name or several, each a text or, as Quarto has it, a mapping with a `name`."""
    for one in value if isinstance(value, list) else [value]:
        line = _line(one.get("name") if isinstance(one, dict) else one)
        if line:
            yield line


def _tags(said: str) -> list[str]:
    return [tag.strip().lstrip("#") for tag in said.split(",") if tag.strip().lstrip("#")]
