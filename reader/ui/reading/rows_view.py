"""A widget that draws rows of a layout, each once for every look that it has had. What is done to it is not here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.geometry import Region, Size

from reader.domain.span import Span
from reader.ui.draw.ahead import Ahead
from reader.ui.draw.overlays import UNMARKED, RowMarks, Scene, gutter, meeting
from reader.ui.draw.own_rows import OwnRows
from reader.ui.draw.paint import NO_GUTTER, Frame, Gutter, Layer, blank, frame, framed, thumb
from reader.ui.draw.strips import strip_of, styles_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.strip import Strip

    from reader.ui.draw.layout.rows import Position, Row
    from reader.ui.draw.paint import Frame
    from reader.ui.draw.strips import Styles
    from reader.ui.draw.viewport import Viewport

    Look = tuple[Position, RowMarks, tuple[Layer, ...], Gutter, bool]
    """What a strip depends on: the row, its highlights, what lies over them, gutter, scroll bar."""

MANY = 8
"""Regions from which on it is cheaper to have all of the widget painted."""


class RowsView(OwnRows):
    """Draws a scene over a viewport. Whoever changes one of the two calls `repaint`."""

    column = 72
    """The measure: how many cells a full row has, where the widget is wide enough."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # as Widget names it
        super().__init__(id=id, classes=classes)
        self.scene = Scene()
        self.viewport: Viewport | None = None
        self._theme = ""
        self._drawing: RowDrawing | None = None
        self._frame: list[Strip] = []
        self._painted_size: Size | None = None
        self._held = self._due = False
        self._ahead = Ahead(self.draw_ahead)
        self._ahead_of: Position | None = None

    # -- what Textual asks for

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows inside `crop`. Overridden so that strips keep what they were rendered to while one scrolls."""
        size = self.size
        if self._painted_size != size:
            self.fit()  # Textual may paint before it tells of the new size
            self._frame = self._painted(size)
        strips = self._frame[crop.y : crop.bottom]
        if crop.x or crop.right < size.width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def notify_style_update(self) -> None:
        """The theme may be another one; mostly it is a class of the screen, which changes nothing here."""
        super().notify_style_update()
        if self._theme != self.app.theme:
            self.forget()

    def on_unmount(self) -> None:
        """Nothing is drawn for who has gone."""
        self._ahead.stop()

    # -- where things are

    @property
    def ready(self) -> bool:
        """Whether there is a document and a first layout."""
        return self.viewport is not None

    @property
    def shown(self) -> Span:
        """The text on the screen, from the first character of the first row to the last of the last."""
        return self.viewport.visible if self.viewport else Span(0, 0)

    @property
    def top(self) -> int:
        """Offset of the first row's first character; with `cursor.start` it is what `show` needs to come back."""
        return self.viewport.anchor if self.viewport else 0

    @property
    def percent(self) -> int:
        """How much of the text is above the last row, from 0 to 100."""
        return 100 * self.shown.end // max(1, len(self.viewport.text)) if self.viewport else 0

    def is_shown(self, offset: int) -> bool:
        """Whether that character is laid out and not folded away."""
        return self.viewport is not None and self.viewport.layout.shows(offset)

    def row_at(self, offset: int) -> Span:
        """The text of the row that `offset` is on, for `0` and `$` in a selection."""
        if self.viewport is None:
            return Span(offset, offset)
        row = self.viewport.layout.row(self.viewport.layout.locate(offset))
        return Span(row.start, max(row.start, row.text_end))

    def below(self, offset: int, rows: int) -> int:
        """The offset in the same column that many rows further on (back where negative), for `j` and `k`."""
        return self.viewport.below(offset, rows) if self.viewport else offset

    def place_of(self, offset: int) -> tuple[int, int] | None:
        """The cell (x, y) of `offset` within the widget, for what pops up beside it; None where it is not on screen."""
        if self.viewport is None:
            return None
        y = self.viewport.y_of(self.viewport.layout.locate(offset))
        return None if y is None else (self.frame.left + self.viewport.cell_of(offset), y)

    def offset_at(self, x: int, y: int) -> int | None:
        """The offset drawn at a cell of the widget, or the nearest on that row; None where there are no rows."""
        return self.viewport.offset_at(y, x - self.frame.left) if self.viewport else None

    # -- painting

    @property
    def frame(self) -> Frame:
        """How the column stands in the view."""
        return frame(self.size.width, self.column)

    def fit(self) -> None:
        """Make the viewport fit the widget's size; for whoever has one."""

    @contextmanager
    def painted_once(self) -> Iterator[None]:
        """Paint when this is over: a key may move the page and the focus, and each asks for it."""
        if self._held:
            yield
            return
        self._held = True
        try:
            yield
        finally:
            self._held = False
            if self._due:
                self._due = False
                self.repaint()

    def repaint(self) -> None:
        """Have those rows painted that look different from what is on the screen."""
        if self._held:
            self._due = True
            return
        size = self.size  # Textual computes it each time
        if not size:
            return
        self._look_ahead()
        resized = self._painted_size != size
        before, self._frame = self._frame, self._painted(size)
        if resized:
            self.refresh()
            return
        changed = [y for y, strip in enumerate(self._frame) if strip is not before[y]]
        regions = _regions(changed, size.width) if len(changed) < len(before) else []
        if len(regions) > MANY or len(changed) == len(before):
            self.refresh()
        elif regions:
            self.refresh(*regions)

    def forget(self, *, highlights_only: bool = False) -> None:
        """Nothing that was painted before holds any more; or nothing that has highlights."""
        if not highlights_only:
            self._drawing = self._painted_size = None
        elif self._drawing is not None:
            self._drawing.forget_highlights()

    def draw_ahead(self, *, down: bool) -> Iterator[None]:
        """Draw the screen that turning the page leads to, a row a step."""
        if self.viewport is not None:
            yield from self.drawn(self.viewport.turned(1 if down else -1), self.scene)

    def drawn(self, viewport: Viewport, scene: Scene) -> Iterator[None]:
        """Draw what is not on the screen, a row a step."""
        if self._painted_size == self.size:
            for strip in self._ready_drawing().strips(scene, viewport):
                strip.render(self.app.console)
                yield

    def _look_ahead(self) -> None:
        top = self.viewport.top if self.viewport else None
        if top is not None and top != self._ahead_of:
            self._ahead.moved(down=self._ahead_of is None or top > self._ahead_of)
            self._ahead_of = top

    def _painted(self, size: Size) -> list[Strip]:
        self._painted_size = size
        drawing = self._ready_drawing()
        painted = list(drawing.strips(self.scene, self.viewport)) if self.viewport else []
        return [*painted, *[drawing.blank] * (size.height - len(painted))]

    def _ready_drawing(self) -> RowDrawing:
        around, x = self.frame, self.region.x
        if self._drawing is None or (self._drawing.around, self._drawing.x) != (around, x):
            self._theme = self.app.theme
            self._drawing = RowDrawing(styles_of(self.app), around, x)
        return self._drawing


