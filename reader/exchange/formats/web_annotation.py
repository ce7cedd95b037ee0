"""W3C Web Annotation (REC 2017) is written as JSON-LD: an AnnotationCollection with all in its first page.

Positions count code points, as the recommendation says, in a page's body where that can be read, else in our text.
Notes are bodies whose purpose is commenting, tags bodies whose purpose is tagging; a highlight with neither has one
whose purpose is highlighting, with its colour, as RecogitoJS and Annotorious have it. The colour, `starred` and, for a
highlight that is not found in the version, `orphan` are classes of a CSS style that nobody need understand; an orphan
has a quote and no position. Where a note has several texts, those after the first say since when.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.domain.ids import name_id
from reader.domain.web_address import has_scheme, is_web_address
from reader.exchange.html_notes import markdown_of
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id, uuid_of
from reader.exchange.input import HUES, MOST_TAGS, colour, json_of, records, text, text_of, texts, time
from reader.exchange.json_text import dump, note_digest, times, write_moment
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import is_lost, note_texts, web_address
from reader.exchange.selectors import page_selector_objects, selectors_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SETS = "d3b7f0a4-5f0e-5b8e-9a55-6c1d2f0e7b19"
"""Namespace of the ids of collections and sets (RFC 9562, version 5)."""
STYLES = {
    name: f".{name} {{ background-color: #{red:02x}{green:02x}{blue:02x}80 }}"
    for name, (red, green, blue) in HUES.items()
}
"""The style sheet of a highlight of each colour: half of it, so that the words are read on any ground."""
HIGHLIGHTING = "highlighting"
STARRED = "starred"
ORPHAN = "orphan"


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of one annotation."""
    yield f'{{"@context": "{CONTEXT}", "type": "AnnotationCollection", "first": {{"type": "AnnotationPage", "items": ['
    comma, count, articles = "\n", 0, []
    for one in exported:
        articles.append(one.article)
        for entry in one.entries:
            yield comma + dump(annotation_object(one, entry, options), indent=False)
            comma = ",\n"
            count += 1
    collection = set_id(one.id for one in articles)
    page = f'"id": "{collection}#page", "partOf": "{collection}", "startIndex": 0'
    label = dump(articles[0].title if len(articles) == 1 else "Highlights", indent=False)
    # At the end: what it is of is known by then.
    yield f'\n], {page}}}, "id": "{collection}", "label": {label}, "total": {count}}}\n'


def set_id(articles: Iterable[str]) -> str:
    """Return the name of the annotations of these articles (ids): the same whenever they are exported."""
    return f"urn:uuid:{name_id(SETS, ' '.join(sorted(articles)))}"


def annotation_object(exported: Exported, entry: ExportedAnnotation, options: Options) -> dict[str, Any]:
    """Write one annotation as the recommendation has it."""
    annotation, article = entry.annotation, exported.article
    bodies = [_body(note, "commenting", "text/markdown") for _, note in note_texts(entry)]
    rivals = [one for one in annotation.rivals if one.text != annotation.note]
    for body, rival in zip(bodies[1:], rivals, strict=True):
        body["created"] = write_moment(rival.written)
    bodies += [_body(tag, "tagging", "text/plain") for tag in annotation.tags]
    bodies = bodies or [_body(str(annotation.colour), HIGHLIGHTING, "text/plain")]
    source = web_address(article) or f"urn:uuid:{article.id}"
    target: dict[str, Any] = {"source": source, "styleClass": _style_classes(entry)}
    if annotation.targets:
        span = entry.target.span if entry.target else None
        # A book's chapters are no resource of their own here.
        page = exported.original if article.format == "html" else None
        target["selector"] = page_selector_objects(entry, span, page.part(span) if page and span else None)
    found: dict[str, Any] = {
        "id": f"urn:uuid:{annotation.id}",
        "type": "Annotation",
        "motivation": HIGHLIGHTING if annotation.targets and not annotation.note else "commenting",
        **times(annotation),
        "body": bodies,
        "target": target,
        "stylesheet": {"type": "CssStylesheet", "value": STYLES[annotation.colour]},
        "dcterms:title": article.title,
    }
    if name := options.colour_name(annotation):
        found["reader:colourName"] = name
    if digest := note_digest(annotation):
        found["reader:noteDigest"] = digest
    if options.creator and annotation.creator:
        found["creator"] = {"type": "Person", "name": annotation.creator}
    return found


