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
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import compiled
from reader.ui.draw.cells import NARROW, WIDE, is_narrow, width_of
from reader.ui.draw.strips import RESET, STYLE, alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MOVE = re.compile(r"\x1b\[([0-9]+);([0-9]+)H")
"""Puts the cursor somewhere: row and column, both from 1."""
_OTHER_CODE = re.compile(r"\x1b(?:\[[0-9;]*[^0-9;mH]|[^\[]|\[?$)")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f]")
"""A line's end is none of them: it stands before a move, and has no effect."""
_HARMLESS = re.compile(
    r"(?:\x1b\[[?<>=](?!3[hl]|47[hl]|104[79][hl])[0-9;]*\$?[a-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07)*"
)
"""Asks or tells the terminal something that changes nothing on its screen."""
_PLAIN = f"(?:[{NARROW}][\u0300-\u036f]*|[{WIDE}])*"
"""Text of which all terminals agree which cells it is in: only of such a part may be written."""
_CELLS = f"[{NARROW}{WIDE}][\u0300-\u036f]*"

FEW = 16
"""Pieces of a frame of which single cells are looked for: that takes 20 us a piece, and of a turned page finds none."""
MOVED = 6
"""Rows that must have moved: to have them moved costs some 25 bytes, and looking for it a tenth of a millisecond."""
GAP = 4
"""Cells that stay as they are and are sent again, because to skip them takes as many bytes."""


class CellLook(NamedTuple):
    """A `CellLook` says how a cell is drawn, in the codes that say so (SGR)."""

    switches: frozenset[str] = frozenset()
    text: str = ""
    ground: str = ""


NO_LOOK = CellLook()
_OFF = {"22": ("1", "2"), "23": ("3",), "24": ("4", "21"), "25": ("5", "6"), "27": ("7",), "28": ("8",), "29": ("9",)}
_CAN_END = frozenset().union(*_OFF.values())
_LINES = frozenset("4789") | {"21", "53"}
"""What is seen on blanks, too."""


