"""A row offers what the last word of a line may become."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from reader.ui.draw.cells import drawn, fit_to, width_of, wrap_sentence
from reader.ui.draw.strips import OwnRows, styles_of
from reader.ui.draw.theme import Ground, Role
from reader.ui.keys.status_line import SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Region

    from reader.ui.lists.completion import Completion

PART = "   "
"""What stands between the parts of a hint."""


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

    _taken = 1
    """Rows that the message before took."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.set_reactive(Offers.hint, hint)

    def show(self, completion: Completion) -> None:
        """Offer these."""
        self.offers, self.index = completion.offers, completion.index

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the row, or the message's rows."""
        said = self._said()
        rows = [self._row(one) for one in said or [""]][crop.y : crop.bottom]
        return [row.crop(crop.x, crop.right) for row in rows]

    def watch_message(self) -> None:
        """Take the rows that the message needs."""
        rows = max(1, len(self._said())) if self.size.width else 1
        if rows != self._taken:
            self._taken = rows
            self.styles.height = rows

    def _said(self) -> list[str]:
        room = self.size.width - 2
        return wrap_sentence(self.message, room, max(1, self.screen.size.height // SHARE)) if self.message else []

    def _row(self, said: str) -> Strip:
        width = self.size.width
        style = partial(styles_of(self.app).role, ground=Ground.CURRENT)
        segments = [Segment("  ", style(Role.TEXT))]
        room = width - 2
        if said:
            segments.append(Segment(said, style(Role.FAILED)))
            return Strip(segments).crop(0, width)
        if not self.offers:
            segments.append(Segment(fit_to(_parts(self.hint, room), room), style(Role.LABEL)))
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


def _parts(hint: str, room: int) -> str:
    """The hint without those of its last parts that have no room: a part of one says nothing."""
    while width_of(hint) > room and PART in hint:
        hint = hint.rpartition(PART)[0]
    return hint
