"""A widget that draws its rows itself, around Textual's cache of styles, which costs more than drawing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
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
        """Have these regions painted, or all of it.

        The screen is asked at once. Textual would wake the widget's own task to send the screen a message: where a key
        changes text, pane and status line, that is a fifteenth of what the key takes.
        """
        here = self.region
        if layout or recompose or not repaint or not here:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self.screen.refresh(*[one.translate(here.offset) for one in regions] or [here])
        return self
