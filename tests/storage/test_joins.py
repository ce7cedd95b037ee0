"""Joins of articles: seen in every answer of a store, undone, and the same in whatever order machines hear of them."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from reader.domain.joins import Join
from reader.domain.merge import join_tables
from reader.domain.ports import Change, Store
from tests.memory_store import MemoryStore
from tests.storage.conftest import store_in
from tests.storage.records import annotation, article
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from pathlib import Path

    from reader.domain.merge import Tables

ONE, OTHER = "one", "other"


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made: Store = store_in(tmp_path) if request.param == "disk" else MemoryStore(clock=Ticking(), entropy=counted())
    made.save_articles([Change(None, article(name, title=name, tags=(name,))) for name in (ONE, OTHER)])
    made.save_annotations([Change(None, annotation(f"of {name}", article_id=name)) for name in (ONE, OTHER)])
    return made


def test_what_is_joined_is_one_article_everywhere(store: Store) -> None:
    store.save_joins([Change(None, Join(ONE, OTHER))])
    (whole,) = store.articles()
    assert (whole.id, whole.title, set(whole.tags)) == (OTHER, OTHER, {ONE, OTHER})
    assert store.article(ONE) == store.article(OTHER) == whole
    assert {one.id for one in store.annotations(OTHER)} == {"of one", "of other"}
    assert {one.article_id for one in store.annotations()} == {OTHER}
    assert len(store.annotations_in(OTHER, "0" * 64)) == 2


def test_an_annotation_that_is_edited_meanwhile_is_in_its_own_article_afterwards(store: Store) -> None:
    store.save_joins([Change(None, Join(ONE, OTHER))])
    seen = store.annotation("of one")
    assert seen is not None
    store.save_annotations([Change(seen, seen._replace(note="edited"))])
    (join,) = store.joins()
    store.save_joins([Change(join, join._replace(same_as=""))])
    assert [one.note for one in store.annotations(ONE)] == ["edited"]
    assert {one.id for one in store.articles()} == {ONE, OTHER}
    assert [one.same_as for one in store.joins()] == [""]


def test_a_tag_is_taken_off_all_records_of_an_article(store: Store) -> None:
    store.save_joins([Change(None, Join(ONE, OTHER))])
    (whole,) = store.articles()
    (stored,) = store.save_articles([Change(whole, whole._replace(tags=(OTHER,)))])
    assert stored is not None
    assert stored.tags == (OTHER,)


def test_a_ring_of_joins_is_one_article(store: Store) -> None:
    store.save_joins([Change(None, Join(ONE, OTHER)), Change(None, Join(OTHER, ONE))])
    assert len(store.articles()) == 1
    assert len(store.annotations(store.articles()[0].id)) == 2


def test_a_join_with_an_article_that_is_not_here_hides_nothing(store: Store) -> None:
    store.save_joins([Change(None, Join(ONE, "elsewhere"))])
    assert {one.id for one in store.articles()} == {ONE, OTHER}


def test_machines_agree_in_whatever_order_they_hear_of_each_other() -> None:
    base: Tables = {}
    MemoryStore(clock=Ticking(), entropy=counted(), tables=base).save_joins([Change(None, Join(ONE, OTHER))])
    copies: list[Tables] = [base]
    for number, same_as in enumerate(("", "third")):
        copy: Tables = {name: {uuid: dict(row) for uuid, row in rows.items()} for name, rows in base.items()}
        machine = MemoryStore(clock=Ticking(), device=f"machine-{number}", entropy=counted(), tables=copy)
        (join,) = machine.joins()
        machine.save_joins([Change(join, join._replace(same_as=same_as))])
        copies.append(copy)
    results = [join_tables(order)["joins"] for order in permutations(copies)]
    assert all(one == results[0] for one in results)
