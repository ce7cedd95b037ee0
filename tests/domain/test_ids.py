"""Ids from names are those that RFC 9562 has for them."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain import document
from reader.domain.ids import name_id, random_id


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_names_id_is_the_standard_librarys_of_version_5(namespace: UUID, name: str) -> None:
    assert name_id(str(namespace), name) == str(uuid5(namespace, name))


def test_a_random_id_is_of_version_4() -> None:
    assert UUID(random_id()).version == uuid4().version


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 5))
def test_a_text_is_named_by_all_of_its_bytes_however_it_is_cut(text: str, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "PIECE", piece)
        assert document.text_hash(text) == hashlib.sha256(text.encode()).hexdigest()
