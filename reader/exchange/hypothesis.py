"""Hypothesis: the client's export file and the API's rows. Its positions count UTF-16 code units.

A highlight has no text, a page note no selector, a reply `references`; replies are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.imported import Imported, Origin, Reading, imported_id
from reader.exchange.input import json_of, number, records, text, text_of, texts, time
from reader.exchange.own_records import dump
from reader.exchange.own_records import time as written
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.utf16 import Ruler
from reader.exchange.wording import note_texts, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, in pieces of one annotation."""
    when = f'"export_date": {dump(written(options.exported))}, ' if options.exported else ""
    yield f'{{{when}"client_version": "reader", "annotations": ['
    comma = "\n"
    for one in exported:
        ruler = Ruler(one.text)
        for entry in one.entries:
            yield comma + dump(_object(one, entry, ruler), indent=False)
            comma = ",\n"
    yield "\n]}\n"


def _object(exported: Exported, entry: Entry, ruler: Ruler) -> dict[str, Any]:
    annotation, article = entry.annotation, exported.article
    address = web_address(article) or f"urn:x-reader:{article.id}"
    return {
        "id": annotation.id,
        "created": written(annotation.created),
        "updated": written(annotation.modified),
        "uri": address,
        "text": "\n\n".join(f"[{mark}] {note}" if mark else note for mark, note in note_texts(entry)),
        "tags": list(annotation.tags),
        "document": {"title": [article.title]},
        "target": [{"source": address, "selector": _selectors(exported, entry, ruler)}] if annotation.targets else [],
    }


def _selectors(exported: Exported, entry: Entry, ruler: Ruler) -> list[dict[str, Any]]:
    target = entry.target or entry.annotation.targets[-1]
    quote = target.selectors.quote
    found: list[dict[str, Any]] = [
        {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    ]
    if entry.target is not None and entry.target.span is not None and exported.text:
        units = ruler.code_units(entry.target.span)
        found.append({"type": "TextPositionSelector", "start": units.start, "end": units.end})
    return found


def read(data: bytes) -> Reading:
    """The annotations that are no replies. Raises NotImported."""
    whole = json_of(text_of(data))
    rows = whole.get("annotations", whole.get("rows")) if isinstance(whole, dict) else whole
    if not isinstance(rows, list):
        raise NotImported("it has no list of annotations")
    found, replies, empty = [], 0, len(rows) - len(records(rows))
    for one in records(rows):
        imported = _imported(one)
        if one.get("references"):
            replies += 1
        elif imported.quote or imported.note:
            found.append(imported)
        else:
            empty += 1
    left_out = [("replies", replies), ("annotations without quote and note", empty)]
    return Reading(tuple(found), tuple(pair for pair in left_out if pair[1]))


def _imported(one: Mapping[str, Any]) -> Imported:
    document = one.get("document")
    titles = document.get("title") if isinstance(document, dict) else None
    title = text(titles[0]) if isinstance(titles, list) and titles else text(titles)
    address = text(one.get("uri"))
    selectors = [selector for target in records(one.get("target")) for selector in records(target.get("selector"))]
    name = text(one.get("id"))
    note = text(one.get("text"))
    marked = selectors_of(selectors)
    return Imported(
        id=imported_id("hypothesis", name or f"{address}\0{note}\0{marked.quote.exact if marked else ''}"),
        source=Origin(title=title, url=address if "://" in address else ""),
        selectors=marked,
        utf16=True,
        note=note,
        tags=texts(one.get("tags")),
        created=time(one.get("created")),
        modified=time(one.get("updated")),
        creator=text(one.get("user")),
        external_id=name,
    )


def selectors_of(selectors: Iterable[Mapping[str, Any]]) -> Selectors | None:
    """The quote among some selectors, with its position where one is given; None where there is no quote."""
    quote, position = None, None
    for one in selectors:
        if one.get("type") == "TextQuoteSelector" and text(one.get("exact")).strip():
            quote = TextQuoteSelector(text(one["exact"]), text(one.get("prefix")), text(one.get("suffix")))
        if one.get("type") == "TextPositionSelector":
            start, end = number(one.get("start")), number(one.get("end"))
            position = Span(start, end) if start is not None and end is not None and start < end else position
    return Selectors(quote, position) if quote else None