def _style_classes(entry: ExportedAnnotation) -> str | list[str]:
    """One class as a text, several as a list: both are what the recommendation has."""
    annotation = entry.annotation
    classes = [str(annotation.colour)]
    classes += [STARRED] if annotation.star else []
    classes += [ORPHAN] if is_lost(entry) else []
    classes += ["returned"] if annotation.returned else []
    return classes if len(classes) > 1 else classes[0]


def _body(value: str, purpose: str, form: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": form, "purpose": purpose}


def read(data: bytes) -> ImportResult:
    """Read the annotations of a collection, a page, a set, a list, or one alone.

    Nothing is fetched. Raises NotImported.
    """
    return read_json(json_of(text_of(data)))


def read_json(whole: Any) -> ImportResult:
    """Read the annotations of a JSON value. Raises NotImported."""
    items = _items(whole)
    if items is None:
        raise NotImported("it holds no annotations")
    about = _about(whole)
    found, left_out = [], Counter[str]()
    for one in items:
        imported = _imported(one, about)
        if imported.quote or imported.note:
            found.append(imported)
            left_out["places without a quote"] += bool(_selectors_in(one)) and not imported.quote
            left_out[f"tags beyond {MOST_TAGS} of one annotation"] += max(0, len(_tags(one)) - MOST_TAGS)
        elif one.get("motivation") == "bookmarking":
            left_out["bookmarks"] += 1
        else:
            left_out["annotations without quote and note"] += 1
    return ImportResult.of(found, *left_out.items())


def _about(whole: Any) -> Provenance:
    """What a set of the EPUB draft, or a collection, says of the book that its annotations are of."""
    about = whole.get("about") if isinstance(whole, dict) else None
    if not isinstance(about, dict):
        return Provenance()

    def said(name: str) -> list[str]:
        value = about.get(f"dc:{name}", about.get(name, about.get(f"dcterms:{name}")))
        values = value if isinstance(value, list) else [value]
        return [_named(one) for one in values]

    addresses = [one for one in (*said("source"), *said("identifier")) if is_web_address(one)]
    ours = [own for one in (text(about.get("id")), *said("identifier")) if (own := uuid_of(one))]
    return Provenance(
        title=next(filter(None, said("title")), ""),
        authors=tuple(name for name in said("creator") if name),
        url=next(iter(addresses), ""),
        article_id=next(iter(ours), ""),
        tags=texts(said("subject")),
    )


def _named(value: Any) -> str:
    """A text, also where it is an object that has it as its value or name, or in several languages."""
    if not isinstance(value, dict):
        return text(value)
    inner = value.get("value", value.get("@value", value.get("name")))
    return text(inner) if inner is not None else next(filter(None, map(text, value.values())), "")


def _items(value: Any) -> list[Mapping[str, Any]] | None:
    if isinstance(value, list):
        return records(value)
    if not isinstance(value, dict):
        return None
    if value.get("type") == "Annotation" or "target" in value:
        return [value]
    for name in ("items", "annotations", "@graph"):
        if isinstance(value.get(name), list):
            return records(value[name])
    first = value.get("first")
    return _items(first) if isinstance(first, dict) else None


def _imported(one: Mapping[str, Any], about: Provenance) -> Imported:
    bodies = _bodies(one.get("body"))
    notes = [_words(part) for part in bodies if not _is_tagging(part) and not _is_colour(part)]
    # A body may be a text alone, as a target may be an address.
    notes += [text(one.get("body")), text(one.get("bodyValue"))]
    target = _target(one)
    style = target.get("styleClass")
    own = one.get("reader:colour")  # ours, where an EPUB's six colours have none for it
    told = [own] if own else [part.get("value" if _is_colour(part) else "color") for part in bodies]
    classes = texts([*(style if isinstance(style, list) else [style]), *told])
    marked = selectors_of(_selectors_in(one))
    source = target.get("source", target.get("id"))  # A target may be the page itself, as an object that names it.
    about_source: Mapping[str, Any] = source if isinstance(source, dict) else {"id": source}
    address = _address(one.get("target")) or text(about_source.get("id"))
    name = text(one.get("id"))
    note = "\n\n".join(dict.fromkeys(note for note in notes if note.strip()))
    made_by = one.get("creator")
    chapter, page = _meta(target.get("meta"))
    return Imported(
        id=uuid_of(name) or imported_id("w3c", name or f"{address}\0{note}\0{marked.quote.exact if marked else ''}"),
        source=Provenance(
            title=text(one.get("dcterms:title")) or about.title or _named(about_source.get("title")),
            authors=about.authors,
            url=address if has_scheme(address) else about.url,
            article_id=uuid_of(address) or uuid_of(text(one.get("reader:article"))) or about.article_id,
            tags=about.tags,
        ),
        selectors=marked,
        note=note,
        tags=texts(_tags(one)),
        colour=next((one for one in map(colour, classes) if one is not Colour.YELLOW), Colour.YELLOW),
        star=STARRED in classes or one.get("reader:star") is True,
        created=time(one.get("created")),
        modified=time(one.get("modified")),
        creator=text(made_by.get("name") or made_by.get("nickname")) if isinstance(made_by, dict) else text(made_by),
        origin_id=name,
        note_digest=text(one.get("reader:noteDigest")),
        place=page,
        chapter=chapter,
    )


def _bodies(value: Any) -> list[Mapping[str, Any]]:
    """The bodies; of a choice the first, which the recommendation makes the default, of other sets all."""
    found = []
    for one in _several(value):
        inner = records(one.get("items"))
        chosen = inner[:1] if one.get("type") == "Choice" else inner or [one]
        found += [_resource(body) for body in chosen]
    return found


def _resource(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body as it is, or what it is a part or a use of, which then says the words."""
    source = body.get("source")
    return {**source, **body} if isinstance(source, dict) and "value" not in body else body


def _address(target: Any) -> str:
    """The address that a target is, alone or the first of several."""
    return text(target) or next(filter(None, map(text, target)), "") if isinstance(target, list) else text(target)


def _words(body: Mapping[str, Any]) -> str:
    """The text of a body, as Markdown where it is HTML; its address where it has none."""
    value = text(body.get("value"))
    if not value and "value" not in body:
        named = body.get("id", body.get("source"))  # A page or a film: what can be said of it is where it is.
        return named if isinstance(named, str) and is_web_address(named) else ""
    return markdown_of(value) if body.get("format") in ("text/html", "application/xhtml+xml") else value


def _is_tagging(body: Mapping[str, Any]) -> bool:
    purposes = body.get("purpose")
    return "tagging" in (purposes if isinstance(purposes, list) else [purposes])


def _is_colour(body: Mapping[str, Any]) -> bool:
    """Whether it says no more than how the highlight looks; we called that classifying once."""
    return body.get("purpose") in (HIGHLIGHTING, "classifying") and text(body.get("value")).lower() in set(Colour)


def _meta(value: Any) -> tuple[str, SourcePlace | None]:
    """The chapter and the page that the EPUB draft tells of a target."""
    meta: Mapping[str, Any] = value if isinstance(value, dict) else {}
    headings = [text(one.get("txt", one.get("text"))) for one in records(meta.get("headings"))]
    page = str(meta.get("page", "")).strip()
    at = int(page) if page.isdecimal() and len(page) < 10 else None
    return next((one for one in reversed(headings) if one), ""), SourcePlace("page", at, at) if at is not None else None


def _several(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a property that may have one or a list of them."""
    return records(value if isinstance(value, list) else [value])


def _target(one: Mapping[str, Any]) -> Mapping[str, Any]:
    target = next(iter(_several(one.get("target"))), {})
    # Of a list of targets the first: an annotation here is of one place.
    return next(iter(records(target.get("items"))), target)


def _selectors_in(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return _several(_target(one).get("selector"))


def _tags(one: Mapping[str, Any]) -> list[Any]:
    """Bodies of that purpose, and what the one body of the EPUB draft has as tags."""
    found: list[Any] = []
    for part in _bodies(one.get("body")):
        # What a tag means may be a page, as of an encyclopaedia.
        found += [part.get("value", part.get("source", part.get("id")))] if _is_tagging(part) else []
        for name in ("tags", "keyword", "tag"):  # The last two in drafts before 2026.
            inner = part.get(name)
            found += inner if isinstance(inner, list) else [inner]
    return found
