"""Lines and tables are read as cmark writes them: in one form, in which nothing but a tag has a `<` in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import BlockKind, MarkKind
from reader.domain.patterns import deferred
from reader.formats.builder import collapsed
from reader.formats.html.grid import Grid
from reader.formats.html.inline import LONGEST_LINK
from reader.formats.html.tables import ALIGNS, COLUMNS, LABEL, LONG_CELL, WORD, end_table

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from reader.formats.builder import InLine, Line
    from reader.formats.html.flow import Flow

MARKED = {
    "em": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "del": MarkKind.STRIKE,
    "code": MarkKind.CODE,
}
"""The marks that cmark knows, but for links."""
_TITLED_LINK = deferred(r'a href="([^"]*)" title="[^"]*"')
_IN_LINE = deferred(r"<([^<>]*)>(?:<([^<>]*)>)?([^<]*)</(\w+)>(?:</(\w+)>)?([^<]*)")
"""A mark in a line, with the one that may be all that it holds, and the words behind it."""
_ALL_IN_ONE = deferred(r"<(em|strong|del|code)>([^<\s](?:[^<]*[^<\s])?)</\1>")
"""A line of which all is marked."""
_REFERENCE = deferred(r"&(#?\w+);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "#x27": "'"}
_CELL = deferred(
    r'(\s*(?:</?(?:tr|thead|tbody)>\s*)*)<(t[dh](?: align="\w+")?)>([^<]*(?:<(?!/?t[dhr]\b)[^<]*)*)</t[dh]>'
)
_END = deferred(r"\s*</tr>\s*</(?:thead|tbody)>\s*")
_AROUND = 7
"""Characters of the signs about a cell, without what is in its first tag."""
_SHAPES = 1000
"""Tables of other tags of which it is kept what they say."""
_GAP = deferred(r"\s+")
SAME, HEAD, BODY, NEXT = range(4)
"""Where a cell is: in the row of the one before, in a row of the head or the body, or of the part where the row was."""
_PLACES = {
    "": SAME,
    "<thead><tr>": HEAD,
    "<tbody><tr>": BODY,
    "</tr><tr>": NEXT,
    "</tr></thead><tbody><tr>": BODY,
}
"""What stands before a cell."""


class TableShape:
    """A `TableShape` is what the tags of a table say: where its rows end, how many are its head, at which of its cells
    the body begins, how many rows that has, and how the columns are aligned.
    """

    __slots__ = ("aligns", "body", "ends", "header", "own")

    def __init__(self, ends: Sequence[int], header: int, body: int, own: int, aligns: Sequence[str]) -> None:
        self.ends = ends
        self.header = header
        self.body = body
        self.own = own
        self.aligns = aligns


class CmarkLines:
    """`CmarkLines` reads the lines and tables of one text, of which most tags stand a hundred times in it."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[str, ...], TableShape | None] = {}
        """Of all tags of a table: what they say, None where it is none as cmark writes them."""

    def line(self, inner: str) -> Line | None:
        """Return the words of what an element holds and the marks in them, as `line_of` does; None where that does."""
        if "<" not in inner:
            return collapsed(unescaped(inner) if "&" in inner else inner).lstrip(" "), ()
        if (whole := _ALL_IN_ONE.fullmatch(inner)) is not None:
            said = unescaped(whole[2])
            return (said, ((MARKED[whole[1]], 0, len(said), ""),)) if collapsed(said) == said else None
        first = inner[: inner.index("<")]
        found = _IN_LINE.findall(inner)
        if "&" in inner:
            first = unescaped(first)
            found = [(raw, two, unescaped(said), *ends, unescaped(tail)) for raw, two, said, *ends, tail in found]
        return None if first.isspace() else _marked(first, found, inner.count("<"))

    def add_table(self, flow: Flow, inside: str) -> bool:
        """Add a table of which this is all that is inside; False, and nothing is added, where there is more in it."""
        cells = _CELL.findall(inside)
        if not cells:
            return False
        between, raws, inner = zip(*cells, strict=True)
        size = sum(map(len, between)) + sum(map(len, raws)) + sum(map(len, inner)) + _AROUND * len(cells)
        if _END.fullmatch(inside, size) is None or max(map(len, inner)) > LONG_CELL:
            return False
        key = between + raws
        shape = self._shapes[key] if key in self._shapes else self._learn(between, raws)
        lines = self._cells(inner) if shape is not None else None
        if shape is None or lines is None or not _holds_data(shape, lines):
            return False
        flow.begin(BlockKind.TABLE)
        flow.grid = grid = Grid(COLUMNS)
        grid.header = shape.header
        grid.aligns += shape.aligns
        grid.rows = flow.builder.add_rows(lines, shape.ends)
        end_table(flow)
        return True

    def _cells(self, inner: Sequence[str]) -> list[Line] | None:
        together = "|".join(inner)
        lines: list[Line] = []
        # As nearly all are: there is nothing to collapse.
        plain = together.isprintable() and "&" not in together and "  " not in together
        for cell in inner:
            line = (cell.lstrip(" "), ()) if plain and "<" not in cell else self.line(cell)
            if line is None:
                return None
            lines.append(line)
        return lines

    def _learn(self, between: tuple[str, ...], raws: tuple[str, ...]) -> TableShape | None:
        shape = _shape(between, raws)
        if len(self._shapes) < _SHAPES:
            self._shapes[between + raws] = shape
        return shape


