"""Readest has JSON of one book's annotations.

Readest finds an annotation by its place in the book, and where that has other words, by searching for the text: what
goes out keeps the article's letters, and a place that came from Readest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id, uuid_of
from reader.exchange.input import HUES, colour, json_of, records, text, text_of, time
from reader.exchange.json_text import dump, note_digest
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import whole_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from reader.domain.annotation import Annotation

FORMAT = "readest-annotations"
NOWHERE = "epubcfi(/6/2!/4)"
"""A place that is none: its importer needs one, and looks for the text."""
COLOURS = {
    Colour.PURPLE: "violet",
    **{name: "#{:02x}{:02x}{:02x}".format(*HUES[name]) for name in (Colour.MAGENTA, Colour.ORANGE, Colour.GREY)},
}
"""What Readest calls the colours that it has no such name for; it takes any colour as hex."""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of one annotation. Several articles are one book to it."""
    yield f'{{"$format": "{FORMAT}", "version": 1, "annotations": ['
    comma = "\n"
    titles: list[str] = []
    authors: list[str] = []
    changed: list[datetime] = []
    for one in exported:
        titles.append(one.article.title)
        authors += one.article.authors
        for entry in one.entries:
            yield comma + dump(_object(entry), indent=False)
            changed.append(entry.annotation.modified)
            comma = ",\n"
    # Unless it was asked for, the time of the last change: the same annotations give the same file.
    made = options.exported or max(changed, default=None)
    book = {"title": " · ".join(titles), "author": ", ".join(dict.fromkeys(authors))}
    yield f'\n], "exportedAt": {_milliseconds(made) if made else 0}, "book": {dump(book, indent=False)}}}\n'


def _object(entry: ExportedAnnotation) -> dict[str, Any]:
    annotation = entry.annotation
    found: dict[str, Any] = {
        "id": annotation.id,
        "type": "annotation",
        "cfi": _cfi(annotation),
        "note": whole_note(entry),
        "createdAt": _milliseconds(annotation.created),
        "updatedAt": _milliseconds(annotation.modified),
    }
    if digest := note_digest(annotation):
        found["readerNoteDigest"] = digest
    if annotation.targets:
        colour_name = COLOURS.get(annotation.colour, str(annotation.colour))
        found |= {"text": annotation.quote, "style": "highlight", "color": colour_name}
    return found


def _cfi(annotation: Annotation) -> str:
    told = next((value for name, value in annotation.extra if name == "readest"), "")
    try:
        cfi = json_of(told) if told else ""
    except NotImported:
        cfi = ""
    return cfi if isinstance(cfi, str) and cfi.startswith("epubcfi(") else NOWHERE


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def read(data: bytes) -> ImportResult:
    """Read the annotations and excerpts; bookmarks are left out. Raises NotImported."""
    whole = json_of(text_of(data))
    if not isinstance(whole, dict) or whole.get("$format") != FORMAT:
        raise NotImported("it is no export of Readest")
    book = whole.get("book")
    said: Mapping[str, Any] = book if isinstance(book, dict) else {}
    author = text(said.get("author"))
    source = Provenance(text(said.get("title")), (author,) if author else ())
    found, other = [], 0
    for one in records(whole.get("annotations")):
        made = _imported(one, source)
        if one.get("type") != "bookmark" and not one.get("deletedAt") and (made.quote or made.note):
            found.append(made)
        else:
            other += 1
    return ImportResult.of(found, ("bookmarks, deletions and annotations without words", other))


def _imported(one: Mapping[str, Any], source: Provenance) -> Imported:
    quote, note, name = text(one.get("text")), text(one.get("note")), text(one.get("id"))
    cfi = text(one.get("cfi"))
    return Imported(
        id=uuid_of(name) or imported_id("readest", source.title, name or f"{quote}\0{note}"),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        note=note,
        colour=colour(one.get("color")),
        created=time(one.get("createdAt")),
        modified=time(one.get("updatedAt")),
        note_digest=text(one.get("readerNoteDigest")),
        extra=(("readest", dump(cfi, indent=False)),) if cfi else (),
    )
