"""What carrying says of edits that were made up: each changes its answer when one step of the way is turned round.

The texts have no meaning, and an answer here is not right or wrong by itself: `test_quality` says whether carrying is
good, `test_hard_cases` what it must do. This table says that it has become another: when a constant is fitted anew,
`python -m tests.anchoring.test_made_edits` writes it anew, and quality says whether that is for the better.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.anchoring import carry
from reader.domain.span import Span

TABLE = Path(__file__).with_suffix(".json")
DIGITS = 4
"""Of a confidence: what differs beyond is the machine's."""


def answered(old: str, new: str, start: int, end: int) -> list[Any]:
    (answer,) = carry(old, new, [Span(start, end)])
    return [type(answer).__name__, *(answer.span or (-1, -1)), round(answer.confidence, DIGITS)]


ROWS: list[dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_a_made_edit_is_answered_as_before(row: dict[str, Any]) -> None:
    kind, *place, confidence = answered(row["old"], row["new"], *row["span"])
    assert [kind, *place] == row["answer"][:-1]
    assert confidence == pytest.approx(row["answer"][-1], abs=2 * 10**-DIGITS)


if __name__ == "__main__":
    for one in ROWS:
        one["answer"] = answered(one["old"], one["new"], *one["span"])
    TABLE.write_text(json.dumps(ROWS, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
