"""Which highlights want a look, and what is shown of each."""

from __future__ import annotations

import pytest

from reader.domain.annotation import Annotation, Origin, State, Target
from reader.domain.annotations import Annotations
from reader.domain.article import Article, Version
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.ui.draw.redline import ADDED, REMOVED
from reader.ui.draw.theme import Role
from reader.ui.screens.desk_cases import Verdict, case_of, score, sides, wanting
from tests.ui.documents import document_of
from tests.ui.fakes import START

OLD = document_of("Before it.", "One otter swims in the river. The rest.", "After it.")
NEW = document_of("Before it.", "One old otter swims in a river. The rest.", "After it.")
ARTICLE = Article("a", "Otters", START, versions=(Version("old", START, 1), Version("new", START, 1)))


def carried(
    number: int, state: State, confidence: float = 0.7, origin: Origin = Origin.CARRIED, start: int = 12
) -> Annotation:
    was = Span(12, 41)
    now = Span(start, start + 31)
    quote = TextQuoteSelector(was.of(OLD.text))
    old = Target("old", Selectors(quote, was))
    new = Target("new", Selectors(quote, None if state is State.ORPHAN else now), state, confidence, origin)
    return Annotation(f"id-{number}", "a", START, START, (old, new))


def test_those_that_are_unsure_or_lost_are_shown_in_the_order_of_the_text() -> None:
    annotations = Annotations(
        "new",
        [
            carried(1, State.ORPHAN),
            carried(2, State.MOVED, start=14),
            carried(3, State.MOVED, 0.95),
            carried(4, State.MOVED, start=13),
            carried(5, State.MOVED, origin=Origin.PLACED),
            carried(6, State.ORPHAN, origin=Origin.PLACED),
            carried(7, State.ANCHORED, 1.0),
        ],
    )
    assert wanting(annotations) == ["id-4", "id-2", "id-1", "id-3"], (
        "what is only reworded comes after what asks to be looked at"
    )


@pytest.mark.parametrize(
    ("annotation", "verdict", "said"),
    [
        (carried(1, State.MOVED, 0.714), Verdict.OPEN, "reworded · 71 % sure"),
        (carried(1, State.ORPHAN, 0.2), Verdict.OPEN, "lost"),
        (carried(1, State.ANCHORED, 1.0, Origin.PLACED), Verdict.PLACED, "100 % sure"),
        (carried(1, State.ORPHAN, 1.0, Origin.PLACED), Verdict.LOST, "lost"),
    ],
)
def test_what_was_decided_is_read_off_the_annotation(annotation: Annotation, verdict: Verdict, said: str) -> None:
    case = case_of(annotation, ARTICLE, "new")
    assert case is not None
    assert case.verdict is verdict
    assert score(case) == said


def test_one_that_was_never_looked_for_is_no_case() -> None:
    one = carried(1, State.MOVED)
    assert case_of(one._replace(targets=one.targets[:1]), ARTICLE, "new") is None


def test_both_sides_show_the_passage_in_its_context() -> None:
    case = case_of(carried(1, State.MOVED), ARTICLE, "new")
    assert case is not None
    was, now = sides(case, OLD, NEW)
    assert ["".join(run.text for run in one.runs) for one in was] == OLD.text.split("\n\n")
    assert ["".join(run.text for run in one.runs) for one in now] == NEW.text.split("\n\n")
    assert [bool(one.bar) for one in was] == [False, True, False]
    looks = [{run.style: run.text for run in page[1].runs} for page in (was, now)]
    assert looks[0][REMOVED] == "the"
    assert "old" in "".join(run.text for run in now[1].runs if run.style == ADDED)
    assert all(Role.ON_YELLOW in one for one in looks)


def test_without_its_old_text_the_quote_is_shown() -> None:
    case = case_of(carried(1, State.ORPHAN), ARTICLE, "new")
    assert case is not None
    was, now = sides(case, None, NEW)
    assert "".join(run.text for run in was[0].runs) == case.annotation.quote
    assert now == []
