"""A line that is being typed has completions, and one of them may be taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Complete = Callable[[str], Sequence[str]]
    """The line with its last word completed, once for each likely completion."""

OPEN_ENDS = (":", "/", '"')
"""What a completion may end with that is to be gone on with: a field, a branch of tags."""


class Completion:
    """A `Completion` is a line, followed while it is typed. `index` is the completion that is taken up; -1 for none."""

    def __init__(self, complete: Complete, typed: str, separator: str = "") -> None:
        """`separator` goes between a completion that was taken up whole and the word that is begun behind it."""
        self._complete = complete
        self._separator = separator
        self._typed = typed
        self._lines = list(complete(typed))
        self.index = -1

    @property
    def line(self) -> str:
        """Return what the line is to hold: the completion that is taken up, else what was typed."""
        return self._lines[self.index] if self.index >= 0 else self._typed

    @property
    def offers(self) -> list[str]:
        """Return what the last word may become, the likeliest first."""
        # What completes a word may have blanks in it: paths have.
        typed = _last_word(self._typed)
        return [line[min(typed, _last_word(line)) :] for line in self._lines]

    def part(self, line: str) -> str:
        """Part the line as it is meant: what is typed right behind a completion that was taken up is the next word."""
        taken = self.line
        fresh = line[len(taken) :]
        if self.index < 0 or not self._separator or not line.startswith(taken) or not fresh[:1].isalnum():
            return line
        return line if taken[-1:] in OPEN_ENDS else f"{taken}{self._separator}{fresh}"

    def follow(self, line: str) -> bool:
        """Take in what the line holds now; whether that was typed, and not put there by taking up a completion."""
        if line == self.line:
            return False
        self._typed, self._lines, self.index = line, list(self._complete(line)), -1
        return True

    def take(self, step: int) -> str:
        """Take up the next completion (1) or the one before (-1), what was typed between last and first; the line.

        Behind the only one, where it is to be gone on with, those that go on with it are next.
        """
        if step > 0 and self.index == 0 and len(self._lines) == 1 and self.line.endswith(OPEN_ENDS[:2]):
            following = list(self._complete(self.line))
            if following not in ([], self._lines):
                self._typed, self._lines, self.index = self.line, following, -1
        self.index = (self.index + 1 + step) % (len(self._lines) + 1) - 1
        return self.line


def _last_word(line: str) -> int:
    """Where the last word begins: after a blank or a comma, or at the quotation mark that opens it."""
    if line.endswith('"') and '"' in line[:-1]:
        return line.rindex('"', 0, -1)
    return max(line.rfind(" "), line.rfind(",")) + 1
