"""Compact strips: the same to be seen, in fewer bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.ui.draw.strips import CompactStrip

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 60
COLOURS = st.sampled_from([None, "red", "bright_blue", "color(200)", "#3f3e3e", "#d3cfc6", "default"])
SWITCHES = st.sampled_from([None, False, True])
STYLES = st.builds(
    Style, color=COLOURS, bgcolor=COLOURS, bold=SWITCHES, italic=SWITCHES, underline=SWITCHES, strike=SWITCHES
)
SEGMENTS = st.lists(st.builds(Segment, st.text("ab \u00a0é", max_size=5), st.none() | STYLES, st.none()), max_size=10)


def console(system: str) -> Console:
    return Console(file=io.StringIO(), color_system=system, force_terminal=True, legacy_windows=False)  # type: ignore[arg-type]


def seen(rendered: str) -> list[tuple[object, ...]]:
    """The cells of a terminal that it is sent to, between others."""
    screen = pyte.Screen(WIDTH, 1)
    pyte.Stream(screen).feed(f"{rendered}end")
    cells = [screen.buffer[0][x] for x in range(WIDTH)]
    plain = [cell.data.isspace() and not (cell.underscore or cell.strikethrough) for cell in cells]
    return [cell._replace(fg="any") if blank else cell for cell, blank in zip(cells, plain, strict=True)]


@pytest.mark.parametrize("system", ["truecolor", "256", "standard"])
@given(segments=SEGMENTS)
def test_it_looks_like_textuals(system: str, segments: Sequence[Segment]) -> None:
    ours, theirs = CompactStrip(segments).render(console(system)), Strip(segments).render(console(system))
    assert seen(ours) == seen(theirs)


def test_it_says_what_changes() -> None:
    first, second = Style(color="#111111", bgcolor="#222222"), Style(color="#333333", bgcolor="#222222")
    segments = [
        Segment("a", first),
        Segment("  ", second),
        Segment("b", second),
        Segment("c", first + Style(bold=True)),
    ]
    assert CompactStrip(segments).render(console("truecolor")) == (
        "\x1b[38;2;17;17;17;48;2;34;34;34ma  \x1b[38;2;51;51;51mb\x1b[0;1;38;2;17;17;17;48;2;34;34;34mc\x1b[0m"
    )


def test_it_is_rendered_once() -> None:
    strip = CompactStrip([Segment("a", Style(bold=True))])
    assert strip.render(console("truecolor")) is strip.render(console("truecolor"))


@given(segments=SEGMENTS, cuts=st.lists(st.integers(0, 60), unique=True).map(sorted), end=st.integers(0, 60))
def test_its_parts_are_textuals(segments: Sequence[Segment], cuts: list[int], end: int) -> None:
    ours, theirs = CompactStrip(segments), Strip(segments)
    assert ours.crop(0, end).text == theirs.crop(0, end).text
    for asked in (cuts, [*cuts, theirs.cell_length], [theirs.cell_length]):
        assert [one.text for one in ours.divide(asked)] == [one.text for one in theirs.divide(asked)]
