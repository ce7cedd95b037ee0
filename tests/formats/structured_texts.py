"""Texts in formats that say what their pieces are, read for a test."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from reader.domain.errors import NotOpened, NotParsed
from reader.formats.structured import parse_structured
from tests.formats.wellformed import check

if TYPE_CHECKING:
    from reader.domain.document import Document, MarkKind, Parsed
    from reader.formats.kinds import Format


def read(text: str, kind: Format) -> Parsed:
    parsed = parse_structured(dedent(text).encode(), kind)
    check(parsed.document)
    return parsed


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(str(one.kind), one.span.of(document.text)) for one in document.blocks]


def marked(document: Document, kind: MarkKind) -> list[str]:
    return [one.span.of(document.text) for one in document.marks if one.kind is kind]


def check_or_refuse(data: bytes, kind: Format) -> None:
    """Whatever it is, it becomes a sound document or is refused by name and with a reason; any other error fails."""
    try:
        check(parse_structured(data, kind).document)
    except (NotOpened, NotParsed):
        return
