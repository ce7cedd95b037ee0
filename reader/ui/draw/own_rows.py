"""Widgets and screens that paint no more than they have: their own rows, nothing at all, the first layout once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.events import Resize
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from typing import Self

    from textual.strip import Strip


class OwnRows(Widget):
    """Who inherits overrides `render_lines`, and keeps what it drew."""

    ALLOW_SELECT = False  # the mouse selects offsets of the text, not cells of the screen

    def render_line(self, y: int) -> Strip:
        """One row; Textual asks for it under the mouse."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have these regions painted, or all of it; or the screen laid out, which paints what this moves.

        The screen is asked at once. Textual would wake the widget's own task to send the screen a message: where a key
        changes text, pane and status line, that is a fifteenth of what the key takes.
        """
        here = self.region
        if layout or recompose or not repaint or not here:
            return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)
        self.screen.refresh(*[one.translate(here.offset) for one in regions] or [here])
        return self


class Covered(Widget):
    """A container that what it holds covers: it has nothing to paint.

    Rows of its own would be cut up at each frame and thrown away, and whenever it was given another size all that it
    holds would be painted a second time.
    """

    def render_lines(self, crop: Region) -> list[Strip]:  # noqa: ARG002  (Textual's signature)
        """None."""
        return []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:  # noqa: ARG002
        """Lay out what it holds, where that is asked for."""
        return super().refresh(repaint=False, layout=layout, recompose=recompose)


class PaintedOnce(Screen[None], inherit_bindings=False):
    """Its first layout paints all of it. Textual asks for that again, while the first key may be waiting already."""

    _laid_out = False

    @on(Resize)
    def paint_again(self) -> None:
        """The first layout is over: whatever is asked for from now on is done."""
        self._laid_out = True

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have these regions painted, or all of it where that has not just been done."""
        repaint = repaint and (self._laid_out or bool(regions))
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
