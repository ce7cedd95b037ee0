"""KOReader's JSON export goes both ways, its sidecars `metadata.*.lua` come in, those of before 2024.07 too.

Facts: koreader/koreader `frontend/apps/reader/modules/readerannotation.lua`, `readerbookmark.lua`, `docsettings.lua`,
`plugins/exporter.koplugin/clip.lua` and `target/json.lua`. A sidecar's times are the device's own, without a zone.

It has no tags and no stars. Highlights that are not found in the version stand in a chapter of that name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.domain.local_time import is_dated
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats import lua
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id
from reader.exchange.input import colour, json_of, number, records, text, text_of, time
from reader.exchange.json_text import dump, note_digest
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import LOST, is_lost, source_name, web_address, whole_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.exchange.records import Location

COLOURS = {Colour.MAGENTA: "purple", Colour.GREY: "gray"}
"""What KOReader calls the colours that it has no such name for."""
VERSION = "json/1.0.0"
EMPTY = "bookmarks and entries without text"
SIDECAR = re.compile(r"\s*(?:--[^\n]*\n\s*)*return\s*\{")
MADE = re.compile(r"@\s*\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
"""How the text of a bookmark ends that the program has made."""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of one article."""
    yield '{"documents": ['
    seen: list[Exported] = []
    comma = "\n"
    for one in exported:
        yield comma + dump(_book(one, options), indent=False)
        seen.append(one._replace(text="", original=None))
        comma = ",\n"
    yield f"\n], {dump(_head(seen, options), indent=False)[1:]}\n"


def _head(exported: Sequence[Exported], options: Options) -> dict[str, Any]:
    """When the file was made: unless that was asked for, when something was last changed, so that it stays the same."""
    changed = [entry.annotation.modified for one in exported for entry in one.entries]
    made = options.exported or max(changed, default=None)
    return {"created_on": int(made.timestamp()) if made else 0, "version": VERSION}


def _book(one: Exported, options: Options) -> dict[str, Any]:
    article = one.article
    return {
        "title": article.title,
        "author": "\n".join(article.authors),
        "file": source_name(article, paths=options.paths) or web_address(article),
        "number_of_pages": one.pages,
        "entries": [_entry(number, entry) for number, entry in enumerate(one.entries, 1)],
    }


def _entry(number: int, entry: ExportedAnnotation) -> dict[str, Any]:
    annotation, where = entry.annotation, entry.where
    found = {
        "sort": "highlight" if annotation.targets else "note",
        "page": number if where is None else _page(where),
        **({"time": int(annotation.created.timestamp())} if is_dated(annotation.created) else {}),
        "text": annotation.quote,
        "note": whole_note(entry),
        "chapter": LOST if is_lost(entry) else where.headings[-1] if where and where.headings else "",
        "drawer": "lighten",
        "color": COLOURS.get(annotation.colour, str(annotation.colour)),
    }
    if digest := note_digest(annotation):
        found["reader_note_digest"] = digest  # It has no time at which an entry was changed.
    place = next((value for name, value in annotation.extra if name == "koreader"), "")
    return {**found, "pn_xp": json_of(place)} if place.startswith('"/body') and place.endswith('"') else found


def _page(where: Location) -> int:
    """A number where KOReader has one: the page's, if its label is one, else the paragraph's."""
    label = where.page
    return int(label) if label.isdecimal() and len(label) < 10 else where.paragraph


def read(data: bytes) -> ImportResult:
    """Read the annotations of one book or several. Raises NotImported."""
    content = text_of(data)
    if content.lstrip().startswith("{"):
        return _from_json(json_of(content))
    return _from_sidecar(lua.table(content))


def is_sidecar(content: str) -> bool:
    """Tell whether a text is a table that Lua returns, comments before it aside."""
    return SIDECAR.match(content) is not None


def _from_json(whole: Any) -> ImportResult:
    if not isinstance(whole, dict):
        raise NotImported("it is no export of KOReader")
    found, empty = [], 0
    for book in records(whole.get("documents")) or [whole]:
        source = _source(book, book.get("title"), book.get("author"))
        for entry in records(book.get("entries")):
            made = _imported(source, entry, str(entry.get("time", "")), time(entry.get("time")))
            if made.quote or made.note:
                found.append(made)
            else:
                empty += 1
    return ImportResult.of(found, (EMPTY, empty))


