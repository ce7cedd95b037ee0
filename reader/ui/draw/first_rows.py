"""The first screen is laid out: for a terminal of another size than the picture's, and for plain text never opened."""

from __future__ import annotations

import os
from colorsys import rgb_to_hls
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import Document
from reader.domain.span import Span
from reader.ui.draw import paint as framing
from reader.ui.draw.cells import pin_clusters
from reader.ui.draw.few_colours import chosen_theme, palette_of, shown_theme
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.paint import Gutter, Layer
from reader.ui.draw.theme import PENS, Role, Theme
from reader.ui.draw.viewport import Viewport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.document import Block
    from reader.ui.draw.first_screen import FirstScreen
    from reader.ui.draw.layout.rows import Row
    from reader.ui.draw.paint import Piece
    from reader.ui.draw.theme import Ink

SLICE = 20_000
"""Code points kept from the first row on: more than a screen of 300 by 60 full of text."""
BEFORE = 4_000
"""Code points kept from before it: at the end of a text a larger terminal shows more of them."""
BESIDE_FROM = 90
"""From so many columns on the pane stands beside the text; this and the next three are those of reader.tcss."""
SHARE = 0.33
NARROWEST, WIDEST = 30, 64
LOW = 20


def article_area(columns: int, rows: int, *, pane: bool, marked: bool) -> tuple[int, int]:
    """Compute the columns and rows that the article view will have: what the style sheet will say, without asking
    it.
    """
    height = rows - 1
    if not pane:
        return columns, height
    if columns >= BESIDE_FROM:
        return columns - max(NARROWEST, min(WIDEST, int(columns * SHARE))), height
    if not marked or rows < LOW:
        return columns, height
    return columns, height - max(7, int(height * SHARE))


class Around(NamedTuple):
    """An `Around` is the part of a document that a first screen may need, its offsets counted from the first block
    kept.
    """

    document: Document
    top: int
    """Where the first row begins."""
    cursor: Span
    highlights: tuple[tuple[int, int, str], ...]
    """Start, end and colour of each."""
    before: int
    """How much of the whole text lies before it."""
    length: int
    """Of the whole text."""
    pane: bool
    """Whether the annotation pane is shown."""


def cut_around(
    document: Document, top: int, cursor: Span, highlights: Sequence[tuple[int, int, str]], *, pane: bool
) -> Around | None:
    """Cut what is kept of a document whose first row begins at `top`; None where there is no text."""
    if not document.blocks:
        return None
    first = document.block_index(top)
    while first and top - document.blocks[first - 1].span.start < BEFORE:
        first -= 1
    base = document.blocks[first].span.start
    last = first
    while last + 1 < len(document.blocks) and document.blocks[last + 1].span.start < top + SLICE:
        last += 1
    blocks = [document.blocks[index] for index in range(first, last + 1)]
    inside = Span(base, min(blocks[-1].span.end, top + SLICE))
    return Around(
        Document(
            inside.of(document.text),
            tuple(_cut_block(block, inside) for block in blocks),
            tuple(mark._replace(span=_cut(mark.span, inside)) for mark in document.marks_in(inside)),
        ),
        top - base,
        Span(max(0, cursor.start - base), max(0, cursor.end - base)),
        tuple((start - base, end - base, colour) for start, end, colour in highlights),
        base,
        len(document.text),
        pane,
    )


def pack(around: Around | None) -> bytes:
    """Pack it as bytes: one line of JSON, its document as all documents are kept, its text.

    Nothing where there is none.
    """
    import json  # noqa: PLC0415  (2 ms, which a text without a picture does not wait for)

    import reader.domain.document_columns as columns  # noqa: PLC0415  (the same)

    if around is None:
        return b""
    document, *rest = around
    body = columns.pack(document)
    head = [len(document.blocks), len(document.marks), len(body), *rest]
    return b"\n".join([json.dumps(head).encode(), body + document.text.encode()])


def unpack(data: bytes) -> Around:
    """Unpack what `pack` made these bytes of."""
    import json  # noqa: PLC0415  (as above)

    import reader.domain.document_columns as columns  # noqa: PLC0415  (as above)

    first, _, rest = data.partition(b"\n")
    blocks, marks, size, top, cursor, highlights, before, length, pane = json.loads(first)
    document = columns.unpack(rest[:size], blocks, marks, rest[size:].decode(), "", 0)
    kept = tuple((start, end, colour) for start, end, colour in highlights)
    return Around(document, top, Span(*cursor), kept, before, length, pane)


def picture_of(screen: FirstScreen, columns: int, rows: int) -> str:
    """Write the escape sequences that draw a screen of another size at this one."""
    return draw_around(unpack(screen.around), columns, rows, theme=screen.theme, column=screen.column)


