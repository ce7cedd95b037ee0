"""An article whose record is gone or damaged, while its annotations are there, is made up from what is still known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.article import Article, Version
from reader.domain.document import BlockKind
from reader.domain.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.document import Document

LONGEST = 60
"""Code points of a title: what a list has room for at 80 columns."""


def make_up(
    article_id: str, annotations: Sequence[Annotation], document: Callable[[str], Document | None]
) -> Article | None:
    """Make an article for these annotations, which say that they are of it; None where there are none.

    Its versions are the texts that they were found in, as far as these are kept: `document` answers one by its hash.
    It is called by the heading of the newest text, by its first words where it has none, by a quote where it is lost.
    """
    if not annotations:
        return None
    ordered = sorted(annotations, key=lambda one: (one.created, one.id))
    found: dict[str, Version] = {}
    newest: Document | None = None
    for one in ordered:
        for target in one.targets:
            if target.version and target.version not in found:
                text = document(target.version)
                if text is not None:
                    newest = text
                    parser = f"{text.parser}/{text.parser_version}"
                    found[target.version] = Version(target.version, one.created, len(text.text), parser)
    title = _title(newest) or next((one.quote for one in ordered if one.quote.strip()), "") or "an article that is lost"
    return Article(article_id, _short(title), ordered[0].created, versions=tuple(found.values()))


def _title(document: Document | None) -> str:
    if document is None:
        return ""
    heading = next((block for block in document.blocks if block.kind is BlockKind.HEADING), None)
    return heading.span.of(document.text) if heading else document.text.lstrip()[: 4 * LONGEST].split("\n", 1)[0]


def _short(title: str) -> str:
    line = one_line(title)
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
