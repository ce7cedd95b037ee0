"""What is shown where a terminal has 256 colours, 16, or none: nothing may look like something else."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.color import Color, ColorSystem

from reader.ui.draw.few_colours import ANSI, CHOICES, COARSE, PLAIN, all_palettes, chosen_theme, palette_of, shown_theme
from reader.ui.draw.first_rows import of_256, sequence
from reader.ui.draw.layout.rows import Look
from reader.ui.draw.palette import COLOURS, PALETTES, READABLE, contrast
from reader.ui.draw.theme import PENS, Ground, Ink, Role, Theme

FEW = pytest.mark.parametrize("theme", [ANSI, PLAIN])


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({}, "reader-light"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "reader-light"),
        ({"TERM": "tmux-256color"}, "reader-light-256"),
        ({"TERM": "xterm-kitty"}, "reader-light-256"),
        ({"TERM": "linux"}, ANSI),
        ({"TERM": "screen"}, ANSI),
        ({"TERM": "xterm-16color", "COLORTERM": ""}, ANSI),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, PLAIN),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, "reader-light"),
        ({"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "standard"}, ANSI),
    ],
)
def test_a_theme_is_shown_as_the_terminal_can(environment: dict[str, str], shown: str) -> None:
    assert shown_theme("reader-light", environment) == shown
    if shown.endswith(COARSE):
        assert chosen_theme(shown) == "reader-light"


def test_themes_of_others_have_no_variant_for_256_colours() -> None:
    assert shown_theme("nord", {"TERM": "xterm-256color"}) == "nord"
    assert set(CHOICES) >= {*PALETTES, ANSI}


def number(colour: str) -> int | None:
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number


def sent(colour: str) -> str:
    """The colour of the 256 that is sent for it."""
    return Color.from_ansi(number(colour) or 0).get_truecolor().hex


@pytest.mark.parametrize("theme", [name + COARSE for name in PALETTES])
def test_with_256_colours_no_two_grounds_are_the_same(theme: str) -> None:
    palette = palette_of(theme)
    grounds = [palette.page, palette.cursor, palette.selection, *(pen.ground for pen in palette.pens)]
    assert len(set(map(sent, grounds))) == len(grounds)
    assert all(of_256(*(int(one[at : at + 2], 16) for at in (1, 3, 5))) == number(one) for one in grounds)


@pytest.mark.parametrize("theme", [name + COARSE for name in PALETTES])
def test_with_256_colours_text_is_readable_on_every_ground(theme: str) -> None:
    inks = Theme(palette_of(theme))
    for colour in COLOURS:
        for above in ((), (Role.CURSOR,), (Role.FOCUSED, Role.CURSOR)):
            ink = inks.ink(Look.PLAIN, (PENS[colour], *above))
            assert contrast(sent(ink.colour), sent(ink.ground)) >= READABLE
    for over in ((Role.CURSOR,), (Role.SELECTION,), (Role.MATCH,)):
        ink = inks.ink(Look.PLAIN, over)
        assert contrast(sent(ink.colour), sent(ink.ground)) >= READABLE


@FEW
def test_what_lies_over_the_text_is_told_apart_by_attributes(theme: str) -> None:
    inks = Theme(palette_of(theme))
    layers = (
        (),
        (Role.CURSOR,),
        (Role.SELECTION,),
        (Role.FADED,),
        (Role.LETTER,),
        (Role.CARET,),
        (Role.RED,),
        (Role.RED, Role.FOCUSED),
    )
    looks = {over: inks.ink(Look.PLAIN, over) for over in layers}
    # A caret stands within a selection, and the focused highlight alone is what a caret looks like.
    del looks[Role.CARET,]
    assert [one for one in combinations(looks.values(), 2) if one[0] == one[1]] in ([], [(looks[Role.LETTER,],) * 2])
    for plain in (Look.PLAIN, Look.HEADING, Look.EMPHASIS, Look.QUIET, Look.LINK, Look.CODE):
        assert _seen(inks.ink(plain, (Role.CURSOR,))) != _seen(inks.ink(plain))
        assert _seen(inks.ink(plain, (Role.CURRENT_MATCH,))) != _seen(inks.ink(plain, (Role.MATCH,)))
    assert (
        inks.ink(Look.PLAIN, (Role.SELECTION, Role.CARET)).reverse
        is not inks.ink(Look.PLAIN, (Role.SELECTION,)).reverse
    )


def _seen(ink: Ink) -> tuple[object, ...]:
    return ink.ground, ink.bold, ink.underline, ink.reverse, ink.dim


def test_with_16_colours_pens_have_grounds_of_their_own_that_bear_their_text() -> None:
    inks = Theme(palette_of(ANSI))
    marked = [inks.ink(Look.PLAIN, (pen,)) for pen in PENS.values()]
    assert len({one.ground for one in marked}) == len(COLOURS)
    assert {one.colour for one in marked} == {"black", "bright_white"}


def test_without_colours_none_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    inks = Theme(palette_of(PLAIN))
    for look in (Look.PLAIN, Look.TITLE, Look.CODE, Look.LINK, Look.NOTE):
        for over in (
            (),
            (Role.CURSOR,),
            (Role.BLUE,),
            (Role.MATCH,),
            (Role.CURRENT_MATCH,),
            (Role.SELECTION,),
            (Role.LETTER,),
        ):
            assert sequence(inks.ink(look, over)).endswith(("39;49m", ";39;49m"))


@FEW
def test_a_quote_does_not_step_back_where_it_could_not_be_read(theme: str) -> None:
    assert Theme(palette_of(theme)).style(Role.QUOTE, Ground.PAGE).colour == "default"


def test_what_only_the_terminal_knows_stays_as_it_is() -> None:
    for name, palette in all_palettes().items():
        assert palette.sparse is (name in (ANSI, PLAIN))
        assert all(one.startswith("#") is not palette.sparse for pen in palette.pens for one in pen)
