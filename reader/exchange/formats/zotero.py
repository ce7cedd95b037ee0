"""Zotero's annotations come as its reader keeps them, as items of its web API, and as Better BibTeX's JSON.

An annotation is on an attachment ("Full Text PDF"), and that belongs to a paper: the paper is the article. Items of
type note are page notes. In the web API fields begin with `annotation`; Better BibTeX puts attachments into papers and
annotations into attachments. Comments and notes may hold HTML. Facts: zotero/reader `src/common/types.ts`,
`src/common/defines.js`; zotero.org/support/dev/web_api/v3/basics; retorquere/zotero-better-bibtex
`translators/BetterBibTeX JSON.ts` and `gen/typings/serialized-item.d.ts`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.html_notes import markdown_of
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id
from reader.exchange.input import colour, json_of, records, text, text_of, texts, time
from reader.exchange.json_text import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORDLESS = ("image", "ink")
MARKUP = re.compile(r"</?(?:i|b|sub|sup)>")
"""Tags that a quote may hold."""
HIGHEST = 8
"""Steps from an annotation up to its paper: there are two."""


def read(data: bytes) -> ImportResult:
    """Read the annotations that have words, and the notes. Raises NotImported."""
    whole = json_of(text_of(data))
    rows = whole.get("items", whole.get("annotations")) if isinstance(whole, dict) else whole
    if not isinstance(rows, list):
        raise NotImported("it has no list of annotations")
    items = [flat for one in records(rows) for flat in _flat(_fields(one), "")]
    by_key = {key: one for one in items if (key := text(one.get("key")))}
    found, other = [], len(rows) - len(records(rows))
    for one in items:
        kind = text(one.get("itemType"))
        if kind and kind not in ("annotation", "note") and "annotationType" not in one:
            continue  # A paper or an attachment: what it says is told by those below it.
        made = _note(one, by_key) if kind == "note" else _annotation(one, by_key)
        if _of(one, "type") in WORDLESS:
            made = made._replace(selectors=None)  # What was written on a picture is a note of the paper.
        if made.quote or made.note:
            found.append(made)
        else:
            other += 1
    if not found and not other:
        raise NotImported("it has items and no annotations", do="export with annotations or notes")
    return ImportResult.of(found, ("images, drawings and items without words", other))


def _fields(one: Mapping[str, Any]) -> Mapping[str, Any]:
    data = one.get("data")
    return data if isinstance(data, dict) else one


def _flat(one: Mapping[str, Any], parent: str, order: int = 0) -> Iterator[Mapping[str, Any]]:
    """An item, and those that Better BibTeX put into it, each naming the one above. Attachments have no keys there."""
    key = text(one.get("key")) or text(one.get("citationKey")) or (f"{parent}/{order}" if parent else "")
    yield {**one, "key": key, "parentItem": text(one.get("parentItem")) or parent}
    below = 0
    for name, kind in (("attachments", "attachment"), ("annotations", "annotation"), ("notes", "note")):
        inner = one.get(name)
        for each in inner if isinstance(inner, list) else ():
            item = {"note": each} if isinstance(each, str) else each
            if key and isinstance(item, dict):
                below += 1
                yield from _flat({**item, "itemType": kind}, key, below)


def _of(one: Mapping[str, Any], name: str) -> Any:
    """A field under either of its names."""
    return one.get(f"annotation{name[0].upper()}{name[1:]}", one.get(name))


def _source(one: Mapping[str, Any], by_key: Mapping[str, Mapping[str, Any]]) -> Provenance:
    """The paper at the top of the chain, or what the annotation itself says of it."""
    top: Mapping[str, Any] = {}
    key = parent = first = text(one.get("parentItem"))
    for _ in range(HIGHEST):
        if parent not in by_key:
            break
        key, top = parent, by_key[parent]
        parent = text(top.get("parentItem"))
    doi = text(top.get("DOI")).strip().lower()
    return Provenance(
        title=text(top.get("title")) or text(one.get("parentTitle")) or first,
        authors=tuple(_authors(top.get("creators"))),
        url=text(top.get("url")),
        doi=doi[doi.find("10.") :] if "10." in doi else "",
        tags=_tags(top.get("tags")),
        key=key,
    )


def _authors(creators: Any) -> Iterator[str]:
    for one in records(creators):
        if one.get("creatorType", "author") == "author":
            name = text(one.get("name")) or f"{text(one.get('firstName'))} {text(one.get('lastName'))}".strip()
            if name:
                yield name


def _annotation(one: Mapping[str, Any], by_key: Mapping[str, Mapping[str, Any]]) -> Imported:
    quote, note = MARKUP.sub("", text(_of(one, "text"))), markdown_of(text(_of(one, "comment")))
    name = text(one.get("key")) or text(one.get("id"))
    source = _source(one, by_key)
    place = {key: value for key in ("pageLabel", "sortIndex", "position") if (value := _of(one, key)) is not None}
    page = text(_of(one, "pageLabel")).strip()
    return Imported(
        id=imported_id("zotero", name or f"{source.title}\0{quote}\0{note}"),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        note=note,
        tags=_tags(one.get("tags")),
        colour=colour(_of(one, "color")),
        created=time(one.get("dateCreated", one.get("dateAdded"))),
        modified=time(one.get("dateModified")),
        creator=text(_of(one, "authorName")),
        extra=(("zotero", dump(place, indent=False)),) if place else (),
        program="zotero",
        origin_id=name,
        place=SourcePlace("page", int(page), int(page)) if page.isdecimal() and len(page) < 10 else None,
    )


def _note(one: Mapping[str, Any], by_key: Mapping[str, Mapping[str, Any]]) -> Imported:
    note = markdown_of(text(one.get("note")))
    name = text(one.get("key"))
    source = _source(one, by_key)
    if not source.title:
        # A note that stands alone is called as Zotero calls it: by its first line.
        source = Provenance(title=note.lstrip("# ").split("\n", 1)[0][:120])
    return Imported(
        id=imported_id("zotero", name or f"{source.title}\0\0{note}"),
        source=source,
        note=note,
        tags=_tags(one.get("tags")),
        created=time(one.get("dateAdded")),
        modified=time(one.get("dateModified")),
        program="zotero",
        origin_id=name,
    )


def _tags(value: Any) -> tuple[str, ...]:
    """Exactly as they are, commas and signs too."""
    named = [one.get("name", one.get("tag")) for one in records(value)]
    return texts([*named, *(value if isinstance(value, list) else ())])
