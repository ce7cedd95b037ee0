"""What lies over the text: highlights, the cursor, a selection, matches, labels; all of it as spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.span import Span
from reader.ui.draw.paint import NO_GUTTER, Gutter, Layer
from reader.ui.draw.selection import Unit
from reader.ui.draw.theme import PENS, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reader.domain.annotations import Annotations
    from reader.ui.draw.layout.rows import Row
    from reader.ui.draw.selection import Selection


class RowMarks(NamedTuple):
    """The highlights of a row."""

    layers: tuple[Layer, ...] = ()
    sign: str = ""
    bar: str = ""
    second: str = ""
    """The pen of the next highlight that begins in the row; its sign stands in place of the bar."""


UNMARKED = RowMarks()
NOWHERE = Span(0, 0)


class Scene(NamedTuple):
    """The state that the article view draws."""

    cursor: Span = NOWHERE
    annotations: Annotations | None = None
    focused: str | None = None
    selection: Selection | None = None
    labels: Mapping[str, Span] | None = None
    typed: str = ""
    matches: Callable[[Span], Sequence[Span]] | None = None
    match: Span | None = None
    bare: bool = False
    """Nothing in the gutter, and no scroll bar."""

    def marked(self, row: Row) -> RowMarks:
        """The highlights that a row shows: depends on nothing but `annotations`."""
        if self.annotations is None or not self.annotations.placed or row.start == row.end:
            return UNMARKED
        here = self.annotations.meeting(Span(row.start, row.text_end))
        if not here:
            return UNMARKED
        layers = tuple([Layer(one.start, one.end, PENS[one.annotation.colour]) for one in here])
        begun = [
            layer.role
            for layer in layers
            if layer.start >= row.start and any(f.start <= layer.start < f.end for f in row.fragments)
        ]
        sign, second = (*begun[:2], "", "")[:2]
        return RowMarks(layers, sign, sign or layers[-1].role, second)

    def overlays(self, visible: Span) -> list[Layer]:
        """What lies over the highlights of the text on the screen, the lowest first."""
        return list(self._overlays(visible))

    def _overlays(self, visible: Span) -> Iterator[Layer]:
        focused = self._focused_span()
        if focused:
            yield Layer(focused.start, focused.end, Role.FOCUSED)
        if self.selection is None:
            yield Layer(self.cursor.start, self.cursor.end, Role.CURSOR)
        if self.matches is not None:
            yield from (Layer(one.start, one.end, Role.MATCH) for one in self.matches(visible))
        if self.match is not None:
            yield Layer(self.match.start, self.match.end, Role.CURRENT_MATCH)
        if self.selection is not None:
            span, head = self.selection.span, self.selection.head
            yield Layer(span.start, span.end, Role.SELECTION)
            if self.selection.by is Unit.CHARACTER:
                yield Layer(head.start, head.end, Role.CARET)
        if self.labels:
            yield Layer(visible.start, visible.end, Role.FADED)
            for label, span in self.labels.items():
                rest = label.removeprefix(self.typed)
                if label.startswith(self.typed):
                    # Of a sentence that began above the screen, on its first character here.
                    yield Layer(max(span.start, visible.start), span.end, Role.LETTER, rest)

    def _focused_span(self) -> Span | None:
        if self.focused is None or self.annotations is None:
            return None
        annotation = self.annotations.get(self.focused)
        target = annotation.target_in(self.annotations.version) if annotation else None
        return target.span if target else None


def gutter(marked: RowMarks, row: Row, scene: Scene) -> Gutter:
    """What stands in the gutter of a row."""
    if scene.bare:
        return NO_GUTTER
    at = scene.cursor.start
    cursor = scene.selection is None and any(one.start <= at < one.end for one in row.fragments)
    return Gutter(marked.sign, marked.bar, cursor, marked.second)


def meeting(layers: Sequence[Layer], row: Row) -> tuple[Layer, ...]:
    """Those of the layers that a row shows."""
    start, end = row.start, row.end
    return tuple([one for one in layers if one.start < end and one.end > start])
