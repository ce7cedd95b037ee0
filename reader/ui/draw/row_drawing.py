"""The rows of a text on the screen become strips, each drawn once for every look that it has had.

Of a page that stays only those rows are looked at that something was laid over, or taken off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.span import Span
from reader.ui.draw.paint import (
    NO_GUTTER,
    NOWHERE,
    UNMARKED,
    Gutter,
    Layer,
    RowMarks,
    Scene,
    blank,
    frame,
    frame_row,
    gutter,
    meeting,
    thumb,
)
from reader.ui.draw.strips import strip_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from textual.strip import Strip

    from reader.domain.annotations import Annotations, Placed
    from reader.ui.draw.layout.layout import Layout
    from reader.ui.draw.layout.rows import Position, Row
    from reader.ui.draw.strips import Styles
    from reader.ui.draw.viewport import Viewport

    Window = tuple[Layout, Position, int]
    """What decides which rows are on the screen."""
    Look = tuple[Position, RowMarks, tuple[Layer, ...], Gutter, bool]
    """What a strip depends on: the row, its highlights, what lies over them, gutter, scroll bar."""
    Drawing = tuple[Scene, Window, Sequence[Layer], list[Strip]]
    """What was drawn, in which window, what lay over it, and the rows."""

KEPT = 1024
"""Strips that are kept, some thirty screens of them: about 2 MB."""


class RowDrawing:
    """A `RowDrawing` draws the rows of one layout, in one theme, with a column of text in a view so wide whose left
    edge is at the screen's column `x`.
    """

    def __init__(self, styles: Styles, width: int, column: int, x: int) -> None:
        self.around = frame(width, column)
        self.column = column
        self.x = x
        self.blank = strip_of(blank(styles.theme, width), width, 0, styles)
        """A row below the text: the same strip always, so that it is not sent again."""
        self._styles = styles
        self._marked: dict[Position, RowMarks] = {}
        self._strips: dict[Look, Strip] = {}
        self._expected: Drawing | None = None
        self._page: Drawing | None = None

    def expect(self, scene: Scene, viewport: Viewport, strips: list[Strip]) -> None:
        """Keep what was drawn ahead as a whole: the next key is likely to ask for all of it."""
        self._expected = scene, viewport.window, scene.overlays(viewport.visible), strips

    def marked(self, scene: Scene, viewport: Viewport) -> list[Strip]:
        """Draw ahead the rows on the screen with other highlights."""
        known, self._marked = self._marked, {}
        self._expected = self._with_changes(scene, viewport)
        self._marked = known
        return self._expected[-1]

    def page(self, scene: Scene, viewport: Viewport) -> list[Strip]:
        """Draw the rows on the screen; as they were drawn ahead, where these are the ones."""
        # Highlights by identity: to find that two thousand others are equal takes longer than to draw a page.
        if self._expected is not None:
            drawn, window, *_ = self._expected
            same = window == viewport.window and drawn.annotations is scene.annotations
            if same and scene.matches is None and drawn == scene:
                self._page = self._expected
                return self._page[-1]
        self._page = self._with_changes(scene, viewport)
        return self._page[-1]

    def _with_changes(self, scene: Scene, viewport: Viewport) -> Drawing:
        visible = viewport.visible
        overlays = scene.overlays(visible)
        touched: Span | None = None
        strips = [self.blank] * len(viewport.rows())
        if self._page is not None:
            drawn, window, lain, before = self._page
            if window == viewport.window and drawn.bare == scene.bare:
                # As when the cursor goes to the next sentence, or one is highlighted: other rows are as they were.
                layers = {*overlays} ^ {*lain}
                touched = _around([*layers, *_differing(drawn.annotations, scene.annotations, visible)])
                strips = before.copy()
        for y, strip in self._rows_in(touched, scene, viewport, overlays):
            strips[y] = strip
        return scene, viewport.window, overlays, strips

    def strips(self, scene: Scene, viewport: Viewport) -> Iterator[Strip]:
        """Draw the rows on the screen, as the scene wants them; the same strip again where one looks the same."""
        overlays = scene.overlays(viewport.visible)
        for _, strip in self._rows_in(None, scene, viewport, overlays):
            yield strip

    def _rows_in(
        self, span: Span | None, scene: Scene, viewport: Viewport, overlays: Sequence[Layer]
    ) -> Iterator[tuple[int, Strip]]:
        """Draw those rows that a layer over this span would meet, or all; with each, where it is on the screen."""
        # Whoever draws ahead may be overtaken by other highlights: what it found of the old ones is not for the new.
        known = self._marked
        visible = viewport.visible
        bar = (0, 0) if scene.bare else thumb(visible, len(viewport.text), viewport.height)
        highlighted: Span | None = None
        for y, (position, row) in enumerate(viewport.rows()):
            if span is not None and (row.end <= span.start or row.start >= span.end):
                continue
            marked = known.get(position)
            if marked is None:
                highlighted = highlighted or scene.highlighted(visible)
                marked = scene.marked(row) if row.start < highlighted.end and row.end > highlighted.start else UNMARKED
                known[position] = marked
            over = meeting(overlays, row) if overlays else ()
            before = gutter(marked, row, scene) if over or marked is not UNMARKED else NO_GUTTER
            look = (position, marked, over, before, bar[0] <= y < bar[1])
            strip = self._strips.get(look)
            if strip is None:
                if len(self._strips) >= KEPT:
                    self._strips.clear()
                    known.clear()
                strip = self._strips[look] = self._drawn(viewport.text, row, look)
            yield y, strip

    def forget_highlights(self) -> None:
        """They are others: forget what was drawn of them."""
        self._marked = {}

    def _drawn(self, text: str, row: Row, look: Look) -> Strip:
        _, marked, over, before, bar = look
        layers = [*marked.layers, *over] if over or marked is not UNMARKED else ()
        pieces = frame_row(text, row, layers, before, self._styles.theme, self.around, thumb=bar)
        return strip_of(pieces, self.around.width, self.x, self._styles)


def _differing(before: Annotations | None, after: Annotations | None, visible: Span) -> Iterable[Placed]:
    """The highlights of the text on the screen that are in one of the two and not, or in another colour, in the other.

    None of those that stay changes what a row shows of the others, for they lie over each other by their places.
    """
    if before is after:
        return ()
    sides = [(one.meeting(visible) if one is not None else ()) for one in (before, after)]
    looks = [{(one.id, one.span, one.annotation.colour): one for one in side} for side in sides]
    return [looks[0].get(look) or looks[1][look] for look in looks[0].keys() ^ looks[1].keys()]


def _around(layers: Collection[Layer | Placed]) -> Span:
    """The text from the first of them to the last; nothing where there are none."""
    starts, ends = [one.start for one in layers], [one.end for one in layers]
    return Span(min(starts), max(ends)) if starts else NOWHERE
