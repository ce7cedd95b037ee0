"""CSV in the columns that Readwise imports; it stands for spreadsheets in general too.

Columns: Highlight, Title, Author, URL, Note, Location, Date (`YYYY-MM-DD HH:MM:SS`, UTC). Tags go where Readwise
looks for them: words with a full stop in front, on the note's first line; a star is the tag `favorite`. Location is
the paragraph's number, or the annotation's among those of its article, and empty for a highlight that is not found in
the version. Cells that a spreadsheet would compute start with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats.cells import guarded, unguarded
from reader.exchange.imported import Imported, Provenance, Reading, imported_id
from reader.exchange.input import LARGEST, colour, text, text_of, texts, time
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.sanitize import lines_visible, lost, source_name, web_address, whole_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
FAVORITE = "favorite"
"""What Readwise tags its favourites with."""
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
            table.writerow([guarded(lines_visible(cell)) for cell in row])
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
        location = "" if lost(entry) else str(entry.where.paragraph if entry.where else number)
        date = f"{annotation.created.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        yield annotation.quote, title, authors, address, _note(entry), location, date


def _note(entry: Entry) -> str:
    note = whole_note(entry)
    annotation = entry.annotation
    names = [FAVORITE, *annotation.tags] if annotation.star else annotation.tags
    tags = " ".join(f".{_NOT_IN_TAG.sub('-', name)}" for name in names)
    # A note that opens with a full stop must not become a tag.
    return f"{tags}\n{note}".rstrip("\n") if tags or note.startswith((".", "\n")) else note


def read(data: bytes) -> Reading:
    """The annotations in such a file, or in Readwise's own export, which has more columns. Raises NotImported."""
    content = text_of(data).replace("\0", "")
    # For the whole process, so always the same: a cell may be as long as a file.
    csv.field_size_limit(LARGEST)
    head = content.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(content), delimiter=max(",;\t", key=head.count))
    found, empty = [], 0
    try:
        names = {name.strip().casefold(): name for name in rows.fieldnames or () if name}
        if "highlight" not in names:
            raise NotImported("no column of it is called Highlight")
        for row in rows:
            cells = {known: unguarded(row.get(name) or "") for known, name in names.items()}
            if cells["highlight"].strip() or cells.get("note", "").strip():
                found.append(_imported(cells))
            else:
                empty += 1
    except csv.Error as error:
        raise NotImported(f"it is not whole CSV ({error})") from error
    return Reading.of(found, ("rows without highlight and note", empty))


def _imported(cells: dict[str, str]) -> Imported:
    quote = text(cells["highlight"]).strip()
    tags, note = _tags(text(cells.get("note", "")))
    all_tags = texts([*tags, *(cells.get("tags") or "").split(",")])
    title = cells.get("title") or cells.get("book title") or ""
    author = cells.get("author") or cells.get("book author") or ""
    moment = time(cells.get("date") or cells.get("highlighted at") or "")
    source = Provenance(title=text(title), authors=texts(author.split(";")), url=text(cells.get("url", "")))
    return Imported(
        id=imported_id("readwise", title, quote, "" if quote else note),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        tags=tuple(tag for tag in all_tags if tag != FAVORITE),
        colour=colour(cells.get("color")),
        star=FAVORITE in all_tags,
        created=moment,
        modified=moment,
    )


def _tags(note: str) -> tuple[list[str], str]:
    """The words with a full stop in front on the first line, where that line has no others; and the rest."""
    first, _, rest = note.partition("\n")
    words = first.split()
    if words and all(len(word) > 1 and word.startswith(".") for word in words):
        return [word[1:] for word in words], rest
    return [], rest if not first else note
