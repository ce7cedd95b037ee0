"""What must hold for any texts and highlights."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Anchored, Orphan, carry, carry_through, describe, resolve
from reader.anchoring.align.align import align
from reader.anchoring.align.alignment import FREE
from reader.anchoring.words import Words
from tests.anchoring.texts import HARBOUR, prose, spans_of

if TYPE_CHECKING:
    from reader.domain.span import Span

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
    for answer in [*answers, *(resolve(new, describe(old, span)) for span in spans)]:
        assert 0 <= answer.confidence <= 1
        if answer.span is not None:
            assert 0 <= answer.span.start < answer.span.end <= len(new)
            assert answer.check == (answer.confidence < 0.9)


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
