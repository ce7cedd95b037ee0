"""The first screen of an article is kept so that it can be drawn before anything is imported.

Who calls what:

- When an article is left, `ui.reading.closing` makes one and keeps `to_bytes` of it in a small file of its own in the
  state directory, named by the source as the user gave it.
- `start.kept_picture` reads that file, asks `stands` whether it still holds, and calls `first_paint.paint`. For a
  plain text that has no such file it draws what `first_rows.of_plain_text` makes of the file's head. Then the program
  starts as ever; the driver is handed what `paint` answers (`ReaderDriver.prepainted`) and takes the terminal over as
  it is.

Nothing depends on it: a missing, damaged or outdated file means that the first text comes with the interface.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 2
"""Of the file's layout: one of another version is not read."""


class FirstScreen(NamedTuple):
    """A `FirstScreen` is a picture of the screen as the app left it, and the text around for a terminal of another
    size.
    """

    source: str
    """What the article was opened from, absolute where it is a path."""
    stamp: tuple[int, int]
    """Its size and time of change in nanoseconds when it was read; (0, 0) for what is no file."""
    terminal: str
    """`terminal_name` of the terminal that the picture is for."""
    size: tuple[int, int]
    """Columns and rows of the picture."""
    picture: str
    """Escape sequences that draw it on an empty screen: text that a terminal would act on is mapped already."""
    theme: str
    column: int
    """The measure that was asked for."""
    around: bytes = b""
    """The text around its first row, as `first_rows` packs it; empty where there is none."""

    def stands(self, source: str, stamp: tuple[int, int]) -> bool:
        """Tell whether it is the screen of that source, and the source has not changed."""
        return self.source == source and tuple(self.stamp) == stamp

    def to_bytes(self) -> bytes:
        """Write it as a file holds it."""
        import json  # noqa: PLC0415  (as for `from_bytes`)

        head = {**self._asdict(), "version": VERSION, "around": crc32(self.around)}
        return json.dumps(head, ensure_ascii=False).encode(errors="surrogatepass") + b"\n" + self.around


def from_bytes(data: bytes) -> FirstScreen | None:
    """Read what `to_bytes` made; None for anything else."""
    import json  # noqa: PLC0415  (2 ms, which a text without a picture does not wait for)

    head, _, around = data.partition(b"\n")
    try:
        fields = json.loads(head)
        if not isinstance(fields, dict) or fields.pop("version", None) != VERSION:
            return None
        if set(fields) != set(FirstScreen._fields) or fields["around"] != crc32(around):
            return None
        columns, rows = fields["size"]
        size, changed = fields["stamp"]
    except (ValueError, TypeError, RecursionError):
        return None
    return FirstScreen(**{**fields, "size": (columns, rows), "stamp": (size, changed), "around": around})


def terminal_name(environment: Mapping[str, str]) -> str:
    """Return what decides how colours are sent: pictures for another terminal are not drawn."""
    names = ("TERM", "COLORTERM", "TEXTUAL_COLOR_SYSTEM")
    colour = "NO_COLOR" not in environment
    return " ".join([f"colour={colour}", *(f"{name}={environment[name]}" for name in names if name in environment)])
