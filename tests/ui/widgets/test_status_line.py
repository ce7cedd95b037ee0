"""The status line: one row that says first what one waits for; what went wrong is said to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from reader.ui.draw.textual_themes import themes
from reader.ui.keys.status_line import ArticleStatus, Hint
from tests.ui.fakes import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

MESSAGE = "letter: highlight · digit: colour · CAPITAL: start of a range"
WRONG = "long/path.md: there is no such file, and no such article · reader list has them"
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


async def test_what_went_wrong_is_said_to_its_end_where_there_are_rows() -> None:
    app = Lined()
    async with app.run_test(size=(40, 24)):
        line = app.query_one(ArticleStatus)
        await until(lambda: line.size == (40, 1))
        line.unsaved = 1
        for failed, message in ((True, WRONG), (False, WRONG.replace(" · ", ", "))):
            line.failed, line.message = failed, message
            await until(lambda: line.size.height > 1)
            said = [strip.text for strip in line.render_lines(line.size.region)]
            assert {len(one) for one in said} == {40}
            assert " ".join(" ".join(said).split()) == f"not saved yet {message}"
            line.failed, line.message = False, "done"
            await until(lambda: line.size.height == 1)
        line.failed, line.message = True, WRONG * 9
        await until(lambda: line.size.height == 4)  # most of the screen stays the text's
        assert line.render_line(3).text.rstrip().endswith("…")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
async def test_the_way_to_all_keys_always_has_room(width: int) -> None:
    app = Lined()
    async with app.run_test(size=(width, 5)):
        line = app.query_one(ArticleStatus)
        line.percent, line.hints = 100, HINTS
        row = line.render_line(0)
        assert row.cell_length == width
        assert row.text.rstrip().endswith("? keys")
