"""A write of many rows is a line like any other, though neither its writing nor its reading holds all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader.storage.journal as journal
from reader.domain.merge import value_hash
from reader.storage.rows.codec import loads

if TYPE_CHECKING:
    from reader.domain.merge import AnyTables, Row

COUNTS = st.dictionaries(st.sampled_from(["articles", "annotations", "joins"]), st.integers(1, 25), min_size=1)


@pytest.fixture(autouse=True, scope="module")
def small() -> Any:
    """Let few rows be many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "AT_ONCE", 4)
        patch.setattr(journal, "MANY", 8)
        patch.setattr(journal, "LONG", 1)
        yield


def _rows(kind: str, count: int, value: Any = "words") -> list[Row]:
    return [
        {"uuid": f"{kind}-{n}", "kind": kind, "f": {"title": {f"stamp-{n}": value}}, "dead": []} for n in range(count)
    ]


def by_id(tables: dict[str, list[Row]]) -> AnyTables:
    return {name: {row["uuid"]: row for row in rows} for name, rows in tables.items()}


def _written(line: bytes | journal.LongLine) -> bytes:
    return line if isinstance(line, bytes) else b"".join(line)


@given(COUNTS)
def test_the_line_says_what_was_written(counts: dict[str, int]) -> None:
    tables = {name: _rows(name, count) for name, count in counts.items()}
    line = journal.line_of(by_id(tables), 2)
    data = _written(line)
    assert isinstance(line, bytes) == (max(counts.values()) <= 8)
    assert loads(data) == {"schema": 2, **tables}
    assert data.count(b"\n") == 1
    last = line if isinstance(line, bytes) else line.end
    assert journal.tail(last, len(last)) == journal.tail(data, len(data))


VALUES = st.recursive(
    st.sampled_from(['},{"dead":[', "]}", '"', "\\", "käse", None, 1.5, True]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["dead", "x", "z"]), inner, max_size=2),
    max_leaves=4,
)


def sound_row(uuid: str, kind: str, value: Any) -> Row:
    stamp = f"{7:013x}-0000-anna-00000001-{value_hash('title', value)}-abcd"
    return {"uuid": uuid, "kind": kind, "f": {"title": {stamp: value}}, "dead": []}


@given(
    st.dictionaries(st.sampled_from(["articles", "annotations", "zettel"]), st.lists(VALUES, max_size=5), max_size=3),
    st.data(),
)
def test_a_long_line_is_read_row_by_row_as_all_at_once(tables: dict[str, list[Any]], data: st.DataObject) -> None:
    rows = {
        name: [sound_row(f"u{n}", data.draw(st.sampled_from(["article", "annotation", "?"])), one) for n, one in found]
        for name, found in ((name, list(enumerate(values))) for name, values in tables.items())
    }
    line = journal.encode(rows, 2)[:-1]
    if data.draw(st.booleans()):  # damaged: a byte gone, or another in its place
        at = data.draw(st.integers(0, len(line) - 1))
        line = line[:at] + data.draw(st.sampled_from([b"", b"]", b"}", b"x", b","])) + line[at + 1 :]
    found = journal.read(line + b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "LONG", 1 << 20)
        at_once = journal.read(line + b"\n")
    assert (found.end, found.damaged) == (at_once.end, at_once.damaged)
    assert [(one.schema, plain(one.tables)) for one in found.entries] == [
        (one.schema, plain(one.tables)) for one in at_once.entries
    ]


def plain(tables: AnyTables) -> dict[str, dict[str, Row]]:
    return {name: dict(rows) for name, rows in tables.items() if rows}


@pytest.mark.parametrize("value", ["\ud800", 1 << 70])
def test_what_only_the_slow_parser_reads_is_written_so(value: Any) -> None:
    line = journal.line_of(by_id({"articles": _rows("article", 20, value)}), 2)
    assert loads(_written(line)) == {"schema": 2, "articles": _rows("article", 20, value)}


@given(
    st.lists(st.sampled_from([b'{"schema":2}', b"", b"damaged", b"\0\0", b'{"schema":2']), max_size=6), st.booleans()
)
def test_lines_are_read_one_as_all(lines: list[bytes], ended: bool) -> None:
    data = b"\n".join(lines) + b"\n" * ended
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "LONG", 1 << 20)
        copied = journal.read(data)
    assert journal.read(data) == copied
