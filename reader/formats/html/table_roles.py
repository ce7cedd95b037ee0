"""Some tables are made of other elements, and say by their roles what is a row and what a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TABLES = frozenset(("table", "grid", "treegrid"))
_CELLS = {"cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_HINT = 'role="row"'


def open_tables(root: Element, text: str) -> None:
    """Let what is a table by its roles be one, in a page whose `text` this is."""
    if _HINT not in text:
        return
    for table in root.iter("div", "section", "ul", "span"):
        if table.get("role") in _TABLES:
            _open(table)


def _open(table: Element) -> None:
    rows = [node for node in table.iter() if node.get("role") == "row" and node.tag != "tr"]
    cells = [(cell, _CELLS[role]) for row in rows for cell in row if (role := cell.get("role") or "") in _CELLS]
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
