"""Zotero: annotations as its reader keeps them, and items of its web API, whose fields begin with `annotation`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, Provenance, Reading, imported_id
from reader.exchange.input import colour, json_of, records, text, text_of, texts, time
from reader.exchange.output import dump

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDLESS = ("image", "ink")


def read(data: bytes) -> Reading:
    """The annotations that have words. Raises NotImported."""
    whole = json_of(text_of(data))
    rows = whole.get("items", whole.get("annotations")) if isinstance(whole, dict) else whole
    if not isinstance(rows, list):
        raise NotImported("it has no list of annotations")
    found, other = [], len(rows) - len(records(rows))
    titles = {text(one.get("key")): text(one.get("title")) for one in map(_fields, records(rows)) if one.get("title")}
    for one in map(_fields, records(rows)):
        made = _imported(one, titles)
        if _of(one, "type") not in WORDLESS and (made.quote or made.note):
            found.append(made)
        else:
            other += 1
    return Reading.of(found, ("images, drawings and items without words", other))


def _fields(one: Mapping[str, Any]) -> Mapping[str, Any]:
    data = one.get("data")
    return data if isinstance(data, dict) else one


def _of(one: Mapping[str, Any], name: str) -> Any:
    """A field under either of its names."""
    return one.get(f"annotation{name[0].upper()}{name[1:]}", one.get(name))


def _imported(one: Mapping[str, Any], titles: Mapping[str, str]) -> Imported:
    quote, note = text(_of(one, "text")), text(_of(one, "comment"))
    name = text(one.get("key")) or text(one.get("id"))
    parent = text(one.get("parentItem"))
    title = text(one.get("parentTitle")) or titles.get(parent, "")
    place = {key: value for key in ("pageLabel", "sortIndex", "position") if (value := _of(one, key)) is not None}
    return Imported(
        id=imported_id("zotero", name or f"{title}\0{quote}\0{note}"),
        source=Provenance(title=title or parent),
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        note=note,
        tags=_tags(one.get("tags")),
        colour=colour(_of(one, "color")),
        created=time(one.get("dateCreated", one.get("dateAdded"))),
        modified=time(one.get("dateModified")),
        creator=text(_of(one, "authorName")),
        extra=(("zotero", dump(place, indent=False)),) if place else (),
    )


def _tags(value: Any) -> tuple[str, ...]:
    named = [one.get("name", one.get("tag")) for one in records(value)]
    return texts([*named, *(value if isinstance(value, list) else ())])
