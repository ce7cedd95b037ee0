"""Where a quotation may stand: by its rarest words."""

from __future__ import annotations

import pytest

from reader.anchoring.candidates import COMMON, MOST, SHIFT, WordIndex, candidates


def starts(text: str, quotation: str) -> list[int]:
    return candidates(WordIndex(text), quotation.split())


@pytest.mark.parametrize(
    ("text", "quotation", "found"),
    [
        ("a b sand wind c", "sand wind", [2]),
        ("wind c", "sand wind c", [-1]),  # its first word is gone
        ("a b c", "sand wind", []),
        ("x sand tide wind y", "sand tide storm wind", [1]),  # one word was taken out
        ("", "sand", []),
    ],
)
def test_the_start_of_a_quotation(text: str, quotation: str, found: list[int]) -> None:
    assert starts(text, quotation) == found


def test_places_that_are_near_are_one() -> None:
    filler = " ".join(f"f{n}" for n in range(SHIFT))
    near, far = f"sand {' '.join(filler.split()[1:])} sand", f"sand {filler} sand"
    assert len(starts(near, "sand")) == 1
    assert len(starts(far, "sand")) == 2


def test_the_likeliest_comes_first_and_there_are_only_a_few() -> None:
    filler = " ".join(f"f{n}" for n in range(2 * SHIFT))
    text = " ".join([f"sand {filler}"] * (MOST + 3) + ["sand wind tide"])
    found = starts(text, "sand wind tide")
    assert found[0] == (2 * SHIFT + 1) * (MOST + 3)
    assert len(found) == MOST


def test_common_words_tell_nothing_unless_all_are() -> None:
    text = " ".join(["the"] * (COMMON + 1) + ["sand"])
    assert starts(text, "the sand") == [COMMON]
    assert starts(" ".join(["the"] * (COMMON + 1)), "the") != []
