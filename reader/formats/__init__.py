"""Bytes of any format become a document.

`kinds` lists the formats, each with the parser that reads it: a new one is an entry there and a module. `detect` tells
which format bytes are in, and `fetch` gets a page from the web. `parse` hands plain text to its parser here; all else
goes through `sandbox` to a process of its own (`child`, begun as a copy by `forked`), where `structured` calls the
parser, some of whose work is done `beside` it; it tells its `progress`, `process_use` watches what it takes, and the
answer comes back as `wire` has it.

Every structured format ends in `builder`. Web pages are read by `html`, and so is all that becomes HTML first: `docx`,
`office`, `epub`, and the formats of `markup` and `roff`. `pdf` reads what is drawn on pages, and `plain_text` how lines
are laid out. Every other format is a module called after it (`diff`, `feed`, `fiction_book`, `mail`, `notebook`,
`subtitles`, `web_archive`). `archive` reads zip files, `titles` calls a text by its metadata or its first heading,
`embedded` finds what a file marks in its text, `links` says which links may be followed, and `document_html` shows what
the parsers made of a source.

What has been read before is not parsed: even what every parser needs, 5 ms, is imported when something is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotOpened, NotParsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Parsed
    from reader.formats.kinds import Format

__all__ = ["parse"]

TEXT_LIMIT = 64 * 2**20
"""Bytes of plain text or Markdown that are opened: a book has one or two million, and memory is three times this."""
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
"""What a single file begins with that gzip, bzip2 or xz packed, as manuals and logs are."""
MARKDOWN_HERE = 2 * 2**20
"""Bytes of Markdown that are parsed in this process where none has been prepared: half a second at most, whatever they
are (the worst that is known is in the tests), while a process of its own costs 0.1 s for every text."""


def parse(
    data: bytes,
    *,
    name: str = "",
    format: str = "",  # noqa: A002  (as the command line has it)
    whole: bool = False,
    url: str = "",
    charset: str = "",
    apart: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Parsed:
    """Parse the document in `data`, which `name` (a path, a URL, or nothing) is read from.

    `format` overrides what is detected, `whole` keeps what a web page has around its article, `url` is what relative
    links are relative to, `charset` what a server said of the encoding, `apart` lets also plain text be parsed in
    another process, `stop` answers whether to give up. Raises NotOpened for what is empty, binary or of no known
    format, NotParsed for what could not be read within its limits.
    """
    from reader.formats.detect import detect  # noqa: PLC0415  (as above)
    from reader.formats.kinds import HERE, Format, suffix_of  # noqa: PLC0415

    if not data or data.isspace():  # without a copy of it
        raise NotOpened("is empty", to=name)
    try:
        if data.startswith(PACKED):
            from reader.formats.archive import unpack  # noqa: PLC0415  (10 ms of zipfile, for few)

            data, name = unpack(data, name or url)
        kind = _format(format) if format else detect(data, name or url)
        if kind is None:
            raise NotOpened("is not text, nor any format that can be read", to=name)
        if kind in HERE and not apart:
            return _seen(_parse_text(data, kind, name, charset))
        from reader.formats.sandbox import is_prepared, parse_apart  # noqa: PLC0415  (10 ms of subprocess, not for text)

        if kind is Format.MARKDOWN and not apart and len(data) <= MARKDOWN_HERE and not is_prepared():
            return _seen(_parse_text(data, kind, name, charset))
        suffix = suffix_of(name) if kind in HERE else ""
        return _seen(parse_apart(data, kind, url=url, whole=whole, charset=charset, suffix=suffix, stop=stop))
    except (NotOpened, NotParsed) as error:
        raise type(error)(error.what, to=error.to or name, do=error.do) from None


def _seen(parsed: Parsed) -> Parsed:
    """What was parsed, where there is anything to see in it. Raises NotOpened."""
    from reader.domain.printable import is_seen  # noqa: PLC0415  (as above)

    if not any(map(is_seen, parsed.document.text)):
        raise NotOpened("is empty")
    return parsed


def _format(name: str) -> Format:
    from reader.formats.kinds import Format  # noqa: PLC0415  (as above)

    try:
        return Format(name)
    except ValueError:
        raise NotOpened(f"no such format: {name}", do=f"one of {', '.join(Format)}") from None


def _parse_text(data: bytes, kind: Format, name: str, charset: str) -> Parsed:
    from reader.formats.kinds import suffix_of  # noqa: PLC0415  (as above)
    from reader.formats.structured import parse_text  # noqa: PLC0415

    if len(data) > TEXT_LIMIT:
        raise NotOpened(f"is larger than {TEXT_LIMIT >> 20} MB", to=name)
    return parse_text(data, kind, charset, suffix_of(name))