def target_of(raw: str, said: str) -> str | None:
    """Return where a link of this tag and these words leads; None where it is more than a link, or none."""
    if raw[:8] == 'a href="' and raw.count('"') == 2:
        written = raw[8:-1]
    elif (titled := _TITLED_LINK.fullmatch(raw)) is not None:
        written = titled[1]
    else:
        return None
    if len(said) < 3 and said.strip() in ("", "#", "¶"):
        return None
    href = (unescaped(written) if "&" in written else written).strip(" \t\n\r\f")
    return None if href in ("", "#") or len(href) > LONGEST_LINK else href


def unescaped(text: str) -> str:
    """Return a text or a value as it was before cmark wrote it."""
    return _REFERENCE.sub(_sign, text) if "&" in text else text


def _sign(match: re.Match[str]) -> str:
    return _SIGNS[match[1]]


def _marked(first: str, found: Sequence[tuple[str, ...]], signs: int) -> Line | None:
    """The line that begins so, and has those marks, where they have all of so many signs."""
    pieces = [first]
    marks: list[InLine] = []
    at = len(first)
    for raw, within, said, closed, second, tail in found:
        if not said or said[0].isspace() or said[-1].isspace():
            return None
        start, at = at, at + len(said)
        signs -= 2
        if within or second:
            if within not in MARKED or closed != within:
                return None
            signs -= 2
            marks.append((MARKED[within], start, at, ""))
            closed = second
        if raw in MARKED:
            if closed != raw:
                return None
            marks.append((MARKED[raw], start, at, ""))
        else:
            target = target_of(raw, said) if closed == "a" else None
            if target is None:
                return None
            marks.append((MarkKind.LINK, start, at, target))
        pieces += (said, tail)
        at += len(tail)
    words = collapsed("".join(pieces))
    return (words, marks) if not signs and len(words) == at and words and not words[0].isspace() else None


def _holds_data(shape: TableShape, lines: Sequence[Line]) -> bool:
    """Whether cells hold words, and the rows are no paragraphs with a label before each."""
    if not any(words and not words.isspace() for words, _ in lines):
        return False
    own = lines[shape.body :]
    if not own or len(own) != 2 * shape.own:
        return True
    pairs = zip(own[::2], own[1::2], strict=True)
    return not all(LABEL.fullmatch(label) and WORD.search(said) for (label, _), (said, _) in pairs)


def _shape(between: Sequence[str], raws: Sequence[str]) -> TableShape | None:
    """What what stands before the cells, and their tags, say; None where there is anything else in the table."""
    firsts: list[int] = []
    heads: list[bool] = []
    for at, what in enumerate(between):
        place = _PLACES.get(_GAP.sub("", what))
        if place:
            heads.append(place == HEAD or (place == NEXT and bool(heads) and heads[-1]))
            firsts.append(at)
        elif place is None or not at:
            return None
    ends = (*firsts[1:], len(raws))
    if not heads[0]:
        return None
    said = [ALIGNS.get(raw.partition('"')[2].rstrip('"'), "") for raw in raws]
    aligns: list[str] = []
    header, leading = 0, True
    for first, end, head in zip(firsts, ends, heads, strict=True):
        aligns += said[first + len(aligns) : end]
        leading = leading and (head or all(raw[1] == "h" for raw in raws[first:end]))
        header += leading
    body = next((first for first, head in zip(firsts, heads, strict=True) if not head), len(raws))
    return TableShape(ends, header, body, heads.count(False), aligns)
