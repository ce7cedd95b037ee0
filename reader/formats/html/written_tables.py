"""A table of words and marks is read as it is written, which takes half of the time that its elements take one by one.

lxml writes one form, and so does cmark; most tables of a text have the tags of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lxml import etree

from reader.domain.document import BlockKind
from reader.domain.patterns import deferred
from reader.formats.html.grid import Grid
from reader.formats.html.tables import COLUMNS, LABEL, LONG_CELL, WORD, align_of, end_table, enter_table
from reader.formats.html.written_lines import UNKNOWN, LxmlLines, attributes_in

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element as Element

    from reader.formats.builder import Line
    from reader.formats.html.flow import Flow, Leave

_CELL = deferred(
    r'(\s*(?:</?(?:tr|thead|tbody)(?: [^<>]*")?>\s*)*)<(t[dh](?: [^<>]*")?)>([^<]*(?:<(?!/?t[dhr]\b)[^<]*)*)</t[dh]>'
)
_EMPTY = deferred(r'<(t[dh])((?: [^<>]*")?)/>')
_END = deferred(r"\s*</tr>\s*(?:</(?:thead|tbody)>\s*)?")
_AROUND = 7
"""Characters of the signs about a cell, without what is in its first tag."""
_SHAPES = 1000
"""Tables of other tags of which it is kept what they say."""
_GAP = deferred(r"\s+(?=<|$)")
_PART = deferred(r'<(\w+)( [^<>]*")>')
_OF_CELL = deferred(r' (?:scope|valign)="[^"]*"')
"""What says how a cell is drawn, or what it is the head of."""
_OF_TABLE = frozenset(
    (
        "align",
        "border",
        "cellpadding",
        "cellspacing",
        "class",
        "frame",
        "id",
        "lang",
        "rules",
        "style",
        "summary",
        "width",
    )
)
"""What says how a table is drawn."""
SAME, HEAD, BODY, NEXT = range(4)
"""Where a cell is: in the row of the one before, in a row of the head or the body, or of the part where the row was."""
_PLACES = {
    "": SAME,
    "<thead><tr>": HEAD,
    "<tbody><tr>": BODY,
    "<tr>": BODY,
    "</tr><tr>": NEXT,
    "</tr></thead><tbody><tr>": BODY,
    "</tr></tbody><tbody><tr>": BODY,
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


class WrittenTables:
    """`WrittenTables` reads the tables of one text."""

    def __init__(self, line: Callable[[str], Line | None], is_silent: Callable[[str], bool]) -> None:
        """`line` reads what is in a cell, `is_silent` tells whether attributes say nothing but an alignment."""
        self._line = line
        self._is_silent = is_silent
        self._shapes: dict[tuple[str, ...], TableShape | None] = {}
        """Of all tags of a table: what they say, None where they say more."""

    def add(self, flow: Flow, inside: str) -> bool:
        """Add a table of which this is all that is inside; False, and nothing is added, where there is more in it."""
        cells = _CELL.findall(inside)
        if not cells:
            return False
        between, raws, inner = zip(*cells, strict=True)
        key = between + raws
        size = sum(map(len, key)) + sum(map(len, inner)) + _AROUND * len(cells)
        if _END.fullmatch(inside, size) is None or max(map(len, inner)) > LONG_CELL:
            return False
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
            line = (cell.lstrip(" "), ()) if plain and "<" not in cell else self._line(cell)
            if line is None:
                return None
            lines.append(line)
        return lines

    def _learn(self, between: tuple[str, ...], raws: tuple[str, ...]) -> TableShape | None:
        shape = self._shape(between, raws)
        if len(self._shapes) < _SHAPES:
            self._shapes[between + raws] = shape
        return shape

    def _shape(self, between: Sequence[str], raws: Sequence[str]) -> TableShape | None:
        """What what stands before the cells, and their tags, say; None where there is anything else in the table."""
        firsts: list[int] = []
        heads: list[bool] = []
        for at, what in enumerate(between):
            place = _PLACES.get(_PART.sub(self._bare, _GAP.sub("", what)))
            if place:
                heads.append(place == HEAD or (place == NEXT and bool(heads) and heads[-1]))
                firsts.append(at)
            elif place is None or not at:
                return None
        ends = (*firsts[1:], len(raws))
        said = [align for align in map(self._align, raws) if align is not None]
        one_column = not heads[0] and max(end - first for first, end in zip(firsts, ends, strict=True)) == 1
        if one_column or len(said) < len(raws):
            return None
        aligns: list[str] = []
        header, leading = 0, True
        for first, end, head in zip(firsts, ends, heads, strict=True):
            aligns += said[first + len(aligns) : end]
            leading = leading and (head or all(raw[1] == "h" for raw in raws[first:end]))
            header += leading
        body = next((first for first, head in zip(firsts, heads, strict=True) if not head), len(raws))
        return TableShape(ends, header, body, heads.count(False), aligns)

    def _bare(self, match: re.Match[str]) -> str:
        return f"<{match[1]}>" if self._is_silent(match[2]) else match[0]

    def _align(self, raw: str) -> str | None:
        """How a cell of this tag is aligned; None where it says more."""
        written = raw[2:]
        if not written:
            return ""
        said = _OF_CELL.sub("", written)
        if not self._is_silent(said):
            return None
        attributes = attributes_in(said)
        return align_of(attributes.get("style", ""), attributes.get("align", ""))


def _holds_data(shape: TableShape, lines: Sequence[Line]) -> bool:
    """Whether cells hold words, and the rows are no paragraphs with a label before each."""
    if not any(words and not words.isspace() for words, _ in lines):
        return False
    own = lines[shape.body :]
    if not own or len(own) != 2 * shape.own:
        return True
    pairs = zip(own[::2], own[1::2], strict=True)
    return not all(LABEL.fullmatch(label) and WORD.search(said) for (label, _), (said, _) in pairs)


def enter_any_table(flow: Flow, table: Element) -> Leave | Literal[False]:
    """Add a table of words and marks as a whole; enter any other."""
    if flow.grid is None and not flow.verbatim and flow.footnote is None and _is_plain(flow, table):
        if flow.tables is None:
            lines = LxmlLines(flow)
            flow.tables = WrittenTables(lines.line, lines.is_silent)
        text = etree.tostring(table, encoding="unicode", with_tail=False)
        inside = text[text.index(">") + 1 : -len("</table>")]
        if "/>" in inside:
            inside = _EMPTY.sub(r"<\1\2></\1>", inside)
        if not ("&" in inside and UNKNOWN.search(inside)) and flow.tables.add(flow, inside):
            return False
    return enter_table(flow, table)


def _is_plain(flow: Flow, table: Element) -> bool:
    """Whether all that a table says may be in its words."""
    if flow.builder.is_marking or not len(table) or next(table.iterdescendants("table"), None) is not None:
        return False
    if not _OF_TABLE.issuperset(table.keys()) or table.get("id") in flow.wanted:
        return False
    return not any(some and not some.isdisjoint(table.iter()) for some in (flow.special, flow.visibility.drawn))
