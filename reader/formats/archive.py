"""A zip archive may have been made by anybody: it is never extracted, and never read beyond the limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote, urldefrag

from reader.domain.errors import NotOpened, NotParsed
from reader.domain.web_address import has_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

ENTRIES = 20_000
"""Books have a few hundred files; those made a page a file have some thousands."""
ENTRY_SIZE = 64 * 2**20
TOTAL_SIZE = 256 * 2**20
"""Bytes, unpacked, of one file and of all that are read: pictures are not, and no text has so many."""
_UTF8 = 0x800
"""The flag of an entry whose name is in UTF-8; others are in CP437, or say nothing."""
_WRITTEN_IN = (
    "cp850", "cp852", "cp857", "cp862", "cp1250", "cp1253", "cp1254", "cp737", "koi8_r", "mac_roman", "cp1252",
    "cp1251", "cp866", "euc_kr", "big5hkscs", "cp932", "gb18030", "utf-8",
)  # fmt: skip
"""What programs write names in without saying so; the likeliest last, for it counts where two make the same name."""
RATIO = 200
"""Unpacked to packed bytes: text reaches ten, a bomb thousands."""
_PACKED = ("gz", "bz2", "xz")
SMALL = 2**20
"""Bytes up to which the ratio says nothing: a page of blanks is no attack."""


class Archive:
    """An `Archive` is the files of an archive by their names.

    What a name means outside of the archive is of no interest.
    """

    def __init__(self, data: bytes | BinaryIO) -> None:
        """`data` is its bytes, or a file, of which that is read which is asked for.

        Raises NotOpened for what is no archive, NotParsed for one beyond the limits.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise NotOpened("is damaged: its archive cannot be read") from error
        entries = self._zip.infolist()
        if len(entries) > ENTRIES:
            raise NotParsed(f"has more than {ENTRIES} files in it")
        self._entries = {entry.filename: entry for entry in reversed(entries)}
        self._folded = {key: entry.filename for entry in reversed(entries) for key in _keys(entry)}
        self._left = TOTAL_SIZE
        self._cuts: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    @property
    def names(self) -> list[str]:
        """Return what the files are called, in no order."""
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """Find the entry of that name, if need be written otherwise: books are made on forgiving systems.

        In other case, percent-encoded, with backslashes, its letters composed or not, in another encoding.
        """
        for one in (name, unquote(name)):
            if one in self._entries:
                return one
        return self._folded.get(_key(unquote(name)))

    def follow(self, folder: str, href: str) -> str | None:
        """Follow a link in a file of `folder` to its entry; None where it leads to none."""
        path = href.strip()
        path = (urldefrag(path).url if "#" in path else path).replace("\\", "/").removeprefix("file://")
        if has_scheme(path) or path.startswith(("data:", "mailto:", "//")):
            return None
        for one in dict.fromkeys((path, path.partition("?")[0])):
            for place in dict.fromkeys(("" if one.startswith("/") else folder, folder, "")):
                # As in an address, there is nothing above the top.
                name = posixpath.normpath(posixpath.join("/", place, one.lstrip("/"))).lstrip("/")
                found = self.find(name) if one and name else None
                if found is not None:
                    return found
        return None

    def size(self, name: str) -> int:
        """Tell how many bytes an entry says that it has; 0 where there is none."""
        found = self.find(name)
        return self._entries[found].file_size if found is not None else 0

    def cut(self, name: str, size: int) -> None:
        """Let only so many bytes of an entry be read from now on, to the end of a tag, for first pages."""
        found = self.find(name)
        if found is not None:
            self._cuts[found] = size

    def read(self, name: str) -> bytes | None:
        """Read the bytes of an entry; None where there is none, or it is damaged.

        Raises NotParsed beyond the limits.
        """
        found = self.find(name)
        if found is None:
            return None
        entry = self._entries[found]
        if entry.flag_bits & 1:
            raise NotOpened("is locked with a password")
        limit, cut = min(ENTRY_SIZE, self._left), self._cuts.get(found)
        try:
            with self._zip.open(entry) as file:
                if cut is not None and entry.file_size > cut:
                    head = file.read(cut)
                    return head[: head.rfind(b">") + 1]
                # What an entry says of its size is not believed: it is counted while it is read.
                data = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError):
            return None
        if len(data) > limit or (len(data) > SMALL and len(data) > RATIO * max(1, entry.compress_size)):
            raise NotParsed("unpacks to far more than it is")
        self._left -= len(data)
        return data


def unpack(data: bytes, name: str) -> tuple[bytes, str]:
    """Unpack a single file that gzip, bzip2 or xz packed; with its name, which has lost the ending for that.

    Raises NotOpened for what is damaged or holds several files, NotParsed beyond the limit.
    """
    import bz2  # noqa: PLC0415  (rare)
    import gzip  # noqa: PLC0415
    import lzma  # noqa: PLC0415

    program = bz2 if data.startswith(b"BZh") else gzip if data.startswith(b"\x1f") else lzma
    try:
        with program.open(io.BytesIO(data)) as file:
            inner = file.read(ENTRY_SIZE + 1)
    except (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError) as error:
        raise NotOpened("is damaged: it cannot be unpacked", to=name) from error
    if len(inner) > ENTRY_SIZE:
        raise NotParsed("unpacks to far more than it is", to=name)
    if inner[257:262] == b"ustar" or name.lower().endswith((".tgz", ".tbz", ".tbz2", ".txz")):
        raise NotOpened("is an archive, which cannot be read", to=name, do="unpack it first")
    base, _, ending = name.rpartition(".")
    return inner, base if ending.lower() in _PACKED else name


def _keys(entry: zipfile.ZipInfo) -> Iterator[str]:
    """What an entry may be called by: its name, and where it does not say its encoding, its name in those used."""
    yield _key(entry.filename)
    if not entry.flag_bits & _UTF8 and not entry.filename.isascii():
        for encoding in _WRITTEN_IN:
            with suppress(UnicodeError):
                yield _key(entry.filename.encode("cp437").decode(encoding))


def _key(name: str) -> str:
    return normalize("NFC", name.replace("\\", "/").lstrip("/")).casefold()


def within(folder: str, href: str) -> str:
    """Return the name of the entry that a link in a file of `folder` leads to; empty for one that leads outside."""
    path = urldefrag(href).url
    if has_scheme(path) or path.startswith(("/", "\\", "data:", "mailto:")):
        return ""
    name = posixpath.normpath(posixpath.join(folder, path))
    return "" if name.startswith(("..", "/")) or name == "." else name
