"""W3C EPUB Annotations 1.0 are written as the drafts of 2026 have them: one AnnotationSet, as JSON or in an archive.

The set says of which publication it is (`about`). An annotation has one body: the note as plain text, the tags, and one
of six colours; ours beyond them, and the star, are told in terms of our own (`reader:…`), which the model allows. Its
target is a file of the book, by the name that the manifest has for it, and a position in the characters of that file's
body. What is no book, or is not there any more, is named by its address, with positions in its text. A set may lie in
an archive of its own, `*.annotations`, as `annotations.json`. Facts: w3c/epub-specs `epub34/annotations/index.html`.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reader.domain.annotation import Colour
from reader.exchange.formats.web_annotation import read_json, set_id
from reader.exchange.input import ARCHIVE as PACKED
from reader.exchange.input import HEAVIEST, HEAVIEST_IN_ARCHIVE, json_of, member, text_of
from reader.exchange.json_text import dump, note_digest, times, write_moment
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import is_lost, web_address, whole_note
from reader.exchange.selectors import page_selector_objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.article import Article
    from reader.exchange.imported import ImportResult

CONTEXT = "https://www.w3.org/ns/epub-anno.jsonld"
ARCHIVE = ".annotations"
"""What the name of an archive ends with."""
ENTRY = "annotations.json"
"""What the set is called in it."""
COLOURS = {Colour.RED: "pink", Colour.MAGENTA: "pink", Colour.GREY: "yellow"}
"""Of the six that there are, the ones for colours of ours that are none of them."""
GENERATOR = {"id": "urn:x-reader:terminal-reader", "type": "Software", "name": "reader"}
TEXT_FRAGMENT = "https://wicg.github.io/scroll-to-text-fragment/"
LONGEST_FRAGMENT = 300
"""Characters of a quote that a link to it names whole; of a longer one it names both ends."""
_FORMATS = {"epub": "application/epub+zip", "pdf": "application/pdf", "html": "text/html", "markdown": "text/markdown"}


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the set, in pieces of one annotation."""
    generator = dump(GENERATOR, indent=False)
    yield f'{{"@context": "{CONTEXT}", "type": "AnnotationSet", "generator": {generator}, "items": ['
    comma, articles = "\n", []
    for one in exported:
        articles.append(one.article)
        for entry in one.entries:
            yield comma + dump(_annotation(one, entry, options), indent=False)
            comma = ",\n"
    when = f'"generated": {dump(write_moment(options.exported))}, ' if options.exported else ""
    about = dump(_about(articles), indent=False)
    # At the end: what the set is about is known by then.
    yield f'\n], {when}"id": "{set_id(one.id for one in articles)}", "about": {about}}}\n'


def archive(chunks: Iterable[str]) -> bytes:
    """Put the set that is written in pieces into the archive that reading systems exchange."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        # Without the time of day: the same annotations give the same file.
        packed.writestr(zipfile.ZipInfo(ENTRY), "".join(chunks).encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read(data: bytes) -> ImportResult:
    """Read the annotations of a set, or of the archive that holds one. Raises NotImported."""
    heaviest = HEAVIEST
    if data.startswith(PACKED):
        data, heaviest = member(data, lambda name: name.rpartition("/")[2] == ENTRY), HEAVIEST_IN_ARCHIVE
    return read_json(json_of(text_of(data), heaviest))


def _about(articles: list[Article]) -> dict[str, Any]:
    """Of which publication the set is; of several, all of their titles and authors."""
    identifiers = [name for one in articles for name in (f"urn:uuid:{one.id}", web_address(one)) if name]
    facts = {
        "dc:identifier": identifiers,
        "dc:title": " · ".join(one.title for one in articles),
        "dc:creator": list(dict.fromkeys(author for one in articles for author in one.authors)),
        "dc:format": _FORMATS.get(articles[0].format, "") if len(articles) == 1 else "",
        "dc:date": articles[0].date[:4] if len(articles) == 1 and articles[0].date[:4].isdecimal() else "",
    }
    return {name: value for name, value in facts.items() if value}


def _annotation(exported: Exported, entry: ExportedAnnotation, options: Options) -> dict[str, Any]:
    annotation = entry.annotation
    found: dict[str, Any] = {
        "id": f"urn:uuid:{annotation.id}",
        "type": "Annotation",
        "motivation": "highlighting" if annotation.targets and not annotation.note else "commenting",
        **times(annotation),
        "target": _target(exported, entry),
        "body": _body(entry),
        "dcterms:title": exported.article.title,
        "reader:article": f"urn:uuid:{exported.article.id}",
        "reader:colour": str(annotation.colour),
    }
    if annotation.star:
        found["reader:star"] = True
    if annotation.returned:
        found["reader:returned"] = True
    if is_lost(entry):
        found["reader:state"] = "orphan"
    if digest := note_digest(annotation):
        found["reader:noteDigest"] = digest
    if options.creator and annotation.creator:
        name = quote(annotation.creator, safe="")
        found["creator"] = {"id": f"urn:x-reader:creator:{name}", "type": "Person", "name": annotation.creator}
    return found


def _body(entry: ExportedAnnotation) -> dict[str, Any]:
    annotation = entry.annotation
    body: dict[str, Any] = {"type": "TextualBody", "value": whole_note(entry), "format": "text/plain"}
    if annotation.targets:
        body["color"] = COLOURS.get(annotation.colour, str(annotation.colour))
    if annotation.tags:
        body["tags"] = list(annotation.tags)
    return body


def _target(exported: Exported, entry: ExportedAnnotation) -> dict[str, Any]:
    article, span = exported.article, entry.target.span if entry.target else None
    part = exported.original.part(span) if exported.original and span else None
    source = (part.source if part else "") or web_address(article) or f"urn:uuid:{article.id}"
    target: dict[str, Any] = {"source": source}
    if entry.annotation.targets:
        target["selector"] = [*page_selector_objects(entry, span, part), _fragment(entry.annotation.quote)]
    if entry.where and entry.where.headings:
        headings = [{"level": level, "txt": name} for level, name in enumerate(entry.where.headings, 1)]
        target["meta"] = {"headings": headings, **({"page": entry.where.page} if entry.where.page else {})}
    return target


def _fragment(words: str) -> dict[str, str]:
    """The quote as the fragment of a link: a selector that outlives changes around it."""
    flat = " ".join(words.split())
    if len(flat) <= LONGEST_FRAGMENT and "\n" not in words:
        value = _encoded(flat)
    else:
        some = flat.split(" ")
        half = max(1, min(5, len(some) // 2))
        value = f"{_encoded(' '.join(some[:half]))},{_encoded(' '.join(some[-half:]))}"
    return {"type": "FragmentSelector", "conformsTo": TEXT_FRAGMENT, "value": f":~:text={value}"}


def _encoded(words: str) -> str:
    return quote(words, safe="", errors="replace").replace("-", "%2D")
