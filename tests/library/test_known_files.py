"""A file that is known by its bytes is told of as if it had been read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.importing.importer import Importer
from reader.library.importing.imports import ShortMemory
from tests.library.test_import_again import EDITS, PROGRAMS, SAID, Edit, Said, copied, edit, later, machine
from tests.world import NOON

if TYPE_CHECKING:
    from reader.domain.merge import Tables
    from reader.library import Library


@pytest.fixture(autouse=True)
def every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small it is."""
    monkeypatch.setattr("reader.library.importing.importer.LARGE", 1)


def take_in(library: Library, data: str, program: str, memory: ShortMemory | None) -> str:
    importer = Importer(library.store, lambda: NOON, library.open, memory=memory)
    return str(importer.take_in(data.encode(), "notes.txt", program))


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(said=SAID, edits=st.lists(EDITS, max_size=3), newer=st.booleans())
def test_the_same_file_has_the_same_fate_whether_it_is_read_or_known(
    program: str, said: list[Said], edits: list[list[Edit]], newer: bool
) -> None:
    known: Tables = {}
    memory = ShortMemory()
    file = PROGRAMS[program](said)
    read = copied(known)
    for some in [[], *edits, []]:
        for tables in (known, read):
            library = machine(tables)
            for listed in library.collection.articles():
                edit(library, listed.article.id, some)
        if newer and some:
            changed = PROGRAMS[program](later(said, ["delta"] * 4))
            assert take_in(machine(known), changed, program, memory) == take_in(machine(read), changed, program, None)
        assert take_in(machine(known), file, program, memory) == take_in(machine(read), file, program, None)
        assert known["annotations"].keys() == read["annotations"].keys()


def test_a_known_file_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    library, memory = machine(), ShortMemory()
    file = PROGRAMS["kindle"]([Said(0, "alpha", 10), Said(1, "", 10)])
    take_in(library, file, "kindle", memory)
    monkeypatch.setattr("reader.library.importing.importer.reader", None)
    assert take_in(library, file, "kindle", memory) == "0 new, 2 known already"
    with pytest.raises(TypeError):
        take_in(library, f"{file}\n", "kindle", memory)
