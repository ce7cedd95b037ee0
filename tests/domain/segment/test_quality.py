"""How well sentences are found, against people's labels; the floors may rise, never fall."""

from __future__ import annotations

import pytest

from reader.domain.segment.sentences import sentences
from tests.domain.segment.labelled import read, score

FLOORS = {
    # Name of the set: F1, rounded down. The fresh one stood at .953 before it was looked at (127 sentences).
    "sentences.txt": 0.99,
    "sentences_fresh.txt": 0.98,
}


@pytest.mark.parametrize("name", FLOORS)
def test_f1_is_not_below_its_floor(name: str) -> None:
    passages = read(name)
    reached = score(passages, lambda text: sentences(text, 0, len(text)))
    assert reached.f1 >= FLOORS[name]


def test_the_first_set_is_large_enough_to_say_something() -> None:
    assert sum(len(passage.sentences) for passage in read("sentences.txt")) >= 300
