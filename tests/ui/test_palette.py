"""Whatever is drawn on whatever ground can be read."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from reader.domain.annotation import Colour
from reader.ui.draw.few_colours import all_palettes
from reader.ui.draw.layout.rows import Look
from reader.ui.draw.palette import COLOURS, PALETTES, SIGNS, Palette, contrast, mix
from reader.ui.draw.textual_themes import themes
from reader.ui.draw.theme import DRAWN_LINES, ON_PEN, PENS, RAISED, Ground, Ink, Role, Theme

READABLE = 4.5
"""WCAG 2.2, 1.4.3, for text of ordinary size."""
SEEN = 3.0
"""1.4.11, for signs and furniture."""

EVERY = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
LOOKS = [Look.PLAIN, Look.STRONG, Look.CODE, Look.LINK, Look.TITLE, Look.HEADING, Look.SMALL, Look.CODE | Look.PANEL]


def readable(ink: Ink) -> bool:
    return contrast(ink.colour, ink.ground) >= READABLE


def test_the_pens_are_those_of_the_records() -> None:
    assert tuple(colour.value for colour in Colour) == COLOURS
    assert len(set(SIGNS.values())) == len(COLOURS)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@EVERY
def test_text_can_be_read(palette: Palette) -> None:
    drawn = Theme(palette)
    for look in LOOKS:
        assert readable(drawn.ink(look)), look
        assert readable(drawn.ink(look, (Role.CURSOR,))), look


@EVERY
@pytest.mark.parametrize("colour", COLOURS)
def test_highlighted_text_can_be_read(palette: Palette, colour: str) -> None:
    drawn = Theme(palette)
    for look in LOOKS:
        for over in ((), (Role.CURSOR,), (Role.FOCUSED,), (Role.FOCUSED, Role.CURSOR)):
            assert readable(drawn.ink(look, (PENS[colour], *over))), (look, over)


@EVERY
def test_overlapping_highlights_can_be_read_and_told_from_single_ones(palette: Palette) -> None:
    drawn = Theme(palette)
    for one, other in combinations(COLOURS, 2):
        both = drawn.ink(Look.PLAIN, (PENS[one], PENS[other]))
        assert readable(both)
        assert both.underline
        assert both.ground not in (palette.pen(one).ground, palette.pen(other).ground)


@EVERY
def test_what_lies_over_the_text_can_be_read(palette: Palette) -> None:
    drawn = Theme(palette)
    for layer in (Role.SELECTION, Role.CARET, Role.MATCH, Role.CURRENT_MATCH, Role.LETTER):
        assert readable(drawn.ink(Look.PLAIN, (layer,))), layer
        assert readable(drawn.ink(Look.PLAIN, (Role.YELLOW, layer))), layer


@EVERY
def test_signs_and_furniture_are_seen(palette: Palette) -> None:
    assert all(contrast(palette.pen(colour).sign, palette.page) >= SEEN for colour in COLOURS)
    assert contrast(palette.quiet, palette.page) >= READABLE
    assert contrast(palette.accent, palette.page) >= READABLE


@EVERY
@pytest.mark.parametrize("colour", [Colour.RED, Colour.GREEN])
def test_failures_and_what_was_added_or_removed_can_be_read(palette: Palette, colour: Colour) -> None:
    raised = mix(palette.page, palette.strong, 2 * RAISED)
    for ground in (palette.page, palette.cursor, palette.panel, raised):
        assert contrast(palette.wording(colour), ground) >= READABLE, ground
    others = (palette.text, palette.strong, palette.quiet)
    assert all(palette.wording(colour) != other for other in others)


def test_a_mixture_lies_between() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#102030", "#405060", 0) == "#102030"


def test_textual_gets_a_theme_for_each_palette() -> None:
    assert {theme.name for theme in themes()} == set(all_palettes()) > set(PALETTES)
    assert all(theme.dark == all_palettes()[theme.name].dark for theme in themes())


LAYERS: list[tuple[Role, ...]] = [
    (), (Role.CURSOR,), (Role.FOCUSED,), (Role.FOCUSED, Role.CURSOR), (Role.MATCH,), (Role.CURSOR, Role.MATCH),
    (Role.CURRENT_MATCH,), (Role.SELECTION,), (Role.CARET,), (Role.FADED,), (Role.FADED, Role.LETTER),
]  # fmt: skip
OVER_THE_TEXT = {one for layers in LAYERS for one in layers} | {*ON_PEN.values()}
SAID = [one for one in Role if one not in {*OVER_THE_TEXT, *DRAWN_LINES, Role.PLAIN, Role.MODE, Role.CURRENT}]
EVERY_LOOK = [Look.PLAIN, *Look, *(one | Look.PANEL for one in Look)]


@EVERY
def test_every_look_under_every_layer_can_be_read(palette: Palette) -> None:
    known = Theme(palette)
    for look, pen, layers in product(
        EVERY_LOOK, [(), *((one,) for one in PENS.values()), (Role.YELLOW, Role.BLUE)], LAYERS
    ):
        assert readable(known.ink(look, (*pen, *layers))), (look, pen, layers)


@EVERY
def test_all_of_an_entry_can_be_read_on_every_ground(palette: Palette) -> None:
    theme = Theme(palette)
    for role, ground in product(SAID, (Ground.PAGE, Ground.CURRENT, Ground.ACTIVE)):
        ink = theme.style(role, ground)
        least = SEEN if role in PENS or role is Role.BAR else READABLE
        assert contrast(ink.colour, ink.ground) >= least, (role, ground)
    assert contrast(theme.style(Role.MODE, Ground.MODE).colour, palette.accent) >= READABLE


@EVERY
def test_what_lists_say_can_be_read_on_each_of_their_grounds(palette: Palette) -> None:
    for ground in (palette.page, palette.cursor, palette.panel):
        for colour in (palette.text, palette.strong, palette.quiet, palette.accent, palette.link, palette.code):
            assert contrast(colour, ground) >= READABLE, (colour, ground)
        assert all(contrast(palette.pen(one).sign, ground) >= SEEN for one in COLOURS), ground
