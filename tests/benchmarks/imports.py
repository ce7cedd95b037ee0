"""How fast a large file of clippings is taken in, the first time and again, against reading it alone.

Prints a table; asserts nothing. It is the row `imports` of `python -m tests.benchmarks`.
"""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from reader.domain.errors import NotOpened
from reader.exchange.format_table import reader
from reader.library.importing.importer import Importer
from reader.storage import FileImportMemory
from reader.storage.compaction import compact
from tests.benchmarks.storage import opened, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.library import Opened

CLIPPINGS = 50_000
BOOKS = (500, 5_000)
BARS = {500: (6.0, 2.0), 5_000: (6.0, 2.0)}
"""Seconds of processor time, the first time and again: a busy machine is nothing that an import could mend."""
SEPARATOR = b"==========\n"
BEGIN = datetime(2019, 1, 1, tzinfo=UTC)


def clippings(books: int) -> bytes:
    """A file of so many books, their clippings mixed as they come when one reads several."""
    when, parts = BEGIN, []
    for number in range(CLIPPINGS):
        book, nth = number % books, number // books
        when += timedelta(minutes=7)
        place = f"page {nth + 1} | Location {nth * 20 + 1}-{nth * 20 + 4}"
        added = f"Added on {when:%A, %B %d, %Y %I:%M:%S %p}"
        words = f"The sand of number {number} moves in the wind, and nobody knows why it stopped at {nth}."
        parts.append(
            f"A Book about the Sand {book} (Author {book % 997})\n- Your Highlight on {place} | {added}\n\n{words}\n"
        )
    return SEPARATOR.decode().join((*parts, "")).encode()


def report() -> None:
    """Measure both sizes."""
    for books in BOOKS:
        data = clippings(books)
        with TemporaryDirectory() as folder:
            _measure(books, data, Path(folder))


def _measure(books: int, data: bytes, folder: Path) -> None:
    gc.disable()  # As `reader import` has it.
    parse = min(_seconds(lambda: reader("kindle")(data)) for _ in range(3))
    row(f"{CLIPPINGS:,} of {books:,} books", "read the file alone (s)", parse)
    for time, bar in zip(("first", "again"), BARS[books], strict=True):
        seconds = _seconds(lambda: _take_in(data, folder))
        row("", f"{time} (s; bar {bar:.0f})", seconds)
        row("", f"{time}, as a ratio to reading alone", seconds / parse)
        compact(opened(folder))
    more = data + data[: data.index(SEPARATOR) + len(SEPARATOR)].replace(b"sand", b"dust")
    row("", "again, with one clipping more (s)", _seconds(lambda: _take_in(more, folder)))
    gc.enable()


def _seconds(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return process_time() - begin


def _take_in(data: bytes, folder: Path) -> None:
    ticks = count()
    store = opened(folder)
    memory = FileImportMemory(store.paths)
    importer = Importer(store, lambda: BEGIN + timedelta(seconds=next(ticks)), _no_document, memory=memory)
    importer.take_in(data, "My Clippings.txt")


def _no_document(path: str) -> Opened:
    raise NotOpened("clippings are no document", path)


if __name__ == "__main__":
    report()
