"""The other end of the line: answers what programs ask a terminal, and shows what they draw."""

from __future__ import annotations

import re

import pyte

_QUERY = re.compile(
    rb"\x1b\[\?(?P<mode>\d+)\$p|\x1b\[(?P<attributes>>?)0?c|\x1b\[>0?(?P<version>q)|\x1b\[(?P<report>[56])n"
    rb"|\x1b\](?P<colour>1[01]);\?(?:\x07|\x1b\\)|\x1b\[(?P<size>18)t|\x1b\[\?(?P<kitty>u)"
)
_HALF_A_QUERY = re.compile(rb"\x1b(?:\[[?>]?\d*\$?|\](?:1[01]?;?\??\x1b?)?)?$")
_NOT_IN_PYTE = re.compile(
    rb"\x1b\[[<>=?][\d;:]*u|\x1b\[\?[\d;]*\$p|\x1b\[>[\d;]*[qmc]|\x1b\[[\d;]*t|\x1b\[[\d;]* q"
    rb"|\x1b[P_^X][^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?2026[hl]|\x1b\[!p|\x1b[=>]"
)
"""What pyte would print the tail of."""
_HALF_A_SEQUENCE = re.compile(rb"\x1b(?:\[[\x20-\x3f]*|[P_^X\]][^\x07\x1b]*\x1b?|[()#%])?$")
_UPDATE = re.compile(rb"\x1b\[\?2026([hl])")
SYNCHRONISED = b"2026"
UPDATE_END = b"\x1b[?2026l"
"""Ends a synchronised update: what the terminal has been told is drawn now."""


_MODES = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
ON_BEFORE = frozenset({7, 25})
"""Private modes that are on before a program begins: long lines wrap, and the cursor is shown."""


def modes(output: bytes) -> frozenset[int]:
    """The private modes that are not, after this output, as they were before it."""
    last = {int(mode): match[2] == b"h" for match in _MODES.finditer(output) for mode in match[1].split(b";")}
    return frozenset(mode for mode, on in last.items() if on != (mode in ON_BEFORE))


class Answers:
    """Replies to queries, as a modern terminal that knows synchronised updates, in 100 by 30 or so."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._rest = b""

    def to(self, data: bytes) -> bytes:
        """What a terminal sends back for this output; a query that is cut in two is answered once."""
        data = self._rest + data
        found = b"".join(self._answer(match) for match in _QUERY.finditer(data))
        half = _HALF_A_QUERY.search(data)
        self._rest = data[half.start() :] if half else b""
        return found

    def _answer(self, query: re.Match[bytes]) -> bytes:
        if query["mode"]:
            return b"\x1b[?%s;%d$y" % (query["mode"], 2 if query["mode"] == SYNCHRONISED else 0)
        if query["attributes"] is not None:
            return b"\x1b[>41;330;0c" if query["attributes"] else b"\x1b[?62;22c"
        if query["version"]:
            return b"\x1bP>|benchmark\x1b\\"
        if query["report"]:
            return b"\x1b[0n" if query["report"] == b"5" else b"\x1b[1;1R"
        if query["colour"]:
            return b"\x1b]%s;rgb:1111/1111/1111\x1b\\" % query["colour"]
        return b"\x1b[8;%d;%dt" % (self.rows, self.columns) if query["size"] else b"\x1b[?0u"


class Screen:
    """What the user sees, by pyte."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._rest = b""
        self.updates = 0
        """Synchronised updates that have ended."""
        self.updating = False
        """Whether a synchronised update has begun and not ended: a terminal shows what was there before."""

    def feed(self, data: bytes) -> None:
        """Draw this output."""
        data, self._rest = self._rest + data, b""
        half = _HALF_A_SEQUENCE.search(data)
        if half:
            data, self._rest = data[: half.start()], data[half.start() :]
        for match in _UPDATE.finditer(data):
            self.updating = match[1] == b"h"
            self.updates += not self.updating
        self._stream.feed(_NOT_IN_PYTE.sub(b"", data))

    def resize(self, columns: int, rows: int) -> None:
        """Have another size."""
        self._screen.resize(rows, columns)

    @property
    def text(self) -> str:
        """Its rows."""
        return "\n".join(row.rstrip() for row in self._screen.display)
