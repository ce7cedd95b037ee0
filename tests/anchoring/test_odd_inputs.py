"""Texts that no one writes, and that must not hang or break the alignment."""

from __future__ import annotations

import random

import pytest

from reader.anchoring import Anchored, carry, changes, describe, resolve
from reader.domain.span import Span
from tests.anchoring.texts import HARBOUR, ORCHARD

CHANCE = random.Random(7)
ROW = "| alpha | beta | 10 | yes |\n"
FEW = [" ".join(CHANCE.choices("abcde", k=6000)) for _ in range(2)]
HAN = [" ".join("".join(CHANCE.choices("漢字假名交文章日本語", k=40)) for _ in range(60)) for _ in range(2)]

PAIRS = {
    "both empty": ("", ""),
    "old empty": ("", HARBOUR),
    "new empty": (HARBOUR, ""),
    "one word": ("word", "word "),
    "no words": ("... --- ...", "... ---"),
    "one word 20,000 times": ("the " * 20_000, "the " * 19_990),
    "2,000 equal rows": (ROW * 2000, ROW * 1000 + "| gamma | delta | 1 | no |\n" + ROW * 995),
    "unrelated": (HARBOUR * 5, ORCHARD * 5),
    "6,000 words out of 5": (FEW[0], FEW[1]),
    "Han without blanks": (HAN[0], HAN[1]),
    "astral": ("𝔄 𝕓 🏴‍☠️ 𠀀𠀁𠀂 " * 200, "𝕓 𝔄 🏴‍☠️ 𠀂𠀀𠀁 " * 200),
    "one very long word": ("a" * 50_000, "a" * 49_999 + "b"),
    "line ends": ("\n" * 20_000 + "a", "\n" * 19_000 + "b a"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS)
def test_every_answer_is_sound(old: str, new: str) -> None:
    spans = [Span(at, min(len(old), at + 17)) for at in range(0, len(old), 1 + len(old) // 20)]
    for answer in [*carry(old, new, spans), *(resolve(new, describe(old, span)) for span in spans[:3])]:
        assert answer.span is None or 0 <= answer.span.start < answer.span.end <= len(new)
    assert "".join(change.old.of(old) for change in changes(old, new)) == old
    assert "".join(change.new.of(new) for change in changes(old, new)) == new


def test_a_row_put_into_a_table_of_equal_rows_moves_those_below() -> None:
    old, new = PAIRS["2,000 equal rows"]
    first, last = carry(old, new, [Span(0, len(ROW) - 1), Span(len(old) - len(ROW), len(old) - 1)])
    assert first.span == Span(0, len(ROW) - 1)
    assert last.span == Span(len(new) - len(ROW), len(new) - 1)


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        (
            "吾輩は猫である。名前はまだ無い。どこで生れたか頓と見当がつかぬ。",
            "吾輩は黒猫である。名前はまだ無い。",
            "名前はまだ無い",
        ),
        ("ภาษาไทยไม่มีช่องว่างระหว่างคำ และอ่านได้", "จริงๆ แล้ว ภาษาไทยไม่มีช่องว่างระหว่างคำ และอ่านได้", "ไม่มีช่องว่าง"),
    ],
    ids=["Japanese", "Thai"],
)
def test_scripts_without_blanks_are_anchored(old: str, new: str, quote: str) -> None:
    at = old.index(quote)
    (answer,) = carry(old, new, [Span(at, at + len(quote))])
    assert isinstance(answer, Anchored)
    assert answer.span.of(new) == quote
