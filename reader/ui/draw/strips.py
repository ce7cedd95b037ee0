"""Textual is handed this: Rich's styles for looks, rows as strips, and widgets that hand out strips of their own.

A strip keeps its escape sequences once they are rendered, so what counts is to hand out the same strip again; and it
is rendered to as few bytes as tell the terminal what changes within it.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar, overload

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.segment import ControlType, Segment
from rich.style import Style
from textual import on
from textual.color import Color
from textual.dom import NoScreen
from textual.errors import NoWidget
from textual.events import Resize
from textual.filter import Monochrome, NoColor
from textual.geometry import NULL_REGION, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.domain.patterns import compiled
from reader.ui.draw.cells import cell_map, is_narrow
from reader.ui.draw.few_colours import palette_of
from reader.ui.draw.layout.rows import Look
from reader.ui.draw.palette import COLOURS
from reader.ui.draw.theme import ON_PEN, PENS, Ground, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

    from rich.console import Console
    from textual.app import App
    from textual.geometry import Size

    from reader.ui.draw.paint import Piece, Scene
    from reader.ui.draw.theme import Ink, Role

T = TypeVar("T")

_DISPUTED = "[\u200d\ufe0f\u20e3\u0e00-\u0eff\u0900-\u0dff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]"
"""What terminals take for more or fewer cells than Rich: joined emoji, flags, skin tones, Indic and Thai vowels."""


class WithoutColour:
    """`WithoutColour` is what NO_COLOR asks of a style. Textual asks it itself, but not where lines are overridden."""

    def __init__(self, app: App[object], ground: Color) -> None:
        self._filters = [one for one in app.get_line_filters() if isinstance(one, Monochrome | NoColor)]
        self._ground = ground

    def filter_style(self, style: Style) -> Style:
        """Filter the style to what may be shown: itself, where colours may be."""
        segments = [Segment(" ", style)]
        for one in self._filters:
            segments = one.apply(segments, self._ground)
        return segments[0].style or style


class Styles:
    """`Styles` are Rich's of one theme, made once each: computing one costs more than painting a row."""

    def __init__(self, theme: Theme, without: WithoutColour) -> None:
        self.theme = theme
        self._known: dict[Ink, Style] = {}
        self._roles: dict[tuple[Role, Ground], Style] = {}
        self._without = without

    def style(self, ink: Ink) -> Style:
        """Return the style of an ink."""
        found = self._known.get(ink)
        if found is None:
            found = self._known[ink] = self._without.filter_style(
                Style(
                    color=ink.colour,
                    bgcolor=ink.ground,
                    bold=ink.bold,
                    italic=ink.italic,
                    underline=ink.underline,
                    strike=ink.strike,
                    dim=ink.dim,
                    reverse=ink.reverse,
                )
            )
        return found

    def role(self, role: Role, ground: Ground = Ground.PAGE) -> Style:
        """Return the style of a role on a ground; on any ground it says nothing but what the role is about."""
        found = self._roles.get((role, ground))
        if found is None:
            ink = self._highlighted(role) if role in _HIGHLIGHTED else self.theme.style(role, ground)
            found = self._roles[role, ground] = _partly(ink) if ground is Ground.ANY else self.style(ink)
        return found

    def _highlighted(self, role: Role) -> Ink:
        """Words on a pen's ground, as the text has them."""
        return self.theme.ink(Look.STRONG, (_HIGHLIGHTED[role],))._replace(bold=False)


_HIGHLIGHTED = {ON_PEN[colour]: PENS[colour] for colour in COLOURS}


def _partly(ink: Ink) -> Style:
    """What an ink says, and nothing of the rest: it is laid over a ground that says that."""
    return Style(
        color=ink.colour or None,
        bgcolor=ink.ground or None,
        bold=ink.bold or None,
        italic=ink.italic or None,
        underline=ink.underline or None,
        strike=ink.strike or None,
        reverse=ink.reverse or None,
    )


def styles_of(app: App[object]) -> Styles:
    """Make the styles of the theme that is on, once for each."""
    plain = app.no_color
    found = _MADE.get((app.theme, plain))
    if found is None:
        palette = palette_of(app.theme, dark=app.current_theme.dark)
        page = f"ansi_{palette.page}" if palette.sparse else palette.page
        found = _MADE[app.theme, plain] = Styles(Theme(palette), WithoutColour(app, Color.parse(page)))
    return found


