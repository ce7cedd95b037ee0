"""Numbers in sentences."""

from __future__ import annotations

import pytest

from reader.domain.counting import counted


@pytest.mark.parametrize(("number", "said"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (10_000, "10000 notes")])
def test_one_is_one(number: int, said: str) -> None:
    assert counted(number, "note") == said
