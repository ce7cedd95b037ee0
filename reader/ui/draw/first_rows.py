"""The first screen laid out: for a terminal of another size than the picture's, and for plain text never opened."""

from __future__ import annotations

import os
from colorsys import rgb_to_hls
from typing import TYPE_CHECKING, Any

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind
from reader.domain.span import Span
from reader.ui.draw import paint as framing
from reader.ui.draw.cells import pin_clusters
from reader.ui.draw.few_colours import chosen_theme, palette_of, shown_theme
from reader.ui.draw.first_screen import FirstScreen
from reader.ui.draw.inks import CURSOR, Inks
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.paint import Gutter, Layer
from reader.ui.draw.viewport import Viewport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.ui.draw.inks import Ink
    from reader.ui.draw.layout.rows import Row
    from reader.ui.draw.paint import Piece

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
    """Columns and rows that the article view will have: what the style sheet will say, without asking it."""
    height = rows - 1
    if not pane:
        return columns, height
    if columns >= BESIDE_FROM:
        return columns - max(NARROWEST, min(WIDEST, int(columns * SHARE))), height
    if not marked or rows < LOW:
        return columns, height
    return columns, height - max(7, int(height * SHARE))


def to_fields(
    document: Document, top: int, cursor: Span, highlights: Sequence[tuple[int, int, str]], *, pane: bool
) -> dict[str, object]:
    """The part of a document that a first screen may need, its offsets counted from the first block kept."""
    if not document.blocks:
        return {}
    first = document.block_index(top)
    while first and top - document.blocks[first - 1].span.start < BEFORE:
        first -= 1
    base = document.blocks[first].span.start
    last = first
    while last + 1 < len(document.blocks) and document.blocks[last + 1].span.start < top + SLICE:
        last += 1
    blocks = [document.blocks[index] for index in range(first, last + 1)]
    end = min(blocks[-1].span.end, top + SLICE)
    inside = Span(base, end)
    return {
        "text": inside.of(document.text),
        "blocks": [_block_fields(block, base, end) for block in blocks],
        "marks": [
            [mark.kind.value, mark.span.start - base, min(mark.span.end, end) - base, mark.value]
            for mark in document.marks_in(inside)
        ],
        "highlights": [[start - base, stop - base, colour] for start, stop, colour in highlights],
        "cursor": [max(0, cursor.start - base), max(0, cursor.end - base)],
        "top": top - base,
        "before": base,
        "length": len(document.text),
        "pane": pane,
    }


def picture_of(screen: FirstScreen, columns: int, rows: int) -> str:
    """Escape sequences that draw the screen at that size."""
    fields: dict[str, Any] = screen.document
    document = _document(fields)
    inks = Inks(palette_of(shown_theme(chosen_theme(screen.theme), os.environ)))
    width, height = article_area(columns, rows, pane=fields["pane"], marked=bool(fields["highlights"]))
    around = framing.frame(width, screen.column)
    viewport = Viewport(Layout(document, around.measure), height)
    viewport.put_top(fields["top"])
    seen = Span(viewport.visible.start + fields["before"], viewport.visible.end + fields["before"])
    first, last = framing.thumb(seen, fields["length"], height)
    drawn = []
    for y, (_, row) in enumerate(viewport.rows()):
        layers, gutter = _over(row, fields)
        drawn.append(framing.framed(document.text, row, layers, gutter, inks, around, thumb=first <= y < last))
    drawn += [framing.blank(inks, width)] * (height - len(drawn))
    ground = sequence(inks.page)
    return f"{ground}\x1b[2J" + "".join(_line(y, pieces) for y, pieces in enumerate(drawn)) + "\x1b[0m"


def of_plain_text(source: str, stamp: tuple[int, int], head: bytes, *, theme: str, column: int) -> FirstScreen | None:
    """The first screen of a plain text that was not opened before, from its first bytes; None where they say little."""
    from reader.formats.plain import parse_plain  # noqa: PLC0415  (only for a text without a picture)

    cut = head.rfind(b"\n") + 1 if len(head) < stamp[0] else len(head)
    try:
        text = head[:cut].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    document = parse_plain(text.replace("\r\n", "\n")).document
    if not document.blocks or "\0" in text:
        return None
    fields = to_fields(document, 0, Span(0, 0), (), pane=True)
    return FirstScreen(source, stamp, "", (0, 0), "", theme, column, {**fields, "length": stamp[0]})


def _block_fields(block: Block, base: int, end: int) -> dict[str, object]:
    span = [block.span.start - base, min(block.span.end, end) - base]
    named: dict[str, object] = {"kind": block.kind.value, "span": span}
    others = ("level", "quote", "depth", "ordered", "number", "checked", "label", "sign", "header", "aligns")
    named |= {name: getattr(block, name) for name in others if getattr(block, name) not in (0, "", False, ())}
    if block.rows:
        inside = [row for row in block.rows if row and row[-1].end <= end]
        named["rows"] = [[(cell.start - base, cell.end - base) for cell in row] for row in inside]
    return named


def _document(fields: dict[str, Any]) -> Document:
    marks = tuple(Mark(MarkKind(kind), Span(start, end), value) for kind, start, end, value in fields["marks"])
    return Document(fields["text"], tuple(_block(block) for block in fields["blocks"]), marks)


def _block(fields: dict[str, Any]) -> Block:
    rows = tuple(tuple(Span(*cell) for cell in row) for row in fields.get("rows", ()))
    kind, span, aligns = BlockKind(fields["kind"]), Span(*fields["span"]), tuple(fields.get("aligns", ()))
    return Block(**{**fields, "kind": kind, "span": span, "rows": rows, "aligns": aligns})


def _over(row: Row, fields: dict[str, Any]) -> tuple[list[Layer], Gutter]:
    start, end = fields["cursor"]
    layers = [Layer(*one) for one in fields["highlights"]]
    here = [one for one in layers if one.start < row.text_end and one.end > row.start]
    begun = [one for one in here if one.start >= row.start]
    sign, second = (*[one.name for one in begun[:2]], "", "")[:2]
    cursor = any(one.start <= start < one.end for one in row.fragments)
    return [*here, Layer(start, end, CURSOR)], Gutter(sign, sign or (here[-1].name if here else ""), cursor, second)


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
    """What sets this ink and nothing of the one before."""
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
    """The colour's place in the palette of 256."""
    _, light, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < GREY_BELOW:
        grey = round(light * GREYS)
        return {0: 16, GREYS: 231}.get(grey, 231 + grey)
    steps = [_step(value) for value in (red, green, blue)]
    return 16 + 36 * round(steps[0]) + 6 * round(steps[1]) + round(steps[2])


def _step(value: int) -> float:
    return value / CUBE_FIRST if value < CUBE_FIRST else 1 + (value - CUBE_FIRST) / CUBE_STEP