class Cells(NamedTuple):
    """A piece of a row: what is in each of its cells, and the runs of cells that look the same."""

    signs: str | list[str]
    """A cell an entry; the second one of a wide character is empty. A text where each cell has one code point."""
    ends: list[int]
    """Where each run ends: the next one begins there."""
    looks: list[CellLook]


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
        """Whether pieces have begun or ended elsewhere than those before them."""

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
        elif _is_strange(frame):
            self.forget()
            return frame
        else:
            sent = self._sent(pieces)
        same, self._cursor = not sent and cursor == self._cursor, cursor
        return "" if same else sent + cursor

    def settle(self) -> None:
        """Note what has been sent: it is needed by the next frame only, and takes as long as making this one did."""
        whole, self._whole = self._whole, ""
        if whole and _is_strange(whole):
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
        nor whether it was understood, before it has been sent.
        """
        shown = self._texts
        return 4 * sum([text in shown for *_, text in pieces]) < len(pieces)

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
                look, unsure = "", row if unsure == row or not _is_plain(text) else -1
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
                form = _plainly
                self._spell(new)
                self._list_texts()
                new = self._not_shown(new, self._rows)
        if len(new) >= MOVED:
            scroll, new = self._moved(new, form)
        if not scroll and len(new) > FEW:
            self._late = new
            return self._whole_rows(new)
        pen = _Pen(scroll)
        for row, column, text in new:
            pen.write(row, column, text, _part(self._rows.get(row, {}), column, _width(text)))
        self._late = new
        return pen.end()

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
                if before is None or _is_plain(before[2]):
                    continue
            new.append(one)
        return new

    def _moved(
        self, new: list[tuple[int, int, str]], form: Callable[[str], str]
    ) -> tuple[str, list[tuple[int, int, str]]]:
        """What moves rows that are shown already to where they are to be, and what is still to be written then."""
        by = self._distance(new, form)
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
        if last >= rows or any(sum(map(_width, row.values())) != columns for row in wanted.values()):
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
            pieces, end = self._rows.get(row, {}), column + _width(text)
            if _width(pieces.get(column, "")) == end - column:
                continue  # as it is written alone already
            for at in [at for at in pieces if at <= column and end <= at + _width(pieces[at])]:
                whole = pieces[at]
                if _width(whole) > end - column and _cut(whole, column - at, end - at):
                    _overlay(pieces, column, _cut(whole, column - at, end - at))
                    found = True
        return found

    def _spell(self, new: list[tuple[int, int, str]]) -> None:
        """Have pieces that look as what is shown there as they are written now: a new screen is painted with all that
        is in it, and again by its parts, once they are filled.
        """
        for row, column, text in new:
            pieces = self._rows.get(row, {})
            if column in pieces and _plainly(pieces[column]) == _plainly(text):
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
        if row >= rows or column + _width(text) > columns:
            self.forget()  # the terminal has another size than whoever drew this thought
            return
        pieces = self._rows.setdefault(row, {})
        self._laid_out |= _overlay(pieces, column, text)
        if not _is_plain(text):
            for other in [one for one in pieces if one > column]:
                del pieces[other]


def _plainly(text: str) -> str:
    """The piece as it would be written by itself: what looks the same is the same text."""
    return _cut(text, 0, _width(text)) or text


def _is_strange(frame: str) -> bool:
    """Whether there is something in a frame besides text, styles and moves."""
    if _OTHER_CODE.search(frame):
        return True
    # A pattern for single characters takes four times as long: it is for what is not printable, as a hard blank is.
    return not frame.replace("\x1b", "").replace("\n", "").isprintable() and bool(_CONTROLS.search(frame))


def uncover(frames: Sequence[str]) -> list[str]:
    """Leave out of the frames what a later one of them paints over: one after the other they show what the last one
    does.
    """
    if any(_is_strange(frame) for frame in frames):
        return list(frames)
    later: dict[int, list[tuple[int, int]]] = {}
    kept = []
    for frame in reversed(frames):
        begin, *parts = MOVE.split(frame)
        pieces = [(row, column, column + _width(text), text) for row, column, text in _pieces(parts)]
        shown = [
            f"\x1b[{row + 1};{column + 1}H{text}"
            for row, column, end, text in pieces
            if not any(a <= column and end <= b for a, b in later.get(row, ()))
        ]
        kept.append(begin + "".join(shown) + _left_at(parts))
        for row, column, end, _ in pieces:
            later.setdefault(row, []).append((column, end))
    return kept[::-1]


class _Pen:
    """Writes pieces, changing place and look as little as it can."""

    def __init__(self, begin: str) -> None:
        self._parts = [begin] if begin else []
        self._look = NO_LOOK

    def write(self, row: int, column: int, text: str, old: Cells | None) -> None:
        """Write a piece there; `old` is what is there already, None where nobody knows."""
        new = cells(text) if old is not None else None
        if old is None or new is None:
            self._plain()
            self._parts.append(f"\x1b[{row + 1};{column + 1}H{text}")
            return
        at = None
        for start, end in _runs(old, new):
            self._parts.append(f"\x1b[{row + 1};{column + start + 1}H" if at is None else f"\x1b[{start - at}C")
            self.cells(new, start, end)
            at = end

    def end(self) -> str:
        """All that was written, which begins and ends without any style."""
        self._plain()
        return "".join(self._parts)

    def cells(self, new: Cells, start: int, end: int) -> None:
        """Write these cells where it stands."""
        begin = start
        for stop, look in zip(new.ends, new.looks, strict=True):
            if stop <= begin:
                continue
            part = "".join(new.signs[begin : min(stop, end)])
            text = part.lstrip(" ")
            if len(text) < len(part):
                self._turn(_on_blank(look), blank=True)
                self._parts.append(part[: len(part) - len(text)])
            if text:
                self._turn(look, blank=False)
                self._parts.append(text)
            begin = stop
            if begin >= end:
                break

    def _turn(self, look: CellLook, *, blank: bool) -> None:
        if look is not self._look:
            code, self._look = _turn(self._look, look, blank=blank)
            self._parts.append(code)

    def _plain(self) -> None:
        if self._look != NO_LOOK:
            self._parts.append(RESET)
            self._look = NO_LOOK


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
    end = column + _width(text)
    if column in row and end == column + _width(row[column]):
        row[column] = text
        return False
    for other in [one for one in row if one < end and one + _width(row[one]) > column]:
        covered = row.pop(other)
        parts = ((0, column - other), (end - other, _width(covered)))
        row.update({other + a: part for a, b in parts if a < b and (part := _cut(covered, a, b))})
    row[column] = text
    return True


def _part(row: dict[int, str], column: int, width: int) -> Cells | None:
    """What so many cells of a row show; None where not all of them are known."""
    same = row.get(column)
    if same is not None and _width(same) == width:
        return cells(same)
    signs: list[str] = []
    ends: list[int] = []
    looks: list[CellLook] = []
    for at in sorted(row):
        if not column - _width(row[at]) < at < column + width:
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


@lru_cache(256)
def _cut(text: str, start: int, end: int) -> str:
    """A part of a piece; empty where it cannot be cut there."""
    known = cells(text)
    if known is None or "" in (*known.signs[start : start + 1], *known.signs[end : end + 1]):
        return ""
    pen = _Pen("")
    pen.cells(known, start, end)
    return pen.end()


@lru_cache(1024)
def _width(text: str) -> int:
    return width_of(STYLE.sub("", text))


@lru_cache(1024)
def _is_plain(text: str) -> bool:
    """Whether terminals agree about its cells."""
    return text.isascii() or _is_agreed(STYLE.sub("", text))


def _is_agreed(text: str) -> bool:
    # Most text takes a cell each, which is known without a pattern that takes 3 ms to compile.
    return is_narrow(text) or bool(compiled(_PLAIN).fullmatch(text))


@lru_cache(256)
def cells(text: str) -> Cells | None:
    """Cut a piece into its cells; None where terminals may not agree about them."""
    parts = STYLE.split(text)
    whole = "".join(parts[::2])
    narrow = is_narrow(whole)
    if not narrow and not compiled(_PLAIN).fullmatch(whole):
        return None
    signs: list[str] = []
    ends: list[int] = []
    looks: list[CellLook] = []
    look, end = NO_LOOK, 0
    for count, part in enumerate(parts):
        if count % 2:
            styled = _styled(look, part)
            if styled is None:
                return None
            look = styled
        elif part:
            end += len(part) if narrow else _spread(part, signs)
            ends.append(end)
            looks.append(look)
    return Cells(whole if narrow else signs, ends, looks)


def _spread(text: str, signs: list[str]) -> int:
    """Append what is in each of a text's cells; how many they are."""
    before = len(signs)
    for sign in compiled(_CELLS).findall(text):
        signs.extend([sign, *[""] * (width_of(sign) - 1)])
    return len(signs) - before


