"""Services that keep pages to be read later write tables: Raindrop its backup, Instapaper its export.

Raindrop: `id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite`. A bookmark's note is a page note;
its highlights stand in one cell, each after `Highlight:`, with what was written on it after `Note:` (read so in
exports that people shared; where those words are missing, a paragraph is a highlight). Instapaper:
`URL,Title,Selection,Folder,Timestamp`, with `Tags` as a JSON list in newer ones: the selection is a highlight. Its
notes are in no export. Facts: developer.raindrop.io/v1/highlights, help.raindrop.io, tests of several importers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats.cells import BEYOND, LEFT_BEYOND, columns, table
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id
from reader.exchange.input import json_of, text, text_of, texts, time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

RAINDROP = frozenset(("title", "note", "excerpt", "url", "tags", "created", "highlights"))
"""The export of one collection has no `folder`."""
INSTAPAPER = frozenset(("url", "title", "selection", "folder", "timestamp"))
_HIGHLIGHT = re.compile(r"^[ \t]*Highlight:[ \t]*", re.MULTILINE)
_NOTE = re.compile(r"^[ \t]*Note:[ \t]*", re.MULTILINE)


def is_table(names: frozenset[str]) -> bool:
    """Tell whether a table with columns of these names is one of them."""
    return names >= RAINDROP or names >= INSTAPAPER


def read(data: bytes) -> ImportResult:
    """Read the highlights and notes of either. Raises NotImported."""
    content = text_of(data)
    names = columns(content)
    if not is_table(names):
        raise NotImported("it has not the columns of Raindrop, and not those of Instapaper")
    program, taken = ("raindrop", _raindrop) if names >= RAINDROP else ("instapaper", _instapaper)
    found, bare, beyond = [], 0, 0
    for row in table(content, "url"):
        some = list(taken(row))
        found += [one._replace(program=program) for one in some]
        bare += not some
        beyond += BEYOND in row
    return ImportResult.of(found, ("pages without highlight and note", bare), (LEFT_BEYOND, beyond))


def _raindrop(row: Mapping[str, str]) -> Iterator[Imported]:
    source = Provenance(text(row["title"]), url=text(row["url"]), tags=texts(row["tags"].split(",")))
    made, number = time(row["created"]), row.get("id", "").strip()
    if row["note"].strip():
        yield _page_note("raindrop", source, row["note"], made, number)
    for quote, note in _highlights(row["highlights"]):
        yield _highlight("raindrop", source, quote, note, made)


def _highlights(cell: str) -> Iterator[tuple[str, str]]:
    if not _HIGHLIGHT.search(cell):
        yield from ((paragraph.strip(), "") for paragraph in cell.split("\n\n") if paragraph.strip())
        return
    for piece in _HIGHLIGHT.split(cell)[1:]:
        quote, *notes = _NOTE.split(piece, maxsplit=1)
        if quote.strip():
            yield quote.strip(), "".join(notes).strip()


def _instapaper(row: Mapping[str, str]) -> Iterator[Imported]:
    said = row.get("tags", "").strip()
    try:
        tags = texts(json_of(said)) if said.startswith("[") else texts(said.split(","))
    except NotImported:
        tags = ()
    source = Provenance(text(row["title"]), url=text(row["url"]), tags=tags)
    stamp = row["timestamp"].strip()
    made = time(int(stamp)) if stamp.isdecimal() and len(stamp) < 15 else None
    if row["selection"].strip():
        yield _highlight("instapaper", source, row["selection"].strip(), "", made)


def _page_note(program: str, source: Provenance, note: str, made: datetime | None, number: str) -> Imported:
    name = f"{number or source.url} note"
    return Imported(
        imported_id(program, name), source, note=text(note).strip(), created=made, modified=made, origin_id=name
    )


def _highlight(program: str, source: Provenance, quote: str, note: str, made: datetime | None) -> Imported:
    return Imported(
        id=imported_id(program, source.url or source.title, quote),
        source=source,
        selectors=Selectors(TextQuoteSelector(text(quote))),
        note=text(note),
        created=made,
        modified=made,
    )
