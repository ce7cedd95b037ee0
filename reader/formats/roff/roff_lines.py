"""A page of roff is read by lines: macros that it defines, strings, conditions, and lines that go on in the next."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.roff.roff_blocks import RoffBlocks
from reader.formats.roff.roff_text import RoffText, arguments

if TYPE_CHECKING:
    from collections.abc import Iterable

MACROS = 20_000
"""Lines that macros of a page may grow to."""
_PARAMETER = deferred(r"\\\$(?:([1-9])|\(?([*@]))")


class RoffLines(RoffBlocks):
    """`RoffLines` are the lines that are still to be read, and what roff itself is asked to do with them."""

    def __init__(self, text: str) -> None:
        super().__init__(RoffText())
        self.lines = deque(_joined(text.split("\n")))
        self._macros: dict[str, list[str]] = {}
        self._grown = 0
        self._otherwise = False

    def ask_roff(self, name: str, rest: str) -> bool:
        """Do what a request of roff is for that is no part of a page; whether it was one."""
        if name in ("if", "ie"):
            self._condition(name, rest)
        elif name == "el":
            self._when(rest, holds=self._otherwise)
            self._otherwise = False
        elif name in ("ds", "as"):
            self._string(name, rest)
        elif name in ("de", "de1", "am", "am1", "ig"):
            self._macro(name, arguments(rest))
        else:
            return False
        return True

    def is_macro(self, name: str) -> bool:
        """Tell whether the page has defined a macro of this name."""
        return name in self._macros

    def until(self, end: str) -> list[str]:
        """Take the lines up to a request by that name, which is taken off too."""
        body = []
        while self.lines:
            line = self.lines.popleft()
            if re.match(rf"[.'][ \t]*{re.escape(end)}(?:\s|$)", line):
                break
            body.append(line)
        return body

    def expand(self, name: str, words: list[str]) -> None:
        """Read the lines of a macro with its words in their places."""
        body = self._macros[name]
        self._grown += len(body)
        if self._grown > MACROS:
            return

        def given(match: re.Match[str]) -> str:
            if match[2]:
                return " ".join(words)
            at = int(match[1]) - 1
            return words[at] if at < len(words) else ""

        self.lines.extendleft(_PARAMETER.sub(given, line.replace("\\\\", "\\")) for line in reversed(body))

    def _string(self, name: str, rest: str) -> None:
        named, _, value = rest.partition(" ")
        value = value.strip().removeprefix('"')
        self.roff.strings[named] = (self.roff.strings.get(named, "") if name == "as" else "") + value

    def _macro(self, name: str, words: list[str]) -> None:
        end = words[1] if len(words) > 1 and name != "ig" else words[0] if words and name == "ig" else "."
        body = self.until(end)
        if words and name.startswith("de"):
            self._macros[words[0]] = body

    def _condition(self, name: str, rest: str) -> None:
        holds, what = _holds(rest, self.roff)
        if name == "ie":
            self._otherwise = not holds
        self._when(what, holds=holds)

    def _when(self, what: str, *, holds: bool) -> None:
        """Read, or pass over, what a condition is for: the rest of its line, or a block in braces."""
        first = what.lstrip()
        if not first.startswith("\\{"):
            lines = [first]
        else:
            first = first[2:].removeprefix("\\").lstrip()
            depth = 1 + first.count("\\{") - first.count("\\}")
            while not holds and depth > 0 and self.lines:
                line = self.lines.popleft()
                depth += line.count("\\{") - line.count("\\}")
            lines = [first.replace("\\}", "")]
        if holds:
            self.lines.extendleft(line for line in reversed(lines) if line.strip())


def _joined(lines: Iterable[str]) -> Iterable[str]:
    """The lines, each that ends in a backslash with the one after it."""
    before = ""
    for line in lines:
        whole = before + line.rstrip("\r")
        before = ""
        if whole.endswith("\\") and not whole.endswith("\\\\"):
            before = whole[:-1]
            if before.endswith("\\{"):
                yield before
                before = ""
            continue
        yield whole
    if before:
        yield before


def _holds(rest: str, roff: RoffText) -> tuple[bool, str]:
    """Whether a condition holds where a page is read on a terminal, and what it is for."""
    turned = rest.startswith("!")
    rest = rest.removeprefix("!").lstrip()
    if rest[:1] in ("n", "o", "v") and not rest[1:2].isalnum():
        return not turned, rest[1:]
    if rest[:1] in ("t", "e") and not rest[1:2].isalnum():
        return turned, rest[1:]
    if rest[:1] in ("d", "r", "m", "c"):
        match = re.match(r"[drmc]\s*(\S+)\s*(.*)", rest, re.DOTALL)
        return (bool(match) and match is not None and match[1] in roff.strings) != turned, match[2] if match else ""
    quoted = re.match(r"(['\"])(.*?)\1(.*?)\1(.*)", rest, re.DOTALL)
    if quoted:
        return (roff.plain(quoted[2]) == roff.plain(quoted[3])) != turned, quoted[4]
    match = re.match(r"(\((?:[^()]|\([^()]*\))*\)\S*|\S+)(.*)", rest, re.DOTALL)
    if match is None:
        return False, ""
    return (re.fullmatch(r"\(?\\n\(\.g\)?|[1-9]\d*", match[1]) is not None) != turned, match[2]
