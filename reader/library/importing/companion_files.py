"""Some files say only half of it: what lies beside them is read with them.

A database that its program writes ahead of keeps the newest rows in a file of its own (`-wal`), and Apple Books keeps
the titles of its books in another database than the marks in them.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported, ReaderError
from reader.exchange.databases import SQLITE, tables_of
from reader.exchange.formats.apple_books import ANNOTATIONS, ASSETS, with_titles
from reader.library.sources import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_whole(path: Path) -> bytes:
    """Read the bytes of a file, with what belongs to it. Raises ReaderErrors."""
    data = read_file(str(path))
    if not data.startswith(SQLITE):
        return data
    data = _with_what_is_ahead(path, data)
    tables = tables_of(data)
    if ANNOTATIONS in tables and ASSETS not in tables:
        for library in _libraries(path):
            try:
                return with_titles(data, _with_what_is_ahead(library, read_file(str(library))))
            except ReaderError:
                continue  # The marks are worth having without titles.
    return data


def _with_what_is_ahead(path: Path, data: bytes) -> bytes:
    """The database as its program sees it. A copy is opened: even reading would write beside the original."""
    ahead = path.with_name(f"{path.name}-wal")
    if not ahead.is_file() or not ahead.stat().st_size:
        return data
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite"
        copy.write_bytes(data)
        shutil.copyfile(ahead, f"{copy}-wal")
        try:
            with closing(sqlite3.connect(copy)) as connection:
                return connection.serialize()
        except sqlite3.Error as error:
            raise NotImported("its database is damaged", path.name) from error


def _libraries(path: Path) -> Iterator[Path]:
    """Where the titles may be: beside the file, or in the folder that Apple Books has for them."""
    for folder in (path.parent, path.parent.parent / "BKLibrary"):
        if folder.is_dir():
            yield from sorted(folder.glob("BKLibrary*.sqlite"))
