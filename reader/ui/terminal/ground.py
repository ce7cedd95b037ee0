"""The terminal is light or dark: this is how it is asked, and how its answers are found among the keys.

OSC 11 asks for the colour of the ground (xterm's ctlseqs); mode 2031 has the terminal tell when its palette changes,
with `CSI ? 997 ; 1 n` for dark and `2` for light (contour's "VT extension: colour palette update notifications").
Textual knows neither: what is an answer is taken out before it reads keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    import re

ASK_GROUND = "\x1b]11;?\x1b\\"
FOLLOW_GROUND = "\x1b[?2031h"
LEAVE_GROUND = "\x1b[?2031l"
HALF = 0.5
ANSWER_DELAY = 2.0
"""Seconds in which the rest of an answer comes, on a slow line in pieces. No key sends what it begins with."""
_ANSWER = deferred(
    r"\x1b\]11;(?:rgba?:(?P<parts>[0-9a-fA-F]{1,4}(?:/[0-9a-fA-F]{1,4}){2,3})|#(?P<hex>[0-9a-fA-F]+)|[^\x07\x1b]*)"
    r"(?:\x07|\x1b\\)|\x1b\[\?997;(?P<mode>[12])n"
)
_CERTAIN = ("\x1b]11;", "\x1b[?99")
_BEGUN = deferred(r"\x1b(?:\](?:1(?:1(?:;[^\x07\x1b]{0,40}\x1b?)?)?)?|\[(?:\?(?:9(?:9(?:7(?:;[12]?)?)?)?)?)?)\Z")
"""The beginning of an answer at the end of what was read. A lone Esc is a key."""


class GroundReader:
    """A `GroundReader` takes answers out of what the terminal sends, in whatever pieces it comes."""

    def __init__(self) -> None:
        self.held = ""
        """What may be the beginning of an answer; `release` it when nothing follows."""

    def feed(self, data: str) -> tuple[str, bool | None]:
        """Feed it what came: what of it are keys, and whether the ground is dark, as the last answer in it says;
        None without one.
        """
        data, self.held = self.held + data, ""
        if "\x1b" not in data:
            return data, None
        dark = None
        for answer in _ANSWER.finditer(data):
            told = _dark(answer)
            dark = dark if told is None else told
        rest = _ANSWER.sub("", data)
        begun = _BEGUN.search(rest)
        if begun is not None:
            rest, self.held = rest[: begun.start()], rest[begun.start() :]
        return rest, dark

    @property
    def is_certain(self) -> bool:
        """Tell whether what was held back cannot be anything but an answer."""
        return self.held.startswith(_CERTAIN)

    def release(self) -> str:
        """What was held back is none: the keys that it is. Half an answer is no key."""
        held = "" if self.is_certain else self.held
        self.held = ""
        return held


def _dark(answer: re.Match[str]) -> bool | None:
    """Whether an answer tells of a dark ground; None where it tells of no colour."""
    if answer["mode"]:
        return bool(answer["mode"] == "1")
    if answer["parts"]:
        parts = answer["parts"].split("/")[:3]
    elif answer["hex"] and len(answer["hex"]) % 3 == 0:
        step = len(answer["hex"]) // 3
        parts = [answer["hex"][at : at + step] for at in range(0, 3 * step, step)]
    else:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in parts)
    # Of the sRGB values themselves (ITU-R BT.601): on a middle grey, white and black are read equally well.
    return bool(0.299 * red + 0.587 * green + 0.114 * blue < HALF)
