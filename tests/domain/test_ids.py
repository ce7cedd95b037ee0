"""Ids from names are those that RFC 9562 has for them."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.ids import name_id, random_id


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_names_id_is_the_standard_librarys_of_version_5(namespace: UUID, name: str) -> None:
    assert name_id(str(namespace), name) == str(uuid5(namespace, name))


def test_a_random_id_is_of_version_4() -> None:
    assert UUID(random_id()).version == uuid4().version
