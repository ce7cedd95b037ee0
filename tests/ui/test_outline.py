"""Chapters: nested by their levels, with what is marked in each."""

from __future__ import annotations

from reader.domain.annotations import Annotations
from reader.domain.document import BlockKind
from reader.ui.screens.contents import chapter_at, outline
from tests.ui.documents import assembled
from tests.ui.viewing import highlight

DOCUMENT = assembled(
    [
        (BlockKind.PARAGRAPH, "Before.", {}),
        (BlockKind.HEADING, "One", {"level": 2}),
        (BlockKind.PARAGRAPH, "Alpha beta.", {}),
        (BlockKind.HEADING, "One point one", {"level": 3}),
        (BlockKind.PARAGRAPH, "Gamma.", {}),
        (BlockKind.HEADING, "Two", {"level": 2}),
        (BlockKind.PARAGRAPH, "Delta.", {}),
    ]
)
TEXT = DOCUMENT.text


def test_chapters_hold_those_below_them() -> None:
    annotations = Annotations(
        "v", [highlight(1, TEXT, "beta"), highlight(2, TEXT, "Gamma"), highlight(3, TEXT, "Delta")]
    )
    chapters = outline(DOCUMENT, annotations)
    assert [(one.title, one.depth, one.highlights) for one in chapters] == [
        ("One", 0, 2),
        ("One point one", 1, 1),
        ("Two", 0, 1),
    ]
    assert [one.span.of(TEXT).split("\n")[0] for one in chapters] == ["One", "One point one", "Two"]
    assert chapters[0].span.end == chapters[2].span.start
    assert chapters[1].span.end == chapters[2].span.start
    assert chapters[2].span.end == len(TEXT)


def test_where_one_is() -> None:
    chapters = outline(DOCUMENT, Annotations("v"))
    assert chapter_at(chapters, 0) == 0
    assert chapter_at(chapters, TEXT.index("Gamma")) == 1
    assert chapter_at(chapters, len(TEXT)) == 2
