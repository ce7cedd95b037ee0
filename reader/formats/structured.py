"""Bytes of any format go to the parser that its entry names, all of them or the first pages; this runs in the child.

First pages are something to read while the rest comes. They may look different when all is known: what is a margin, or
how large the letters of the text are, is told by many pages. Where they cannot be had quickly there are none.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from reader.domain.decode import detect_and_decode
from reader.domain.errors import NotOpened, ReaderError
from reader.domain.left_out import LaterAnswer, LaterModule, left_out
from reader.formats.kinds import FORMATS, SHOWN_AS_WRITTEN, Format, Takes, named_format
from reader.formats.plain_text.terminal_codes import strip_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from reader.domain.document import Parsed

_LOGGING = LaterModule(
    "logging", known={"DEBUG": 10, "WARNING": 30, "getLogger": partial(LaterAnswer, "logging", "getLogger")}
)
_ADDRESSES = LaterModule("ipaddress")
_PDFIUM = (
    LaterModule("argparse", ("ArgumentParser", "BooleanOptionalAction")),
    LaterModule("ctypes.util", ("find_library",)),
    LaterModule("platform", known={"system": lambda: os.uname().sysname}),
    LaterModule("urllib.parse", ("quote_from_bytes",)),
    LaterModule("uuid", ("uuid4",)),
    _LOGGING,
)
_LXML = LaterModule("inspect", ("getfullargspec",)), _ADDRESSES
_ZIP = *(LaterModule(name) for name in ("bz2", "lzma", "pathlib", "shutil")), *_LXML
_LIBRARIES: Mapping[Format, tuple[tuple[str, ...], tuple[LaterModule, ...]]] = {
    Format.PDF: (("pypdfium2",), _PDFIUM),
    **dict.fromkeys((Format.EPUB, Format.DOCX), (("lxml.etree", "urllib.parse", "zipfile"), _ZIP)),
    **dict.fromkeys((Format.HTML, Format.MARKDOWN), (("lxml.etree", "urllib.parse"), _LXML)),
}
"""What parsers of these formats wait for most, and what that imports and hardly ever calls: of a PDF's 20 ms it is
half, and 4 to 8 of the others'."""

PAGES, LETTERS, LONG = 4, 6000, 4
"""Pages of a PDF that come first, the letters that are enough where a page holds more than a screen does, and from how
many pages on: fewer are there in a moment."""
CHAPTERS, BOOK = 6, 50_000
"""Chapters of a book that come first (a cover and a title are some), and the bytes from which on they do."""
LARGE = 200_000
"""Bytes of a page, or of Markdown, from which on its beginning comes first."""
PARAGRAPHS, PARTS = 150, 300_000
"""Paragraphs of a Word document that come first: some ten pages; and the bytes in which they are looked for."""
HEAD = 60_000
"""Bytes of a Markdown text that come first, and of the chapters of a book."""
PAGE_HEAD = 100_000
"""Bytes of a web page that come first, without what is in it for the browser only."""
WORTH = 1500
"""Letters that are something to read: fewer are a cover and a title."""


def parse_structured(
    data: bytes, kind: str, url: str = "", *, whole: bool = False, charset: str = "", suffix: str = ""
) -> Parsed:
    """Parse the document in `data`. Raises NotOpened and NotParsed. Parsers are large, so only the one is imported."""
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
    """Parse the document of a text in that format. Raises NotOpened for what is no text."""
    read = detect_and_decode(data, charset)
    if read is None:
        raise NotOpened("is not text")
    parsed = _parser(kind)(strip_codes(read.text)) if kind is not Format.PLAIN else None
    if parsed is None or (kind is Format.MARKDOWN and not parsed.document.text):
        # A text of signs only is one as well, and shown as it is.
        parsed = _parser(Format.PLAIN)(read.text, suffix)
    signs = SHOWN_AS_WRITTEN.get(suffix) if kind is Format.PLAIN else None
    said = (f"its markup ({signs}) is not read, and shown as it is written",) if signs else ()
    return parsed._replace(remarks=(*read.remarks, *said, *parsed.remarks))


def load(kind: Format) -> None:
    """Import the parser of this format."""
    libraries, left = _LIBRARIES.get(kind, ((), ()))
    with left_out(*left):
        for library in libraries:
            import_module(library)
    _parser(kind)


def _parser(kind: Format) -> Callable[..., Parsed]:
    entry = FORMATS[kind]
    module: Any = import_module(f"reader.formats.{entry.module}")
    parser: Callable[..., Parsed] = getattr(module, entry.function)
    return parser


def first_of_file(number: int, name: str) -> Parsed | None:
    """Parse the beginning of what is in an open file, which is called so; None as `first_pages` does."""
    from reader.formats.detect import SNIFFED, detect  # noqa: PLC0415  (not before a parser is there)

    with suppress(ReaderError, OSError), open(number, "rb", closefd=False) as file:
        # To read ten megabytes takes as long as to parse a few pages: of these formats the beginning says what it is.
        said = named_format(name) in (Format.PDF, Format.EPUB, Format.DOCX)
        kind = detect(file.read(SNIFFED if said else -1), name)
        file.seek(0)
        return _worth_reading(file, kind) if kind is not None else None
    return None


def first_pages(data: bytes, kind: str) -> Parsed | None:
    """Parse the beginning of `data` as a document of its own; None where all of it is as quick, or nothing is there."""
    return _worth_reading(io.BytesIO(data), Format(kind))


def _worth_reading(file: BinaryIO, kind: Format) -> Parsed | None:
    # Whatever is wrong with it, reading all of it says so.
    with suppress(Exception):
        found = _first(file, kind)
        if found is not None and len(found.document.text) >= WORTH:
            return found._replace(remarks=(), embedded=())
    return None


def _first(file: BinaryIO, kind: Format) -> Parsed | None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    # Each parser takes long to import, and one is needed.
    match kind:
        case Format.PDF:
            from reader.formats.pdf import first_of_pdf  # noqa: PLC0415

            return first_of_pdf(file, PAGES, LETTERS, LONG)
        case Format.EPUB if size > BOOK:
            from reader.formats.epub import first_of_epub  # noqa: PLC0415

            return first_of_epub(file, CHAPTERS, HEAD)
        case Format.DOCX:
            from reader.formats.docx import first_of_docx  # noqa: PLC0415

            return first_of_docx(file, PARAGRAPHS, PARTS)
        case Format.HTML if size > LARGE:
            from reader.formats.html.page import first_of_page  # noqa: PLC0415

            return first_of_page(file, PAGE_HEAD)
        case Format.MARKDOWN if size > LARGE:
            head = file.read(HEAD)
            return parse_text(head[: head.rfind(b"\n\n") + 1], kind)
    return None
