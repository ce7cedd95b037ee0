"""The rows of a text as strips, each drawn once for every look that it has had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.draw.frame import blank, framed, thumb
from reader.ui.draw.overlays import UNMARKED, Marked, gutter, meeting
from reader.ui.draw.paint import NO_GUTTER, Gutter, Layer
from reader.ui.draw.strips import strip_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.strip import Strip

    from reader.ui.draw.frame import Frame
    from reader.ui.draw.inks import Inks
    from reader.ui.draw.layout.rows import Position, Row
    from reader.ui.draw.overlays import Scene
    from reader.ui.draw.strips import Styles
    from reader.ui.draw.viewport import Viewport

    Look = tuple[Position, Marked, tuple[Layer, ...], Gutter, bool]
    """What a strip depends on: the row, its highlights, what lies over them, gutter, scroll bar."""

KEPT = 1024
"""Strips that are kept, some thirty screens of them: about 2 MB."""


class RowDrawing:
    """Draws the rows of one layout, in one theme, within one frame whose left edge is at the screen's column `x`."""

    def __init__(self, inks: Inks, styles: Styles, around: Frame, x: int) -> None:
        self.around = around
        self.x = x
        self.blank = strip_of(blank(inks, around.width), around.width, 0, styles)
        """A row below the text: the same strip always, so that it is not sent again."""
        self._inks = inks
        self._styles = styles
        self._marked: dict[Position, Marked] = {}
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
        pieces = framed(text, row, layers, before, self._inks, self.around, thumb=bar)
        return strip_of(pieces, self.around.width, self.x, self._styles)
