"""Readest's JSON of one book's annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, Provenance, Reading, imported_id
from reader.exchange.input import colour, json_of, records, text, text_of, time
from reader.exchange.output import dump

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(data: bytes) -> Reading:
    """The annotations and excerpts; bookmarks are left out. Raises NotImported."""
    whole = json_of(text_of(data))
    if not isinstance(whole, dict) or whole.get("$format") != "readest-annotations":
        raise NotImported("it is no export of Readest")
    book = whole.get("book")
    said: Mapping[str, Any] = book if isinstance(book, dict) else {}
    author = text(said.get("author"))
    source = Provenance(text(said.get("title")), (author,) if author else ())
    found, other = [], 0
    for one in records(whole.get("annotations")):
        made = _imported(one, source)
        if one.get("type") != "bookmark" and (made.quote or made.note):
            found.append(made)
        else:
            other += 1
    return Reading.of(found, ("bookmarks and annotations without words", other))


def _imported(one: Mapping[str, Any], source: Provenance) -> Imported:
    quote, note, name = text(one.get("text")), text(one.get("note")), text(one.get("id"))
    cfi = text(one.get("cfi"))
    return Imported(
        id=imported_id("readest", source.title, name or f"{quote}\0{note}"),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        note=note,
        colour=colour(one.get("color")),
        created=time(one.get("createdAt")),
        modified=time(one.get("updatedAt")),
        extra=(("readest", dump(cfi, indent=False)),) if cfi else (),
    )
