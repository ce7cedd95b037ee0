"""A row offers what the last word of a line may become."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from reader.ui.draw.cells import drawn, fit_to, width_of
from reader.ui.draw.strips import OwnRows, styles_of
from reader.ui.draw.theme import Ground, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region

    from reader.ui.lists.completion import Completion


class Offers(OwnRows):
    """`Offers` are completions side by side, as many as there is room for; one may be taken up."""

    DEFAULT_CSS = """
    Offers { height: 1; }
    """

    offers: reactive[Sequence[str]] = reactive(())
    """Completions, the likeliest first."""
    index: reactive[int] = reactive(-1)
    """The one that is taken up; -1 for none."""
    hint: reactive[str] = reactive("")
    """What is shown while nothing completes what is typed."""
    message: reactive[str] = reactive("")
    """What is wrong with the line; it takes the place of the completions."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.set_reactive(Offers.hint, hint)

    def show(self, completion: Completion) -> None:
        """Offer these."""
        self.offers, self.index = completion.offers, completion.index

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the row."""
        return [self._row().crop(crop.x, crop.right)] * crop.height

    def _row(self) -> Strip:
        width = self.size.width
        style = partial(styles_of(self.app).role, ground=Ground.CURRENT)
        segments = [Segment("  ", style(Role.TEXT))]
        room = width - 2
        if self.message:
            segments.append(Segment(fit_to(self.message, room), style(Role.FAILED)))
            return Strip(segments).crop(0, width)
        if not self.offers:
            segments.append(Segment(fit_to(self.hint, room), style(Role.LABEL)))
            room = 0
        for index, offer in enumerate(self.offers):
            chosen = index == self.index
            cells = width_of(offer) + 3
            if cells > room:
                break
            segments.append(
                Segment(f" {drawn(offer)} ", style(Role.MODE, ground=Ground.MODE) if chosen else style(Role.TEXT))
            )
            segments.append(Segment(" ", style(Role.TEXT)))
            room -= cells
        segments.append(Segment(" " * max(0, room), style(Role.TEXT)))
        return Strip(segments).crop(0, width)
