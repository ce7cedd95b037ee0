"""A row of the text is painted with all that lies over it, as pieces of drawn text: gutter, column, scroll bar.

A `Scene` says what lies over the text, as spans: highlights, the cursor, a selection, matches, labels. Strips are made
of the pieces, and the first screen, which knows no Textual.
"""

from __future__ import annotations

import itertools
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.span import Span
from reader.ui.draw.cells import cell_map, drawn, is_narrow, width_of
from reader.ui.draw.layout.rows import Fragment, Look
from reader.ui.draw.layout.runs import SUPERSCRIPTS
from reader.ui.draw.palette import SIGNS
from reader.ui.draw.selection import Unit
from reader.ui.draw.theme import PENS, Ink, Role, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reader.domain.annotations import Annotations
    from reader.ui.draw.layout.rows import Row
    from reader.ui.draw.selection import Selection
    from reader.ui.draw.theme import Theme

GUTTER = 3
"""Cells before the text: a pen's sign, its bar, the cursor's mark."""
BAR = "▎"
MARK = "›"
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Layer(NamedTuple):
    """A `Layer` is a stretch of text that is drawn differently, for the role of what lies over it.

    `label` is drawn instead of the first cells of the stretch.
    """

    start: int
    end: int
    role: Role
    label: str = ""


class Piece(NamedTuple):
    """A `Piece` is text as it is sent to the terminal, its ink, and how many cells it takes."""

    text: str
    ink: Ink
    cells: int


class Gutter(NamedTuple):
    """A `Gutter` is what stands before a row: the sign of a highlight that begins in it, the bar of one over it, the
    cursor.
    """

    sign: str = ""
    bar: str = ""
    """Colour of the innermost highlight on the row; `sign` is the colour of the first one that begins."""
    cursor: bool = False
    second: str = ""
    """Colour of the next one that begins: its sign stands in place of the bar."""


def paint(text: str, row: Row, layers: Sequence[Layer], theme: Theme) -> list[Piece]:
    """Paint the pieces of a row under `layers`, which are in the order in which they lie over each other."""
    pieces: list[Piece] = []
    for fragment in row.fragments:
        if layers and fragment.start < fragment.end:
            pieces += _layered(text, fragment, layers, theme)
        else:
            faded = (Role.FADED,) if layers and layers[0].role is Role.FADED else ()
            pieces.append(Piece(_shown(text, fragment), theme.ink(fragment.look, faded), fragment.cells))
    return pieces


def margin(gutter: Gutter, left: int, theme: Theme) -> list[Piece]:
    """Paint the `left` cells before a row's text, the gutter at their end."""
    if gutter == NO_GUTTER:
        return [Piece(" " * left, theme.page, left)]
    blank = left - GUTTER
    return [
        *([Piece(" " * blank, theme.page, blank)] if blank > 0 else []),
        Piece(SIGNS[gutter.sign], theme.sign(PENS[gutter.sign]), 1) if gutter.sign else Piece(" ", theme.page, 1),
        _second(gutter, theme),
        Piece(MARK, theme.accent, 1) if gutter.cursor else Piece(" ", theme.page, 1),
    ]


def _second(gutter: Gutter, theme: Theme) -> Piece:
    if gutter.second:
        return Piece(SIGNS[gutter.second], theme.sign(PENS[gutter.second]), 1)
    return Piece(BAR, theme.sign(PENS[gutter.bar]), 1) if gutter.bar else Piece(" ", theme.page, 1)


NO_GUTTER = Gutter()


def _layered(text: str, fragment: Fragment, layers: Sequence[Layer], theme: Theme) -> list[Piece]:
    here = [one for one in layers if one.start < fragment.end and one.end > fragment.start]
    whole = all(one.start <= fragment.start and one.end >= fragment.end and not one.label for one in here)
    if whole or fragment.shown is not None:
        names = tuple(one.role for one in here)
        return [Piece(_shown(text, fragment), theme.ink(fragment.look, names), fragment.cells)]
    cuts = {fragment.start, fragment.end}
    for one in here:
        cuts.update((max(one.start, fragment.start), min(one.end, fragment.end)))
    edges = sorted(cuts)
    found: list[Piece] = []
    covered = fragment.start
    for start, end in itertools.pairwise(edges):
        if end <= covered:
            continue
        start = max(start, covered)
        over = [one for one in here if one.start <= start and one.end > start]
        if over and over[-1].label and over[-1].start == start:
            piece, covered = _label(text, start, fragment.end, over[-1].label, theme.ink(Look.PLAIN, (over[-1].role,)))
            found.append(piece)
            if covered >= end:
                continue
            start = covered
            over = over[:-1]
        ink = theme.ink(fragment.look, tuple(one.role for one in over if not one.label))
        found.append(_piece(text, start, end, fragment.look, ink))
    return found


