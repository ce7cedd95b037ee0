"""Long texts are compared where they were edited: what comes of it is what comes of comparing all."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import carry
from reader.anchoring import excerpts as module
from reader.anchoring.excerpts import Excerpt, LinedText, equal_runs, excerpts
from reader.domain.document import Block, BlockKind
from reader.domain.span import Span

lines = st.lists(st.sampled_from(["", "a", "b", "c", "one two", "three"]), max_size=12)


@given(lines, lines)
def test_runs_are_equal_lines_in_order_that_do_not_overlap(old: list[str], new: list[str]) -> None:
    at_old = at_new = 0
    for run in equal_runs(old, new):
        assert run.length > 0
        assert run.old >= at_old
        assert run.new >= at_new
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]
        at_old, at_new = run.old + run.length, run.new + run.length
    assert at_old <= len(old)
    assert at_new <= len(new)


@given(lines.filter(len), st.data())
def test_what_an_excerpt_has_is_what_the_text_has_there(text: list[str], data: st.DataObject) -> None:
    whole = LinedText("\n".join(text))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    some = Excerpt(whole, list(zip(cuts[::2], cuts[1::2], strict=False)))
    for start in range(len(whole.text)):
        here = some.into(Span(start, start + 1))
        if here is not None:
            assert here.of(some.text) == whole.text[start]
            assert some.back(here) == Span(start, start + 1)


def long_text(rng: Random, paragraphs: int) -> list[str]:
    words = ["".join(rng.choice("abdeghiklmnoprstuw") for _ in range(rng.randint(2, 8))) for _ in range(900)]
    return [" ".join(rng.choice(words) for _ in range(rng.randint(5, 60))) + "." for _ in range(paragraphs)]


def edited(rng: Random, text: list[str]) -> list[str]:
    text = list(text)
    for _ in range(6):
        at = rng.randrange(len(text))
        words = text[at].split(" ")
        act = rng.randrange(5)
        if act == 0:
            text.insert(at, "A paragraph that is new here.")
        elif act == 1:
            del text[at]
        elif act == 2:
            text.insert(rng.randrange(len(text)), text.pop(at))
        else:
            words[rng.randrange(len(words)) :][:1] = ["edited"]
            words.insert(rng.randrange(len(words)), "more")
            text[at] = " ".join(words)
    return text


@pytest.mark.parametrize("seed", range(6))
def test_answers_are_those_of_comparing_all(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(seed)
    text = long_text(rng, 900)
    old, new = "\n\n".join(text), "\n\n".join(edited(rng, text))
    starts = [rng.randrange(len(old) - 300) for _ in range(150)]
    spans = [Span(start, start + rng.choice((8, 40, 90, 250))) for start in starts]
    whole = carry(old, new, spans)
    monkeypatch.setattr(module, "LONG", 0)
    assert excerpts(old, new, spans) is not None
    some = carry(old, new, spans)
    assert [(type(one), one.span) for one in some] == [(type(one), one.span) for one in whole]


def test_blocks_of_an_excerpt_are_those_of_the_text() -> None:
    whole = LinedText("one\ntwo\nthree\nfour\nfive")
    blocks = [
        Block(BlockKind.PARAGRAPH, Span(0, 3)),
        Block(BlockKind.CODE, Span(4, 18)),
        Block(BlockKind.HEADING, Span(19, 23)),
    ]
    some = Excerpt(whole, [(0, 1), (2, 3), (4, 5)])
    found = some.blocks(blocks)
    assert found is not None
    assert [(one.kind, one.span.of(some.text)) for one in found] == [
        ("paragraph", "one"),
        ("code", "three\n"),
        ("heading", "five"),
    ]
