"""Apple Books keeps highlights in `AEAnnotation*.sqlite`, and the titles of its books in `BKLibrary*.sqlite`.

Times are seconds since 2001. A row of type 2 is a highlight, of type 1 a bookmark, of type 3 where one stopped reading;
deleted rows stay. Styles are colours: 0 an underline, then green, blue, yellow, pink, purple. The chapter stands in
ZFUTUREPROOFING5. Facts: the queries and fixtures of several tools that read the two files, among them
calibre-annotations (`readers/iBooksReaderApp.py`) and the schemas that their tests make; PDFs keep theirs in the PDF.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Colour
from reader.domain.errors import NothingMarked, NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.databases import Database
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id, unnamed_book
from reader.exchange.input import text

if TYPE_CHECKING:
    from collections.abc import Mapping

ANNOTATIONS = "zaeannotation"
ASSETS = "zbklibraryasset"
_STYLES = {1: Colour.GREEN, 2: Colour.BLUE, 3: Colour.YELLOW, 4: Colour.MAGENTA, 5: Colour.PURPLE}
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_READING_PLACE = 3


def read(data: bytes) -> ImportResult:
    """Read the highlights and notes. Raises NotImported."""
    with closing(Database(data)) as database:
        if ANNOTATIONS not in database.tables:
            raise NothingMarked("it has titles of books and no annotations", do="name the file AEAnnotation*.sqlite")
        has_titles = ASSETS in database.tables
        books = {text(row.get("zassetid")): row for row in database.rows(ASSETS)} if has_titles else {}
        found, left_out = [], Counter[str]()
        for row in database.rows(ANNOTATIONS):
            made = _imported(row, books)
            if row.get("zannotationdeleted"):
                left_out["deleted there"] += 1
            elif row.get("zannotationtype") == _READING_PLACE:
                continue  # Nobody made it: it is where one stopped.
            elif made.quote or made.note:
                found.append(made)
            else:
                left_out["bookmarks"] += 1
    remarks = () if has_titles or not found else (NAMELESS,)
    return ImportResult.of(found, *left_out.items())._replace(remarks=remarks)


NAMELESS = "the titles of its books are in BKLibrary*.sqlite: with that file beside it they are taken from there"


def with_titles(annotations: bytes, library: bytes) -> bytes:
    """Make one database of the two, with the table of the books in it. Raises NotImported where the library is none."""
    with closing(Database(library)) as other:
        if ASSETS not in other.tables:
            raise NotImported("it is no library of Apple Books")
        titles = [
            tuple(text(row.get(name)) for name in ("zassetid", "ztitle", "zauthor")) for row in other.rows(ASSETS)
        ]
    plain = bytearray(annotations)
    plain[18:20] = b"\1\1"
    with closing(sqlite3.connect(":memory:")) as both:
        try:
            both.deserialize(bytes(plain))
            both.execute("CREATE TABLE ZBKLIBRARYASSET (ZASSETID TEXT, ZTITLE TEXT, ZAUTHOR TEXT)")
            both.executemany("INSERT INTO ZBKLIBRARYASSET VALUES (?, ?, ?)", titles)
            both.commit()
            return both.serialize()
        except sqlite3.Error as error:
            raise NotImported("its database is damaged") from error


def _imported(row: Mapping[str, Any], books: Mapping[str, Mapping[str, Any]]) -> Imported:
    # Of a selection within a word the program keeps the words, and the sentence about them apart.
    # Where there are no words there is the sentence alone.
    words = text(row.get("zannotationselectedtext")).strip() or text(row.get("zannotationrepresentativetext")).strip()
    quote, note = words, text(row.get("zannotationnote")).strip()
    asset, name = text(row.get("zannotationassetid")), text(row.get("zannotationuuid"))
    book = books.get(asset, {})
    authors = tuple(one for part in text(book.get("zauthor")).split(" & ") if (one := part.strip()))
    style = row.get("zannotationstyle")
    made = _moment(row.get("zannotationcreationdate")) or _moment(row.get("zannotationmodificationdate"))
    return Imported(
        id=imported_id("apple-books", name or f"{asset}\0{quote}\0{note}"),
        source=Provenance(text(book.get("ztitle")) or unnamed_book(asset, "Apple Books"), authors, key=asset),
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        colour=_STYLES.get(style, Colour.YELLOW) if isinstance(style, int) else Colour.YELLOW,
        created=made,
        modified=_moment(row.get("zannotationmodificationdate")) or made,
        program="apple-books",
        origin_id=name,
        chapter=text(row.get("zfutureproofing5")).strip(),
    )


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    try:
        return _EPOCH + timedelta(seconds=value)
    except (OverflowError, ValueError):
        return None
