"""The first pages of a long text, parsed before all of it: something to read while the rest comes.

They may look different when all is known: what is a margin, or how large the letters of the text are, is told by many
pages. Where they cannot be had quickly there are none.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.formats.kinds import Format

if TYPE_CHECKING:
    from reader.domain.document import Parsed

PAGES, LONG = 6, 40
"""Pages of a PDF that come first, and from how many on they do: fewer are there in a moment."""
CHAPTERS, LARGE = 6, 200_000
"""Chapters of a book that come first (a cover and a title are some), and the bytes from which on they do."""
HEAD = 60_000
"""Bytes of a Markdown text that come first."""
WORTH = 1500
"""Letters that are something to read: fewer are a cover and a title."""


def first_pages(data: bytes, kind: str) -> Parsed | None:
    """The beginning of `data` as a document of its own; None where all of it is as quick, or nothing is there."""
    # Whatever is wrong with it, reading all of it says so.
    with suppress(Exception):
        found = _first(data, Format(kind))
        if found is not None and len(found.document.text) >= WORTH:
            return found._replace(remarks=(), embedded=())
    return None


def _first(data: bytes, kind: Format) -> Parsed | None:
    # Each parser takes long to import, and one is needed.
    match kind:
        case Format.PDF:
            from reader.formats.pdf import first_of_pdf  # noqa: PLC0415

            return first_of_pdf(data, PAGES, LONG)
        case Format.EPUB if len(data) > LARGE:
            from reader.formats.epub import first_of_epub  # noqa: PLC0415

            return first_of_epub(data, CHAPTERS)
        case Format.MARKDOWN if len(data) > LARGE:
            from reader.formats.structured import parse_text  # noqa: PLC0415

            return parse_text(data[: data.rfind(b"\n\n", 0, HEAD) + 1], kind)
    return None
