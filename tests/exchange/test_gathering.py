"""Where highlights stand, in a reader's words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Document
from reader.exchange.format_table import writer
from reader.exchange.gather import gather, places
from reader.exchange.sanitize import is_lost, place, source_name, web_address
from tests.exchange.samples import ARTICLE, DOCUMENT, EXAMPLE, TEXT, VERSION


def test_page_notes_come_first_and_what_is_not_found_last() -> None:
    assert [one.annotation.id[7] for one in EXAMPLE.entries] == ["4", "1", "3", "2", "5"]
    assert [is_lost(one) for one in EXAMPLE.entries] == [False, False, False, False, True]


def test_a_place_is_told_by_headings_paragraph_and_percent() -> None:
    where = [one.where for one in EXAMPLE.entries]
    assert where[0] is None
    assert where[1] == (("The Harbour",), "", 2, 12)
    assert where[3] == (("The Harbour", "Why"), "", 4, 59)
    assert place(EXAMPLE.entries[3].where) == "¶ 4 · 59 %"


def test_pages_are_told_where_the_source_has_them() -> None:
    paged = DOCUMENT._replace(pages=((0, "iv"), (30, "1")))
    assert [one.page for one in places(paged, [5, 29, 30, 80])] == ["iv", "iv", "1", "1"]


@pytest.mark.parametrize(("label", "page"), [("12", 12), ("iv", 2), ("9" * 5000, 2), ("", 2)])
def test_koreader_gets_a_number_whatever_a_page_is_called(label: str, page: int) -> None:
    paged = DOCUMENT._replace(pages=((0, label),))
    exported = gather(ARTICLE, [EXAMPLE.entries[1].annotation], paged)
    (entry,) = json.loads("".join(writer("koreader")([exported])))["documents"][0]["entries"]
    assert entry["page"] == page


def test_without_the_document_nothing_is_said_of_places() -> None:
    annotations = [one.annotation for one in EXAMPLE.entries]
    assert [one.where for one in gather(ARTICLE, annotations, None, VERSION).entries] == [None] * 5


def test_a_highlight_that_was_never_looked_for_in_a_version_has_no_place_in_it() -> None:
    annotations = [one.annotation for one in EXAMPLE.entries]
    entries = gather(ARTICLE, annotations, None, "another").entries
    assert [is_lost(one) for one in entries] == [not one.annotation.is_page_note for one in entries]


@given(st.lists(st.integers(0, len(TEXT)), max_size=8).map(sorted))
def test_one_pass_tells_what_each_alone_would(offsets: list[int]) -> None:
    assert list(places(DOCUMENT, offsets)) == [next(places(DOCUMENT, [one])) for one in offsets]


def test_an_empty_document_has_places() -> None:
    assert next(places(Document("", ()), [0])) == ((), "", 0, 0)


def test_addresses_tell_no_password_and_names_no_folder() -> None:
    assert (
        web_address(ARTICLE._replace(url="https://me:secret@example.org/a b?q=ü"))
        == "https://example.org/a%20b?q=%C3%BC"
    )
    assert web_address(ARTICLE._replace(url="file:///etc/passwd")) == ""
    assert source_name(ARTICLE) == "harbour.md"
    assert source_name(ARTICLE, paths=True) == "/home/somebody/secret/harbour.md"
