"""The rows of the pane as strips: its head, its entries, what it says while there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment

from reader.ui.draw.cells import drawn, fitted, width_of
from reader.ui.draw.compact_strip import CompactStrip
from reader.ui.draw.shades import Shades
from reader.ui.reading.pane_entry import entry_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.style import Style
    from textual.app import App
    from textual.strip import Strip

    from reader.domain.annotation import Annotation
    from reader.ui.reading.pane_entry import Where

MARGIN = 5
"""Cells beside an entry's text: the rule and a blank, the bar and a blank, and a blank after it."""
KEPT = 500
"""Entries kept as drawn: some screens of them; a bound, so that paging through 10,000 does not keep them all."""

EMPTY = (
    ("", "No annotation yet."),
    ("", ""),
    ("h", "  this sentence"),
    ("H", "  any one, by its letter"),
    ("v", "  a few words"),
    ("a", "  a note on it"),
    ("A", "  a note on all of it"),
    ("", ""),
    ("?", "  every key"),
)
"""Shown while there is no annotation: keys and what they mark."""
EMPTY_FILTER = (("", "Nothing answers to it."), ("", ""), ("Esc", "  shows all of them"))


class EntryDrawing:
    """Draws for one pane, in one width and theme at a time."""

    def __init__(self, where: Callable[[Annotation], Where]) -> None:
        """`where` tells the place of an annotation in the version that is open."""
        self._where = where
        self._strips: dict[tuple[str, str, str, bool], tuple[Annotation, list[Strip]]] = {}
        self._rows: dict[tuple[tuple[str, str], ...], Strip] = {}
        self._shades: Shades | None = None
        self._width = 0
        self._below = False

    @property
    def prepared(self) -> bool:
        """Whether it has been told what to draw for."""
        return self._shades is not None

    def prepare(self, app: App[object], width: int, *, below: bool) -> None:
        """Draw in this theme and width from now on; `below` the text there is no rule to its left."""
        if self._shades is None or self._shades.theme != app.theme:
            self._shades = Shades(app)
            self._forget()
        if (width, below) != (self._width, self._below):
            self._width, self._below = width, below
            self._forget()

    def _forget(self) -> None:
        self._strips.clear()
        self._rows.clear()

    def entry(self, annotation: Annotation, heading: str, ground: str, *, unfolded: bool) -> list[Strip]:
        """All rows of an entry with the heading above it and the blank below; `ground` is empty, current or active."""
        # By its id, and then by identity: to hash a whole annotation costs more than to draw a row.
        key = (annotation.id, heading, ground, unfolded)
        kept = self._strips.get(key)
        if kept is None or kept[0] is not annotation:
            if len(self._strips) > KEPT:
                self._strips.clear()
            strips = list(self._entry(annotation, heading, ground, unfolded=unfolded))
            kept = self._strips[key] = (annotation, strips)
        return kept[1]

    def _entry(self, annotation: Annotation, heading: str, ground: str, *, unfolded: bool) -> Iterator[Strip]:
        if heading:
            yield self._row([(heading, "heading")])
            yield self.row()
        bar = [("▌" if ground else "▎", annotation.colour.value), (" ", "text")]
        for row in entry_rows(annotation, self._where(annotation), max(8, self._width - MARGIN), unfolded=unfolded):
            yield self._row([*bar, *row], ground)
        yield self.row()

    def head(self, text: str, *, active: bool) -> Strip:
        """The first row; below the text it is the rule between the two."""
        ink = "head active" if active else "head"
        if not self._below:
            return self.row((fitted(text, max(1, self._width - 3)), ink))
        text = fitted(text, max(1, min(width_of(text), self._width - 5)))
        rule = "─" * max(0, self._width - width_of(text) - 4)
        style = self._style
        pieces = [Segment("── ", style("rule")), Segment(drawn(text), style(ink)), Segment(f" {rule}", style("rule"))]
        return CompactStrip(pieces).crop(0, self._width)

    def empty(self, row: int, *, filtered: bool) -> Strip:
        """A row of what is said while no entry is shown."""
        lines = EMPTY_FILTER if filtered else EMPTY
        key, text = lines[row] if row < len(lines) else ("", "")
        return self.row((key, "key"), (fitted(text, max(1, self._width - 3 - len(key))), "label"))

    def row(self, *pieces: tuple[str, str]) -> Strip:
        """A row that is shown again and again: the head, a blank one, what is said while no entry is shown."""
        strip = self._rows.get(pieces)
        if strip is None:
            if len(self._rows) > KEPT:
                self._rows.clear()
            strip = self._rows[pieces] = self._row(pieces)
        return strip

    def _row(self, pieces: Sequence[tuple[str, str]], ground: str = "") -> Strip:
        """Texts, each with the name of its ink, behind the rule between the panes, filled up to the width."""
        style = self._style
        segments = [Segment("  " if self._below else "│ ", style("rule"))]
        used = 2
        for text, ink in pieces:
            segments.append(Segment(drawn(text), style(ink, ground)))
            used += width_of(text)
        segments.append(Segment(" " * max(0, self._width - used), style("text", ground)))
        return CompactStrip(segments, max(used, self._width)).crop(0, self._width)

    def _style(self, ink: str, ground: str = "") -> Style:
        assert self._shades is not None
        return self._shades.style(ink, ground)