def draw_around(around: Around, columns: int, rows: int, *, theme: str, column: int) -> str:
    """Write the escape sequences that draw it at that size; `column` is the measure that was asked for."""
    inks = Theme(palette_of(shown_theme(chosen_theme(theme), os.environ)))
    width, height = article_area(columns, rows, pane=around.pane, marked=bool(around.highlights))
    frame = framing.frame(width, column)
    viewport = Viewport(Layout(around.document, frame.measure), height)
    viewport.put_top(around.top)
    seen = Span(viewport.visible.start + around.before, viewport.visible.end + around.before)
    first, last = framing.thumb(seen, around.length, height)
    drawn = []
    for y, (_, row) in enumerate(viewport.rows()):
        layers, gutter = _over(row, around)
        drawn.append(framing.frame_row(around.document.text, row, layers, gutter, inks, frame, thumb=first <= y < last))
    drawn += [framing.blank(inks, width)] * (height - len(drawn))
    ground = sequence(inks.page)
    return f"{ground}\x1b[2J" + "".join(_line(y, pieces) for y, pieces in enumerate(drawn)) + "\x1b[0m"


def of_plain_text(head: bytes, size: int) -> Around | None:
    """Make what the first screen of a plain text of that size needs, from its first bytes; None where these say
    little.
    """
    from reader.formats.plain_text.plain import parse_plain  # noqa: PLC0415  (only for a text without a picture)

    cut = head.rfind(b"\n") + 1 if len(head) < size else len(head)
    try:
        text = head[:cut].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    document = parse_plain(text.replace("\r\n", "\n")).document
    if not document.blocks or "\0" in text:
        return None
    around = cut_around(document, 0, Span(0, 0), (), pane=True)
    return None if around is None else around._replace(length=size)


def _cut_block(block: Block, inside: Span) -> Block:
    rows = tuple(tuple(_cut(cell, inside) for cell in row) for row in block.rows if row and row[-1].end <= inside.end)
    return block._replace(span=_cut(block.span, inside), rows=rows)


def _cut(span: Span, inside: Span) -> Span:
    return Span(max(span.start, inside.start) - inside.start, min(span.end, inside.end) - inside.start)


def _over(row: Row, around: Around) -> tuple[list[Layer], Gutter]:
    start, end = around.cursor
    layers = [Layer(begin, stop, PENS[colour]) for begin, stop, colour in around.highlights]
    here = [one for one in layers if one.start < row.text_end and one.end > row.start]
    begun = [one for one in here if one.start >= row.start]
    sign, second = (*[one.role for one in begun[:2]], "", "")[:2]
    cursor = any(one.start <= start < one.end for one in row.fragments)
    return [*here, Layer(start, end, Role.CURSOR)], Gutter(
        sign, sign or (here[-1].role if here else ""), cursor, second
    )


def _line(y: int, pieces: list[Piece]) -> str:
    at = 1
    found = []
    for piece in pieces:
        found.append(f"\x1b[{y + 1};{at}H{sequence(piece.ink)}{pin_clusters(piece.text)}")
        at += piece.cells
    return "".join(found)


GREY_BELOW = 0.15
"""Saturation below which a colour of 256 is taken from the greys; this and what follows as in `rich.color`."""
GREYS = 25
CUBE_FIRST = 95
CUBE_STEP = 40
NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""A terminal's own colours, in the order of their codes."""
GROUND = 10
"""By how much a ground's code is higher than that of a text in the same colour."""


def sequence(ink: Ink) -> str:
    """Write what sets this ink and nothing of the one before."""
    codes = ["0"]
    attributes = ((1, ink.bold), (2, ink.dim), (3, ink.italic), (4, ink.underline), (7, ink.reverse), (9, ink.strike))
    for code, on in attributes:
        if on:
            codes.append(str(code))
    if "NO_COLOR" not in os.environ:
        codes += [_colour(ink.colour, ground=False), _colour(ink.ground, ground=True)]
    return f"\x1b[{';'.join(codes)}m"


def _colour(colour: str, *, ground: bool) -> str:
    if not colour.startswith("#"):
        return str(_own(colour) + GROUND * ground)
    return f"{48 if ground else 38};{_of_rgb(colour)}"


def _own(colour: str) -> int:
    """The code of one of the terminal's own colours."""
    if colour == "default":
        return 39
    bright = colour.startswith("bright_")
    return (90 if bright else 30) + NAMES.index(colour.removeprefix("bright_"))


def _of_rgb(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return f"2;{red};{green};{blue}"
    return f"5;{of_256(red, green, blue)}"


def of_256(red: int, green: int, blue: int) -> int:
    """Find the colour's place in the palette of 256."""
    _, light, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < GREY_BELOW:
        grey = round(light * GREYS)
        return {0: 16, GREYS: 231}.get(grey, 231 + grey)
    steps = [_step(value) for value in (red, green, blue)]
    return 16 + 36 * round(steps[0]) + 6 * round(steps[1]) + round(steps[2])


def _step(value: int) -> float:
    return value / CUBE_FIRST if value < CUBE_FIRST else 1 + (value - CUBE_FIRST) / CUBE_STEP
