"""What was typed into a line is kept by kind of line: searches, filters of the pane, of the library and its
like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

KEPT_LINES = 50
"""Lines of each kind: more than anybody goes back through with an arrow."""


class LineHistories:
    """`LineHistories` are the lines of each kind, the one typed last at the end."""

    def __init__(
        self,
        lines: Mapping[str, Sequence[str]] | None = None,
        keep: Callable[[Mapping[str, Sequence[str]]], None] = lambda _lines: None,
    ) -> None:
        """`lines` is what was kept; `keep` is called with all of them when one is added."""
        self._lines = {kind: list(found)[-KEPT_LINES:] for kind, found in (lines or {}).items()}
        self._keep = keep

    def of(self, kind: str) -> Sequence[str]:
        """Return the lines of one kind, the newest last."""
        return tuple(self._lines.get(kind, ()))

    def add(self, kind: str, line: str) -> None:
        """Remember a line that was typed; one that was known goes to the end."""
        line = line.strip()
        if not line or self.of(kind)[-1:] == (line,):
            return
        self._lines[kind] = [*(one for one in self.of(kind) if one != line), line][-KEPT_LINES:]
        self._keep(self._lines)


class Recall:
    """A `Recall` goes through what was typed before while a line is being typed, as a shell does."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._at = len(lines)
        self._typed = ""

    def step(self, by: int, typed: str) -> str:
        """Step to the line before (-1) or after (1) the one that is shown; what was typed itself stands after the
        last.
        """
        if self._at == len(self._lines) or typed != self._lines[self._at]:
            self._typed = typed
            self._at = len(self._lines)
        self._at = max(0, min(len(self._lines), self._at + by))
        if by < 0 < self._at < len(self._lines) and self._lines[self._at] == typed:
            self._at -= 1  # it stands there already
        return self._lines[self._at] if self._at < len(self._lines) else self._typed
