"""A screen that is painted once when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.events import Resize
from textual.screen import Screen

if TYPE_CHECKING:
    from typing import Self

    from textual.geometry import Region


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
