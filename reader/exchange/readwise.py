"""CSV in the columns that Readwise imports; it stands for spreadsheets in general too.

Columns: Highlight, Title, Author, URL, Note, Location, Date (`YYYY-MM-DD HH:MM:SS`, UTC). Tags go where Readwise
looks for them: words with a full stop in front, on the note's first line. Location is the paragraph's number, or
the annotation's among those of its article. Cells that a spreadsheet would compute start with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC
from typing import TYPE_CHECKING

from reader.exchange.cells import guarded
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.wording import note_texts, source_name, visible, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
AT_ONCE = 200
"""Rows a piece: one write call for many short rows."""
_NOT_IN_TAG = re.compile(r"[\s.,]+")


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, in pieces of some rows."""
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(COLUMNS)
    waiting = 1
    for article in exported:
        for row in _rows(article, options):
            table.writerow([guarded(visible(cell)) for cell in row])
            waiting += 1
            if waiting >= AT_ONCE:
                yield buffer.getvalue()
                buffer.seek(buffer.truncate(0))
                waiting = 0
    yield buffer.getvalue()


def _rows(exported: Exported, options: Options) -> Iterator[tuple[str, ...]]:
    article = exported.article
    title = article.title or source_name(article, paths=options.paths)
    authors = "; ".join(article.authors)
    address = web_address(article)
    for number, entry in enumerate(exported.entries, start=1):
        annotation = entry.annotation
        location = entry.where.paragraph if entry.where else number
        date = f"{annotation.created.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        yield annotation.quote, title, authors, address, _note(entry), str(location), date


def _note(entry: Entry) -> str:
    texts = [f"[{mark}] {text}" if mark else text for mark, text in note_texts(entry)]
    note = "\n\n".join(texts)
    tags = " ".join(f".{_NOT_IN_TAG.sub('-', name)}" for name in entry.annotation.tags)
    # A note that opens with a full stop must not become a tag.
    return f"{tags}\n{note}".rstrip("\n") if tags or note.startswith((".", "\n")) else note
