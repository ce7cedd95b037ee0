"""What is drawn of a row: all of its text, under any layers, and nothing that a terminal would act on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.annotations import Annotations
from reader.domain.document import Document
from reader.ui.draw.cells import drawn, width_of
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.layout.rows import Look
from reader.ui.draw.paint import Gutter, Layer, Scene, frame, frame_row, margin, paint
from reader.ui.draw.palette import COLOURS, DEFAULT, PALETTES, SIGNS, contrast
from reader.ui.draw.theme import PENS, Role, Theme
from tests.ui.documents import document_of, documents
from tests.ui.fakes import marked

INKS = Theme(PALETTES[DEFAULT])
NAMES = [*PENS.values(), Role.CURSOR, Role.SELECTION, Role.MATCH, Role.CURRENT_MATCH, Role.FOCUSED, Role.FADED]


@st.composite
def layers(draw: st.DrawFn) -> list[Layer]:
    found = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, 300))
        found.append(Layer(start, start + draw(st.integers(1, 200)), draw(st.sampled_from(NAMES))))
    return found


@given(documents(), st.integers(12, 90), layers())
def test_layers_change_no_text(document: Document, width: int, over: list[Layer]) -> None:
    document = Document(document.text, document.blocks)
    layout = Layout(document, width)
    for _, row in layout.walk(layout.first, 1000):
        bare = "".join(piece.text for piece in paint(document.text, row, [], INKS))
        assert "".join(piece.text for piece in paint(document.text, row, over, INKS)) == bare
        assert bare.isprintable() or any(character in bare for character in "\u200c\u200d")


@given(documents(), st.integers(6, 120), layers(), st.booleans())
def test_a_row_fills_the_view(document: Document, width: int, over: list[Layer], thumb: bool) -> None:
    document = Document(document.text, document.blocks)
    around = frame(width, 72)
    layout = Layout(document, around.measure)
    for _, row in layout.walk(layout.first, 1000):
        if row.cells <= around.measure:
            pieces = frame_row(document.text, row, over, Gutter("red", "red", True), INKS, around, thumb=thumb)
            assert sum(piece.cells for piece in pieces) == width


def test_a_layer_is_drawn_where_it_is() -> None:
    document = document_of("one two three")
    row = Layout(document, 40).row(Layout(document, 40).locate(0))
    pieces = paint(document.text, row, [Layer(4, 7, Role.RED)], INKS)
    assert [(piece.text, piece.ink.ground) for piece in pieces] == [
        ("one ", INKS.palette.page),
        ("two", INKS.palette.pen("red").ground),
        (" three", INKS.palette.page),
    ]


@pytest.mark.parametrize(("text", "label", "shown"), [
    ("one two", "a", "ane two"),
    ("one two", ",b", ",be two"),
    ("漢字です", "a", "a 字です"),
    ("x", "ab", "a"),
])  # fmt: skip
def test_a_label_stands_over_the_first_cells(text: str, label: str, shown: str) -> None:
    document = document_of(text)
    row = Layout(document, 40).row(Layout(document, 40).locate(0))
    whole = [Layer(0, len(text), Role.FADED), Layer(0, len(text), Role.LETTER, label)]
    pieces = paint(text, row, whole, INKS)
    assert "".join(piece.text for piece in pieces) == shown
    assert pieces[0].ink.bold
    assert all(piece.ink == INKS.faded for piece in pieces[1:])


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_nothing_drawn_is_acted_upon(text: str) -> None:
    shown = drawn(text)
    assert not set(shown) & {chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F))}
    assert width_of(shown) == width_of(text)


def test_two_highlights_that_begin_on_a_row_show_both_their_signs() -> None:
    pieces = margin(Gutter("red", "red", False, "blue"), 3, INKS)
    assert [piece.text for piece in pieces] == [SIGNS["red"], SIGNS["blue"], " "]
    assert pieces[1].ink.colour == INKS.palette.pen("blue").sign
    scene = Scene(annotations=Annotations("v", [marked("a", 0, 3), marked("b", 4, 7), marked("c", 8, 13)]))
    layout = Layout(document_of("one two three"), 40)
    found = scene.marked(layout.row(layout.locate(0)))
    assert (found.sign, found.second, found.bar) == ("yellow", "yellow", "yellow")


@pytest.mark.parametrize("name", ["reader-light", "reader-sepia"])
@pytest.mark.parametrize("colour", [one for one in COLOURS if one != "grey"])
def test_on_a_light_page_the_focused_highlight_keeps_its_colour(name: str, colour: str) -> None:
    palette = PALETTES[name]
    plain = Theme(palette).ink(Look.PLAIN, (PENS[colour],)).ground
    focused = Theme(palette).ink(Look.PLAIN, (PENS[colour], Role.FOCUSED)).ground
    assert saturation(focused) > saturation(plain), "it is deeper, not greyer"
    assert contrast(focused, plain) > 1.15


def saturation(colour: str) -> int:
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return max(channels) - min(channels)
