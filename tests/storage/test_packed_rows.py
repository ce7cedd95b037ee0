"""Rows that are held beside a library file come back out of its index as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.storage.disk.system import FileMark
from reader.storage.file.file_index import Index
from reader.storage.file.packed_rows import PackedRows

if TYPE_CHECKING:
    from reader.domain.merge import Row

MARK = FileMark(1, 2, 3)
VALUES = st.one_of(st.text(), st.integers(), st.lists(st.text()), st.characters(categories=["Cs"]))
ROWS = st.dictionaries(  # few: what fails fails with one
    st.integers(0, 1 << 53).map(str),
    st.fixed_dictionaries({"uuid": st.text(), "f": st.dictionaries(st.text(), VALUES, max_size=3)}),
    max_size=3,
)


@given(st.dictionaries(st.text(st.characters(categories=["L"])), ROWS, max_size=2))
def test_an_index_keeps_them(tables: dict[str, dict[str, Row]]) -> None:
    held = {name: PackedRows() for name in tables}
    for name, rows in tables.items():
        held[name].update(rows)
    index = Index.from_bytes(Index(MARK, 2, {}, {}, [], {}, held).to_bytes(), MARK)
    assert index is not None
    assert index.held is not None
    assert {name: dict(rows) for name, rows in index.held.items()} == tables


def test_an_index_without_them_is_one_of_a_file_of_ours() -> None:
    index = Index.from_bytes(Index(MARK, 2, {}, {}, [], {}).to_bytes(), MARK)
    assert index is not None
    assert index.held is None


def test_a_damaged_row_is_no_index() -> None:
    held = {"annotations": PackedRows([("1", b'{"uuid":"a"}')])}
    data = Index(MARK, 2, {}, {}, [], {}, held).to_bytes()
    assert Index.from_bytes(data[:-2] + b"b}", MARK) is None
