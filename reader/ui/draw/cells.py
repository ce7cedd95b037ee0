"""Text is drawn in the cells of a terminal: how wide it is, which character is in which cell, where its lines break.

Most text takes one cell a character; for the rest there is a piecewise linear map, so that a Chinese paragraph is
one piece and not a thousand. Widths are Rich's, which Textual cuts its strips by.

Lines are broken greedily, with `str.rfind`: 3.7 ms for a megabyte of prose, where Rich and Textual take 200 to 350.
Chinese, Japanese and Korean break between characters, but for those that may not begin or end a line (kinsoku,
JIS X 4051).

The rows of lists and dialogs are `Line`s, pieces of text each with its role: they are cut, spread and wrapped here too.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from reader.domain.patterns import compiled  # 6 ms on the way to the first text, which plain ASCII does not need
from reader.domain.printable import printable
from reader.ui.draw.theme import Role

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

NARROW = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u2199\u2500-\u25fc"
)
"""What takes one cell. Rich's own ranges for this lack curly quotes and dashes, so that most prose misses them."""
WIDE = "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
"""What takes two cells and may stand at the end of a row."""
JOINING = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f"
"""What belongs to the character before it."""
HIDDEN = "\xad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff"
"""Invisible and harmless: soft hyphens, joiners, marks of direction. A reader does not want to see them."""

PICTURED = "\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2065-\u206f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
"""What is drawn as a picture or a dot of one cell, and joins nothing."""

FLAG = "\U0001f3f4"
TAGS = "\U000e0020-\U000e007f"
"""After a black flag they say whose it is (Wales, Scotland); anywhere else they smuggle text."""

_OTHER = f"[^{NARROW}]"
_HIDDEN = f"[{HIDDEN}]+|(?<={FLAG})[{TAGS}]+|(?<=[{NARROW}\u0300-\u036f])[\u200c\u200d]+"
"""A joiner behind a letter that joins nothing is hidden too: tmux would put the next letter into its cell."""
_TOKENS = (
    f"(?P<narrow>[{NARROW}{PICTURED}\t]+(?![{JOINING}]))|(?P<wide>[{WIDE}]+(?![{JOINING}]))"
    f"|{FLAG}[{TAGS}]+|[{NARROW}{WIDE}]?(?:(?!{FLAG}[{TAGS}])[^{NARROW}{WIDE}{PICTURED}\t])+|[\\s\\S]"
)


SPACING = "[\u0903-\u1cf7]"
"""Where the scripts are of which vowels stand beside their letter: Devanagari, Bengali, Tamil, Khmer … One range, for
all text that is not ASCII is looked through for it."""
ROOM = "\u2800"
"""A blank sign that keeps a cell free behind such a cluster; it is never sent to the terminal."""
JOIN_THEM = frozenset({"xterm-kitty", "xterm-ghostty"})
"""What terminals call themselves that put such a vowel into the cells of its letter, as Rich counts it."""


def is_narrow(text: str) -> bool:
    """Tell whether every code point takes exactly one cell."""
    return (text.isascii() and text.isprintable()) or not compiled(_OTHER).search(text)


def drawn(text: str) -> str:
    """Draw `text` as it is sent to the terminal: nothing it would act on, and nothing without a width of its own."""
    if not text.isprintable():
        text = printable(compiled(_HIDDEN).sub("", text))
    return text if text.isascii() or not compiled(SPACING).search(text) else _spaced(text)


@lru_cache(4096)
def _spaced(text: str) -> str:
    """Keep room behind every vowel that stands beside its letter: for most terminals, and for tmux, it has a cell of
    its own, which the next letter would be written over.
    """
    if not _gives_cells():
        return text
    return "".join(
        f"{cluster.rstrip(ROOM)}{ROOM * count}" if (count := _spacing(cluster)) else cluster
        for cluster in (text[start:end] for start, end in pairwise([*_starts(text), len(text)]))
    )


@cache
def _gives_cells() -> bool:
    return os.environ.get("TERM") not in JOIN_THEM


def _spacing(cluster: str) -> int:
    """How many of a cluster's signs stand beside its letter."""
    return sum(category(sign) == "Mc" for sign in cluster)


def _starts(text: str) -> Iterator[int]:
    """Where each cluster of `text` begins; the room that is kept behind one is a part of it."""
    from reader.domain.segment.graphemes import next_boundary  # noqa: PLC0415  (see `_clusters`)

    start = 0
    while start < len(text):
        yield start
        end = next_boundary(text, start)
        if text.startswith(ROOM, end) and _spacing(text[start:end]):
            while text.startswith(ROOM, end):
                end += 1
        start = end