_MADE: dict[tuple[str, bool], Styles] = {}


def strip_of(pieces: Iterable[Piece], width: int, x: int, styles: Styles) -> Strip:
    """Make a strip that is exactly `width` wide if the pieces are; `x` is the screen column it begins at."""
    segments: list[Segment] = []
    run: list[str] = []
    ink: Ink | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if ink is not None and piece.ink != ink:
            segments.append(Segment("".join(run), styles.style(ink)))
            run = []
        ink = piece.ink
        run.append(piece.text)
    if ink is not None:
        segments.append(Segment("".join(run), styles.style(ink)))
    # What is narrow is disputed by none: most text is, and a pattern takes as long to compile as ten rows to draw.
    if any(compiled(_DISPUTED).search(segment.text) for segment in segments if not is_narrow(segment.text)):
        segments = pin(segments, x)
    return CompactStrip(segments, width)


def pin(segments: Iterable[Segment], x: int) -> list[Segment]:
    """Pin the segments: the cursor is sent to its column after every cluster whose width is disputed."""
    found = []
    for text, style, _ in segments:
        offsets, cells, steps = cell_map(text)
        begin = 0
        for index, step in enumerate(steps):
            end = offsets[index + 1]
            if not step and (end - offsets[index] > 1 or compiled(_DISPUTED).search(text[offsets[index]])):
                column = x + cells[index + 1]
                found.append(Segment(text[begin:end], style))
                found.append(Segment(f"\x1b[{column + 1}G", None, [(ControlType.CURSOR_MOVE_TO_COLUMN, column)]))
                begin = end
        if begin < len(text):
            found.append(Segment(text[begin:], style))
        x += cells[-1]
    return found


class Drawn(Generic[T]):
    """A `Drawn` attribute of a widget has it painted anew when it becomes another.

    Textual's `reactive` does so, too. But it asks the widget five things whenever it is read, and a dozen when it is
    set to what it is: a key reads some fifty of them, which is a fifteenth of what it takes.
    """

    def __init__(self, first: T, told: str = "refresh") -> None:
        """It is `first` to begin with; the method called `told` is called when it has become another."""
        self._first = first
        self._told = told
        self._name = ""

    def __set_name__(self, owner: type[Widget], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, widget: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, widget: Widget, owner: type[Any]) -> T: ...
    def __get__(self, widget: Widget | None, owner: type[Any]) -> Self | T:
        if widget is None:
            return self
        found: T = widget.__dict__.get(self._name, self._first)
        return found

    def __set__(self, widget: Widget, value: T) -> None:
        if widget.__dict__.get(self._name, self._first) != value:
            widget.__dict__[self._name] = value
            getattr(widget, self._told)()


