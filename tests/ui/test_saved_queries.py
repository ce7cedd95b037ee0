"""Queries are kept under names: what one takes the place of is told, and none asks for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotUnderstood
from reader.ui.lists.saved_queries import saving_told
from tests.ui.shelves import Shelf

if TYPE_CHECKING:
    from reader.library import Library


@pytest.fixture
def library() -> Library:
    return Shelf().library


def saved(library: Library, name: str, query: str, **said: str) -> str:
    return saving_told(library.queries.save(name, query, said), query, said)


def test_what_a_query_takes_the_place_of_is_said(library: Library) -> None:
    assert saved(library, "mine", "tag:law") == "saved: @mine asks for it"
    assert saved(library, "mine", "tag:law") == "saved: @mine asks for it"
    assert saved(library, "Mine", "tag:sea") == "saved: @Mine asks for it, no longer for tag:law"
    assert library.queries.kept() == {"Mine": "tag:sea"}


def test_only_what_was_saved_is_forgotten(library: Library) -> None:
    saved(library, "mine", "tag:law")
    assert saved(library, "yours", "") == "the library has no query @yours"
    assert saved(library, "yours", "", yours="x").endswith("; the settings have one of that name")
    assert saved(library, "mine", "") == "@mine is forgotten: it was tag:law"
    assert saved(library, "mine", "") == "the library has no query @mine"


@pytest.mark.parametrize("query", ["@mine x", "-@MINE", "a OR @ring"])
def test_a_query_that_would_ask_for_itself_is_not_saved(library: Library, query: str) -> None:
    saved(library, "mine", "tag:law")
    saved(library, "ring", "@mine")
    with pytest.raises(NotUnderstood, match="asks for itself"):
        library.queries.save("mine", query)
    assert library.queries.kept() == {"mine": "tag:law", "ring": "@mine"}
