"""It is known what a terminal shows, so that of a frame only that is sent which it does not show yet.

Over the network a key is as quick as its bytes are few. Of each row the pieces are kept in which it was written: equal
ones are not sent again; rows that only moved are moved by the terminal itself, where it can; and of a row of which a
few cells change only these are sent. A frame that was not understood, and whatever else may change the screen, makes
that nothing is known of it: then all is sent, as it came.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from reader.ui.draw.strips import RESET, alike
from reader.ui.terminal.row_pieces import Cells, RowWriter, cells, cut, is_plain, plainly, width_in_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reader.ui.terminal.row_pieces import CellLook

MOVE = re.compile(r"\x1b\[([0-9]+);([0-9]+)H")
"""Puts the cursor somewhere: row and column, both from 1."""
_OTHER_CODE = re.compile(r"\x1b(?:\[[0-9;]*(?:[^0-9;mH]|\Z)|[^\[]|\Z)")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f]")
"""A line's end is none of them: it stands before a move, and has no effect."""
_HARMLESS = re.compile(
    r"(?:\x1b\[[?<>=](?!3[hl]|47[hl]|104[79][hl])[0-9;]*\$?[a-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07)*"
)
"""Asks or tells the terminal something that changes nothing on its screen."""
FEW = 16
"""Pieces of a frame of which single cells are looked for: that takes 20 us a piece, and of a turned page finds none."""
MOVED = 6
"""Rows that must have moved: to have them moved costs some 25 bytes, and looking for it a tenth of a millisecond."""


