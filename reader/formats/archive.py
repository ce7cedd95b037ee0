"""Reading a zip archive that anybody may have made: never extracted, and never more of it than the limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote, urldefrag

from reader.domain.errors import NotOpened, NotParsed

ENTRIES = 2000
"""Books have a few hundred files."""
ENTRY_SIZE = 64 * 2**20
TOTAL_SIZE = 256 * 2**20
"""Bytes, unpacked, of one file and of all that are read: pictures are not, and no text has so many."""
RATIO = 200
"""Unpacked to packed bytes: text reaches ten, a bomb thousands."""
SMALL = 2**20
"""Bytes up to which the ratio says nothing: a page of blanks is no attack."""


class Archive:
    """The files of an archive by their names. What a name means outside of the archive is of no interest."""

    def __init__(self, data: bytes) -> None:
        """Raises NotOpened for what is no archive, NotParsed for one beyond the limits."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise NotOpened("is damaged: its archive cannot be read") from error
        entries = self._zip.infolist()
        if len(entries) > ENTRIES:
            raise NotParsed(f"has more than {ENTRIES} files in it")
        self._entries = {entry.filename: entry for entry in reversed(entries)}
        self._folded = {name.casefold(): name for name in self._entries}
        self._left = TOTAL_SIZE

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    @property
    def names(self) -> list[str]:
        """What the files are called, in no order."""
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """The entry of that name, if need be in other case or percent-encoded: books are made on forgiving systems."""
        for one in (name, unquote(name)):
            if one in self._entries:
                return one
        return self._folded.get(unquote(name).casefold())

    def read(self, name: str) -> bytes | None:
        """The bytes of an entry; None where there is none, or it is damaged. Raises NotParsed beyond the limits."""
        found = self.find(name)
        if found is None:
            return None
        entry = self._entries[found]
        if entry.flag_bits & 1:
            raise NotOpened("is locked with a password")
        limit = min(ENTRY_SIZE, self._left)
        try:
            with self._zip.open(entry) as file:
                # What an entry says of its size is not believed: it is counted while it is read.
                data = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError):
            return None
        if len(data) > limit or (len(data) > SMALL and len(data) > RATIO * max(1, entry.compress_size)):
            raise NotParsed("unpacks to far more than it is")
        self._left -= len(data)
        return data


def within(folder: str, href: str) -> str:
    """The name of the entry that a link in a file of `folder` leads to; empty for one that leads outside."""
    path = urldefrag(href).url
    if "://" in path or path.startswith(("/", "\\", "data:", "mailto:")):
        return ""
    name = posixpath.normpath(posixpath.join(folder, path))
    return "" if name.startswith(("..", "/")) or name == "." else name
