"""Which annotation a key means."""

from __future__ import annotations

from reader.domain.annotations import Annotations
from reader.domain.span import Span
from reader.ui.reading.state import focused
from tests.ui.fakes import marked


def test_the_chosen_one_while_the_sentence_meets_it_else_the_latest_start_then_the_shortest() -> None:
    early, late_long, late_short, far = (
        marked("a", 0, 30),
        marked("b", 10, 30),
        marked("c", 10, 20),
        marked("d", 90, 95),
    )
    annotations = Annotations("v", [early, late_long, late_short, far])
    sentence = Span(5, 40)
    assert focused(annotations, sentence, "") == late_short
    assert focused(annotations, sentence, "a") == early
    assert focused(annotations, sentence, "d") == late_short
    assert focused(annotations, Span(85, 99), "a") == far
    assert focused(annotations, Span(40, 80), "a") is None