def _label(text: str, start: int, end: int, label: str, ink: Ink) -> tuple[Piece, int]:
    """The label over the first cells from `start`, and where the text goes on after it."""
    under = text[start:end]
    wanted = len(label)
    if is_narrow(under):
        taken = min(wanted, len(under))
        cells = taken
    else:
        cells_of = cell_map(under)
        taken = 0
        while taken < len(under) and cells_of.cell(taken) < wanted:
            taken = cells_of.boundary_after(taken)
        cells = cells_of.cell(taken)
    return Piece(label[:cells].ljust(cells), ink, cells), start + taken


def _piece(text: str, start: int, end: int, look: Look, ink: Ink) -> Piece:
    part = text[start:end]
    return Piece(_raised(drawn(part), look), ink, width_of(part))


def _shown(text: str, fragment: Fragment) -> str:
    part = text[fragment.start : fragment.end] if fragment.shown is None else fragment.shown
    return _raised(drawn(part), fragment.look)


def _raised(shown: str, look: Look) -> str:
    if look is Look.PLAIN:  # most text: asking a flag for its bits is what costs here
        return shown
    if look & Look.SUP:
        return shown.translate(SUPERSCRIPTS)
    return shown.translate(SUBSCRIPTS) if look & Look.SUB else shown


THUMB = "▐"
AIR = 1
"""Cells between the text and the scroll bar."""


class Frame(NamedTuple):
    """A `Frame` says how the column stands in a view: cells of all, of the text, and before the text."""

    width: int
    measure: int
    left: int


def frame(width: int, column: int) -> Frame:
    """Put a column of `column` cells in the middle of `width`, or as much of it as fits."""
    measure = max(1, min(column, width - GUTTER - AIR - 1))
    return Frame(width, measure, max(GUTTER, (width - measure) // 2))


def thumb(visible: Span, size: int, height: int) -> tuple[int, int]:
    """Return the screen rows of the scroll bar's thumb, by offsets: how many rows a text has is not known, nor
    needed.
    """
    if len(visible) >= size:
        return 0, 0
    length = max(1, min(height, round(height * len(visible) / max(1, size))))
    start = round((height - length) * min(1.0, visible.start / max(1, size - len(visible))))
    return start, start + length


def frame_row(
    text: str, row: Row, layers: Sequence[Layer], gutter: Gutter, theme: Theme, around: Frame, *, thumb: bool
) -> list[Piece]:
    """Paint the pieces of a whole row, `around.width` cells of them."""
    pieces = margin(gutter, around.left, theme)
    pieces += paint(text, row, layers, theme)
    room = around.width - 1 - sum(piece.cells for piece in pieces)
    pieces.append(Piece(" " * room, theme.page, room))
    pieces.append(Piece(THUMB, theme.faded, 1) if thumb else Piece(" ", theme.page, 1))
    return pieces


def blank(theme: Theme, width: int) -> list[Piece]:
    """Paint a row below the text."""
    return [Piece(" " * width, theme.page, width)]


class RowMarks(NamedTuple):
    """`RowMarks` are the highlights of a row."""

    layers: tuple[Layer, ...] = ()
    sign: str = ""
    bar: str = ""
    second: str = ""
    """The pen of the next highlight that begins in the row; its sign stands in place of the bar."""


UNMARKED = RowMarks()
NOWHERE = Span(0, 0)
NOTHING: Mapping[str, Span] = MappingProxyType({})


class Scene(NamedTuple):
    """A `Scene` is the state that the article view draws."""

    cursor: Span = NOWHERE
    annotations: Annotations | None = None
    focused: str | None = None
    selection: Selection | None = None
    labels: Mapping[str, Span] = NOTHING
    typed: str = ""
    matches: Callable[[Span], Sequence[Span]] | None = None
    match: Span | None = None
    bare: bool = False
    """Nothing in the gutter, and no scroll bar."""

    def highlighted(self, visible: Span) -> Span:
        """Tell which part of the text on the screen has all of its highlights: most rows of a page have none."""
        here = self.annotations.meeting(visible) if self.annotations is not None else ()
        return Span(here[0].start, max([one.end for one in here])) if here else NOWHERE

    def marked(self, row: Row) -> RowMarks:
        """Find the highlights that a row shows: depends on nothing but `annotations`."""
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
        """List what lies over the highlights of the text on the screen, the lowest first."""
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
    """Paint what stands in the gutter of a row."""
    if scene.bare:
        return NO_GUTTER
    at = scene.cursor.start
    cursor = scene.selection is None and any(one.start <= at < one.end for one in row.fragments)
    return Gutter(marked.sign, marked.bar, cursor, marked.second)


def meeting(layers: Sequence[Layer], row: Row) -> tuple[Layer, ...]:
    """Return those of the layers that a row shows."""
    start, end = row.start, row.end
    return tuple([one for one in layers if one.start < end and one.end > start])
