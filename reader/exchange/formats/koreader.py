"""KOReader: its JSON export both ways, and the sidecar `metadata.*.lua` in.

It has no tags and no stars. Highlights that are not found in the version stand in a chapter of that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats import lua
from reader.exchange.imported import Imported, Provenance, Reading, imported_id
from reader.exchange.input import colour, json_of, records, text, text_of, time
from reader.exchange.output import dump
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.sanitize import LOST, lost, source_name, whole_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reader.exchange.records import Where

COLOURS = {Colour.MAGENTA: "purple", Colour.GREY: "gray"}
"""What KOReader calls the colours that it has no such name for."""
EMPTY = "bookmarks and entries without text"


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, in pieces of one article."""
    created = f'"created_on": {int(options.exported.timestamp())}, ' if options.exported else ""
    yield f'{{{created}"version": "json/1.0.0", "documents": ['
    comma = "\n"
    for one in exported:
        article = one.article
        entries = [_entry(number, entry) for number, entry in enumerate(one.entries, 1)]
        book = {
            "title": article.title,
            "author": "\n".join(article.authors),
            "file": source_name(article, paths=options.paths),
            "entries": entries,
        }
        yield comma + dump(book, indent=False)
        comma = ",\n"
    yield "\n]}\n"


def _entry(number: int, entry: Entry) -> dict[str, Any]:
    annotation, where = entry.annotation, entry.where
    return {
        "sort": "highlight" if annotation.targets else "note",
        "page": number if where is None else _page(where),
        "time": int(annotation.created.timestamp()),
        "text": annotation.quote,
        "note": whole_note(entry),
        "chapter": LOST if lost(entry) else where.headings[-1] if where and where.headings else "",
        "drawer": "lighten",
        "color": COLOURS.get(annotation.colour, str(annotation.colour)),
    }


def _page(where: Where) -> int:
    """A number where KOReader has one: the page's, if its label is one, else the paragraph's."""
    label = where.page
    return int(label) if label.isdecimal() and len(label) < 10 else where.paragraph


def read(data: bytes) -> Reading:
    """The annotations of one book or several. Raises NotImported."""
    content = text_of(data)
    if content.lstrip().startswith("{"):
        return _from_json(json_of(content))
    return _from_sidecar(lua.table(content))


def _from_json(whole: Any) -> Reading:
    if not isinstance(whole, dict):
        raise NotImported("it is no export of KOReader")
    found, empty = [], 0
    for book in records(whole.get("documents")) or [whole]:
        author = text(book.get("author"))
        source = Provenance(text(book.get("title")), tuple(author.split("\n")) if author else (), name=_name(book))
        for entry in records(book.get("entries")):
            made = _imported(source, entry, str(entry.get("time", "")), time(entry.get("time")))
            if made.quote or made.note:
                found.append(made)
            else:
                empty += 1
    return Reading.of(found, (EMPTY, empty))


def _from_sidecar(whole: Mapping[Any, Any]) -> Reading:
    facts = whole.get("doc_props")
    said: Mapping[Any, Any] = facts if isinstance(facts, dict) else {}
    author = text(said.get("authors"))
    source = Provenance(text(said.get("title")), tuple(author.split("\n")) if author else (), name=_name(whole))
    found, empty = [], 0
    for entry in lua.listed(whole.get("annotations")):
        made = _imported(source, entry, text(entry.get("datetime")), time(entry.get("datetime"))) if entry else None
        if made is not None and (made.quote or made.note) and entry.get("drawer"):
            found.append(made)
        else:
            empty += 1
    return Reading.of(found, (EMPTY, empty))


def _name(book: Mapping[Any, Any]) -> str:
    path = text(book.get("file")) or text(book.get("doc_path"))
    return path.replace("\\", "/").rpartition("/")[2]


def _imported(source: Provenance, entry: Mapping[Any, Any], when: str, moment: Any) -> Imported:
    if not isinstance(entry, dict):
        return Imported(id="", source=source)
    quote, note = text(entry.get("text")), text(entry.get("note"))
    place = entry.get("pn_xp") or entry.get("pos0") or entry.get("page")
    return Imported(
        id=imported_id("koreader", source.title or source.name, when, quote, "" if quote else note),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        note=note,
        colour=colour(entry.get("color")),
        created=moment,
        modified=time(entry.get("datetime_updated")) or moment,
        extra=(("koreader", dump(str(place), indent=False)),) if place else (),
    )
