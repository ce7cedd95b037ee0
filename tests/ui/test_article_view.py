"""The reading view: the cursor, pages, selections, highlights, labels, folds, the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.geometry import Region

from reader.domain.annotation import Colour
from reader.domain.annotations import Annotations
from reader.domain.document import BlockKind, Document, Mark, MarkKind
from reader.domain.span import Span
from reader.ui.draw.layout.fold import Folding
from reader.ui.draw.paint import MARK
from reader.ui.draw.palette import PALETTES
from reader.ui.draw.selection import Unit
from reader.ui.reading.steps import Step
from tests.ui.documents import assembled, document_of
from tests.ui.viewing import VERSION, Viewing, highlight

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SENTENCES = [f"The sentence with the number {number} is here." for number in range(120)]
PARAGRAPHS = [" ".join(SENTENCES[start : start + 3]) for start in range(0, 120, 3)]
DOCUMENT = assembled(
    [
        (BlockKind.HEADING, "A title", {"level": 1}),
        *((BlockKind.PARAGRAPH, text, {}) for text in PARAGRAPHS[:20]),
        (BlockKind.HEADING, "Another part", {"level": 2}),
        *((BlockKind.PARAGRAPH, text, {}) for text in PARAGRAPHS[20:]),
    ]
)
TEXT = DOCUMENT.text
MARKS = [
    highlight(0, TEXT, SENTENCES[1]),
    highlight(1, TEXT, "number 1 is", Colour.RED),
    highlight(2, TEXT, SENTENCES[70]),
]


def span(quote: str, text: str = TEXT) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


@pytest.fixture
async def app() -> AsyncIterator[Viewing]:
    app = Viewing(DOCUMENT, MARKS)
    async with app.run_test(size=(80, 24)):
        yield app


async def test_it_begins_where_it_is_told() -> None:
    app = Viewing(DOCUMENT)
    app.view.show(DOCUMENT, Annotations(VERSION), top=span(SENTENCES[30]).start, cursor=span(SENTENCES[31]).start)
    assert not app.view.ready
    async with app.run_test(size=(80, 24)):
        assert app.view.ready
        assert app.view.cursor == span(SENTENCES[31])
        assert SENTENCES[30][:20] in app.lines()[0]


async def test_sentences_one_after_the_other(app: Viewing) -> None:
    view = app.view
    view.step(Step.SENTENCE, 1)
    assert view.cursor == span(SENTENCES[0])
    view.step(Step.SENTENCE, 40)
    assert view.cursor == span(SENTENCES[40])
    assert view.place_of(view.cursor.start) is not None, "the page came along"
    view.step(Step.SENTENCE, -1)
    assert view.cursor == span(SENTENCES[39])
    assert app.moves == 3


async def test_paragraphs_and_headings(app: Viewing) -> None:
    view = app.view
    view.step(Step.PARAGRAPH, 2)
    assert view.cursor == span(SENTENCES[3])
    view.step(Step.SENTENCE, 1)
    view.step(Step.PARAGRAPH, -1)
    assert view.cursor == span(SENTENCES[3]), "to the beginning of its own paragraph first"
    view.step(Step.HEADING, 1)
    assert view.cursor == span("Another part")
    view.step(Step.HEADING, 1)
    assert view.cursor == span("Another part"), "there is none after it"
    view.step(Step.HEADING, -1)
    assert view.cursor == span("A title")


async def test_the_cursor_stays_on_the_screen(app: Viewing) -> None:
    view = app.view
    for rows in (5, 40, -3, -100, 300):
        view.scroll_rows(rows)
        assert view.cursor.meets(view.shown)
    for pages in (-1, 0.5, 1, -0.5):
        view.scroll_pages(pages)
        assert view.cursor.meets(view.shown)


async def test_the_cursor_is_marked_in_the_gutter(app: Viewing) -> None:
    app.view.go_to(span(SENTENCES[5]).start)
    place = app.view.place_of(app.view.cursor.start)
    assert place is not None
    assert [y for y, line in enumerate(app.lines()) if MARK in line] == [place[1]]


async def test_the_end_and_the_beginning(app: Viewing) -> None:
    app.view.go_to(len(TEXT) - 1)
    assert app.view.percent == 100
    assert SENTENCES[-1][-10:] in app.lines()[-1]
    app.view.go_to(0)
    assert app.view.top == 0


async def test_going_centred(app: Viewing) -> None:
    app.view.go_to(span(SENTENCES[60]).start, centre=True)
    place = app.view.place_of(span(SENTENCES[60]).start)
    assert place is not None
    assert place[1] == 12


async def test_only_rows_that_look_different_are_painted(app: Viewing, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[Region] = []
    monkeypatch.setattr(app.view, "refresh", lambda *regions, **_: painted.extend(regions))
    app.view.annotations = Annotations(VERSION, [*MARKS, highlight(9, TEXT, "number 6", Colour.BLUE)])
    place = app.view.place_of(span("number 6").start)
    assert place is not None
    assert painted == [Region(0, place[1], 80, 1)]
    painted.clear()
    app.view.focused = "a9"
    assert painted == [Region(0, place[1], 80, 1)]


async def test_highlights_have_signs_and_bars(app: Viewing) -> None:
    lines = app.lines()
    (row,) = (at for at, line in enumerate(lines) if "▲" in line)
    assert "●▲" in lines[row] or "▲▎" in lines[row], lines[row]
    assert "▎" in lines[row + 1]
    app.view.zen = True
    assert not any("▎" in line or "▲" in line for line in app.lines())


async def test_selecting_by_character(app: Viewing) -> None:
    view = app.view
    view.go_to(span(SENTENCES[4]).start)
    view.start_selection()
    assert view.target.of(TEXT) == "T"
    view.extend(span(SENTENCES[4]).start + 2)
    assert view.target.of(TEXT) == "The"
    assert view.selection is not None
    view.selection = view.selection.swap()
    view.extend(span(SENTENCES[4]).start - 2)
    assert view.target.of(TEXT) == ". The"
    view.selection = None
    assert view.target == view.cursor


async def test_selecting_by_sentence(app: Viewing) -> None:
    view = app.view
    view.go_to(span(SENTENCES[4]).start)
    view.start_selection(Unit.SENTENCE)
    view.extend(span(SENTENCES[6]).start + 3)
    assert view.target == Span(span(SENTENCES[4]).start, span(SENTENCES[6]).end)
    view.select(span("number 50"))
    assert view.target == span("number 50")


async def test_labels_stand_on_their_sentences(app: Viewing) -> None:
    view = app.view
    here = view.sentences_on_screen()
    assert here[0] == span("A title")
    view.labels = dict(zip("abcdef", here, strict=False))
    assert any("a title" in line for line in app.lines())
    view.labels = {",x": here[0]}
    view.typed = ","
    assert any("x title" in line for line in app.lines())
    view.labels = {}
    assert any("A title" in line for line in app.lines())


async def test_matches_are_asked_for_where_they_are_seen(app: Viewing) -> None:
    asked: list[Span] = []

    def find(where: Span) -> list[Span]:
        asked.append(where)
        return [span("number 2")]

    app.view.matches = find
    assert asked == [app.view.shown]


async def test_folds(app: Viewing) -> None:
    view = app.view
    view.folding = Folding.PARAGRAPHS
    text = "\n".join(app.lines())
    assert "Another part" in text, "the heading above what is marked"
    assert "… 18 paragraphs" in text or "… 19 paragraphs" in text
    assert SENTENCES[70][:10] in text
    view.folding = Folding.SENTENCES
    text = "\n".join(app.lines())
    assert "number 1 is" in text
    assert "number 2 is" not in text
    view.folding = Folding.OUTLINE
    assert [line.strip(" ›▐") for line in app.lines() if line.strip(" ›▐")] == ["A title", "Another part"]
    view.folding = Folding.STARRED
    assert "number 2 is" in "\n".join(app.lines()), "none is starred: all is shown"


async def test_folded_away_sentences_are_stepped_over(app: Viewing) -> None:
    view = app.view
    view.folding = Folding.SENTENCES
    view.go_to(0)
    view.step(Step.SENTENCE, 1)
    assert view.cursor == span(SENTENCES[1])
    view.step(Step.SENTENCE, 2)
    assert view.cursor == span(SENTENCES[70])


async def test_a_narrower_column_keeps_the_first_row(app: Viewing) -> None:
    view = app.view
    view.go_to(span(SENTENCES[50]).start)
    view.scroll_rows(3)
    top = view.top
    view.column = 30
    assert abs(view.top - top) < 80
    view.column = 72
    assert view.top <= top


async def test_dragging_selects() -> None:
    app = Viewing(DOCUMENT)
    start, end = span("number 4"), span("number 5")
    async with app.run_test(size=(80, 24)) as pilot:
        first, last = app.view.place_of(start.start), app.view.place_of(end.end - 1)
        assert first
        assert last
        await pilot.mouse_down(app.view, offset=first)
        await pilot.hover(app.view, offset=last)
        await pilot.mouse_up(app.view, offset=last)
        await pilot.pause()
        assert app.view.target == Span(start.start, end.end)
        assert app.facts == [app.view.target]


async def test_clicks() -> None:
    link = assembled([(BlockKind.PARAGRAPH, "Go to the page, and read on.", {})])
    document = Document(link.text, link.blocks, (Mark(MarkKind.LINK, Span(10, 14), "https://example.org"),))
    app = Viewing(document)
    async with app.run_test(size=(80, 24)) as pilot:
        at = app.view.place_of(11)
        word = app.view.place_of(span("read", link.text).start)
        assert at
        assert word
        await pilot.click(app.view, offset=at)
        await pilot.click(app.view, offset=at, control=True)
        await pilot.pause()
        await pilot.double_click(app.view, offset=word)
        await pilot.pause()
    assert app.facts[:2] == [11, "https://example.org"]
    assert app.facts[-1] == span("read", link.text)


async def test_an_empty_document() -> None:
    app = Viewing(document_of())
    async with app.run_test(size=(40, 12)):
        assert not app.view.ready
        assert app.view.shown == Span(0, 0)
        assert app.lines() == [""] * 12


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (300, 100)])
async def test_sizes(size: tuple[int, int]) -> None:
    app = Viewing(DOCUMENT, MARKS)
    async with app.run_test(size=size):
        app.view.scroll_pages(1)
        assert all(strip.cell_length == size[0] for strip in app.view.render_lines(app.view.size.region))


async def test_no_colour_leaves_greys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Viewing(DOCUMENT, MARKS)
    async with app.run_test(size=(80, 24)):
        for strip in app.view.render_lines(app.view.size.region):
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    assert colour is None or colour.triplet is None or len(set(colour.triplet)) == 1


async def test_another_theme_is_another_paint() -> None:
    app = Viewing(DOCUMENT, MARKS)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "reader-light"
        await pilot.pause()
        strips = app.view.render_lines(app.view.size.region)
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    grounds = {style.bgcolor.name for style in styles if style.bgcolor}
    assert PALETTES["reader-light"].page in grounds
    assert PALETTES["reader-dark"].page not in grounds
