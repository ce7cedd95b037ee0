"""What was typed before: kept by kind, gone through as in a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

from reader.ui.program.line_history import KEPT_LINES, LineHistories, Recall


def test_lines_are_kept_by_kind_each_once_the_newest_last() -> None:
    kept: list[Mapping[str, Sequence[str]]] = []
    histories = LineHistories({"pane": ["a"]}, kept.append)
    for line in ("b", "a", "a", " ", ""):
        histories.add("pane", line)
    histories.add("search", "x")
    assert histories.of("pane") == ("b", "a")
    assert histories.of("search") == ("x",)
    assert len(kept) == 3


def test_the_oldest_go_first() -> None:
    histories = LineHistories()
    for number in range(KEPT_LINES + 2):
        histories.add("search", str(number))
    assert histories.of("search")[0] == "2"
    assert len(histories.of("search")) == KEPT_LINES == 50


@given(st.lists(st.text(min_size=1), unique=True), st.lists(st.sampled_from([-1, 1])))
def test_going_back_and_forth_ends_at_what_was_typed(lines: list[str], steps: list[int]) -> None:
    lines = [f"{line}." for line in lines]
    recall = Recall(lines)
    shown = "typed"
    at = len(lines)
    for step in steps:
        shown = recall.step(step, shown)
        at = max(0, min(len(lines), at + step))
        assert shown == (lines[at] if at < len(lines) else "typed")


def test_what_stands_there_already_is_passed_over() -> None:
    assert Recall(["a", "b", "c"]).step(-1, "c") == "b"
