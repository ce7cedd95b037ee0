"""What must hold for any texts and highlights."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Anchored, Orphan, carry, carry_through, describe, resolve
from reader.anchoring.align.align import align
from reader.anchoring.align.alignment import FREE
from reader.anchoring.answers import answer
from reader.anchoring.confidence import features, quoted_confidence
from reader.anchoring.evidence import Evidence
from reader.anchoring.words import Words
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from tests.anchoring.texts import HARBOUR, prose, spans_of

CURLED = str.maketrans({'"': "”", "'": "’", "-": "–"})


@given(prose().flatmap(lambda text: st.tuples(st.just(text), spans_of(text))))
def test_an_unchanged_text_keeps_every_span(case: tuple[str, Span]) -> None:
    text, span = case
    assert carry(text, text, [span]) == [Anchored(span, 1.0)]


@given(spans_of(HARBOUR), st.integers(20, 100))
def test_wrapping_and_curling_keep_the_words(span: Span, width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(one, width, break_on_hyphens=False) for one in HARBOUR.split("\n\n"))
    new = wrapped.translate(CURLED)
    words = re.findall(r"\w+", span.of(HARBOUR))
    (found,) = carry(HARBOUR, new, [span])
    if words:
        assert isinstance(found, Anchored)
        assert re.findall(r"\w+", found.span.of(new)) == words


@given(prose().flatmap(lambda text: st.tuples(st.just(text), spans_of(text))), st.sampled_from(["", " ", "\n\n"]))
def test_nothing_is_found_in_an_empty_text(case: tuple[str, Span], empty: str) -> None:
    text, span = case
    assert all(isinstance(one, Orphan) for one in carry(text, empty, [span]))
    assert isinstance(resolve(empty, describe(text, span)), Orphan)


@given(prose().flatmap(lambda text: st.tuples(st.just(text), st.lists(spans_of(text), max_size=6))), prose())
def test_answers_are_sound_and_in_order(case: tuple[str, list[Span]], new: str) -> None:
    old, spans = case
    answers = carry(old, new, spans)
    assert answers == carry(old, new, spans)
    assert answers[::-1] == carry(old, new, spans[::-1])
    for one in [*answers, *(resolve(new, describe(old, span)) for span in spans)]:
        assert 0 <= one.confidence <= 1
        if one.span is not None:
            assert 0 <= one.span.start < one.span.end <= len(new)
            assert one.check == (one.confidence < 0.9)


@given(st.lists(prose(), max_size=4).flatmap(lambda pieces: st.tuples(st.just(pieces), st.permutations(pieces))))
def test_counterparts_are_mutual(case: tuple[list[str], list[str]]) -> None:
    old, new = ("\n\n".join(pieces) for pieces in case)
    alignment = align(Words(old), Words(new))
    pairs = {(i, j) for i, j in enumerate(alignment.to_new) if j != FREE}
    assert pairs == {(i, j) for j, i in enumerate(alignment.to_old) if i != FREE}


@given(st.lists(prose(), min_size=2, max_size=4).flatmap(lambda t: st.tuples(st.just(t), spans_of(t[0]))))
def test_carrying_through_versions_is_sound(case: tuple[list[str], Span]) -> None:
    texts, span = case
    (answer,) = carry_through(texts, [span])
    assert answer.span is None or 0 <= answer.span.start < answer.span.end <= len(texts[-1])
    if len(texts) == 2:
        assert [answer] == carry(texts[0], texts[1], [span])


@given(prose().flatmap(lambda text: st.tuples(st.just(text), spans_of(text))))
def test_what_is_described_is_found_where_it_stands_once(case: tuple[str, Span]) -> None:
    text, span = case
    selectors = describe(text, span)
    quote = selectors.quote
    assert selectors.position == span
    assert quote.exact == span.of(text)
    assert text[: span.start].endswith(quote.prefix)
    assert text[span.end :].startswith(quote.suffix)
    assert len(quote.prefix) >= min(32, span.start)
    assert len(quote.suffix) >= min(32, len(text) - span.end)
    if text.count(quote.prefix + quote.exact + quote.suffix) == 1 and quote.prefix + quote.suffix:
        assert resolve(text, selectors).span == span


def evidence(**fields: float) -> Evidence:
    """Of a place for a highlight of ten words that is as usual in all else."""
    usual = {"words": 10, "weight": 10.0, "covered": 1.0, "alike": 0.0, "before": 0.0, "after": 0.0, "growth": 1.0}
    usual |= {"sentence_kept": 5.0, "sentence_lost": 0.0, "ends": 1.0}
    return Evidence(**{**usual, **fields})  # type: ignore[arg-type]


@given(st.floats(0, 1), st.floats(0.25, 0.3))
def test_all_of_a_quote_says_more_than_half_of_it_in_better_surroundings(before: float, better: float) -> None:
    """The share that is kept counts squared: between half and all lies three quarters of what it says."""
    before = before * (1 - better)
    whole, half = evidence(before=before), evidence(before=before + better, covered=0.5)
    assert quoted_confidence(whole, 0.0, 0.0) > quoted_confidence(half, 0.0, 0.0)
    assert features(half)[1] == features(whole)[1] / 4


@given(st.floats(0, 1), st.booleans())
def test_what_is_less_than_likely_enough_is_an_orphan(confidence: float, same_words: bool) -> None:
    found = answer(Span(0, 5), confidence, same_words=same_words)
    assert isinstance(found, Orphan) == (confidence < 0.64)
    assert isinstance(found, Anchored) == (confidence >= 0.90 and same_words)
    assert found.confidence == confidence


@pytest.mark.parametrize("confidence", [0.5, 0.55, 0.6, 0.639])
def test_an_answer_just_below_the_threshold_is_an_orphan(confidence: float) -> None:
    assert isinstance(answer(Span(0, 5), confidence, same_words=True), Orphan)


@given(spans_of(HARBOUR), st.sampled_from(["\n\n", " ", " Nobody knows. ", "\n\nElsewhere stands: "]))
def test_a_quote_without_surroundings_that_stands_twice_is_never_anchored(span: Span, between: str) -> None:
    quote = span.of(HARBOUR).strip()
    text = f"Before it. {quote}{between}{quote} After it."
    assert not isinstance(resolve(text, Selectors(TextQuoteSelector(quote))), Anchored)


@pytest.mark.parametrize(
    "quote", ["Nobody brought the sand here on purpose.", "the harbour master of the old town said so", "A, b, c, d."]
)
def test_a_quote_of_many_words_that_stands_twice_is_never_anchored(quote: str) -> None:
    text = f"First there is {quote} Then much else stands between them. {quote} And so on."
    assert not isinstance(resolve(text, Selectors(TextQuoteSelector(quote))), Anchored)
    once = text.replace(quote, "something else.", 1)
    assert resolve(once, Selectors(TextQuoteSelector(quote))).span is not None


STEPS = (
    "The committee approved the annual budget yesterday evening.",
    "The committee rejected the annual plan this morning.",
    "Our board rejected every plan this morning.",
)


def test_where_no_word_is_left_what_the_steps_between_found_is_not_believed() -> None:
    before, after = "Nobody had asked the pilots about it. ", " The sand stays where it was for years."
    first, second, last = (f"{before}{one}{after}" for one in STEPS)
    span = Span(len(before), len(before) + len(STEPS[0]))
    (step,) = carry(first, second, [span])
    assert step.span is not None
    (step,) = carry(second, last, [step.span])
    assert step.span is not None, "each step is found"
    assert isinstance(carry(first, last, [span])[0], Orphan)
    assert isinstance(carry_through([first, second, last], [span])[0], Orphan)
