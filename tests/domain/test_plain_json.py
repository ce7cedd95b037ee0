"""The standard library's JSON where there is no orjson: the same bytes, the same values, the same refusals."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.plain_json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# How powers of ten above 15 are written differs between versions of orjson; no row of ours has such a number.
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(-1e15, 1e15) | st.sampled_from([float("nan"), float("-inf")])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters()),
    lambda one: st.lists(one) | st.dictionaries(st.text(st.characters()), one),
)


def answer(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except TypeError:
        return TypeError
    except ValueError:
        return ValueError


@given(VALUES, st.booleans(), st.booleans())
def test_it_writes_what_orjson_writes(value: Any, sort: bool, indent: bool) -> None:
    options = (orjson.OPT_SORT_KEYS if sort else 0) | (orjson.OPT_INDENT_2 if indent else 0)
    assert answer(lambda: dumps(value, sort=sort, indent=indent)) == answer(lambda: orjson.dumps(value, option=options))


@given(st.floats(-1, 1))
def test_small_numbers_are_written_alike(value: float) -> None:
    assert dumps([value, f"{value} NaN"]) == orjson.dumps([value, f"{value} NaN"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1,]",
        b"NaN",
        b"[-Infinity]",
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b'{"a":1,"a":2}',
        b"[" * 5000,
        b' {"a": [1.5, true, null, "\\u00e4"]}\n',
    ],
)
def test_it_reads_and_refuses_what_orjson_does(data: bytes) -> None:
    assert answer(lambda: loads(data)) == answer(lambda: orjson.loads(data))


@pytest.mark.slow
def test_the_program_runs_without_orjson(tmp_path: Path) -> None:
    """A library that is written with it is read without, and the other way round."""
    (tmp_path / "a.txt").write_text("Plenty of people agree on the sand.\n")
    without = "import sys; sys.modules['orjson'] = None; from reader.__main__ import main; sys.exit(main())"
    reader = ["-c", "import sys; from reader.__main__ import main; sys.exit(main())"]
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}

    def run(program: list[str], *arguments: str) -> str:
        command = [sys.executable, *program, *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    for n, program in enumerate((reader, ["-c", without])):
        run(program, "highlight", "a.txt", "--quote", "people", "--note", f"note {n} é")
    run(["-c", without], "backup")
    assert run(reader, "notes", "--json") == run(["-c", without], "notes", "--json")
    assert "note 0 é" in run(["-c", without], "export", "-f", "json")
