"""Files of other programs are read within limits: whatever is in them, the answer is quick and a sentence at worst."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Colour
from reader.domain.decode import detect_and_decode
from reader.domain.errors import NotImported
from reader.domain.local_time import is_dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

LARGEST = 256 << 20
"""Bytes of a file: 100,000 annotations of ours take some 80 MB."""
LARGE, PIECE = 8 << 20, 1 << 20
"""Bytes of a text that is read in pieces, and those of a piece."""
ENTRY, UNPACKED = 16 << 20, 64 << 20
"""Bytes, unpacked, of one file in an archive, and of all that are read: an archive costs 256 MB of memory at most."""
RATIO, SMALL = 200, 1 << 20
"""Unpacked to packed bytes of a file that has more than a few: text reaches ten, a bomb thousands."""
MOST_IN_ARCHIVE = 20_000
"""Annotations of one archive: each takes 10 KB until it is in the library. Nobody is known to have half as many."""
BRACKET, QUOTE, COMMA = 150, 30, 32
"""Bytes of memory that each may stand for in JSON: an object or list, a text, a number."""
HEAVIEST, HEAVIEST_IN_ARCHIVE = 640 << 20, 64 << 20
"""Bytes that a file's JSON may stand for: 100,000 annotations of ours half of that."""
DEEPEST = 100
"""Levels of nesting; no program named here uses more than ten, and the parser's recursion ends near 1,000."""
LONGEST = 1 << 20
"""Code points of one text: a megabyte of note is nobody's note."""
MOST_TAGS = 200
"""Tags of one annotation."""

HOLE = bytes(64)
"""Zero bytes as a device leaves them that went down while it wrote, a block of the disk or more: they say nothing."""
_HOLES = re.compile(b"\0{64,}")
_SECONDS = re.compile("[0-9]{10}(?:[0-9]{3})?")
"""Seconds or milliseconds since 1970, as a text: no date in ISO 8601 is that long without signs between."""
_LONE = re.compile("[\ud800-\udfff]")
ARCHIVE = b"PK\x03\x04"
"""What a zip archive begins with."""
BINARY = (b"PK\x03\x04", b"%PDF-", b"SQLite format 3\0")
"""What archives, PDFs and databases begin with, which are no text."""


def text_of(data: bytes) -> str:
    """Decode the file as text with `\\n` at line ends, in whatever encoding it is. Raises NotImported."""
    if len(data) > LARGEST:
        raise NotImported(f"it is larger than {LARGEST >> 20} MB")
    if HOLE in data:
        # Whole signs of two or four bytes go, so that those behind stay what they are.
        data = _HOLES.sub(lambda zeros: bytes(len(zeros[0]) % 4), data)
    read = detect_and_decode(data)
    if read is None:
        raise NotImported("it is not text")
    if not read.text.strip():
        raise NotImported("it is empty")
    return read.text


def text_pieces(data: bytes, end: str) -> Iterator[str]:
    """Decode a file as `text_of` does, in pieces where it is large: each but the last ends with a line that is `end`.

    Raises NotImported. A text of 50 MB at once takes 350 while it is decoded.
    """
    if len(data) < LARGE or not all(map(_is_plain, _cut(data, end))):
        yield text_of(data)
        return
    for piece in _cut(data, end):
        yield text_of(piece)


def _cut(data: bytes, end: str) -> Iterator[bytes]:
    ends = re.compile(rb"\n%b[ \t]*\r?\n" % end.encode())
    begin = 0
    while begin < len(data):
        found = ends.search(data, begin + PIECE)
        if found is None or (len(data) < found.end() + PIECE and not data[found.end() :].strip()):
            yield data[begin:]
            return
        yield data[begin : found.end()]
        begin = found.end()


def _is_plain(piece: bytes) -> bool:
    """Whether a piece says by itself what encoding it is in."""
    found = detect_and_decode(piece)
    return found is not None and found.encoding == "utf-8" and not found.bad and bool(found.text.strip())


def damage(data: bytes) -> tuple[str, ...]:
    """Tell of bytes of a text that could not be read."""
    if data.isascii() or (len(data) >= LARGE and all(map(_is_plain, _cut(data, "")))):
        return ()
    read = detect_and_decode(data) if not data.startswith(BINARY) else None
    return read.remarks if read else ()


def members(data: bytes) -> tuple[str, ...]:
    """List the names in an archive. Raises NotImported where it is damaged."""
    with _opened(data) as archive:
        return tuple(archive.namelist())


def member(data: bytes, wanted: Callable[[str], bool]) -> bytes:
    """Return the first file of an archive whose name is `wanted`.

    Raises NotImported without one, and for one that is large.
    """
    with _opened(data) as archive:
        for one in archive.infolist():
            if wanted(one.filename):
                return _unpacked(archive, one, UNPACKED)
    raise NotImported("its archive does not hold what it should")


