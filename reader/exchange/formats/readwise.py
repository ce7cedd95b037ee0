"""Readwise imports CSV in these columns, which stand for spreadsheets in general too; its own JSON comes in as well.

Columns: Highlight, Title, Author, URL, Note, Location, Date (`YYYY-MM-DD HH:MM:SS`, UTC). Tags go where Readwise
looks for them: words with a full stop in front, on the note's first line; a star is the tag `favorite`. Location is
the paragraph's number, or the annotation's among those of its article, and empty for a highlight that is not found in
the version. Cells that a spreadsheet would compute start with an apostrophe. Facts of the JSON: readwise.io/api_deets
(`export`, `highlights`), and readwiseio/obsidian-readwise. The same words at two locations are two highlights.
"""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.local_time import is_dated
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats.cells import BEYOND, LEFT_BEYOND, table, write_table
from reader.exchange.formats.kindle.kindle_dates import moment_of
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id, unnamed_book
from reader.exchange.input import colour, json_of, number, records, text, text_of, texts, time
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import is_lost, source_name, web_address, whole_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
FAVORITE = "favorite"
"""What Readwise tags its favourites with."""
_NOT_IN_TAG = re.compile(r"[\s.,]+")


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of some rows."""
    return write_table(COLUMNS, (row for article in exported for row in _rows(article, options)))


def _rows(exported: Exported, options: Options) -> Iterator[tuple[str, ...]]:
    article = exported.article
    title = article.title or source_name(article, paths=options.paths)
    authors = "; ".join(article.authors)
    address = web_address(article)
    for order, entry in enumerate(exported.entries, start=1):
        annotation = entry.annotation
        location = "" if is_lost(entry) else str(entry.where.paragraph if entry.where else order)
        made = annotation.created
        date = f"{made.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if is_dated(made) else ""
        yield annotation.quote, title, authors, address, _note(entry), location, date


def _note(entry: ExportedAnnotation) -> str:
    note = whole_note(entry)
    annotation = entry.annotation
    names = [FAVORITE, *annotation.tags] if annotation.star else annotation.tags
    tags = " ".join(f".{_NOT_IN_TAG.sub('-', name)}" for name in names)
    # A note that opens with a full stop must not become a tag.
    return f"{tags}\n{note}".rstrip("\n") if tags or note.startswith((".", "\n")) else note


def read(data: bytes) -> ImportResult:
    """Read the annotations in such a file, in Readwise's own export, which has more columns, or in its API's JSON.

    Raises NotImported.
    """
    content = text_of(data).replace("\0", "")
    if content.lstrip()[:1] in ("{", "["):
        return _from_api(json_of(content))
    found, empty, beyond = [], 0, 0
    for cells in table(content, "highlight"):
        beyond += BEYOND in cells
        if cells["highlight"].strip() or cells.get("note", "").strip():
            found.append(_imported(cells))
        else:
            empty += 1
    return ImportResult.of(found, ("rows without highlight and note", empty), (LEFT_BEYOND, beyond))


def _imported(cells: dict[str, str]) -> Imported:
    quote = text(cells["highlight"]).strip()
    tags, note = _tags(text(cells.get("note", "")))
    all_tags = texts([*tags, *(cells.get("tags") or "").split(",")])
    title = cells.get("title") or cells.get("book title") or ""
    author = cells.get("author") or cells.get("book author") or ""
    when, location = cells.get("date") or cells.get("highlighted at") or "", cells.get("location", "").strip()
    moment = time(when) or moment_of(when)  # Spreadsheets write dates in words and in other orders.
    source = Provenance(
        title=text(title),
        authors=texts(author.split(";")),
        url=text(cells.get("url", "")),
        tags=texts((cells.get("document tags") or "").split(",")),
    )
    return Imported(
        id=imported_id("readwise", title, author, quote, "" if quote else note, location),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        tags=tuple(tag for tag in all_tags if tag != FAVORITE),
        colour=colour(cells.get("color")),
        star=FAVORITE in all_tags,
        created=moment,
        modified=moment,
        program="readwise",
        place=_place(cells.get("location type", ""), int(location) if _is_number(location) else None),
    )


def _place(kind: str, at: int | None) -> SourcePlace | None:
    """Readwise counts in pages, Kindle's locations, the order in the document, or characters of it."""
    unit = text(kind).strip().lower() or "location"
    return SourcePlace(unit, at, at) if at is not None else None


def _is_number(cell: str) -> bool:
    return cell.isdecimal() and len(cell) <= 12


def _from_api(whole: Any) -> ImportResult:
    """What `/api/v2/export/` answers, a page of it or all: books with their highlights; or highlights alone."""
    rows = whole.get("results", whole.get("highlights")) if isinstance(whole, dict) else whole
    if not isinstance(rows, list):
        raise NotImported("it has no list of highlights")
    found, other = [], len(rows) - len(records(rows))
    for book in records(rows):
        source = _book(book)
        inner = records(book.get("highlights")) if "highlights" in book else [book]
        for one in inner:
            made = _from_object(source, one)
            if (made.quote or made.note) and not one.get("is_discard") and not one.get("is_deleted"):
                found.append(made)
            else:
                other += 1
        note = text(book.get("document_note")).strip()
        if note:
            name = f"document {book.get('user_book_id', source.title)}"
            found.append(Imported(imported_id("readwise", name), source, note=note, program="readwise", origin_id=name))
    return ImportResult.of(found, ("highlights that were discarded, or are empty", other))


def _book(book: Mapping[str, Any]) -> Provenance:
    if "highlights" not in book:
        key = _key(book.get("book_id"))
        return Provenance(text(book.get("title")) or (unnamed_book(key, "Readwise") if key else ""), key=key)
    tags = [one.get("name") for one in records(book.get("book_tags"))]
    return Provenance(
        title=text(book.get("title")) or text(book.get("readable_title")),
        authors=texts(text(book.get("author")).split(";")),
        url=text(book.get("source_url")) or text(book.get("unique_url")),
        tags=texts(tags),
        key=_key(book.get("user_book_id")),
    )


def _key(value: Any) -> str:
    return str(value) if isinstance(value, int) else text(value)


def _from_object(source: Provenance, one: Mapping[str, Any]) -> Imported:
    quote = text(one.get("text")).strip()
    tags, note = _tags(text(one.get("note")))
    names = texts([*tags, *(tag.get("name") for tag in records(one.get("tags")))])
    name = str(one["id"]) if isinstance(one.get("id"), int) else text(one.get("id"))
    at = number(one.get("location"))
    return Imported(
        id=imported_id("readwise", name or f"{source.title}\0{quote}\0{note}\0{at}"),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        tags=tuple(tag for tag in names if tag != FAVORITE),
        colour=colour(one.get("color")),
        star=bool(one.get("is_favorite")) or FAVORITE in names,
        created=time(one.get("highlighted_at")) or time(one.get("created_at")),
        modified=time(one.get("updated_at")) or time(one.get("updated")),
        program="readwise",
        origin_id=name,
        place=_place(text(one.get("location_type")), at),
    )


def _tags(note: str) -> tuple[list[str], str]:
    """The words with a full stop in front on the first line, where that line has no others; and the rest."""
    first, _, rest = note.partition("\n")
    words = first.split()
    if words and all(len(word) > 1 and word.startswith(".") for word in words):
        return [word[1:] for word in words], rest
    return [], rest if not first else note
