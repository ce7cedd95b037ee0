"""Tags as they are typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.lists.tag_line import complete, complete_query, join_tags, parse_tags

IN_USE = {"law/police": 9, "law": 3, "claim": 5, "two words": 1}
TAGS = st.lists(st.text(min_size=1, max_size=8) | st.text('ab/ #,"\\\\é\u00a0\t', min_size=1, max_size=8), unique=True)


@given(TAGS)
def test_a_line_of_tags_is_read_back(tags: list[str]) -> None:
    assert parse_tags(join_tags(tags), tags) == tuple(tags), "a line that is opened and left changes nothing"


def test_blanks_commas_and_signs() -> None:
    assert parse_tags(" #law/police, claim  claim,#new/ ") == ("law/police", "claim", "new")
    assert parse_tags('"#todo" "Smith, John", ##deep two\u00a0words "half op') == (
        "#todo", "Smith, John", "#deep", "two words", "half op",
    )  # fmt: skip


def test_what_begins_so_comes_first_then_branches_then_what_is_alike() -> None:
    assert complete("la", IN_USE) == ["law/police", "law"]
    assert complete("pol", IN_USE) == ["law/police"]
    assert complete("new cl", IN_USE) == ["new claim"]
    assert complete("polcie", IN_USE) == ["law/police"]
    assert complete('claim "tw', IN_USE) == ['claim "two words"']
    assert complete("two", IN_USE) == ['"two words"']


def test_the_most_used_are_offered_at_first_and_none_twice() -> None:
    assert complete("", IN_USE) == ["law/police", "claim", "law", '"two words"']
    assert complete("claim ", IN_USE) == ["claim law/police", "claim law", 'claim "two words"']


def test_queries() -> None:
    assert complete_query("tag:cl", lambda: IN_USE) == ["tag:claim"]
    assert complete_query("otter ha", lambda: IN_USE) == ["otter has:note"]
    assert complete_query("otter", lambda: IN_USE) == []
