"""What is left of a text when it is folded."""

from __future__ import annotations

import pytest

from reader.domain.annotations import Annotations
from reader.domain.document import Block, BlockKind, Document
from reader.domain.span import Span
from reader.ui.draw.layout.fold import Folding, fold
from tests.ui.fakes import marked

OUTLINE = ((1, "T"), (0, "intro"), (2, "A"), (0, "a"), (3, "A1"), (0, "a1"), (2, "B"), (0, "b"), (4, "B0"), (3, "B1"))


def tree() -> Document:
    """Headings of these levels, and paragraphs between them."""
    blocks, start = [], 0
    for level, text in OUTLINE:
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        blocks.append(Block(kind, Span(start, start + len(text)), level=level))
        start += len(text) + 2
    return Document("\n\n".join(text for _, text in OUTLINE), tuple(blocks))


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("B", "T B"),
        ("a1", "T A A1 a1"),
        ("b", "T B b"),
        ("B1", "T B B1"),
        ("A1", "T A A1"),
        ("T", "T"),
        ("B0", "T B B0"),
    ],
)
def test_only_the_headings_above_in_the_tree_are_kept(chosen: str, shown: str) -> None:
    document = tree()
    (at,) = (index for index, (_, text) in enumerate(OUTLINE) if text == chosen)
    span = document.blocks[at].span
    folded = fold(document, Annotations("v", [marked("one", span.start, span.end)]), Folding.PARAGRAPHS, lambda _: ())
    assert folded is not None
    assert " ".join(OUTLINE[index][1] for index in folded.blocks) == shown
