"""Every exporter starts from annotations that are put in order here, each with where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.annotations import Annotations
from reader.domain.document import BlockKind
from reader.domain.wording import one_line
from reader.exchange.raised import raised_in
from reader.exchange.records import Exported, ExportedAnnotation, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document


def gather(
    article: Article, annotations: Iterable[Annotation], document: Document | None = None, version: str = ""
) -> Exported:
    """Gather the article's annotations as `version` (the latest, unless named) shows them; `document` is that
    version.
    """
    version = version or (article.latest.hash if article.versions else "")
    ordered = Annotations(version, annotations)
    placed = [one.annotation for one in ordered.placed]
    entries = [ExportedAnnotation(one, None, None) for one in ordered.page_notes]
    if document is None:
        entries += [ExportedAnnotation(one, one.target_in(version), None) for one in placed]
    else:
        wheres = places(document, [one.start for one in ordered.placed])
        entries += [_placed(one, version, document, where) for one, where in zip(placed, wheres, strict=True)]
    entries += [ExportedAnnotation(one, one.target_in(version), None) for one in ordered.orphans]
    pages = (len(document.pages) or len(document.blocks)) if document else 0
    return Exported(article, version, tuple(entries), document.text if document else "", pages=pages)


def _placed(one: Annotation, version: str, document: Document, where: Location) -> ExportedAnnotation:
    target = one.target_in(version)
    span = target.span if target else None
    if span is None or span.of(document.text) != one.quote:  # its words are shown as it was last seen
        return ExportedAnnotation(one, target, where)
    block = document.blocks[document.block_index(span.start)] if document.blocks else None
    code = block is not None and block.kind is BlockKind.CODE and span.end <= block.span.end
    return ExportedAnnotation(one, target, where, raised_in(document, span), block.language if block and code else None)


def places(document: Document, offsets: Iterable[int]) -> Iterator[Location]:
    """Tell where each of the ascending `offsets` stands; one pass over the blocks serves all."""
    text, blocks = document.text, document.blocks
    length = max(len(text), 1)
    headings: dict[int, str] = {}
    above: tuple[str, ...] = ()
    reached = 0
    for offset in offsets:
        while reached < len(blocks) and (block := blocks[reached]).span.start <= offset:
            reached += 1
            if block.kind is BlockKind.HEADING:
                headings = {level: name for level, name in headings.items() if level < block.level}
                headings[block.level] = one_line(block.span.of(text))
                above = tuple(headings.values())
        page = document.page_at(offset) if document.pages else None
        yield Location(above, page or "", reached, min(100 * offset // length, 100))
