"""What a library keeps under names: one record a name on all machines, and the later value wins."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotUnderstood
from reader.domain.merge import Tables, join_tables
from reader.domain.named import Sort
from reader.library.named_values import keep, kept_values, query_name
from tests.memory_store import MemoryStore
from tests.world import NOON, Ticking, counted

if TYPE_CHECKING:
    from reader.domain.ports import Store


def _machine(device: str, tables: Tables, hours: int) -> MemoryStore:
    return MemoryStore(clock=Ticking(NOON + timedelta(hours=hours)), device=device, entropy=counted(), tables=tables)


def test_the_later_of_two_machines_wins_in_any_order() -> None:
    copies: list[Tables] = [{}, {}, {}]
    machines = [_machine(f"m{index}", tables, index * 100) for index, tables in enumerate(copies)]
    for machine, query in zip(machines, ("tag:law", "tag:claim", "since:7d"), strict=True):
        keep(machine, Sort.QUERY, "Mine", query)
    keep(machines[0], Sort.TAG_COLOUR, "law", "red")
    results = [join_tables(order) for order in permutations(copies)]
    assert all(one == results[0] for one in results)
    joined = _machine("joined", results[0], 1000)
    assert kept_values(joined, Sort.QUERY) == {"Mine": "since:7d"}
    assert kept_values(joined, Sort.TAG_COLOUR) == {"law": "red"}
    keep(joined, Sort.QUERY, "mine", "")
    assert kept_values(joined, Sort.QUERY) == {}


def test_it_is_there_again_when_the_library_is_opened_again(store: Store) -> None:
    keep(store, Sort.QUERY, "week", "since:7d")
    keep(store, Sort.QUERY, "week", "since:14d")
    keep(store, Sort.QUERY, "none", "")
    assert kept_values(store, Sort.QUERY) == {"week": "since:14d"}


@pytest.mark.parametrize("typed", ["", "@", "two words", 'a"b', "a:b"])
def test_a_name_is_one_word(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        query_name(typed)
    assert query_name(" @law-week ") == "law-week"
