"""What is sent of frames: a terminal that is told only what changes shows what one shows that is told all."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.ui.draw.cells import cell_map, pin_clusters, width_of
from reader.ui.draw.strips import CompactStrip
from reader.ui.terminal.driver import CLEAR
from reader.ui.terminal.shown_screen import ShownScreen, uncover

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 24, 20
CONSOLE = Console(file=io.StringIO(), color_system="truecolor", force_terminal=True, legacy_windows=False)
COLOURS = (None, "red", "bright_blue", "color(200)", "#3f3e3e", "default")
SIGNS = (*"ab   ", "é", "e\u0301", "“", "—", "中", "か", "😀", "❤\ufe0f", "👩\u200d🔬", "🇩🇪", "\u00a0", "▎", "ש")


class Rows(NamedTuple):
    """Strips of one width, one below the other, from a row and a column on."""

    row: int
    column: int
    strips: Sequence[Strip]


def line(draw: random.Random, width: int, signs: Sequence[str] = SIGNS) -> Strip:
    """A strip of exactly that width."""
    segments, left = [], width
    for _ in range(draw.randint(0, 4)):
        text = "".join(draw.choices(signs, k=draw.randint(0, 8)))
        text = text[: cell_map(text).fit(0, left)]
        segments.append(Segment(text, style(draw)))
        left -= cell_map(text).cells[-1]
    segments.append(Segment(" " * left, style(draw)))
    return draw.choice([Strip, CompactStrip, CompactStrip])(segments, width)


def style(draw: random.Random) -> Style | None:
    """A style, often none."""
    if draw.random() < 0.3:
        return None
    switches = {name: True for name in ("bold", "italic", "underline", "reverse") if draw.random() < 0.2}
    return Style(color=draw.choice(COLOURS), bgcolor=draw.choice(COLOURS), **switches)  # type: ignore[arg-type]


BARS = ((0, WIDTH), (0, 14), (14, WIDTH - 14), (3, 8))
"""Where a widget begins, and how wide it is; one of them lies over the others."""
OTHERS = ("\x1b[2J", "\x1b[?25l", "\x1b]0;title\x07", "\x1b[5;5Hx\x1b[K")
"""What may be written besides frames."""


class Painter:
    """Two terminals: one is sent all, the other one what `ShownScreen` sends."""

    def __init__(self, *, moves: bool = True) -> None:
        self.whole, self.told = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
        self.shown = ShownScreen(lambda: moves)
        self.sent = 0
        self.all = 0
        self.size = WIDTH, HEIGHT
        self.wrap_no_lines()

    def wrap_no_lines(self) -> None:
        """As Textual asks a terminal."""
        for screen in (self.whole, self.told):
            screen.reset_mode(7, private=True)

    def paint_and_check(self, *blocks: Rows) -> None:
        """Paint a frame, and see that both show it."""
        rows: dict[int, str] = {}
        for block in blocks:
            for row, strip in enumerate(block.strips, block.row):
                rows[row] = rows.get(row, "") + f"\x1b[{row + 1};{block.column + 1}H{strip.render(CONSOLE)}"
        self.send("\n".join(rows.values()) + "\x1b[1;1H")
        self.check()

    def send(self, frame: str) -> None:
        """Send it to both."""
        told = pin_clusters(self.shown.changes(frame, self.size))
        self.shown.settle()
        pyte.Stream(self.whole).feed(pin_clusters(frame))
        pyte.Stream(self.told).feed(told)
        self.all += len(frame)
        self.sent += len(told)

    def check(self) -> None:
        """Both show the same."""
        assert seen(self.told) == seen(self.whole)

    def wide(self, columns: int, rows: int) -> None:
        """Have both so large from the start."""
        self.size = columns, rows
        for screen in (self.whole, self.told):
            screen.resize(rows, columns)

    def resize(self, columns: int, rows: int) -> None:
        """Both have another size, and nobody knows what they show."""
        self.size = columns, rows
        for screen in (self.whole, self.told):
            screen.resize(rows, columns)
            screen.reset()
        self.wrap_no_lines()
        self.shown.forget()


def seen(screen: pyte.Screen) -> list[tuple[object, ...]]:
    """The cells of a terminal; on blanks the colour of text is not seen, nor whether it is bold."""
    cells = [screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns)]
    # What is left of a wide character whose first half was drawn over is a blank on terminals, and nothing here.
    before = [cells[0], *cells[:-1]]
    cells = [
        cell._replace(data=" ") if not cell.data and width_of(left.data) < 2 else cell
        for cell, left in zip(cells, before, strict=True)
    ]
    lined = [cell.underscore or cell.strikethrough or cell.reverse for cell in cells]
    return [
        cell._replace(fg="any", bold=False, italics=False) if cell.data == " " and not line else cell
        for cell, line in zip(cells, lined, strict=True)
    ]


@pytest.mark.parametrize("moves", [True, pytest.param(False, marks=pytest.mark.slow)])
@given(seed=st.integers(0, 1 << 32))
def test_it_shows_what_a_terminal_shows_that_is_sent_all(*, moves: bool, seed: int) -> None:
    draw, painter = random.Random(seed), Painter(moves=moves)
    full = [line(draw, WIDTH) for _ in range(HEIGHT)]
    painter.paint_and_check(Rows(0, 0, full))
    shown = {bar: [line(draw, bar[1]) for _ in range(HEIGHT)] for bar in ((0, 14), (14, WIDTH - 14))}
    for _ in range(draw.randint(1, 8)):
        bar = draw.choice(BARS)
        strips = shown.get(bar)
        step = draw.choice(["scroll", "scroll", "rows", "again", "resize", "else"])
        if step == "scroll" and strips:
            fresh = [line(draw, bar[1]) for _ in range(draw.randint(1, 3))]
            strips[:] = draw.choice([[*strips[len(fresh) :], *fresh], [*fresh, *strips[: -len(fresh)]]])
            painter.paint_and_check(Rows(0, bar[0], strips))
        elif step == "again" and strips:
            painter.paint_and_check(Rows(0, bar[0], strips))
        elif step == "resize":
            painter.resize(WIDTH - draw.randint(0, 1), HEIGHT - draw.randint(0, 2))
            painter.paint_and_check(Rows(0, 0, [line(draw, painter.size[0]) for _ in range(painter.size[1])]))
            painter.resize(WIDTH, HEIGHT)
            painter.paint_and_check(Rows(0, 0, full))
        elif step == "else":
            painter.send(draw.choice(OTHERS))
        else:
            row = draw.randint(0, HEIGHT - 1)
            made = [line(draw, bar[1]) for _ in range(draw.randint(1, HEIGHT - row))]
            if strips:
                strips[row : row + len(made)] = made
            painter.paint_and_check(Rows(row, bar[0], made))


@given(seed=st.integers(0, 1 << 32))
def test_frames_without_what_is_painted_over_end_in_the_same_screen(seed: int) -> None:
    draw, painter = random.Random(seed), Painter()
    painter.paint_and_check(Rows(0, 0, [line(draw, WIDTH) for _ in range(HEIGHT)]))
    frames: list[str] = []
    for _ in range(draw.randint(1, 4)):
        column, width = draw.choice(BARS)
        row = draw.randint(0, HEIGHT - 1)
        # What pyte draws wider than it is reaches beyond what is painted over it.
        signs = [one for one in SIGNS if cell_map(one).steps != [0]]
        strips = [line(draw, width, signs) for _ in range(draw.randint(1, HEIGHT - row))]
        parts = [f"\x1b[{row + n + 1};{column + 1}H{one.render(CONSOLE)}" for n, one in enumerate(strips)]
        frames.append("\n".join(parts) + "\x1b[1;1H")
    for frame in frames:
        pyte.Stream(painter.whole).feed(pin_clusters(frame))
    for frame in uncover(frames):
        pyte.Stream(painter.told).feed(pin_clusters(painter.shown.changes(frame, painter.size)))
    painter.check()


def prose(width: int, count: int, first: int = 0) -> list[Strip]:
    look = Style(color="#d3cfc6", bgcolor="#191a1d")
    texts = [f"row {n} has words of its own: {n * n}" for n in range(first, first + count)]
    return [CompactStrip([Segment(text[:width].ljust(width), look)], width) for text in texts]


def test_rows_that_moved_are_moved() -> None:
    painter = Painter()
    painter.paint_and_check(Rows(0, 0, prose(WIDTH, HEIGHT)))
    painter.sent = 0
    painter.paint_and_check(Rows(0, 0, prose(WIDTH, HEIGHT, 1)))
    assert painter.sent < 120


def test_they_are_moved_beside_what_stays() -> None:
    painter, pane = Painter(), [CompactStrip([Segment(" " * (WIDTH - 20))], WIDTH - 20)] * HEIGHT
    painter.paint_and_check(Rows(0, 0, prose(20, HEIGHT)), Rows(0, 20, pane))
    painter.sent = 0
    painter.paint_and_check(Rows(0, 0, prose(20, HEIGHT, 1)))
    assert painter.sent < 120


def test_after_rows_were_written_whole_their_parts_are_moved() -> None:
    painter, end = Painter(), Segment(" " * (WIDTH - 20))
    painter.paint_and_check(Rows(0, 0, [CompactStrip([*strip, end], WIDTH) for strip in prose(20, HEIGHT)]))
    painter.sent = 0
    painter.paint_and_check(Rows(0, 0, prose(20, HEIGHT, 1)))
    assert painter.sent < 120


def test_a_screen_that_is_painted_again_by_its_parts_is_not_sent_again() -> None:
    painter, end = Painter(), Segment(" " * (WIDTH - 20))
    parts = prose(20, HEIGHT)
    painter.paint_and_check(Rows(0, 0, [CompactStrip([*strip, end], WIDTH) for strip in parts]))
    for _ in range(2):
        painter.sent = 0
        painter.paint_and_check(Rows(0, 0, parts))
        assert not painter.sent
    painter.paint_and_check(Rows(0, 0, [*parts[:-1], *prose(20, 1, 9)]))
    assert 0 < painter.sent < 80


@pytest.mark.parametrize(("terminal", "moves"), [("unheard-of", False), ("dumb", False), ("xterm", True)])
def test_only_a_terminal_that_is_known_to_move_rows_is_asked_to(terminal: str, moves: bool) -> None:
    pytest.importorskip("curses")
    asked = f"from reader.ui.terminal.shown_screen import moves_rows; print(moves_rows({terminal!r}))"
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).strip() == str(moves)


def test_of_a_row_only_changed_cells_are_sent() -> None:
    painter, style = Painter(), Style(color="#d3cfc6", bgcolor="#191a1d")
    before, after = "A sentence of words.", "A sentence of swords."
    painter.paint_and_check(Rows(0, 0, [CompactStrip([Segment(before.ljust(WIDTH), style)], WIDTH)]))
    told = painter.shown.changes(
        f"\x1b[1;1H{CompactStrip([Segment(after.ljust(WIDTH), style)], WIDTH).render(CONSOLE)}\x1b[1;1H", painter.size
    )
    assert told == "\x1b[1;15H\x1b[38;2;211;207;198;48;2;25;26;29mswords.\x1b[0m\x1b[1;1H"


def test_a_frame_that_is_shown_already_is_not_sent() -> None:
    painter = Painter()
    for _ in range(2):
        painter.sent = 0
        painter.paint_and_check(Rows(0, 0, prose(WIDTH, HEIGHT)))
    assert not painter.sent


def test_what_was_drawn_for_another_size_is_not_relied_upon() -> None:
    painter = Painter()
    painter.resize(WIDTH, HEIGHT - 2)
    for row in range(HEIGHT):  # its last rows are drawn over each other
        painter.paint_and_check(Rows(row, 0, prose(WIDTH, 1, row)))
    painter.paint_and_check(Rows(0, 0, prose(WIDTH, HEIGHT - 2)))


@pytest.mark.parametrize("sequence", ["\x1b[2J", CLEAR, "\x1b[?1049h", "\x1b[3;3Hx\x1b[K", "printed"])
def test_what_else_is_written_makes_that_all_is_sent(sequence: str) -> None:
    painter, fresh = Painter(), Painter()
    painter.paint_and_check(Rows(0, 0, prose(WIDTH, HEIGHT)))
    painter.send(sequence)
    painter.sent = 0
    for one in (painter, fresh):
        one.paint_and_check(Rows(0, 0, prose(WIDTH, HEIGHT)))
    assert painter.sent == fresh.sent, "as much as who knows nothing is sent"
    assert painter.sent > WIDTH * HEIGHT


def test_of_other_rows_neither_their_margins_are_sent_nor_the_same_look_twice() -> None:
    painter = Painter()
    painter.wide(120, 40)
    page = Style.parse("#d3cfc6 on #191a1d")
    rows = [[" " * 30 + f"{turn} row {row} of it".ljust(60) + " " * 30 for row in range(40)] for turn in "ab"]
    for texts in rows:
        painter.sent = 0
        painter.paint_and_check(Rows(0, 0, [CompactStrip([Segment(text, page)], 120) for text in texts]))
    written = sum(len(text.strip()) for text in rows[1])
    assert painter.sent < written + 40 * len("\x1b[40;31H") + 100


def test_cells_after_a_wide_sign_that_changed_are_where_they_were() -> None:
    painter = Painter()
    for row in ("中abcdefghijklmnopqrstuv", "かabcdefghijklmnopqXstuv", "中abcdefghijklmnopqYstuv"):
        painter.paint_and_check(Rows(0, 0, [CompactStrip([Segment(row)], WIDTH)]))


@given(seed=st.integers(0, 1 << 32))
@pytest.mark.slow
def test_a_row_of_which_a_sign_or_a_style_changes_shows_it(seed: int) -> None:
    draw = random.Random(seed)
    painter = Painter()
    row = [Segment(sign * 2, style(draw)) for sign in draw.choices(("a", " ", "中", "か"), k=6)]
    for _ in range(12):
        at = draw.randrange(len(row))
        text = draw.choice([("aa", "a ", " a", "  "), ("中中", "か中", "中か")][width_of(row[at].text) == 4])
        row[at] = draw.choice([Segment(row[at].text, style(draw)), Segment(text, row[at].style)])
        painter.paint_and_check(Rows(0, 0, [CompactStrip(row)]))