class CellMap(NamedTuple):
    """A `CellMap` is a piecewise linear map between code points and cells.

    Piece i covers the code points [offsets[i], offsets[i + 1]) from cells[i] on; steps[i] is the cells that each of
    them takes, 0 where the piece is one cluster that cannot be parted. One more entry in both ends the text.
    """

    offsets: list[int]
    cells: list[int]
    steps: list[int]

    def cell(self, offset: int) -> int:
        """Tell at which cell the cluster of `offset` begins."""
        piece = bisect_right(self.offsets, offset) - 1
        if piece >= len(self.steps):
            return self.cells[-1]
        return self.cells[piece] + (offset - self.offsets[piece]) * self.steps[piece]

    def offset(self, cell: int) -> int:
        """Tell where the cluster starts that is drawn over `cell`; the text's length beyond its last."""
        piece = bisect_right(self.cells, cell) - 1
        if piece >= len(self.steps):
            return self.offsets[-1]
        step = self.steps[piece]
        return self.offsets[piece] + ((cell - self.cells[piece]) // step if step else 0)

    def fit(self, start: int, cells: int) -> int:
        """Find the furthest cluster boundary to which the text from `start` takes at most that many cells."""
        limit = self.cell(start) + cells
        if limit >= self.cells[-1]:
            return self.offsets[-1]
        piece = bisect_right(self.cells, limit) - 1
        return max(start, self.offset(limit)) if self.steps[piece] else max(start, self.offsets[piece])

    def boundary_after(self, offset: int) -> int:
        """Find the first cluster boundary after `offset`."""
        piece = bisect_right(self.offsets, offset) - 1
        if piece >= len(self.steps):
            return self.offsets[-1]
        return offset + 1 if self.steps[piece] else self.offsets[piece + 1]

    def boundary_at(self, offset: int) -> int:
        """Find the start of the cluster that `offset` is in."""
        piece = bisect_left(self.offsets, offset + 1) - 1
        if piece >= len(self.steps):
            return self.offsets[-1]
        return offset if self.steps[piece] else self.offsets[piece]


def cell_map(text: str) -> CellMap:
    """Map `text`, starting at cell 0."""
    offsets: list[int] = []
    cells: list[int] = []
    steps: list[int] = []
    cell = 0
    for token in compiled(_TOKENS).finditer(text):
        start, end = token.span()
        if token.lastgroup:
            step = 1 if token.lastgroup == "narrow" else 2
            offsets.append(start)
            cells.append(cell)
            steps.append(step)
            cell += (end - start) * step
        else:
            for begin, width in _clusters(token[0]):
                offsets.append(start + begin)
                cells.append(cell)
                steps.append(0)
                cell += width
    offsets.append(len(text))
    cells.append(cell)
    return CellMap(offsets, cells, steps)


@lru_cache(maxsize=512)
def width_of(text: str) -> int:
    """Tell how many cells `text` is drawn in."""
    return len(text) if is_narrow(text) else cell_map(text).cells[-1]


def fit_to(text: str, cells: int) -> str:
    """Draw `text`, cut with an ellipsis or filled with blanks to exactly that many cells."""
    width = width_of(text)
    if width <= cells:
        return drawn(text) + " " * (cells - width)
    if cells < 1:
        return ""
    cut = cells - 1 if is_narrow(text) else cell_map(text).fit(0, cells - 1)
    kept = text[:cut]
    return drawn(kept) + "…" + " " * (cells - 1 - width_of(kept))


PICTURES = "\xa9\xae\u203c-\u3299\U0001f000-\U0001faff"
"""Characters that may be drawn as pictures."""
_PICTURE = f"[{PICTURES}]"
_YOUNG = "\U0001f6d5-\U0001faff"
"""Where nearly all pictures of Unicode 11 (2018) and later are: terminals with older tables take them for one cell, or
none. It is one range, for a class of many takes eight times as long to look for."""
_PLACED = "\x1b\\[[0-9]+G"
"""Puts the cursor into a column of its row, as rows do behind what is wide in some terminals."""
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
"""Marks of Indian scripts behind which a letter joins the next one."""
_JOINED = f"[^\\s\x1b][{JOINING.replace(chr(0x200D), '')}{_VIRAMAS}]*"
_DISPUTED = (
    "[\U0001f1e6-\U0001f1ff]{2}"
    f"|{FLAG}[{TAGS}]+"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|{_PICTURE}(?:[\ufe0f\U0001f3fb-\U0001f3ff]+(?:\u200d{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*)*"
    f"|(?:\u200d{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*)+)"
    f"|{_JOINED}(?:\u200d(?:{_PLACED})?{_JOINED})+"
    f"|[{_YOUNG}]"
)
"""Clusters of which terminals do not agree how wide they are: flags, keycaps, pictures made by a variation selector,
those that are joined or coloured, young ones, letters that are joined: some put both of them into the cells of the
first.
"""
HINTS_OF_DISPUTE = ("\ufe0f", "\u200d", "\u20e3", "\U000e007f")
_ASTRAL = "[\U0001f1e6-\U0001faff]"
_HINTING = f"[\U0001f1e6-\U0001f3ff{_YOUNG}]"
SAVE, RESTORE = "\x1b7", "\x1b8"


def pin_clusters(frame: str) -> str:
    """Pin a frame for the terminal, so that no width is left to it where terminals disagree.

    Such a cluster's cells are written blank first, then the cluster over them, and what follows is put behind those
    cells: nothing of an earlier screen stays beside it, and nothing after it is shifted.
    """
    if frame.isascii():
        return frame
    if ROOM in frame:
        frame = _pin_spaced(frame)
    if not any(one in frame for one in HINTS_OF_DISPUTE) and not (
        # Two ranges take half as long again as the one that holds both.
        compiled(_ASTRAL).search(frame) and compiled(_HINTING).search(frame)
    ):
        return frame
    return compiled(_DISPUTED).sub(_pinned, frame)


def _pin_spaced(frame: str) -> str:
    """Pin the clusters behind which room is kept."""
    parts = compiled(f"({ROOM}+)").split(frame)
    for index in range(0, len(parts) - 1, 2):
        part = parts[index]
        at = len(part) - 1
        while at > 0 and category(part[at])[0] == "M":
            at -= 1
        if _spacing(part[max(at, 0) :]):  # else it is a sign of the text itself
            parts[index], parts[index + 1] = part[:at], _pin(part[at:])
    return "".join(parts)


def _pinned(match: re.Match[str]) -> str:
    return _pin(compiled(_PLACED).sub("", match[0])) or match[0]


def _pin(cluster: str) -> str:
    """Write a cluster over as many blanks, and go on behind them; empty where it takes no cell."""
    cells = width_of(cluster)
    # Saved twice: some terminals forget what they have restored.
    return f"{SAVE}{' ' * cells}{RESTORE}{SAVE}{cluster}{RESTORE}\x1b[{cells}C" if cells else ""


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where each cluster of `text` begins, and how many cells it takes."""
    # 12 ms on the way to the first text, for what most texts do not have.
    from rich.cells import cell_len  # noqa: PLC0415

    for start, end in pairwise([*_starts(text), len(text)]):
        yield start, cell_len(drawn(text[start:end]))


NOT_FIRST = frozenset("、。，．：；！？）］｝」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョヶ々〜…‥・％%,.!?;:)]}’”")
NOT_LAST = frozenset("（［｛「『【〈《([{‘“＄￥$")
DASHES = "—–-/"
"""A line may break after these, inside of a word."""
_WIDE = f"[{WIDE}\U0001f300-\U0001faff]"


def wrap(text: str, width: int) -> list[int]:
    """Find the offsets at which the lines of `text` start, the first 0.

    Blanks at which it breaks end the line before.
    """
    if len(text) <= width and is_narrow(text):
        return [0]
    return _wrap_narrow(text, width) if is_narrow(text) else _wrap_wide(text, width)


def _wrap_narrow(text: str, width: int) -> list[int]:
    starts = [0]
    start, end = 0, len(text)
    while end - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        cut = max(cut + 1, _dash(text, max(cut, start), start + width))
        if cut <= start or text[start:cut].isspace():
            cut = start + width
        start = _past_blanks(text, cut)
        if start >= end:
            break
        starts.append(start)
    return starts


def _wrap_wide(text: str, width: int) -> list[int]:
    cells = cell_map(text)
    starts = [0]
    start, end = 0, len(text)
    while cells.cells[-1] - cells.cell(start) > width:
        start = _past_blanks(text, _cut_wide(text, cells, start, width))
        if start >= end:
            break
        starts.append(start)
    return starts


def _cut_wide(text: str, cells: CellMap, start: int, width: int) -> int:
    fit = cells.fit(start, width)
    if fit <= start:
        return cells.boundary_after(start)  # one cluster wider than the line
    if text[fit] == " ":
        return fit
    cut = text.rfind(" ", start, fit) + 1
    cut = max(cut, _dash(text, max(cut, start), fit))
    is_wide = compiled(_WIDE).match
    for at in range(fit, max(cut, start), -1):
        between = is_wide(text[at]) or is_wide(text[at - 1])
        allowed = text[at] not in NOT_FIRST and text[at - 1] not in NOT_LAST
        if between and allowed and cells.boundary_at(at) == at:
            return at
    return fit if cut <= start or text[start:cut].isspace() else cut


def _dash(text: str, start: int, end: int) -> int:
    """After the last dash in [start, end) that a line may break after; 0 without one."""
    for at in range(end - 1, start, -1):
        if text[at] in DASHES and _parts(text, at):
            return at + 1
    return 0


def _parts(text: str, at: int) -> bool:
    """Whether the dash there stands inside a word: no minus sign, no option of a command, no end of a quotation."""
    before, after = text[at - 1], text[at + 1 : at + 2]
    if text[at] == "-":
        return before.isalpha() and after.isalpha()
    return after.isalnum() and (text[at] != "/" or before.isalnum())


def _past_blanks(text: str, at: int) -> int:
    while text[at : at + 1] == " ":
        at += 1
    return at


GAP = 2
"""Cells between two ends of a line: enough to tell them apart."""


class Styled(NamedTuple):
    """A `Styled` is text that looks one way."""

    text: str
    style: Role = Role.PLAIN


Line = tuple[Styled, ...]
"""One row; what is drawn of it is made safe where it is drawn."""


class ItemRows(NamedTuple):
    """`ItemRows` are the rows of one item: those above it that are not its own, its own, and how many blank ones
    follow.
    """

    rows: tuple[Line, ...]
    heading: tuple[Line, ...] = ()
    gap: int = 0
    bar: Role = Role.PLAIN
    """The role of a bar before its rows; plain for none."""
    marked: bool = False
    """Whether it is one of those that are to be acted on together."""


def line_width(line: Iterable[Styled]) -> int:
    """Count the cells that a line takes."""
    return sum([width_of(one.text) for one in line])


def cut(line: Line, width: int) -> Line:
    """Cut the line to at most `width` cells, with an ellipsis where it was longer."""
    if line_width(line) <= width:
        return line
    kept: list[Styled] = []
    for one in line:
        cells = width_of(one.text)
        # The last cell is the ellipsis': what fits exactly before it is followed by more.
        if cells >= width:
            kept.append(Styled(fit_to(one.text + " ", width).rstrip(), one.style))
            break
        kept.append(one)
        width -= cells
    return tuple(kept)


def spread(left: Line, right: Line, width: int) -> Line:
    """Spread `left` to the left end and `right` to the right end; the left is cut so that a gap stays between them."""
    right = cut(right, width)
    room = line_width(right)
    left = cut(left, max(0, width - room - GAP) if right else width)
    return (*left, Styled(" " * (width - room - line_width(left))), *right)


def pad_text(text: str, width: int, style: Role = Role.PLAIN, *, right: bool = False) -> Styled:
    """Cut or fill text to exactly that width, for columns; `right`: the blanks come first."""
    if right and width_of(text) < width:
        return Styled(" " * (width - width_of(text)) + text, style)
    return Styled(fit_to(text, width), style)


def wrap_line(line: Iterable[Styled], width: int, lead: Line = (), below: Line | None = None) -> list[Line]:
    """Wrap the text in rows of at most `width` cells, broken at words; one at least.

    The first begins with `lead`, the others with `below`, which is as wide: blanks, where it is not given.
    """
    pieces = [Styled(" ".join(one.text.splitlines()) if "\n" in one.text else one.text, one.style) for one in line]
    text = "".join(one.text for one in pieces)
    indent = line_width(lead)
    starts = [*wrap(text, max(1, width - indent)), len(text)]
    if below is None:
        below = (Styled(" " * indent),) if indent else ()
    rows = []
    for start, end in pairwise(starts):
        # Blanks at which a row breaks are not drawn.
        last = start + len(text[start:end].rstrip())
        rows.append((*(below if start else lead), *_slice(pieces, start, last)))
    return rows


def wrap_sentence(text: str, width: int, most: int) -> list[str]:
    """Wrap a sentence in rows of exactly `width` cells, broken at words, at most so many; the last is cut then."""
    if width_of(text) <= width or most < 2:
        return [fit_to(text, width)]
    starts = wrap(text, max(1, width))[:most]
    rows = [fit_to(text[start:end].rstrip(), width) for start, end in pairwise(starts)]
    return [*rows, fit_to(text[starts[-1] :].rstrip(), width)]


def _slice(pieces: Iterable[Styled], start: int, end: int) -> Iterator[Styled]:
    at = 0
    for piece in pieces:
        inner = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if inner:
            yield Styled(inner, piece.style)
