"""The formats that have a structure, each with its parser; runs in the child process."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reader.domain.decode import decoded
from reader.domain.errors import NotOpened
from reader.formats.detect import Format, named_format

if TYPE_CHECKING:
    from reader.domain.decode import Decoded
    from reader.domain.document import Parsed


def parse_structured(data: bytes, kind: str, url: str = "", *, whole: bool = False, charset: str = "") -> Parsed:
    """The document in `data`. Raises NotOpened and NotParsed. Parsers are large, so only the one is imported."""
    match Format(kind):
        case Format.HTML:
            from reader.formats.html.page import parse_page  # noqa: PLC0415

            return parse_page(data, url, whole=whole, charset=charset)
        case Format.EPUB:
            from reader.formats.epub import parse_epub  # noqa: PLC0415

            return parse_epub(data)
        case Format.PDF:
            from reader.formats.pdf import parse_pdf  # noqa: PLC0415

            return parse_pdf(data)
        case Format.DOCX:
            from reader.formats.docx import parse_docx  # noqa: PLC0415

            return parse_docx(data)
        case Format.MARKDOWN:
            from reader.formats.markdown import parse_markdown  # noqa: PLC0415

            read = _text(data, charset)
            parsed = parse_markdown(read.text)._replace(remarks=read.remarks)
            return parsed if parsed.document.text else _parse_plain(data, charset)
        case Format.PLAIN:
            return _parse_plain(data, charset)


def load(name: str) -> None:
    """Import the parser that a source of this name is likely to need."""
    kind = named_format(name)
    if kind in _MODULES:
        import_module(f"reader.formats.{_MODULES[kind]}")


_MODULES = {
    Format.HTML: "html.page",
    Format.EPUB: "epub",
    Format.PDF: "pdf",
    Format.DOCX: "docx",
    Format.MARKDOWN: "markdown",
}


def _parse_plain(data: bytes, charset: str) -> Parsed:
    from reader.formats.plain import parse_plain  # noqa: PLC0415

    read = _text(data, charset)
    return parse_plain(read.text)._replace(remarks=read.remarks)


def _text(data: bytes, charset: str) -> Decoded:
    read = decoded(data, charset)
    if read is None:
        raise NotOpened("is not text")
    return read