def unpinned(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Leave out pins, and blank what they are for: rows below a sheet are cut anywhere, and pins become text."""
    for segment in segments:
        text, style, control = segment
        if control:
            continue
        if text.isascii() or not compiled(_DISPUTED).search(text):
            yield segment
            continue
        offsets, cells, steps = cell_map(text)
        for index, step in enumerate(steps):
            cluster = text[offsets[index] : offsets[index + 1]]
            is_disputed = not step and (len(cluster) > 1 or compiled(_DISPUTED).search(cluster))
            yield Segment(" " * (cells[index + 1] - cells[index]) if is_disputed else cluster, style)


class HasScene(Protocol):
    """A `HasScene` is a view that draws a scene."""

    scene: Scene


class InScene(Generic[T]):
    """An `InScene` attribute of a view is a part of its scene: assigning another has those rows painted that look
    different for it.
    """

    def __init__(self, told: str = "repaint", name: str = "") -> None:
        """The view's method called `told` is called when it has become another; `name` is what the scene calls it,
        where that is something else.
        """
        self._told = told
        self._name = name

    def __set_name__(self, owner: type[HasScene], name: str) -> None:
        self._name = self._name or name

    @overload
    def __get__(self, view: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, view: HasScene, owner: type[Any]) -> T: ...
    def __get__(self, view: HasScene | None, owner: type[Any]) -> Self | T:
        if view is None:
            return self
        found: T = getattr(view.scene, self._name)
        return found

    def __set__(self, view: HasScene, value: T) -> None:
        before = getattr(view.scene, self._name)
        if before is not value and before != value:
            other: dict[str, Any] = {self._name: value}
            view.scene = view.scene._replace(**other)
            getattr(view, self._told)()


MANY = 8
"""Regions from which on it is cheaper to have all between the first and the last painted."""


def regions_of(rows: list[int], width: int) -> list[Region]:
    """Take the rows as regions, neighbours joined."""
    found: list[Region] = []
    for y in rows:
        if found and found[-1].bottom == y:
            found[-1] = Region(0, found[-1].y, width, found[-1].height + 1)
        else:
            found.append(Region(0, y, width, 1))
    return found


class OwnRows(Widget):
    """Who inherits `OwnRows` overrides `render_lines`, and keeps what it drew."""

    ALLOW_SELECT = False  # the mouse selects offsets of the text, not cells of the screen

    def render_line(self, y: int) -> Strip:
        """Render one row; Textual asks for it under the mouse."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have these regions painted, or all of it; or the screen laid out, which paints what this moves.

        The screen is asked at once. Textual would wake the widget's own task to send the screen a message: where a key
        changes text, pane and status line, that is a fifteenth of what the key takes.
        """
        try:
            screen = self.screen
            here = screen.find_widget(self).region
        except (NoScreen, NoWidget):
            here = NULL_REGION
        if layout or recompose or not repaint or not here:
            return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)
        screen.refresh(*[one.translate(here.offset) for one in regions] or [here])
        return self


class HeldPaint:
    """`HeldPaint` is what paints nothing while it is held, and once it is let go what was asked for meanwhile."""

    _due = False
    _holds = 0

    def hold_paint(self) -> None:
        """Paint nothing before `let_paint` has been called as often: a key may move page and focus, and each asks."""
        self._holds += 1

    def let_paint(self) -> None:
        """Paint what has been asked for, and those rows only that look different from what they were."""
        self._holds -= 1
        if self._due and not self._holds:
            self._due = False
            self.repaint()

    def drop_paint(self) -> None:
        """Let go without painting what has been asked for: it is just being painted."""
        self._holds -= 1
        self._due = False

    @abstractmethod
    def repaint(self) -> None:
        """Have those rows painted that look different from what is on the screen."""


class KeptRows(HeldPaint, OwnRows):
    """Keeps the rows that it painted last until it is refreshed, resized or in another theme.

    Textual asks every widget for its rows in whose container something is painted: a page of text would draw pane and
    status line with it.
    """

    _last: tuple[tuple[Region, Size, Styles], list[Strip]] | None = None
    _stale = False

    @abstractmethod
    def paint_rows(self, crop: Region) -> list[Strip]:
        """Draw the rows of the crop anew."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of the crop."""
        # By the outer size: of what is within, Textual looks up on the screen where that stands.
        state = crop, self.outer_size, styles_of(self.app)
        if self._stale or self._last is None or self._last[0] != state:
            self._stale = False
            self._last = state, self.paint_rows(crop)
        return self._last[1]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have it painted anew."""
        self._stale = True
        if self._holds and repaint and not layout and not recompose:
            self._due = True
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def repaint(self) -> None:
        """Have those rows painted that look different from what is on the screen."""
        before, size = self._last, self.outer_size
        state = size.region, size, styles_of(self.app)
        if before is None or before[0] != state:
            self.refresh()
            return
        rows = self.paint_rows(size.region)
        self._last, self._stale = (state, rows), False
        changed = [y for y, (strip, old) in enumerate(zip(rows, before[1], strict=True)) if strip is not old]
        regions = regions_of(changed, size.width)
        if len(regions) > MANY:
            regions = [Region(0, changed[0], size.width, changed[-1] - changed[0] + 1)]
        if regions:
            super().refresh(*regions)


class Covered(Widget):
    """A `Covered` is a container that what it holds covers: it has nothing to paint.

    Rows of its own would be cut up at each frame and thrown away, and whenever it was given another size all that it
    holds would be painted a second time.
    """

    def render_lines(self, crop: Region) -> list[Strip]:  # noqa: ARG002  (Textual's signature)
        """Render none."""
        return []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:  # noqa: ARG002
        """Lay out what it holds, where that is asked for."""
        return super().refresh(repaint=False, layout=layout, recompose=recompose)


class PaintedOnce(Screen[None], inherit_bindings=False):
    """Its first layout paints all of it. Textual asks for that again, while the first key may be waiting already."""

    _laid_out = False
    _pointed = False

    def update_pointer_shape(self) -> None:
        """Look what the mouse is over, where it is over anything: Textual asks for that with every key."""
        before, self._pointed = self._pointed, self.app.mouse_over is not None
        if before or self._pointed:
            super().update_pointer_shape()

    @on(Resize)
    def paint_again(self) -> None:
        """The first layout is over: whatever is asked for from now on is done."""
        self._laid_out = True

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have these regions painted, or all of it where that has not just been done."""
        repaint = repaint and (self._laid_out or bool(regions))
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


RESET = "\x1b[0m"
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
"""Says what is written from here on looks like."""
FOREGROUND, BACKGROUND = "39", "49"
"""The codes of the terminal's own colours."""
TURNS = 4096
"""Changes from one style to another that are kept: a theme has some hundred."""
ALIKE = 512
"""Rows of which it is kept whether they look alike in all of their cells: what is shown, and the next page or two."""


class Alike(NamedTuple):
    """An `Alike` is a rendered row that looks alike in all of its cells, each of one code point."""

    look: str
    """The sequence that it begins with."""
    cells: str
    start: int
    """Where the blanks at its left edge end; those at its right one begin at `end`."""
    end: int


@lru_cache(ALIKE)
def alike(rendered: str) -> Alike | None:
    """Part a rendered row into its look and its cells; None where not all of it looks alike."""
    look = STYLE.match(rendered)
    if look is None or not rendered.endswith(RESET):
        return None
    cells = rendered[look.end() : -len(RESET)]
    if not (cells.isprintable() and is_narrow(cells)):  # no escape sequence is printable
        return None
    return Alike(look[0], cells, len(cells) - len(cells.lstrip(" ")), len(cells.rstrip(" ")))


class CompactStrip(Strip):
    """Looks like a Strip of the same segments, in half as many bytes.

    Textual ends every piece with a reset and begins the next with all of its colours, which is three quarters of what
    it sends: a line over the network takes twice as long for it, and a key here a tenth longer. Links are not rendered.
    """

    __slots__ = ("_alone", "_rendered")

    def crop(self, start: int, end: int | None = None) -> Strip:
        """Crop it; nothing of it is the same strip always.

        Textual asks for nothing of what stands beside each row that it sends, and would make a strip of it each time.
        """
        return _NOTHING if end == 0 else super().crop(start, end)

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Divide it at these cells; as most are asked for, it is one piece, itself."""
        cuts = [*cuts]
        if cuts != [self.cell_length]:
            return super().divide(cuts)
        alone: Sequence[Strip] | None = getattr(self, "_alone", None)
        if alone is None:
            alone = (self,)
            self._alone = alone
        return alone

    def render(self, console: Console) -> str:
        """Render the text with its escape sequences, which begin and end without any style.

        Kept once it has been made.
        """
        rendered: str | None = getattr(self, "_rendered", None)
        if rendered is None:
            rendered = self._rendered = self._compact(
                COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
            )
            alike(rendered)  # asked for when it is sent, while somebody waits; it is mostly rendered before
        return rendered

    def _compact(self, system: ColorSystem) -> str:
        parts: list[str] = []
        before: Style | None = None
        for text, style, control in self:
            if style is not None:
                code, before = _turn(before, style, system, blank=text.isspace())
                parts.append(code)
            elif before is not None and not control:
                parts.append(RESET)
                before = None
            parts.append(text)
        if before is not None:
            parts.append(RESET)
        return "".join(parts)


_NOTHING = CompactStrip([], 0)


@lru_cache(TURNS)
def _turn(before: Style | None, after: Style, system: ColorSystem, *, blank: bool) -> tuple[str, Style]:
    """What changes one style to the other, and the style that it then is: on blanks the colour of text may stay."""
    if before is None or before.without_color != after.without_color:
        codes = ["0"] if before is not None else []
        codes += filter(None, [Strip.render_ansi(after, system)])
        return f"\x1b[{';'.join(codes)}m" if codes else "", after
    if blank and not any((after.underline, after.strike, after.reverse)):
        after = after.from_color(before.color, after.bgcolor) + after.without_color
    codes = _colour(before.color, after.color, system, ground=False)
    codes += _colour(before.bgcolor, after.bgcolor, system, ground=True)
    return f"\x1b[{';'.join(codes)}m" if codes else "", after


def _colour(before: RichColor | None, after: RichColor | None, system: ColorSystem, *, ground: bool) -> list[str]:
    if before == after:
        return []
    if after is None:
        return [BACKGROUND if ground else FOREGROUND]
    return list(after.downgrade(system).get_ansi_codes(not ground))