def _regions(rows: list[int], width: int) -> list[Region]:
    """The rows as regions, neighbours joined."""
    found: list[Region] = []
    for y in rows:
        if found and found[-1].bottom == y:
            found[-1] = Region(0, found[-1].y, width, found[-1].height + 1)
        else:
            found.append(Region(0, y, width, 1))
    return found


KEPT = 1024
"""Strips that are kept, some thirty screens of them: about 2 MB."""


class RowDrawing:
    """Draws the rows of one layout, in one theme, within one frame whose left edge is at the screen's column `x`."""

    def __init__(self, styles: Styles, around: Frame, x: int) -> None:
        self.around = around
        self.x = x
        self.blank = strip_of(blank(styles.theme, around.width), around.width, 0, styles)
        """A row below the text: the same strip always, so that it is not sent again."""
        self._styles = styles
        self._marked: dict[Position, RowMarks] = {}
        self._strips: dict[Look, Strip] = {}

    def strips(self, scene: Scene, viewport: Viewport) -> Iterator[Strip]:
        """The rows on the screen, as the scene wants them; the same strip again where one looks the same."""
        # Whoever draws ahead may be overtaken by other highlights: what it found of the old ones is not for the new.
        known = self._marked
        rows, visible = viewport.rows(), viewport.visible
        bar = (0, 0) if scene.bare else thumb(visible, len(viewport.text), viewport.height)
        overlays = scene.overlays(visible)
        for y, (position, row) in enumerate(rows):
            marked = known.get(position)
            if marked is None:
                marked = known[position] = scene.marked(row)
            over = meeting(overlays, row) if overlays else ()
            before = gutter(marked, row, scene) if over or marked is not UNMARKED else NO_GUTTER
            look = (position, marked, over, before, bar[0] <= y < bar[1])
            strip = self._strips.get(look)
            if strip is None:
                if len(self._strips) >= KEPT:
                    self._strips.clear()
                    known.clear()
                strip = self._strips[look] = self._drawn(viewport.text, row, look)
            yield strip

    def forget_highlights(self) -> None:
        """They are others."""
        self._marked = {}

    def _drawn(self, text: str, row: Row, look: Look) -> Strip:
        _, marked, over, before, bar = look
        layers = [*marked.layers, *over] if over or marked is not UNMARKED else ()
        pieces = framed(text, row, layers, before, self._styles.theme, self.around, thumb=bar)
        return strip_of(pieces, self.around.width, self.x, self._styles)
