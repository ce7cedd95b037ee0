"""Tables hold data or lay out a page; of those that hold data the cells are put in rows and columns.

Some are made of other elements, and say by their roles what is a row and what a cell.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from reader.domain.document import Block, BlockKind
from reader.domain.patterns import deferred
from reader.domain.span import Span
from reader.formats.builder import WHITE
from reader.formats.html.flow import DEEPEST, NOWHERE
from reader.formats.html.grid import Grid, RowRun
from reader.formats.html.inline import line_of, says_more, without_permalinks
from reader.formats.html.sections import is_code_lines
from reader.formats.html.tree import children_of, text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from lxml.etree import _Element as Element

    from reader.formats.html.flow import Enter, Flow, Leave

LONG_CELL = 600
"""Characters in a cell beyond which a table only places text on a page."""
COLUMNS = 100
"""Columns at most: a terminal has no more than 300 cells."""

_BLOCKS = frozenset(["table", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "form"])
_MANY_LINES = frozenset(["pre", "blockquote", "ul", "ol", "dl"])
"""What may stand in a cell of a table of several rows and columns; one of a single row is a page's frame."""
_TOLD = ("math", "caption", "thead", "tfoot", *_BLOCKS, *_MANY_LINES)
"""The elements in a table that tell what it is."""
_CELLS = frozenset(("td", "th"))
_TABLE_ROLES = frozenset(("table", "grid", "treegrid"))
_CELL_ROLES = {"cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_ROW_HINT = 'role="row"'
_NUMBER = deferred(r"\s*\d*\s*")
_LINE_NUMBERS = frozenset(("data-line-number", "data-line", "data-lineno"))
_EQUATION_NUMBER = deferred(r"\s*[(\[]\s*(?:[A-Z]\.?)?\d{1,4}(?:[.\-–]\d{1,4}){0,3}[a-z]?'?\s*[)\]]\s*")
LABEL = deferred(
    r"\s*(?:[(\[]\s*(?:\d{1,3}|[a-z]{1,4}|[A-Z])\s*[)\]]|(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})[.)]|[—–•·-])\s*"
)
WORD = deferred(r"\w")
_ALIGNED = ["align"]
"""The attributes of a cell in Markdown."""
ALIGNS = {"left": "left", "right": "right", "center": "centre"}


def open_tables(root: Element, text: str) -> None:
    """Let what is a table by its roles be one, in a page whose `text` this is."""
    if _ROW_HINT not in text:
        return
    for table in root.iter("div", "section", "ul", "span"):
        if table.get("role") in _TABLE_ROLES:
            _open(table)


def _open(table: Element) -> None:
    """Call its rows and cells what they are by their roles."""
    rows = [node for node in table.iter() if node.get("role") == "row" and node.tag != "tr"]
    cells = [
        (cell, _CELL_ROLES[role]) for row in rows for cell in row if (role := cell.get("role") or "") in _CELL_ROLES
    ]
    if not cells:
        return
    table.tag = "table"
    for row in rows:
        above = row.getparent()
        while above is not None and above is not table:
            above.tag = "tbody"
            above = above.getparent()
        row.tag = "tr"
    for cell, name in cells:
        cell.tag = name


def enter_table(flow: Flow, table: Element) -> Leave:
    """A table of data becomes one block; any other is only a place for what is in it."""
    if flow.grid is not None:
        return None
    if flow.footnote is not None:
        return flow.resume
    if flow.verbatim:
        return _enter_lines(flow, table)
    # What is not in a table at all is asked of it once: pages have thousands of small ones.
    rows = [_cells_of(row) for row in table.iter("tr")]
    if _is_listing(rows):
        return _enter_listing(flow, table)
    inside = {node.tag for node in table.iterdescendants(*_TOLD)}
    if "math" in inside and _is_equation(table):
        return _enter_equation(flow, table)
    if _is_labelled(table):
        return _enter_labelled(flow, table)
    if "table" in inside and _has_head(table):
        _level_inner(table)
        inside = {node.tag for node in table.iterdescendants(*_TOLD)}
        rows = [_cells_of(row) for row in table.iter("tr")]
    if not _holds_data(table, inside, rows):
        if "table" in inside:
            flow.row_runs |= _runs_of_data(table)
        flow.resume()
        return flow.resume
    if "caption" in inside:
        flow.begin(BlockKind.PARAGRAPH)
        flow.builder.text(without_permalinks(next(table.iter("caption"))))
    if "tfoot" in inside:
        _put_foot_last(table)
    flow.begin(BlockKind.TABLE)
    flow.grid = Grid(min(COLUMNS, max(map(len, rows), default=1)))
    return partial(end_table, flow)


def _enter_lines(flow: Flow, table: Element) -> Leave:
    """A table within code has a line a row; what stands between its elements is none of them."""
    for node in table.iter("table", "tbody", "tr", "td"):
        if node.tag != "td" and not (node.text or "").strip():
            node.text = None
        if node is not table and not (node.tail or "").strip():
            node.tail = None
    flow.builder.fresh_line()
    return flow.builder.fresh_line


def _enter_listing(flow: Flow, table: Element) -> Leave:
    """A listing of which each line is a row is code."""
    for inner in table.iter("pre"):
        inner.tag = "span"  # each line may be in one of its own
    flow.begin(BlockKind.CODE)
    flow.verbatim += 1
    _enter_lines(flow, table)

    def leave() -> None:
        flow.verbatim -= 1
        flow.resume()

    return leave


def _is_listing(rows: Sequence[Sequence[Element]]) -> bool:
    """Whether each row is a line of code behind its number, which may be drawn by the page's style only."""
    return len(rows) > 1 and all(map(_is_numbered, rows))


def _is_numbered(cells: Sequence[Element]) -> bool:
    before = cells[:-1]
    if all(_LINE_NUMBERS.isdisjoint(cell.keys()) for cell in before):
        return False
    return all(_NUMBER.fullmatch(text_in(cell)) for cell in before) and len(text_in(cells[-1])) <= LONG_CELL


def _is_equation(table: Element) -> bool:
    """Whether a table only sets formulas beside their numbers."""
    filled = [
        cell for cell in table.iter("td", "th") if text_in(cell).strip() or next(cell.iter("math"), None) is not None
    ]
    return all(_is_formula_only(cell) or _EQUATION_NUMBER.fullmatch(text_in(cell)) for cell in filled) and any(
        _EQUATION_NUMBER.fullmatch(text_in(cell)) for cell in filled
    )


def _is_formula_only(cell: Element) -> bool:
    inside = "".join(text_in(math) for math in cell.iter("math"))
    return bool(inside.strip()) and not WORD.search(text_in(cell).replace(inside, ""))


def _enter_equation(flow: Flow, table: Element) -> Leave:
    """A line each row: the parts of a formula, and its number behind it."""
    for node in list(table.iter("tbody", "tr", "td", "th")):
        if node.tag in ("td", "th"):
            node.tail = " "
        node.tag = "p" if node.tag == "tr" else "span"
    flow.resume()
    return flow.resume


def _is_labelled(table: Element) -> bool:
    """Whether a table only sets numbers or letters beside paragraphs, as laws do."""
    some: Sequence[Element] = ()
    for row in _own_rows(table):
        some = _cells_of(row)
        if len(some) != 2 or not (LABEL.fullmatch(text_in(some[0])) and WORD.search(text_in(some[1]))):
            return False
    return bool(some)


def _own_rows(table: Element) -> Iterator[Element]:
    for part in children_of(table):
        if part.tag == "tr":
            yield part
        elif part.tag == "tbody":
            yield from (row for row in children_of(part) if row.tag == "tr")


def _cells_of(row: Element) -> list[Element]:
    return [cell for cell in children_of(row) if cell.tag in _CELLS]


def _enter_labelled(flow: Flow, table: Element) -> Leave:
    """A paragraph each row, which begins with its label."""
    for row in list(_own_rows(table)):
        label, inside = _cells_of(row)
        first: Element | None = inside
        while first is not None and not (first.text or "").strip() and len(first) and first[0].tag in ("p", "div"):
            first = first[0]
        if first is not None:
            first.text = f"{text_in(label).strip()} {(first.text or '').lstrip()}"
        row.remove(label)
        row.tag = inside.tag = "div"
    flow.resume()
    return flow.resume


def _has_head(table: Element) -> bool:
    """Whether the table itself has a row of heads above others, so that what is in its cells is data."""
    rows = [row for part in (table, *table.iterchildren("thead", "tbody")) for row in part.iterchildren("tr")]
    head = [cell.tag for cell in _cells_of(rows[0])] if len(rows) > 1 else []
    return len(head) > 1 and set(head) == {"th"}


def _level_inner(table: Element) -> None:
    """Tables in the cells of a table are words in its cells."""
    for inner in list(table.iterdescendants("table")):
        for node in inner.iter("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"):
            node.tag = "div"


def _runs_of_data(table: Element) -> dict[Element, RowRun]:
    """The rows of data, at least two in a row, of a table whose other rows hold tables: they are a table."""
    if table.get("role") in ("presentation", "none"):
        return {}
    found: dict[Element, RowRun] = {}
    run: list[Element] = []
    rows = [row for part in (table, *table.iterchildren("thead", "tbody", "tfoot")) for row in part.iterchildren("tr")]
    for row in [*rows, None]:
        if row is not None and _is_row_of_data(row):
            run.append(row)
            continue
        if len(run) > 1:
            found[run[0]] = RowRun(max(len(_cells_of(row)) for row in run), run[-1])
        run = []
    return found


def _is_row_of_data(row: Element) -> bool:
    cells = _cells_of(row)
    return (
        len(cells) > 1
        and not any(node.tag in _BLOCKS for node in row.iterdescendants())
        and all(0 < len(text_in(cell)) <= LONG_CELL for cell in cells)
    )


def _put_foot_last(table: Element) -> None:
    """The foot of a table is drawn below its body, wherever it is written."""
    for foot in list(table.iterchildren("tfoot")):
        foot.tail = None
        table.append(foot)


def enter_caption(flow: Flow, _caption: Element) -> Leave | Literal[False]:
    """A caption was put before its table."""
    return False if flow.grid is not None else None


def enter_row(flow: Flow, row: Element) -> Leave | Literal[False]:
    """Enter a row; in a table without data its cells are blocks. One of words and marks is added as a whole."""
    grid = flow.grid
    if grid is None and row in flow.row_runs:
        flow.begin(BlockKind.TABLE)
        run = flow.row_runs[row]
        flow.grid = grid = Grid(min(COLUMNS, run.columns), last=run.last)
    if grid is None:
        if flow.verbatim:
            flow.builder.fresh_line()
        return None
    cells = children_of(row)
    tags = {cell.tag for cell in cells}
    if not tags.isdisjoint(_CELLS):
        grid.heads = grid.heads and ("td" not in tags or _is_in_head(row))
        grid.header += grid.heads
        if tags.issubset(_CELLS) and _add_row(flow, grid, row, cells):
            return False
        grid.rows.append([])
    return partial(_end_row, flow, grid, row)


def _is_in_head(row: Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _add_row(flow: Flow, grid: Grid, row: Element, cells: Sequence[Element]) -> bool:
    """Add a row as a whole, as its cells would be one by one; False where one holds or is more than words and marks."""
    if grid.spanned or flow.builder.is_marking or not flow.special.isdisjoint(cells):
        return False
    if (names := row.keys()) and says_more(flow, row, names):
        return False
    lines = []
    between = row.text
    for cell in cells:
        names = cell.keys()
        if names and names != _ALIGNED and says_more(flow, cell, names):
            return False
        if between and between != "\n" and between.strip(WHITE):
            return False
        line = line_of(flow, cell)
        if line is None:
            return False
        lines.append(line)
        between = cell.tail
    if between and between.strip(WHITE):
        return False
    grid.aligns += map(_align, cells[len(grid.aligns) :])
    grid.rows.append(flow.builder.add_row("\n" if grid.rows else "", lines))
    if between:
        flow.builder.text(between)
    if row is grid.last:
        end_table(flow)
    return True


def enter_cell(flow: Flow, cell: Element) -> Leave | Literal[False]:
    """Enter a cell, with empty ones for what it spans."""
    grid = flow.grid
    if grid is None:
        if flow.verbatim:
            return None
        if _is_numbers_of_lines(cell):
            return False
        flow.resume()
        return flow.resume
    if not grid.rows:
        grid.rows.append([])
    if grid.spanned:
        _fill_spanned(flow, grid)
    column = len(grid.rows[-1])
    if len(grid.rows) == 1 or len(grid.aligns) <= column:
        grid.aligns[column:] = [_align(cell)]
    return partial(_end_cell, flow, grid, cell, _begin_cell(flow, grid))


def _is_numbers_of_lines(cell: Element) -> bool:
    """Whether a cell holds the numbers of the lines of code that are in the next."""
    code = cell.getnext()
    if code is None or not (next(code.iter("pre"), None) is not None or any(map(is_code_lines, code.iter("div")))):
        return False
    said = "".join(text_in(cell).split())
    counted = ""
    number = 0
    while len(counted) < len(said):
        number += 1
        counted += str(number)
    return bool(said) and counted == said


def _end_cell(flow: Flow, grid: Grid, cell: Element, start: int) -> None:
    row = grid.rows[-1]
    row.append(Span(start, flow.builder.length))
    if not cell.attrib:
        return
    column = len(row) - 1
    wide = max(1, min(_number(cell.get("colspan")), grid.columns - column))
    high = _rows_below(cell) if (cell.get("rowspan") or "").strip() == "0" else _number(cell.get("rowspan"))
    if wide > 1 or high > 1 or grid.spanned:
        grid.spanned |= dict.fromkeys(range(column, column + wide), high - 1)
    for _ in range(wide - 1):
        _empty(flow, grid)


def _rows_below(cell: Element) -> int:
    """The rows from a cell's to the end of its part of the table, which 0 means."""
    row = cell.getparent()
    return 1 if row is None else min(1000, 1 + sum(one.tag == "tr" for one in row.itersiblings()))


def _begin_cell(flow: Flow, grid: Grid) -> int:
    first = not grid.rows[-1]
    if first and len(grid.rows) == 1:
        return flow.builder.cell("")
    return flow.builder.cell("\n" if first else "\t")


def _empty(flow: Flow, grid: Grid) -> None:
    here = _begin_cell(flow, grid)
    grid.rows[-1].append(Span(here, here))


def _fill_spanned(flow: Flow, grid: Grid) -> None:
    row = grid.rows[-1]
    while grid.spanned.get(len(row), 0) > 0 and len(row) < grid.columns:
        grid.spanned[len(row)] -= 1
        _empty(flow, grid)


def _end_row(flow: Flow, grid: Grid, row: Element) -> None:
    _pad(flow, grid)
    if row is grid.last:
        end_table(flow)


def _pad(flow: Flow, grid: Grid) -> None:
    if grid.spanned and grid.rows and grid.rows[-1]:
        _fill_spanned(flow, grid)


def end_table(flow: Flow) -> None:
    """End the table that is walked, and add it."""
    grid = flow.grid
    flow.grid = None
    if grid is not None:
        rows = tuple(tuple(row) for row in grid.rows if row)
        header = min(grid.header, len(rows))
        quote, depth = min(flow.quote, DEEPEST), min(len(flow.lists), DEEPEST)
        facts = Block(BlockKind.TABLE, NOWHERE, 0, quote, depth, rows=rows, header=header, aligns=tuple(grid.aligns))
        flow.builder.end_table(facts)
    flow.resume()


def _holds_data(table: Element, inside: Set[object], rows: Sequence[Sequence[Element]]) -> bool:
    """Whether cells hold words rather than parts of a page.

    `inside` are the names of those elements in the table that tell what it is, `rows` the cells of its rows.
    """
    role = table.get("role")
    if role in ("presentation", "none") or "table" in inside:
        return False
    if role == "table":
        return True
    most = max(map(len, rows), default=0)
    if (not _BLOCKS.isdisjoint(inside) and not _has_head(table)) or not (
        most or next(table.iter(*_CELLS), None) is not None
    ):
        return False
    count = sum(map(bool, rows))
    if count < 2 and any(map(is_code_lines, table.iter("div"))):
        return False
    if "pre" in inside and any(len(cells) == 2 and _is_numbers_of_lines(cells[0]) for cells in rows):
        return False  # a listing, whose name may stand in a row of its own
    if "thead" not in inside and most < 2:
        return False
    if not _MANY_LINES.isdisjoint(inside) and (count < 2 or most < 2):
        return False
    said = text_in(table)
    short = len(said) <= LONG_CELL or all(len(text_in(cell)) <= LONG_CELL for cell in table.iter("td"))
    return short and bool(said.strip())


def _align(cell: Element) -> str:
    if not cell.keys():
        return ""
    return align_of(cell.get("style") or "", cell.get("align") or "")


def align_of(style: str, align: str) -> str:
    """Tell how a column is aligned by those attributes of a cell."""
    said = style.replace(" ", "").lower().partition("text-align:")[2].partition(";")[0]
    return ALIGNS.get(said or align.lower(), "")


def _number(value: str | None) -> int:
    """A span; from 1 to 1,000 as HTML has it."""
    if not value:
        return 1  # nearly all say nothing
    return max(1, min(int(value), 1000)) if value.isascii() and value.isdigit() and len(value) < 19 else 1


TABLES: dict[str, Enter] = {
    "table": enter_table,
    "caption": enter_caption,
    "tr": enter_row,
    "td": enter_cell,
    "th": enter_cell,
}
