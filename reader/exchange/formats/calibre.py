"""calibre's viewer and library export highlights; deletions in them delete nothing here.

Facts: kovidgoyal/calibre `src/calibre/gui2/viewer/highlights.py`, `src/calibre/gui2/library/annotations.py`,
`src/pyj/read_book/annotations.pyj`. A library's export may name its books by their number alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id, unnamed_book
from reader.exchange.input import colour, json_of, number, records, text, text_of, texts, time
from reader.exchange.json_text import dump

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(data: bytes) -> ImportResult:
    """Read the highlights. Raises NotImported."""
    whole = json_of(text_of(data))
    rows = whole.get("highlights", whole.get("annotations")) if isinstance(whole, dict) else whole
    if not isinstance(rows, list):
        raise NotImported("it has no list of highlights")
    found, other = [], len(rows) - len(records(rows))
    for row in records(rows):
        # The library's export wraps each with what it knows of the book.
        inner = row.get("annotation")
        one: Mapping[str, Any] = inner if isinstance(inner, dict) else row
        if one.get("type") == "highlight" and not one.get("removed") and text(one.get("highlighted_text")).strip():
            found.append(_imported(one, row))
        else:
            other += 1
    return ImportResult.of(found, ("bookmarks, deletions and highlights without text", other))


def _imported(one: Mapping[str, Any], row: Mapping[str, Any]) -> Imported:
    style = one.get("style")
    quote = text(one.get("highlighted_text"))
    chapters = texts(one.get("toc_family_titles"))
    place = {name: one[name] for name in ("start_cfi", "end_cfi", "spine_name", "spine_index") if name in one}
    book = row.get("book_id", one.get("book_id"))
    # Without titles a library's export still says which highlights are of one book.
    key = str(book) if isinstance(book, int) else ""
    unnamed = unnamed_book(key, "calibre") if key else ""
    title = text(row.get("title")) or text(row.get("book_title")) or unnamed
    said = row.get("authors", row.get("author"))
    authors = texts(said if isinstance(said, list) else text(said).split(" & "))
    name = text(one.get("uuid"))
    moment = time(one.get("timestamp"))
    return Imported(
        id=imported_id("calibre", name or f"{title}\0{quote}"),
        source=Provenance(title=title, authors=authors, name=text(row.get("book_file")), key=key),
        selectors=Selectors(TextQuoteSelector(quote)),
        note=text(one.get("notes")),
        colour=colour(style.get("which") if isinstance(style, dict) else None),
        created=moment,
        modified=moment,
        program="calibre",
        origin_id=name,
        place=_place(one),
        chapter=chapters[-1] if chapters else "",
        extra=(("calibre", dump({**place, "chapters": list(chapters)}, indent=False)),),
    )


def _place(one: Mapping[str, Any]) -> SourcePlace | None:
    """The file of the book that it stands in; the places within are paths through its elements."""
    at = number(one.get("spine_index"))
    return SourcePlace("spine", at, at) if at is not None else None
