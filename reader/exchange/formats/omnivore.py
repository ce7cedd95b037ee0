"""Omnivore exports an archive with `metadata_*.json`, and `highlights/SLUG.md` with a page's highlights and notes.

A highlight is a quotation; below it stand its labels, each after a `#`, and the note on it, up to the next quotation.
What was written on the page stands among them as a paragraph, and cannot be told from a note. The metadata say which
page has which slug, with title, author, address and labels; dumps of its API have the highlights in them. Facts:
omnivore-app/omnivore `packages/api/src/jobs/export.ts` (the archive), `packages/api/src/utils/parser.ts` (a highlight).
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id
from reader.exchange.input import (
    ARCHIVE,
    HEAVIEST,
    HEAVIEST_IN_ARCHIVE,
    MOST_IN_ARCHIVE,
    colour,
    json_of,
    records,
    text,
    text_of,
    texts,
    time,
    unpack_archive,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

METADATA = re.compile(r"(?:^|/)metadata_\d+_to_\d+\.json$")
_HIGHLIGHTS = re.compile(r"(?:^|/)highlights/[^/]+\.md$")
_LABELS = re.compile(r"#\S+(?:\s+#\S+)*\s*")
_BLANK_LINES = re.compile(r"\n[ \t]*\n+")


def is_export(value: Any) -> bool:
    """Tell whether a list of objects is Omnivore's metadata."""
    first: Mapping[str, Any] = next(iter(records(value)), {})
    return {"slug", "url", "labels"} <= first.keys()


def read(data: bytes) -> ImportResult:
    """Read the highlights and notes of the archive, or of its metadata alone. Raises NotImported."""
    packed = data.startswith(ARCHIVE)
    files = unpack_archive(data, _is_metadata) if packed else [("", data)]
    heaviest = HEAVIEST_IN_ARCHIVE if packed else HEAVIEST
    pages = [one for _, content in files for one in records(json_of(text_of(content), heaviest))]
    by_slug = {text(one.get("slug")): one for one in pages}
    found = [made for page in pages for one in records(page.get("highlights")) if (made := _from_object(page, one))]
    bare = 0
    for name, content in unpack_archive(data, _is_highlights) if packed else ():
        if content.strip():
            slug, before = PurePosixPath(name).stem, len(found)
            for one in _from_markdown(by_slug.get(slug, {"slug": slug}), text_of(content)):
                found.append(one)
                if len(found) > MOST_IN_ARCHIVE:
                    raise NotImported(f"it has more than {MOST_IN_ARCHIVE:,} highlights", do="take it in in parts")
            bare += len(found) == before
    if not found and not packed:
        raise NotImported("it has no highlights in it", do="name Omnivore's archive, which has them beside it")
    return ImportResult.of(found, ("files without a highlight", bare))


def _is_metadata(name: str) -> bool:
    return METADATA.search(name) is not None


def _is_highlights(name: str) -> bool:
    return _HIGHLIGHTS.search(name) is not None


def _source(page: Mapping[str, Any]) -> Provenance:
    labels = page.get("labels")
    names = [one.get("name") if isinstance(one, dict) else one for one in labels] if isinstance(labels, list) else []
    author = text(page.get("author")).strip()
    return Provenance(
        title=text(page.get("title")) or text(page.get("slug")),
        authors=(author,) if author else (),
        url=text(page.get("url")) or text(page.get("originalArticleUrl")),
        tags=texts(names),
    )


def _from_markdown(page: Mapping[str, Any], content: str) -> Iterator[Imported]:
    """Its highlights in order; what stands before the first is a page note."""
    source, moment = _source(page), time(page.get("savedAt"))
    quote, labels, notes = "", list[str](), list[str]()
    for block in [*_BLANK_LINES.split(content.strip()), ""]:
        if block and not block.startswith(">"):
            if quote and not labels and not notes and _LABELS.fullmatch(block):
                labels = [name.removeprefix("#") for name in block.split()]
            elif not block.startswith(("# ", "## ")):
                notes.append(block)
            continue
        if quote or notes:
            yield _made(source, quote, "\n\n".join(notes).strip(), labels, moment)
        # A paragraph within the quote begins with the sign too, a line within a paragraph does not.
        quote, labels, notes = re.sub(r"^> ?", "", block, flags=re.MULTILINE).strip(), [], []


def _made(source: Provenance, quote: str, note: str, labels: list[str], moment: datetime | None) -> Imported:
    return Imported(
        id=imported_id("omnivore", source.url or source.title, quote or note),
        source=source,
        selectors=Selectors(TextQuoteSelector(text(quote))) if quote else None,
        note=text(note),
        tags=texts(labels),
        created=moment,
        modified=moment,
        program="omnivore",
    )


def _from_object(page: Mapping[str, Any], one: Mapping[str, Any]) -> Imported | None:
    quote, note, name = text(one.get("quote")).strip(), text(one.get("annotation")).strip(), text(one.get("id"))
    if not quote and not note:
        return None
    labels = [label.get("name") for label in records(one.get("labels"))]
    made = time(one.get("highlightedAt")) or time(one.get("createdAt")) or time(page.get("savedAt"))
    quoted = TextQuoteSelector(quote, text(one.get("prefix")), text(one.get("suffix")))
    return Imported(
        id=imported_id("omnivore", name or f"{text(page.get('url'))}\0{quote}\0{note}"),
        source=_source(page),
        selectors=Selectors(quoted) if quote else None,
        note=note,
        tags=texts(labels),
        colour=colour(one.get("color")),
        created=made,
        modified=time(one.get("updatedAt")) or made,
        program="omnivore",
        origin_id=name,
    )
