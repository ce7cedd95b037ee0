"""Whether the terminal is light or dark: its answers are found among the keys, in whatever pieces they come."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.terminal.ground import GroundReader

ANSWERS = {
    "\x1b]11;rgb:ffff/ffff/ffff\x1b\\": False,
    "\x1b]11;rgb:fdfd/f6f6/e3e3\x07": False,
    "\x1b]11;rgb:00/2b/36\x1b\\": True,
    "\x1b]11;rgb:0/0/0\x07": True,
    "\x1b]11;rgba:1e1e/1e1e/2e2e/ffff\x07": True,
    "\x1b]11;#fafafa\x07": False,
    "\x1b[?997;1n": True,
    "\x1b[?997;2n": False,
}
KEYS = ("j", "\x1b[A", "\x1bj", "\x1b[?2026;2$y", "\x1b[<0;3;4M", "é", "\x1b[200~x\x1b[201~", "]11;", "\x1b[?1;2c")


@given(st.lists(st.sampled_from((*ANSWERS, *KEYS)), max_size=8), st.lists(st.integers(0, 200), max_size=6))
def test_answers_are_taken_out_wherever_they_are_cut(sent: list[str], cuts: list[int]) -> None:
    whole = "".join(sent)
    edges = [0, *sorted(one for one in cuts if one < len(whole)), len(whole)]
    reader, keys, told = GroundReader(), "", None
    for start, end in itertools.pairwise(edges):
        text, dark = reader.feed(whole[start:end])
        keys += text
        told = told if dark is None else dark
    keys += reader.release()
    assert keys == "".join(one for one in sent if one not in ANSWERS)
    assert told == next((ANSWERS[one] for one in reversed(sent) if one in ANSWERS), None)


def test_escape_alone_is_a_key_at_once() -> None:
    reader = GroundReader()
    assert reader.feed("\x1b") == ("\x1b", None)
    assert not reader.held


def test_what_begins_like_an_answer_is_given_back() -> None:
    reader = GroundReader()
    assert reader.feed("\x1b[") == ("", None)
    assert reader.release() == "\x1b["


@pytest.mark.parametrize("answer", ["\x1b]11;?\x07", "\x1b]11;white\x1b\\", "\x1b]11;#12\x07"])
def test_an_answer_that_says_nothing_is_no_key_either(answer: str) -> None:
    assert GroundReader().feed(f"a{answer}b") == ("ab", None)


@pytest.mark.parametrize("half", ["\x1b]11;", "\x1b]11;rgb:ffff/ff", "\x1b[?997;"])
def test_half_an_answer_waits_longer_and_is_no_key(half: str) -> None:
    reader = GroundReader()
    assert reader.feed(f"a{half}") == ("a", None)
    assert reader.is_certain
    assert reader.release() == ""
    assert not reader.is_certain
