"""The status line: one row, whatever the width, that says first what one waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from reader.ui.draw.textual_themes import themes
from reader.ui.keys.status_line import ArticleStatus, Hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

MESSAGE = "letter: highlight · digit: colour · CAPITAL: start of a range"
HINTS = (Hint("h", "highlight"), Hint("H", "any sentence"), Hint("v", "select"), Hint("?", "keys"))


class Lined(App[None]):
    CSS = "ArticleStatus { width: 1fr; height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(themes()[0])
        self.theme = "reader-dark"

    def compose(self) -> Iterator[Widget]:
        yield ArticleStatus()


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (20, "letter: highlight…"),
        (40, "letter: highlight · digit: colour …"),
        (64, MESSAGE),
        (100, f"12 %  ● yellow   LABELS   {MESSAGE}"),
    ],
)
async def test_a_message_is_cut_between_its_clauses_and_goes_before_all_else(width: int, shown: str) -> None:
    app = Lined()
    async with app.run_test(size=(width, 5)):
        line = app.query_one(ArticleStatus)
        line.percent, line.mode, line.message = 12, "LABELS", MESSAGE
        row = line.render_line(0)
        assert row.cell_length == width
        assert row.text.strip() == shown


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
async def test_the_way_to_all_keys_always_has_room(width: int) -> None:
    app = Lined()
    async with app.run_test(size=(width, 5)):
        line = app.query_one(ArticleStatus)
        line.percent, line.hints = 100, HINTS
        row = line.render_line(0)
        assert row.cell_length == width
        assert row.text.rstrip().endswith("? keys")