class ShownScreen:
    """A `ShownScreen` knows what the terminal of a driver shows."""

    def __init__(self, moves: Callable[[], bool]) -> None:
        """`moves` tells whether the terminal can move rows; it is asked when there is something to move."""
        self._moves = moves
        self._rows: dict[int, dict[int, str]] = {}
        """What was written last, by rows and by the columns at which it begins."""
        self._late: list[tuple[int, int, str]] = []
        self._texts: set[str] = set()
        """All that is in `_rows`, as it was when a frame had been sent last."""
        self._cursor = ""
        self._whole = ""
        """A frame of which it has not been asked yet whether it was understood."""
        self._size = (0, 0)
        self._laid_out = False
        """Whether pieces have begun or ended elsewhere than those before them, or may have, in rows written first."""

    def forget(self) -> None:
        """Something else may have written on the screen."""
        self._rows.clear()
        self._late.clear()
        self._texts.clear()
        self._whole = self._cursor = ""

    def changes(self, frame: str, size: tuple[int, int]) -> str:
        """Tell what to send for `frame`, on a screen of so many columns and rows; empty where all of it is shown
        already.

        `settle` is to be called when it has been sent.
        """
        self.settle()
        if size != self._size:
            self.forget()
            self._size = size
        begin, *parts = MOVE.split(frame)
        if not parts:
            if not _HARMLESS.fullmatch(frame):
                self.forget()
            return frame
        if begin:
            self.forget()
            return frame
        pieces = list(_pieces(parts))
        cursor = _left_at(parts)
        if not self._laid_out and len(pieces) > FEW and self._is_other(pieces):
            self._whole, self._late = frame, pieces
            sent = self._whole_rows(pieces)
        elif _are_strange(pieces):
            self.forget()
            return frame
        else:
            sent = self._sent(pieces)
        same, self._cursor = not sent and cursor == self._cursor, cursor
        return "" if same else sent + cursor

    def settle(self) -> None:
        """Note what has been sent: it is needed by the next frame only, and takes as long as making this one did."""
        whole, self._whole = self._whole, ""
        if whole and _are_strange(self._late):
            self.forget()
        if not self._late:
            return
        for row, column, text in self._late:
            self._note(row, column, text)
        self._late.clear()
        self._list_texts()

    def _list_texts(self) -> None:
        self._texts = {text for one in self._rows.values() for text in one.values()}

    def _is_other(self, pieces: Sequence[tuple[int, int, str]]) -> bool:
        """Whether a frame shares hardly a piece with the screen, as a turned page: what moved is not looked for then,
        nor whether it was understood, before it has been sent. Blank rows, of which any screen has some, are one piece.
        """
        texts = {text for *_, text in pieces}
        return 4 * len(texts & self._texts) < len(texts)

    def _whole_rows(self, pieces: Iterable[tuple[int, int, str]]) -> str:
        """Write rows without looking into them: but for the blanks at their edges, where the same are there already,
        and with the same look once for all of them.
        """
        parts: list[str] = []
        look, unsure = "", -1
        for row, column, text in pieces:
            there = self._rows.get(row, {}).get(column, "")
            if there == text and row != unsure:
                continue
            new = alike(text)
            if new is None:
                parts.append(f"{look and RESET}\x1b[{row + 1};{column + 1}H{text}")
                look, unsure = "", row if unsure == row or not is_plain(text) else -1
                continue
            code, cells, start, end = new
            before = alike(there) if row != unsure else None
            if before is not None and before.look == code and len(before.cells) == len(cells):
                start, end = min(start, before.start), max(end, before.end)
            else:
                start, end = 0, len(cells)
            if start < end:
                turn = "" if code == look else f"{look and RESET}{code}"
                parts.append(f"\x1b[{row + 1};{column + start + 1}H{turn}{cells[start:end]}")
                look = code
        return "".join(parts) + (look and RESET)

    def _sent(self, pieces: list[tuple[int, int, str]]) -> str:
        new = self._not_shown(pieces, self._rows)
        scroll = ""
        form: Callable[[str], str] = str
        if len(new) >= MOVED and self._laid_out:
            self._laid_out = False
            if self._split(new):
                form = plainly
                self._spell(new)
                self._list_texts()
                new = self._not_shown(new, self._rows)
        if len(new) >= MOVED:
            scroll, new = self._moved(new, form)
        if not scroll and len(new) > FEW:
            self._late = new
            return self._whole_rows(new)
        writer = RowWriter(scroll)
        for row, column, text in new:
            writer.write(row, column, text, _part(self._rows.get(row, {}), column, width_in_cells(text)))
        self._late = new
        return writer.end()

    def _not_shown(
        self,
        pieces: Iterable[tuple[int, int, str]],
        shown: Mapping[int, Mapping[int, str]],
    ) -> list[tuple[int, int, str]]:
        """Those that are to be sent: also what stands behind a text that may take more cells than it should."""
        new: list[tuple[int, int, str]] = []
        for one in pieces:
            row, column, text = one
            if not text:
                continue
            if shown.get(row, {}).get(column) == text:
                before = next((other for other in reversed(new) if other[0] == row and other[1] < column), None)
                if before is None or is_plain(before[2]):
                    continue
            new.append(one)
        return new

    def _moved(
        self, new: list[tuple[int, int, str]], form: Callable[[str], str]
    ) -> tuple[str, list[tuple[int, int, str]]]:
        """What moves rows that are shown already to where they are to be, and what is still to be written then."""
        # Most often nothing has moved, which is known sooner than by how far it would have.
        known = form is plainly or len({text for *_, text in new} & self._texts) >= MOVED
        by = self._distance(new, form) if known else None
        if by is None:
            return "", new
        matched = [row for row, x, text in new if form(self._rows.get(row + by, {}).get(x, "")) == form(text)]
        first, last = min(*matched, min(matched) + by), max(*matched, max(matched) + by)
        region = range(first, last + 1)
        wanted = {row: dict(self._rows.get(row, {})) for row in region}
        for row, column, text in new:
            if row in region:
                _overlay(wanted[row], column, text)
        columns, rows = self._size
        if last >= rows or any(sum(map(width_in_cells, row.values())) != columns for row in wanted.values()):
            return "", new  # nobody knows what else is there
        moved = {row: dict(self._rows[row + by]) if row + by in region else {} for row in region}
        for row in region:
            same = {x: text for x, text in wanted[row].items() if form(moved[row].get(x, "")) == form(text)}
            moved[row].update(same)
        inside = [(row, column, wanted[row][column]) for row in region for column in sorted(wanted[row])]
        left = [one for one in new if one[0] not in region] + self._not_shown(inside, moved)
        if sum(len(text) for *_, text in left) >= sum(len(text) for *_, text in new):
            return "", new
        if not self._moves():
            return "", new
        self._rows.update(moved)
        line = f"\x1b[{abs(by)}{'M' if by > 0 else 'L'}"
        return f"\x1b[{first + 1};{last + 1}r\x1b[{first + 1};1H{line}\x1b[r", left

    def _split(self, new: list[tuple[int, int, str]]) -> bool:
        """Cut what was written with its neighbours, as after a change of the layout, to what is written alone now."""
        found = False
        for row, column, text in new:
            pieces, end = self._rows.get(row, {}), column + width_in_cells(text)
            if width_in_cells(pieces.get(column, "")) == end - column:
                continue  # as it is written alone already
            for at in [at for at in pieces if at <= column and end <= at + width_in_cells(pieces[at])]:
                whole = pieces[at]
                if width_in_cells(whole) > end - column and cut(whole, column - at, end - at):
                    _overlay(pieces, column, cut(whole, column - at, end - at))
                    found = True
        return found

    def _spell(self, new: list[tuple[int, int, str]]) -> None:
        """Have pieces that look as what is shown there as they are written now: a new screen is painted with all that
        is in it, and again by its parts, once they are filled.
        """
        for row, column, text in new:
            pieces = self._rows.get(row, {})
            if column in pieces and plainly(pieces[column]) == plainly(text):
                pieces[column] = text

    def _distance(self, new: list[tuple[int, int, str]], form: Callable[[str], str]) -> int | None:
        """How many rows further down most of what is new is shown; None: it is not."""
        shown: dict[tuple[int, str], int | None] = {}
        for row, pieces in self._rows.items():
            for column, text in pieces.items():
                key = column, form(text)
                shown[key] = None if key in shown else row
        votes: Counter[int] = Counter()
        for row, column, text in new:
            before = shown.get((column, form(text)))
            if before is not None:
                votes[before - row] += 1
        by, count = max(votes.items(), key=lambda one: one[1], default=(0, 0))
        return by if by and count >= MOVED else None

    def _note(self, row: int, column: int, text: str) -> None:
        columns, rows = self._size
        if row >= rows or column + width_in_cells(text) > columns:
            self.forget()  # the terminal has another size than whoever drew this thought
            return
        self._laid_out |= row not in self._rows
        pieces = self._rows.setdefault(row, {})
        self._laid_out |= _overlay(pieces, column, text)
        if not is_plain(text):
            for other in [one for one in pieces if one > column]:
                del pieces[other]


def _are_strange(pieces: Iterable[tuple[int, int, str]]) -> bool:
    return any(_is_strange(text) for *_, text in pieces)


@lru_cache(1024)
def _is_strange(frame: str) -> bool:
    """Whether there is something in a frame, or in a piece of it, besides text, styles and moves."""
    if _OTHER_CODE.search(frame):
        return True
    # A pattern for single characters takes four times as long: it is for what is not printable, as a hard blank is.
    return not frame.replace("\x1b", "").replace("\n", "").isprintable() and bool(_CONTROLS.search(frame))


def uncover(frames: Sequence[str]) -> list[str]:
    """Leave out of the frames what a later one of them paints over: one after the other they show what the last one
    does.
    """
    if len(frames) == 1 or any(_is_strange.__wrapped__(frame) for frame in frames):
        return list(frames)
    later: dict[int, list[tuple[int, int]]] = {}
    kept = []
    for frame in reversed(frames):
        begin, *parts = MOVE.split(frame)
        pieces = [(row, column, column + width_in_cells(text), text) for row, column, text in _pieces(parts)]
        shown = [
            f"\x1b[{row + 1};{column + 1}H{text}"
            for row, column, end, text in pieces
            if not any(a <= column and end <= b for a, b in later.get(row, ()))
        ]
        kept.append(begin + "".join(shown) + _left_at(parts))
        for row, column, end, _ in pieces:
            later.setdefault(row, []).append((column, end))
    return kept[::-1]


@cache
def moves_rows(terminal: str) -> bool:
    """Tell whether the terminal of this process, which has that name, can move rows within others as the DEC VT102
    could.
    """
    try:
        import curses  # noqa: PLC0415  (1 ms, and not on every platform)
    except ImportError:
        return False
    try:
        curses.setupterm(terminal, 1)
    except curses.error:
        return False
    can = {"csr": b"\x1b[%i%p1%d;%p2%dr", "dl": b"\x1b[%p1%dM", "il": b"\x1b[%p1%dL"}
    return all(curses.tigetstr(name) == code for name, code in can.items())


def _left_at(parts: list[str]) -> str:
    """Where the cursor is left, where the last move is for that alone."""
    return f"\x1b[{parts[-3]};{parts[-2]}H" if parts and not parts[-1] else ""


def _pieces(parts: list[str]) -> Iterator[tuple[int, int, str]]:
    """Row and column, from 0, and what is written there, where that is anything."""
    for at in range(2, len(parts), 3):
        text = parts[at].removesuffix("\n")
        if text:
            yield int(parts[at - 2]) - 1, int(parts[at - 1]) - 1, text


def _overlay(row: dict[int, str], column: int, text: str) -> bool:
    """Have the text in the row, and what it does not cover of others; whether the row is parted in another way now."""
    end = column + width_in_cells(text)
    if column in row and end == column + width_in_cells(row[column]):
        row[column] = text
        return False
    others = [one for one in row if one < end and one + width_in_cells(row[one]) > column]
    for other in others:
        covered = row.pop(other)
        parts = ((0, column - other), (end - other, width_in_cells(covered)))
        row.update({other + a: part for a, b in parts if a < b and (part := cut(covered, a, b))})
    row[column] = text
    return bool(others)


def _part(row: dict[int, str], column: int, width: int) -> Cells | None:
    """What so many cells of a row show; None where not all of them are known."""
    same = row.get(column)
    if same is not None and width_in_cells(same) == width:
        return cells(same)
    signs: list[str] = []
    ends: list[int] = []
    looks: list[CellLook] = []
    for at in sorted(row):
        if not column - width_in_cells(row[at]) < at < column + width:
            continue
        known = cells(row[at])
        if known is None or at > column + len(signs):
            return None
        a, b = max(0, column - at), max(0, column + width - at)
        begin = len(signs) - a
        signs.extend(known.signs[a:b])
        runs = [(end, look) for end, look in zip(known.ends, known.looks, strict=True) if end > a]
        ends.extend(begin + min(end, b) for end, _ in runs)
        looks.extend(look for _, look in runs)
    return Cells(signs, ends, looks) if len(signs) == width else None