@cache
def _on_blank(look: CellLook) -> CellLook:
    """What is to be seen of a look where there is no text."""
    return CellLook(ground=look.ground) if not look.switches & _LINES else look


@lru_cache(4096)
def _styled(look: CellLook, codes: str) -> CellLook | None:
    """The look after these codes; None where one of them is not known."""
    switches, text, ground = set(look.switches), look.text, look.ground
    rest = iter(codes.split(";"))
    for code in rest:
        number = int(code or 0)
        if number == 0:
            switches, text, ground = set(), "", ""
        elif number < 10 or number in (21, 53):
            switches.add(code)
        elif code in _OFF:
            switches.difference_update(_OFF[code])
        elif number in (38, 48):
            kind = next(rest, "")
            values = [next(rest, "") for _ in range({"5": 1, "2": 3}.get(kind, 0))]
            if not all(values) or not values:
                return None
            colour = ";".join((code, kind, *values))
            text, ground = (colour, ground) if number == 38 else (text, colour)
        elif 30 <= number <= 39 or 90 <= number <= 97:
            text = "" if number == 39 else code
        elif 40 <= number <= 49 or 100 <= number <= 107:
            ground = "" if number == 49 else code
        else:
            return None
    return CellLook(frozenset(switches), text, ground)


@lru_cache(4096)
def _turn(before: CellLook, after: CellLook, *, blank: bool) -> tuple[str, CellLook]:
    """What changes one look to the other, and the look that it then is: on blanks the colour of text may stay."""
    if blank and not before.switches & _LINES and not after.switches:
        after = before._replace(ground=after.ground)
    if after == NO_LOOK:
        return ("" if before == NO_LOOK else RESET), after
    off = [code for code, switches in _OFF.items() if not (before.switches & {*switches}) <= after.switches]
    kept = before.switches.difference(*(_OFF[code] for code in off))
    codes = [*off, *sorted(after.switches - kept)]
    codes += [after.text or "39"] if before.text != after.text else []
    codes += [after.ground or "49"] if before.ground != after.ground else []
    anew = ["0", *sorted(after.switches), *filter(None, (after.text, after.ground))]
    if before.switches - _CAN_END - after.switches or len(";".join(anew)) < len(";".join(codes)):
        codes = anew
    return f"\x1b[{';'.join(codes)}m" if codes else "", after


def _runs(old: Cells, new: Cells) -> Iterator[tuple[int, int]]:
    """The cells that are not as they were, from and to; near ones in one."""
    start = end = -GAP - 1
    for a, b in _changed(old, new):
        if a - end > GAP:
            if end > start:
                yield start, end
            start = a
        end = b
        while end < len(new.signs) and not new.signs[end]:
            end += 1  # a wide character is written whole
    if end > start:
        yield start, end


def _changed(old: Cells, new: Cells) -> Iterator[tuple[int, int]]:
    """The cells that are not as they were, from and to, in their order."""
    before, after = 0, 0
    begin = 0
    while begin < len(new.signs):
        end = min(old.ends[before], new.ends[after])
        looks = old.looks[before], new.looks[after]
        yield from _differing(old.signs[begin:end], new.signs[begin:end], looks, begin)
        before += end == old.ends[before]
        after += end == new.ends[after]
        begin = end


def _differing(
    old: str | list[str], new: str | list[str], looks: tuple[CellLook, CellLook], begin: int
) -> Iterator[tuple[int, int]]:
    """The same of a run of cells that look the same in the one and in the other."""
    if looks[0] == looks[1]:
        if old != new:
            yield from ((at, at + 1) for at, (a, b) in enumerate(zip(old, new, strict=True), begin) if a != b)
    elif _on_blank(looks[0]) != _on_blank(looks[1]):
        yield begin, begin + len(new)
    else:
        inked = [at for at, (a, b) in enumerate(zip(old, new, strict=True), begin) if not a == b == " "]
        if inked:
            yield inked[0], inked[-1] + 1
