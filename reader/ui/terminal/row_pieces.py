"""A piece of a row is what is written at once: its cells, how they look, and how few bytes change them.

Where terminals may not agree about which cells a text is in, nothing of it is known, and it is written whole.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import compiled
from reader.ui.draw.cells import NARROW, WIDE, is_narrow, width_of
from reader.ui.draw.strips import RESET, STYLE, alike

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = f"(?:[{NARROW}][\u0300-\u036f]*|[{WIDE}])*"
"""Text of which all terminals agree which cells it is in: only of such a part may be written."""
_CELLS = f"[{NARROW}{WIDE}][\u0300-\u036f]*"

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


class RowWriter:
    """A `RowWriter` writes pieces, changing place and look as little as it can."""

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
        """Return all that was written, which begins and ends without any style."""
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


def plainly(text: str) -> str:
    """Write the piece as it would be written by itself: what looks the same is the same text."""
    return cut(text, 0, width_in_cells(text)) or text


@lru_cache(256)
def cut(text: str, start: int, end: int) -> str:
    """Cut a part out of a piece; empty where it cannot be cut there."""
    known = cells(text)
    if known is None or "" in (*known.signs[start : start + 1], *known.signs[end : end + 1]):
        return ""
    writer = RowWriter("")
    writer.cells(known, start, end)
    return writer.end()


@lru_cache(1024)
def width_in_cells(text: str) -> int:
    """Tell how many cells a piece takes, whatever it looks like."""
    row = alike(text)  # known mostly, since it was drawn
    return len(row.cells) if row is not None else width_of(STYLE.sub("", text))


@lru_cache(1024)
def is_plain(text: str) -> bool:
    """Tell whether terminals agree about its cells."""
    return text.isascii() or alike(text) is not None or _is_agreed(STYLE.sub("", text))


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
