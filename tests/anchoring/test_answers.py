"""How sure an answer is, and what is made of it: alone, from a quotation, and through every version."""

from __future__ import annotations

import pytest

from reader.anchoring import Anchored, Moved, Orphan, carry_through, describe, resolve
from reader.anchoring.answers import DOUBTED, FOUND, SURE, Answer, answer
from reader.anchoring.confidence import CARRIED, CERTAIN, QUOTED, confidence, features, quoted_confidence, score
from reader.anchoring.description import CONTEXT, MOST_CONTEXT, SHORT
from reader.anchoring.evidence import Evidence
from reader.anchoring.resolution import VERBATIM
from reader.anchoring.through_versions import _after, _agreed
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from tests.anchoring.texts import HARBOUR, ORCHARD

GOOD = Evidence(6, 6.0, 1.0, 0.0, 1.0, 1.0, 4.0, 0.0, 2, 1.0)


@pytest.mark.parametrize(
    ("sure", "same", "expected"),
    [
        (SURE, True, Anchored(Span(0, 1), SURE)),
        (SURE, False, Moved(Span(0, 1), SURE)),
        (SURE - 0.001, True, Moved(Span(0, 1), SURE - 0.001)),
        (FOUND, True, Moved(Span(0, 1), FOUND)),
        (FOUND - 0.001, True, Orphan(FOUND - 0.001)),
    ],
)
def test_what_is_made_of_a_place(sure: float, same: bool, expected: Answer) -> None:
    assert answer(Span(0, 1), sure, same_words=same) == expected


REFRAIN = "We came late. The tide runs out at six. We went home."
TWICE = f"{REFRAIN} And again: {REFRAIN}"


@pytest.mark.parametrize("at", [None, 0, 3, 40, len(TWICE)])
def test_of_two_places_that_are_equal_with_their_surroundings_none_is_sure(at: int | None) -> None:
    quote = TextQuoteSelector("The tide runs out at six", "We came late. ", ". We went home.")
    found = resolve(TWICE, Selectors(quote, None if at is None else Span(at, at + 24)))
    assert found.span is None or (found.span.of(TWICE) == quote.exact and found.check)


@pytest.mark.parametrize("start", [TWICE.find("The tide"), TWICE.rfind("The tide")])
def test_of_two_equal_places_the_one_just_where_it_was_is_it(start: int) -> None:
    quote = TextQuoteSelector("The tide runs out at six", "We came late. ", ". We went home.")
    found = resolve(TWICE, Selectors(quote, Span(start, start + 24)))
    assert isinstance(found, Anchored)
    assert found.span.start == start


def test_only_what_is_not_sure_asks_for_a_look() -> None:
    assert not Moved(Span(0, 1), SURE).check
    assert Moved(Span(0, 1), DOUBTED).check
    assert FOUND < DOUBTED < SURE


@pytest.mark.parametrize(
    "worse",
    [
        GOOD._replace(covered=0.5),
        GOOD._replace(before=0.0),
        GOOD._replace(after=0.0),
        GOOD._replace(alike=0.5),
        GOOD._replace(sentence_kept=0.0),
        GOOD._replace(sentence_lost=4.0),
        GOOD._replace(ends=0),
        GOOD._replace(growth=3.0),
        GOOD._replace(growth=1 / 3),
        GOOD._replace(weight=2.0),
    ],
)
def test_whatever_speaks_against_a_place_makes_it_less_sure(worse: Evidence) -> None:
    # Not `covered` alone, whose weight the fit gave to the weight that is kept.
    if worse.covered < 1:
        worse = worse._replace(weight=worse.covered * GOOD.weight)
    assert score(worse) <= score(GOOD) <= CERTAIN
    assert confidence(worse) < confidence(GOOD)


def test_a_quotation_is_less_sure_for_a_rival_and_far_from_its_place() -> None:
    assert quoted_confidence(GOOD, 0.0, 0.0) < quoted_confidence(GOOD, 5.0, 0.0)
    assert quoted_confidence(GOOD, 5.0, 0.5) < quoted_confidence(GOOD, 5.0, 0.0)


def test_the_models_weigh_every_feature() -> None:
    assert len(features(GOOD)) == len(CARRIED) == len(QUOTED) - 2
    assert list(QUOTED)[: len(CARRIED)] == list(CARRIED)


# -- descriptions and quotations


def test_a_passage_is_described_with_its_surroundings() -> None:
    start = HARBOUR.index("two books")
    selectors = describe(HARBOUR, Span(start, start + 9))
    assert selectors.quote.exact == "two books"
    assert selectors.quote.prefix == HARBOUR[start - CONTEXT : start]
    assert selectors.quote.suffix == HARBOUR[start + 9 : start + 9 + CONTEXT]
    assert selectors.position == Span(start, start + 9)


