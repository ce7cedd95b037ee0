"""Work that is done by two processes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reader.second_process as second_process
from reader.second_process import InTwo
from tests.forking import fork

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@pytest.fixture(autouse=True)
def copies(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The copies that are made, by their ids; a test run has threads, which they do without."""
    made: list[int] = []

    def copied() -> int:
        made.append(fork())
        return made[-1]

    monkeypatch.setattr(second_process, "fork", copied)
    return made


def told(number: int) -> Sequence[object]:
    return [(number, str(number)), [number % 7]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 100), st.integers(1, 9))
def test_everything_is_answered_in_order_whoever_has_done_it(count: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_process, "PIECE", piece)
        assert list(InTwo(range(count), told).results()) == [(number, told(number)) for number in range(count)]


def test_there_are_never_more_pieces_than_a_pipe_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "PIECE", 1)
    monkeypatch.setattr(second_process, "MOST_PIECES", 4)
    assert [one for one, _ in InTwo(range(103), told).results()] == list(range(103))


def test_what_a_copy_that_ends_early_has_not_done_is_done_here() -> None:
    here = os.getpid()

    def work(number: int) -> Sequence[object]:
        if os.getpid() != here and number < 990:
            os.kill(os.getpid(), signal.SIGKILL)
        return told(number)

    assert list(InTwo(range(1000), work).results()) == [(number, told(number)) for number in range(1000)]


def test_what_goes_wrong_in_a_copy_goes_wrong_here() -> None:
    def work(number: int) -> Sequence[object]:
        if number == 900:
            raise ValueError(number)
        return told(number)

    done: list[int] = []
    with pytest.raises(ValueError, match="900"):
        done.extend(one for one, _ in InTwo(range(1000), work).results())


def test_without_a_copy_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise BlockingIOError

    monkeypatch.setattr(second_process, "fork", fail)
    assert list(InTwo(range(40), told).results()) == [(number, told(number)) for number in range(40)]


@pytest.mark.parametrize("taken", [0, 1, 600])
def test_who_looks_no_further_leaves_no_copy(taken: int, copies: list[int]) -> None:
    in_two = InTwo(range(1000), told)
    results: Iterator[tuple[int, Sequence[object]]] = in_two.results()
    for _ in range(taken):
        next(results)
    del results
    in_two.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(copies[0], os.WNOHANG)