def unpack_archive(data: bytes, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive whose names are `wanted`.

    Raises NotImported where it is damaged, or they are large.
    """
    left = UNPACKED
    with _opened(data) as archive:
        for one in archive.infolist():
            if not wanted(one.filename):
                continue
            left -= one.file_size
            if left < 0:
                raise NotImported(f"what is in it is larger than {UNPACKED >> 20} MB")
            yield one.filename, _unpacked(archive, one)


def _unpacked(archive: zipfile.ZipFile, one: zipfile.ZipInfo, most: int = ENTRY) -> bytes:
    if one.file_size > most:
        raise NotImported(f"a file in it is larger than {most >> 20} MB", do="take it in in parts")
    if one.file_size > max(SMALL, RATIO * one.compress_size):
        raise NotImported("a file in it is packed to use up memory")
    try:
        return archive.read(one)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise NotImported("its archive is damaged") from error


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotImported("its archive is damaged") from error


def json_of(text: str, heaviest: int = HEAVIEST) -> Any:
    """Parse the JSON value that `text` is. Raises NotImported for what is none, too heavy or nested too deeply."""
    brackets, quotes, commas = text.count("{") + text.count("["), text.count('"'), text.count(",")
    if BRACKET * brackets + QUOTE * quotes + COMMA * commas > heaviest:
        raise NotImported("it would use up memory", do="take it in in parts")
    try:
        value = json.loads(text, parse_constant=lambda _name: None, parse_int=_integer)
    except ValueError as error:
        raise NotImported("it is not whole JSON") from error
    except RecursionError as error:
        raise NotImported("it is nested too deeply") from error
    # The parser itself stops near 1,000 levels; what looks at the value afterwards may be content with fewer.
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level if isinstance(one, (dict, list)) for inner in _inner(one)]
        if not level:
            return value
    raise NotImported("it is nested too deeply")


def _inner(one: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return one.values() if isinstance(one, dict) else one


def _integer(digits: str) -> int | None:
    # No position or count has more than 18 digits; Python refuses thousands with an error of its own.
    return int(digits) if len(digits) <= 18 else None


def records(value: Any) -> list[Mapping[str, Any]]:
    """Pick the objects in a list; anything else is passed over."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """Take a text, cut where no note reaches, without lone surrogates; empty for anything else."""
    return _LONE.sub("\ufffd", value[:LONGEST]) if isinstance(value, str) else ""


def texts(values: Any) -> tuple[str, ...]:
    """Take the texts in a list, each once, blanks around them gone, the empty ones left out; at most MOST_TAGS."""
    some: Iterable[Any] = values if isinstance(values, list) else ()
    return tuple(dict.fromkeys(one for value in some if (one := text(value).strip())))[:MOST_TAGS]


def number(value: Any) -> int | None:
    """Take a whole number from 0 on; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def time(value: Any, *, local: bool = False) -> datetime | None:
    """Take a time as ISO 8601 writes it, or in seconds or milliseconds since 1970; None for anything else.

    Without a zone it is UTC's, or with `local` that of this machine, as programs write it that know no zones.
    """
    try:
        if isinstance(value, str) and _SECONDS.fullmatch(value.strip()):
            value = int(value)
        if isinstance(value, str):
            found = datetime.fromisoformat(value.strip())
            if found.tzinfo is None:
                found = found.astimezone() if local else found.replace(tzinfo=UTC)
            found.astimezone(UTC)  # At the ends of the calendar there are times that no other zone can tell.
            return found if is_dated(found) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            # Ten digits of seconds reach to 2286; what is larger is milliseconds.
            found = datetime.fromtimestamp(value / 1000 if value >= 1e10 else value, UTC)
            return found if is_dated(found) else None  # A program's zero is no time.
    except (ValueError, OverflowError, OSError):
        return None
    return None


HUES: Mapping[Colour, tuple[int, int, int]] = {
    Colour.YELLOW: (0xFF, 0xD4, 0x00),
    Colour.RED: (0xFF, 0x66, 0x66),
    Colour.GREEN: (0x5F, 0xB2, 0x36),
    Colour.BLUE: (0x2E, 0xA8, 0xE5),
    Colour.PURPLE: (0xA2, 0x8A, 0xE5),
    Colour.MAGENTA: (0xE5, 0x6E, 0xEE),
    Colour.ORANGE: (0xF1, 0x98, 0x37),
    Colour.GREY: (0xAA, 0xAA, 0xAA),
}
"""Zotero's hex values of its eight colours, which are ours."""
NAMES = {
    "pink": Colour.MAGENTA,
    "gray": Colour.GREY,
    "cyan": Colour.BLUE,
    "olive": Colour.GREEN,
    "violet": Colour.PURPLE,
}


def colour(value: Any) -> Colour:
    """Choose the one of the eight that a name or a hex value means, or is nearest to; yellow for anything else."""
    name = text(value).strip().lower()
    if name in set(Colour):
        return Colour(name)
    if name in NAMES:
        return NAMES[name]
    if re.fullmatch(r"#[0-9a-f]{6}", name):
        red, green, blue = (int(name[at : at + 2], 16) for at in (1, 3, 5))
        return min(HUES, key=lambda one: sum((a - b) ** 2 for a, b in zip(HUES[one], (red, green, blue), strict=True)))
    return Colour.YELLOW
