"""Hypothesis has an export file of its client and rows of its API. Its positions count UTF-16 code units.

A highlight has no text, a page note no selector, a reply `references`; replies are left out. It has no colours and no
stars, and says of itself what it does not find: an orphan goes out with its quote and no position. Its client writes a
table too. Facts: hypothesis/client `src/types/api.ts`, `src/sidebar/services/annotations-exporter.tsx`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.web_address import has_scheme
from reader.exchange.formats.cells import BEYOND, LEFT_BEYOND, table
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id, uuid_of
from reader.exchange.input import json_of, records, text, text_of, texts, time
from reader.exchange.json_text import dump, note_digest, times, write_moment
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import web_address, whole_note
from reader.exchange.selectors import selector_objects, selectors_of
from reader.exchange.utf16 import Ruler

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


OURS = "urn:x-reader:"
"""What stands before the id of an article that has no address."""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of one annotation."""
    when = f'"export_date": {dump(write_moment(options.exported))}, ' if options.exported else ""
    yield f'{{{when}"client_version": "reader", "annotations": ['
    comma = "\n"
    for one in exported:
        ruler = Ruler(one.text)
        for entry in one.entries:
            yield comma + dump(_object(one, entry, ruler), indent=False)
            comma = ",\n"
    yield "\n]}\n"


def _object(exported: Exported, entry: ExportedAnnotation, ruler: Ruler) -> dict[str, Any]:
    annotation, article = entry.annotation, exported.article
    address = web_address(article) or f"{OURS}{article.id}"
    digest = note_digest(annotation)
    return {
        "id": annotation.id,
        **times(annotation, modified="updated"),
        "uri": address,
        "text": whole_note(entry),
        "tags": list(annotation.tags),
        "document": {"title": [article.title]},
        "target": [{"source": address, "selector": _selectors(exported, entry, ruler)}] if annotation.targets else [],
        # A field that nobody but us knows: its own importer takes those that it knows.
        **({"reader_note_digest": digest} if digest else {}),
    }


def _selectors(exported: Exported, entry: ExportedAnnotation, ruler: Ruler) -> list[dict[str, Any]]:
    span = entry.target.span if entry.target and exported.text else None
    return selector_objects(entry, ruler.code_units(span) if span else None)


COLUMNS = frozenset(("created at", "url", "type", "comment"))
"""Of those that the client's table has; the quote's is called Quote, or Quote/description."""


def read(data: bytes) -> ImportResult:
    """Read the annotations that are no replies, from the client's JSON or its table. Raises NotImported."""
    content = text_of(data)
    if content.lstrip()[:1] not in ("{", "["):
        return _from_table(content)
    whole = json_of(content)
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
    return ImportResult.of(found, ("replies", replies), ("annotations without quote and note", empty))


def _from_table(content: str) -> ImportResult:
    """The client's CSV, whose times are those of the machine that wrote it."""
    found, replies, empty, beyond = [], 0, 0, 0
    for row in table(content, "url"):
        beyond += BEYOND in row
        quote = text(row.get("quote") or row.get("quote/description", "")).strip()
        note, address = text(row.get("comment", "")), text(row["url"])
        moment = time(row.get("created at", ""), local=True)
        if row.get("type", "").strip().lower() == "reply":
            replies += 1
        elif quote or note.strip():
            page = row.get("page", "").strip()
            found.append(
                Imported(
                    id=imported_id("hypothesis", address, quote, "" if quote else note),
                    source=_source(address, ""),
                    selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
                    note=note,
                    tags=texts(row.get("tags", "").split(",")),
                    created=moment,
                    modified=moment,
                    creator=text(row.get("author", "")),
                    program="hypothesis",
                    place=SourcePlace("page", int(page), int(page)) if page.isdecimal() and len(page) < 10 else None,
                )
            )
        else:
            empty += 1
    left_out = ("replies", replies), ("annotations without quote and note", empty), (LEFT_BEYOND, beyond)
    return ImportResult.of(found, *left_out)


def _source(address: str, title: str) -> Provenance:
    """The document of an address: on the web, a DOI, the fingerprint of a PDF, a file, or an article of ours."""
    if has_scheme(address) and not address.lower().startswith("file:"):
        return Provenance(title, url=address)
    doi = address[4:] if address.lower().startswith("doi:") else ""
    own = uuid_of(address.removeprefix(OURS)) if address.startswith(OURS) else ""
    return Provenance(title or ("" if own else address), article_id=own, doi=doi, key=address)


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
        source=_source(address, title),
        selectors=marked,
        utf16=True,
        note=note,
        tags=texts(one.get("tags")),
        created=time(one.get("created")),
        modified=time(one.get("updated")),
        creator=text(one.get("user")),
        program="hypothesis",
        note_digest=text(one.get("reader_note_digest")),
        origin_id=name,
        place=SourcePlace("offset", marked.position.start, marked.position.end)
        if marked is not None and marked.position
        else None,
    )
