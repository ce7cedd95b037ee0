"""Completions of a line: gone through and back to what was typed, whatever was taken up before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.lists.completion import Completion

if TYPE_CHECKING:
    from collections.abc import Sequence

TAGS = ("law", "law/police", "claim")


def complete(line: str) -> Sequence[str]:
    head, blank, word = line.rpartition(" ")
    return [head + blank + tag for tag in TAGS if tag.startswith(word) and tag != word]


def test_offers_are_last_words() -> None:
    assert Completion(complete, "claim la").offers == ["law", "law/police"]
    assert Completion(complete, "xyz").offers == []


def test_what_is_taken_up_is_not_what_is_typed() -> None:
    line = Completion(complete, "")
    assert line.follow("la")
    assert line.take(1) == "law"
    assert not line.follow("law"), "we have put it there"
    assert line.take(1) == "law/police"
    assert line.follow("law/police ")
    assert line.line == "law/police "
    assert line.index == -1


@given(st.sampled_from(["", "l", "x", "claim "]), st.lists(st.sampled_from([1, -1]), max_size=12))
def test_steps_back_undo_steps_on(typed: str, steps: list[int]) -> None:
    line = Completion(complete, typed)
    seen = [line.line] + [line.take(step) for step in steps]
    assert [line.take(-step) for step in reversed(steps)] == seen[-2::-1]
    assert line.line == typed


PATHS = ("it's here/", "it's here/a.md", "it's here/b c.md", "lone/", "lone/empty/")


def complete_path(line: str) -> Sequence[str]:
    begun = line.rpartition("/")[0]
    return [
        one for one in PATHS if one.startswith(line) and one != line and one.rstrip("/").rpartition("/")[0] == begun
    ]


def test_behind_the_only_folder_what_is_in_it_is_next() -> None:
    line = Completion(complete_path, "i")
    assert line.offers == ["it's here/"], "a blank in it parts no words"
    assert line.take(1) == "it's here/"
    assert line.take(1) == "it's here/a.md"
    assert line.take(1) == "it's here/b c.md"
    assert line.take(1) == "it's here/"
    line = Completion(complete_path, "l")
    assert [line.take(1) for _ in range(4)] == ["lone/", "lone/empty/", "lone/", "lone/empty/"]
