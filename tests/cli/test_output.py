"""Tables are printed as records come."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from reader.cli.output import SCREENFUL, json_lines, put, rows
from reader.domain.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "Işık ❤ “жук”"
MANY = 3 * SCREENFUL + 1


@pytest.fixture(autouse=True)
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.output.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")


def test_the_first_of_a_long_table_are_there_before_the_others_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    taken: list[int] = []
    seen: list[str] = []

    def found() -> Iterator[list[object]]:
        for n in range(MANY):
            if n == SCREENFUL + 1:
                seen.append(capsys.readouterr().out)
            taken.append(n)
            yield [n, f"of number {n}"]

    rows(["no", "text"], found(), wide=(1,))
    assert [line.split()[0] for line in seen[0].splitlines()] == ["no", *map(str, range(SCREENFUL))]
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(map(str, taken[SCREENFUL:]))


@pytest.mark.parametrize("count", [SCREENFUL, SCREENFUL + 1, MANY])
def test_columns_stay_where_they_are_down_a_long_table(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = ["title", "tag", "text"]
    rows(["id", "in", ">count", "text"], ([f"{n:08}", kinds[n * 3 // count], n, "words"] for n in range(count)), (3,))
    head, *lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        [f"{n:08}", kinds[n * 3 // count], str(n), "words"] for n in range(count)
    ]
    assert {line.index(" words") for line in lines} == {head.index(" text")}


def test_a_column_that_is_filled_further_down_is_shown_from_there_with_its_head(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows(["id", "note"], ([n, "written" if n == MANY - 1 else ""] for n in range(MANY)))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] == [["id"], ["0"]]
    assert ["id", "note"] in lines[SCREENFUL:]
    assert lines[-1] == [str(MANY - 1), "written"]


@pytest.mark.parametrize("encoding", ["iso8859-9", "koi8-r", "ascii", "utf-8"])
def test_a_pipe_takes_files_whole_whatever_the_locale(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.output.on_terminal", lambda: False)
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding=encoding, errors="replace"))
    json_lines([{"note": WORDS}])
    put(WORDS)
    sys.stdout.flush()
    first, _, rest = written.getvalue().partition(b"\n")
    assert json.loads(first) == {"note": WORDS}
    assert rest.decode("utf-8") == WORDS


@pytest.mark.parametrize("columns", [24, 60, 100, 200])
def test_a_long_table_holds_all_that_is_said_within_the_width(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = ["the harbour moves", "砂はどこにも行かない", "a" * 150, "", "e\u0301 and 🙂 and \x1b[31m and more " * 3]
    heads = ["id", "quote", ">count", "note"]
    records = [[f"{n:04}", said[n % 5], n, said[(n + 1) % 5]] for n in range(MANY)]
    rows(heads, records, wide=(1, 3))
    printed = capsys.readouterr().out
    assert max(map(cell_len, printed.splitlines())) <= columns
    cells = "".join(printable(str(cell)) for record in records for cell in record)
    if columns >= 60:  # else the heads are cut
        assert Counter("".join(printed.split())) == Counter("".join([*cells.split(), "idquotecountnote"]))
