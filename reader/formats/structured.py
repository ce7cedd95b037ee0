"""Bytes of any format to the parser that its entry names; runs in the child process."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reader.domain.decode import detect_and_decode
from reader.domain.errors import NotOpened
from reader.formats.detect import named_format
from reader.formats.kinds import FORMATS, Format, Takes

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Parsed


def parse_structured(
    data: bytes, kind: str, url: str = "", *, whole: bool = False, charset: str = "", suffix: str = ""
) -> Parsed:
    """The document in `data`. Raises NotOpened and NotParsed. Parsers are large, so only the one is imported."""
    entry = FORMATS[Format(kind)]
    parse = _parser(Format(kind))
    match entry.takes:
        case Takes.BYTES:
            return parse(data)
        case Takes.ADDRESS:
            return parse(data, url)
        case Takes.PAGE:
            return parse(data, url, whole=whole, charset=charset)
        case Takes.TEXT:
            return parse_text(data, Format(kind), charset, suffix)


def parse_text(data: bytes, kind: Format, charset: str = "", suffix: str = "") -> Parsed:
    """The document of a text in that format. Raises NotOpened for what is no text."""
    read = detect_and_decode(data, charset)
    if read is None:
        raise NotOpened("is not text")
    parsed = _parser(kind)(read.text) if kind is not Format.PLAIN else None
    if parsed is None or (kind is Format.MARKDOWN and not parsed.document.text):
        # A text of signs only is one as well, and shown as it is.
        parsed = _parser(Format.PLAIN)(read.text, suffix)
    return parsed._replace(remarks=(*read.remarks, *parsed.remarks))


def load(name: str) -> None:
    """Import the parser that a source of this name is likely to need."""
    kind = named_format(name)
    if kind is not None:
        _parser(kind)


def _parser(kind: Format) -> Callable[..., Parsed]:
    entry = FORMATS[kind]
    module: Any = import_module(f"reader.formats.{entry.module}")
    parser: Callable[..., Parsed] = getattr(module, entry.function)
    return parser
