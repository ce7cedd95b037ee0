"""Some lines are laid out rather than written: tables, figures, dumps, listings, columns, code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import BlockKind
from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST = 0.5
"""Share of lines that must look so: a figure has a caption, a table of contents a title."""
SOME = 0.3
"""The same for signs that no prose has."""
VARIED = 3
"""Different indents from which on lines are a program or a figure: prose has one, and another for its first line."""

_DRAWN = deferred(
    r"[\u2500-\u259f]"  # boxes
    r"|[+|][-=+]{2}|--\+--|^\s*\|.*\|\s*$|\S\s*\|.*\S\s*\|"
    r"|^\s*(?:={3,}|-{3,}|~{3,})(?:\s+(?:={2,}|-{2,}|~{2,}))+\s*$"
    r"|(?:\.{4}|(?:\. ){4})\s*\S{1,8}\s*$"  # contents with their pages
    r"|^\s*(?:0x)?[0-9a-fA-F]{4,16}[:\s]\s*(?:[0-9a-fA-F]{2,4}\s+){4,}"
    r"|^[bcdlps-](?:[r-][w-][xsS-]){2}[r-][w-][xtT-][.+@]?\s"
    r"|^\s*(?:[*o|] [|*o]|[*|] ?[|/\\])(?:\s|$)|^\s*\|[/\\]"  # the branches of a history
    r"|[-=]{2}>|<[-=]{2}|/\\|\\/|^\s*[|/\\+^v](?:\s+[|/\\+^v])*\s*$"
)
"""Of a sign that is met again and again, the fewest that tell: of more, each would be gone through from every one."""
_STAMP = deferred(
    r"\W{0,2}(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d[-/.]\d\d[-/.]\d{2,4}|\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:"
    r"|\d+\.\d{3,}\]|(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b"
    r"|\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \[)"
)
_COLUMNS = deferred(r"\S(?: {3,}|\t+ *)\S")
_PROGRAM = deferred(
    r"[;{}]\s*$|^\s*(?:#\s*(?:include|define|if|endif)|import\s|from\s\S+\simport|def\s|class\s|return\b|(?:if|for|while)\s?\("
    r"|//|/\*|\*/|[$%>#]\s\S|<[/!?a-zA-Z][^>]*>\s*$)|^(?>.*?\w\().*\)\s*[;:{]?\s*$"
)
_SIGNS = ("   ", "\t", "|", "+", "---", "===", "~~~", "....", ". . . . ", "->", "=>", "<-", "<=", "/\\", "\\/")
"""One of these is in every line that is laid out, but for those that begin as `_BEGUN` says, and boxes."""
_BOXES = deferred(r"[\u2500-\u259f]")
_BEGUN = deferred(r"\n(?:\s*(?:(?:0x)?[0-9a-fA-F]{4}|[/\\^v](?=\s))|[bcdlps-][r-][w-][xsS-])")


def has_layout(text: str) -> bool:
    """Tell whether any line of a text is laid out: asked once, so that not all of them need be looked at one by one."""
    if not text.isascii() and _BOXES.search(text):
        return True
    if any(is_drawn(line) for sign in _signs_in(text) for line in _lines_with(text, sign)):
        return True
    # A literal in front is found in a tenth of the time that the beginning of a line takes; the first line has none,
    # nor the last one behind it.
    if is_drawn(_line_at(text, 0)) or is_drawn(_line_at(text, len(text))):
        return True
    return any(is_drawn(_line_at(text, match.end() - 1)) for match in _BEGUN.finditer(text))


def _signs_in(text: str) -> Iterator[str]:
    """Those that may be there: a letter that is not is found out in a fiftieth of the time that two of them take."""
    return (sign for sign in _SIGNS if all(letter in text for letter in sign))


def _lines_with(text: str, sign: str) -> Iterator[str]:
    """Each line that a sign is in."""
    # Nearly always there is none, and that takes a third less to find out from the end of the text.
    at = text.find(sign) if text.rfind(sign) >= 0 else -1
    while at >= 0:
        yield _line_at(text, at)
        end = text.find("\n", at)
        at = text.find(sign, end) if end >= 0 else -1


def _line_at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def is_drawn(line: str) -> bool:
    """Tell whether a line is of a table, a figure or the like, as far as it shows by itself."""
    return _may_be(line) and (_DRAWN.search(line) is not None or _COLUMNS.search(line) is not None)


def _may_be(line: str) -> bool:
    """Whether a line has anything in it that what is laid out has: told of prose in a tenth of the time."""
    if any(sign in line for sign in _SIGNS) or _BEGUN.match(f"\n{line}\n"):
        return True
    return not line.isascii() and _BOXES.search(line) is not None


def is_stamped(line: str) -> bool:
    """Tell whether a line begins as those of a log do, with a time or a level."""
    return _STAMP.match(line) is not None


def layout_of(run: Sequence[str]) -> BlockKind | None:
    """Return CODE or VERSE where the lines between two blank ones are to stay as they are; None where they are
    words.
    """
    count = len(run)
    looked_at = [line for line in run if _may_be(line)] if _may_be("\n".join(run)) else []
    drawn = sum(_DRAWN.search(line) is not None for line in looked_at)
    columns = sum(_COLUMNS.search(line) is not None for line in looked_at)
    if count > 1 and is_stamped(run[0]) and all(map(is_stamped, run)):
        return BlockKind.VERSE
    if count == 1:
        return BlockKind.CODE if drawn else BlockKind.VERSE if columns else None
    if drawn >= max(2, SOME * count) or (columns >= 2 and columns + drawn >= MOST * count):
        return BlockKind.CODE
    return BlockKind.CODE if _is_program(run) or _is_indented(run) else None


def _is_program(run: Sequence[str]) -> bool:
    """Whether half of the lines, and at least two, are as those of a program are; of prose half are looked at."""
    few = max(2, MOST * len(run))
    found = 0
    for left, line in zip(range(len(run), 0, -1), run, strict=True):
        if found + left < few:
            return False
        found += _PROGRAM.search(line) is not None
    return found >= few


def _is_indented(run: Sequence[str]) -> bool:
    """Whether the lines are indented as those of a program are: deeper and back again."""
    indents = [len(line) - len(line.lstrip()) for line in run]
    return len(run) > VARIED and len(set(indents[1:])) >= VARIED and max(indents) - min(indents) >= 4