@pytest.mark.parametrize(("length", "told_apart"), [(SHORT - 1, True), (SHORT, False)])
def test_a_short_passage_that_stands_again_gets_more_of_its_surroundings(length: int, told_apart: bool) -> None:
    around = "x" * (2 * CONTEXT)
    text = f"a{around}{'q' * length}{around}b{around}{'q' * length}{around}c"
    start = text.index("q")
    quote = describe(text, Span(start, start + length)).quote
    assert (len(quote.prefix) > CONTEXT) == told_apart
    assert len(quote.prefix) <= MOST_CONTEXT


@pytest.mark.parametrize(
    ("text", "quote", "position", "expected"),
    [
        (ORCHARD, TextQuoteSelector("Grafting is an old deceit", "", ""), None, "Anchored"),
        ("sand " * 3, TextQuoteSelector("sand", "", ""), None, "Orphan"),
        ("The tide runs out.", TextQuoteSelector("wind blows", "", ""), None, "Orphan"),
        ("The tide runs out.", TextQuoteSelector("", "", ""), None, "Orphan"),
        ("The tide runs out.", TextQuoteSelector("tide", "The ", " runs"), None, "Anchored"),
        ("The tide runs out.", TextQuoteSelector("tide", "", ""), None, "Moved"),
        ("The tides run out.", TextQuoteSelector("tide", "", ""), None, "Orphan"),
    ],
)
def test_a_quotation_is_looked_for(text: str, quote: TextQuoteSelector, position: Span | None, expected: str) -> None:
    found = resolve(text, Selectors(quote, position))
    assert type(found).__name__ == expected
    if found.span is not None:
        assert found.span.of(text) == quote.exact
        assert found.confidence in (VERBATIM, DOUBTED)


# -- through versions


def test_both_ways_confirm_each_other() -> None:
    span = Span(HARBOUR.index("two books"), HARBOUR.index("two books") + 9)
    later = HARBOUR.replace("Nobody who lives here", "Nobody at all who lives here")
    (found,) = carry_through([HARBOUR, later, later + "\n\nThe end."], [span])
    assert isinstance(found, Anchored)
    assert found.span.of(later) == "two books"


def test_what_was_taken_out_and_put_back_is_to_be_checked() -> None:
    sentence = "The harbour master keeps two books."
    span = Span(HARBOUR.index(sentence), HARBOUR.index(sentence) + len(sentence))
    (found,) = carry_through([HARBOUR, HARBOUR.replace(sentence, ""), HARBOUR], [span])
    assert found == Moved(span, DOUBTED)
    assert found.check


def test_what_is_gone_stays_gone() -> None:
    sentence = "The harbour master keeps two books."
    span = Span(HARBOUR.index(sentence), HARBOUR.index(sentence) + len(sentence))
    (found,) = carry_through([HARBOUR, HARBOUR + "\n\nMore.", ORCHARD], [span])
    assert isinstance(found, Orphan)


HERE, THERE = Span(0, 4), Span(50, 54)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Anchored(HERE, 0.95), Anchored(THERE, 0.99), Anchored(THERE, 0.95)),
        (Moved(HERE, 0.7), Anchored(THERE, 0.99), Moved(THERE, 0.7)),
        (Anchored(HERE, 0.95), Moved(THERE, 0.8), Moved(THERE, 0.8)),
        (Moved(HERE, 0.7), Orphan(0.9), Orphan(0.7)),
    ],
)
def test_a_step_is_no_surer_than_the_one_before(before: Answer, now: Answer, expected: Answer) -> None:
    assert _after(before, now) == expected


@pytest.mark.parametrize(
    ("stepwise", "direct", "expected"),
    [
        (Moved(HERE, 0.7), Anchored(HERE, 0.95), Anchored(HERE, 0.95)),  # they confirm each other
        (Moved(HERE, 0.95), Moved(Span(2, 9), 0.99), Moved(HERE, 0.95)),  # they meet: the small steps
        (Anchored(HERE, 0.99), Anchored(THERE, 0.99), Moved(HERE, DOUBTED)),  # they do not
        (Anchored(HERE, 0.99), Orphan(0.5), Moved(HERE, DOUBTED)),
        (Anchored(HERE, 0.99), Orphan(0.02), Orphan(0.02)),  # not one word is left
        (Orphan(0.3), Moved(HERE, 0.95), Orphan(0.3)),
        (Orphan(0.3), Anchored(HERE, 0.99), Moved(HERE, DOUBTED)),
    ],
)
def test_what_both_ways_say_together(stepwise: Answer, direct: Answer, expected: Answer) -> None:
    assert _agreed(stepwise, direct) == expected