def _from_sidecar(whole: Mapping[Any, Any]) -> ImportResult:
    said = [facts for name in ("doc_props", "stats") if isinstance(facts := whole.get(name), dict)]
    source = _source(whole, *(next((one[name] for one in said if one.get(name)), "") for name in ("title", "authors")))
    entries = lua.as_list(whole.get("annotations")) or list(_before_2024(whole))
    found, empty = [], 0
    for entry in entries:
        made = None
        # What is not drawn is a page's bookmark, whose text is its chapter; somebody may have written a note on it.
        if isinstance(entry, dict) and (entry.get("drawer") or text(entry.get("note")).strip()):
            own = entry if entry.get("drawer") else {**entry, "text": ""}
            made = _imported(source, own, text(entry.get("datetime")), time(entry.get("datetime"), local=True))
        if made is not None and (made.quote or made.note):
            found.append(made)
        else:
            empty += 1
    summary = whole.get("summary")
    if isinstance(summary, dict) and (review := text(summary.get("note")).strip()):
        found.append(_review(source, review, time(summary.get("modified"), local=True)))
    return ImportResult.of(found, (EMPTY, empty))


def _review(source: Provenance, note: str, moment: datetime | None) -> Imported:
    """What somebody wrote on the book as a whole, beside its stars."""
    name = "review"
    return Imported(
        id=imported_id("koreader", source.title or source.name, name),
        source=source,
        note=note,
        created=moment,
        modified=moment,
        program="koreader",
    )


def _before_2024(whole: Mapping[Any, Any]) -> Iterator[dict[Any, Any]]:
    """What `highlight` and `bookmarks` held until 2024.07, as entries of today.

    A highlight was kept twice: by page, and among the bookmarks, where its words are `notes` and what was written on it
    is `text`. That text is made by the program as long as nobody writes one: "Page 12 The words @ 2023-03-04 21:00:00",
    in the language of the device; its end is the bookmark's own time, whatever the language.
    """
    bookmarks = [one for one in lua.as_list(whole.get("bookmarks")) if isinstance(one, dict)]
    by_time: dict[tuple[str, str], dict[Any, Any]] = {}
    for one in bookmarks:
        for key in ((text(one.get("datetime")), str(one.get("pos0"))), (text(one.get("datetime")), "")):
            by_time.setdefault(key, one)
    used = set()
    pages = whole.get("highlight")
    for page, items in pages.items() if isinstance(pages, dict) else ():
        for one in lua.as_list(items):
            if isinstance(one, dict):
                when = text(one.get("datetime"))
                bookmark = by_time.get((when, str(one.get("pos0")))) or by_time.get((when, "")) or {}
                used.add(id(bookmark))
                note = _written(bookmark, text(one.get("text")))
                yield {"drawer": "lighten", "page": page, "pageno": page, **one, "note": note}
    for one in bookmarks:
        if id(one) not in used:
            quote = text(one.get("notes")) if one.get("highlighted") else ""
            drawer = "lighten" if quote else None
            yield {**one, "text": quote, "note": _written(one, quote), "drawer": drawer}


def _written(bookmark: Mapping[Any, Any], quote: str) -> str:
    """What somebody wrote on a bookmark of old; empty where its text is the words, or was made by the program."""
    note = text(bookmark.get("text")).strip()
    when = text(bookmark.get("datetime"))
    # Some languages have the parts in another order.
    is_made = MADE.search(note) is not None or (bool(when) and when in note and quote[:20] in note)
    return "" if is_made or note in (quote.strip(), text(bookmark.get("notes")).strip()) else note


def _source(book: Mapping[Any, Any], title: Any, authors: Any) -> Provenance:
    # The program says N/A for an author that it does not know.
    names = tuple(name for name in map(str.strip, text(authors).split("\n")) if name not in ("", "N/A"))
    path = text(book.get("file")) or text(book.get("doc_path"))
    return Provenance(text(title), names, name=path.replace("\\", "/").rpartition("/")[2], key=path)


def _imported(source: Provenance, entry: Mapping[Any, Any], when: str, moment: Any) -> Imported:
    quote, note = text(entry.get("text")), text(entry.get("note"))
    place = entry.get("pn_xp") or entry.get("pos0") or entry.get("page")
    page = next((page for name in ("pageno", "page") if (page := number(entry.get(name))) is not None), None)
    return Imported(
        id=imported_id("koreader", source.title or source.name, when, quote, "" if quote else note),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        note=note,
        colour=colour(entry.get("color")),
        created=moment,
        modified=time(entry.get("datetime_updated"), local=True) or moment,
        extra=(("koreader", dump(str(place), indent=False)),) if place else (),
        program="koreader",
        note_digest=text(entry.get("reader_note_digest")),
        place=SourcePlace("page", page, page) if page is not None else None,
        chapter=text(entry.get("chapter")),
    )
