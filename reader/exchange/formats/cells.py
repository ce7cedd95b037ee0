"""Cells of a table that a spreadsheet will open: none may be taken for a formula, and each can be read back."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@|＝＋－＠｜])")
"""What a spreadsheet takes for a formula or a command, or would if the apostrophes in front were gone."""


def guarded(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would compute it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a guarded cell; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell
