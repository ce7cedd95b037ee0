"""A field whose result Word keeps nowhere, but draws: what it shows is in its instruction (ECMA-376, part 1, 17.16.5).

`EQ` sets formulas and the readings above words (by Word before its formulas and its ruby, and in East Asia still),
`SYMBOL` is a sign of a font, `MACROBUTTON` and `GOTOBUTTON` are words that one can press.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.formulas import fraction, root, script, table
from reader.formats.office.symbol_fonts import symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WORD = deferred(r"\s*(\w+)\s*")
_BUTTON = deferred(r"\S+\s+(.*)", re.DOTALL)
_SIGN = deferred(r"(0[xX][0-9a-fA-F]{1,4}|\d{1,5}|\S)(?:.*?\\f\s*\"?([^\"\\]+?)\"?\s*(?:\\|$))?")
_SWITCH = deferred(r"\\([a-zA-Z]{1,2})\s*(-?\d+)?\s*")
_GENERAL = deferred(r"\\\*\s*(?:\"[^\"]*\"|\w+)\s*")
"""What EQ fields say of the font and size of a reading."""
DEEPEST = 20
_LARGE = {"su": "∑", "pr": "∏"}
_BRACKETS = frozenset(("lc", "rc", "bc", "fc", "vc"))
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}


def shown_by(instruction: str) -> str:
    """Return what a field shows that has no result; empty for one that shows nothing."""
    match = _WORD.match(instruction)
    if match is None:
        return ""
    what, rest = match[1].upper(), instruction[match.end() :]
    if what == "EQ":
        return " ".join(_Equation(_GENERAL.sub("", rest)).read().split())
    if what in ("MACROBUTTON", "GOTOBUTTON"):
        pressed = _BUTTON.match(rest)
        return pressed[1].strip() if pressed else ""
    if what == "SYMBOL":
        return _sign(rest)
    return ""


def _sign(rest: str) -> str:
    match = _SIGN.match(rest)
    if match is None:
        return ""
    said = match[1]
    code = int(said, 16) if said[:2].lower() == "0x" else int(said) if len(said) > 1 or said.isdecimal() else ord(said)
    return symbol(code, match[2] or "") if 0 < code < 0xD800 else ""


class _Equation:
    r"""A formula of switches, `\f(1;2)`, each with its options, `\s\up 8(x)`, and its arguments."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def read(self, depth: int = 0, until: str = "") -> str:
        """Read to one of these signs, or to the end."""
        pieces: list[str] = []
        while self._at < len(self._text):
            sign = self._text[self._at]
            if sign in until:
                break
            if sign == "(":
                # Brackets within an argument are part of it, and the commas in them too.
                self._at += 1
                pieces.append(f"({self.read(depth, ')')})")
                self._at += 1
                continue
            match = _SWITCH.match(self._text, self._at) if sign == "\\" and depth < DEEPEST else None
            if match is not None:
                pieces.append(self._switch(depth))
            else:
                self._at += sign == "\\" and self._at + 1 < len(self._text)
                pieces.append(self._text[self._at])
                self._at += 1
        return "".join(pieces)

    def _switch(self, depth: int) -> str:
        options: dict[str, str] = {}
        while match := _SWITCH.match(self._text, self._at):
            self._at = match.end()
            name, said = match[1].lower(), match[2] or ""
            if name in _BRACKETS and self._text[self._at : self._at + 1] == "\\":
                said = self._text[self._at + 1 : self._at + 2]
                self._at += 2
            options.setdefault(name, said)
        return _set(options, list(self._arguments(depth + 1)))

    def _arguments(self, depth: int) -> Iterator[str]:
        if self._text[self._at : self._at + 1] != "(":
            return
        self._at += 1
        while self._at < len(self._text):
            yield self.read(depth, ",;)").strip()
            self._at += 1
            if self._text[self._at - 1 : self._at] == ")":
                return


def _set(options: Mapping[str, str], parts: list[str]) -> str:
    """What a switch with these options makes of its arguments."""
    first, last = (parts[0], parts[-1]) if parts else ("", "")
    match next(iter(options)):
        case "f":
            return fraction(first, last)
        case "r":
            return root(last, first if len(parts) > 1 else "")
        case "s":
            return script("", "" if "up" in options else first, first if "up" in options else "")
        case "b":
            left = options.get("bc") or options.get("lc") or ("" if "rc" in options else "(")
            right = options.get("rc") or (_CLOSING.get(left, left) if "lc" not in options else "")
            return f"{left}{last}{right}"
        case "i":
            sign = next((_LARGE[one] for one in options if one in _LARGE), "∫")
            return f"{script(sign, *(*parts, '', '')[:2])} {last if len(parts) > 2 else ''}"
        case "a":
            columns = max(1, int(options.get("co") or 1))
            return table([parts[at : at + columns] for at in range(0, len(parts), columns)])
        case "o":
            over = next((one for one in parts if one.startswith("^")), "")
            words = "".join(one for one in parts if one is not over)
            return f"{words}({over[1:].strip('()')})" if words and over else f"{words}{over}"
        case "l":
            return ", ".join(parts)
        case what:
            return " " if what == "d" else "".join(parts)
