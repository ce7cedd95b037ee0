"""Kobo's `KoboReader.sqlite` holds the highlights and notes of all books on the device.

Table `Bookmark` has the marks, `content` the titles: a book's row has the VolumeID as its ContentID, a chapter's the
ContentID of the mark. Times are UTC without saying so. Colours are numbers. Facts: the schema in AshKyd/kobo-sync
(`kobo.schema.md`), OGKevin/obsidian-kobo-highlights-import (`src/database/repository.ts`, #355 for the colours, with
Calibre-Web-NextGen #1737 for grey), pettarin/export-kobo (`export-kobo.py`, #5 for chapters).
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reader.domain.annotation import Colour
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.databases import Database
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id
from reader.exchange.input import text, time

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES = frozenset(("bookmark", "content"))
_COLOURS = {0: Colour.YELLOW, 1: Colour.MAGENTA, 2: Colour.BLUE, 3: Colour.GREEN, 4: Colour.GREY}


def read(data: bytes) -> ImportResult:
    """Read the highlights and notes. Raises NotImported."""
    with closing(Database(data)) as database:
        content = {text(row.get("contentid")): row for row in database.rows("content")}
        found, left_out = [], Counter[str]()
        for row in database.rows("Bookmark"):
            made = _imported(row, content)
            if str(row.get("hidden", "")).lower() in ("1", "true"):
                left_out["hidden on the device"] += 1
            elif made.quote or made.note:
                found.append(made)
            else:
                left_out["dog-ears and drawings"] += 1
    return ImportResult.of(found, *left_out.items())


def _imported(row: Mapping[str, Any], content: Mapping[str, Mapping[str, Any]]) -> Imported:
    quote, note = text(row.get("text")).strip(), text(row.get("annotation")).strip()
    volume, name = text(row.get("volumeid")), text(row.get("bookmarkid"))
    made = time(row.get("datecreated"))
    # A chapter stands twice in some: as the file, and with a number behind it as what is in the contents.
    part = text(row.get("contentid"))
    chapter = next((content[key] for key in (f"{part}-1", part) if key in content), {})
    shade = row.get("color")
    return Imported(
        id=imported_id("kobo", name or f"{volume}\0{quote}\0{note}"),
        source=_source(volume, content.get(volume, {})),
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        colour=_COLOURS.get(shade, Colour.YELLOW) if isinstance(shade, int) else Colour.YELLOW,
        created=made,
        modified=time(row.get("datemodified")) or made,
        program="kobo",
        origin_id=name,
        place=_place(row, chapter),
        chapter=_chapter(chapter),
    )


def _source(volume: str, book: Mapping[str, Any]) -> Provenance:
    # Books that were copied to the device are called by where they lie.
    path = PurePosixPath(unquote(volume.removeprefix("file://"))) if volume.startswith("file:") else None
    title = text(book.get("title")) or text(book.get("booktitle")) or (path.stem.removesuffix(".kepub") if path else "")
    authors = tuple(one for name in text(book.get("attribution")).split(",") if (one := name.strip()))
    return Provenance(title or volume, authors, name=path.name if path else "", key=volume)


def _chapter(chapter: Mapping[str, Any]) -> str:
    """Its title; where it has none, the database has the name of its file instead."""
    title = text(chapter.get("title"))
    return "" if title.lower().endswith((".html", ".xhtml", ".htm", ".xml")) else title


def _place(row: Mapping[str, Any], chapter: Mapping[str, Any]) -> SourcePlace | None:
    """The number of the chapter, and how many thousandths of it lie before."""
    number, share = chapter.get("volumeindex"), row.get("chapterprogress")
    if not isinstance(number, int) or not isinstance(share, (int, float)) or number < 0 or not 0 <= share <= 1:
        return None
    at = number * 1000 + int(share * 1000)
    return SourcePlace("chapter", at, at)
