"""Bytes of any format into a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotOpened
from reader.formats.decode import decode
from reader.formats.detect import Format, detect, suffix_of

if TYPE_CHECKING:
    from reader.domain.document import Parsed

__all__ = ["Format", "detect", "parse"]

TEXT_LIMIT = 64 * 2**20
"""Bytes of plain text or Markdown that are opened: a book has one or two million, and memory is three times this."""


def parse(data: bytes, *, name: str = "", format: str = "", whole: bool = False, url: str = "") -> Parsed:  # noqa: A002, ARG001
    """The document in `data`, which `name` (a path, a URL, or nothing) is read from.

    `format` overrides what is detected, `whole` keeps what a web page has around its article, `url` is what relative
    links are relative to. Raises NotOpened for what is empty, binary or of no known format, NotParsed for what could
    not be read within its limits.
    """
    if not data.strip():
        raise NotOpened("is empty", to=name)
    kind = _format(format) if format else detect(data, name or url)
    if kind is None:
        raise NotOpened("is not text, nor any format that can be read", to=name)
    if kind in (Format.PLAIN, Format.MARKDOWN):
        return _parse_text(data, kind, name)
    raise NotOpened(f"{kind.value} is not read yet", to=name)


def _format(name: str) -> Format:
    try:
        return Format(name)
    except ValueError:
        raise NotOpened(f"no such format: {name}", do=f"one of {', '.join(Format)}") from None


def _parse_text(data: bytes, kind: Format, name: str) -> Parsed:
    if len(data) > TEXT_LIMIT:
        raise NotOpened(f"is larger than {TEXT_LIMIT >> 20} MB", to=name)
    text = decode(data)
    if text is None:
        raise NotOpened("is not text", to=name)
    if kind is Format.MARKDOWN:
        from reader.formats.markdown import parse_markdown  # noqa: PLC0415  (60 ms of lxml and cmark, not for plain text)

        return parse_markdown(text)
    from reader.formats.plain import parse_plain  # noqa: PLC0415  (the mail parser's 12 ms, not for Markdown)

    return parse_plain(text, suffix_of(name))
