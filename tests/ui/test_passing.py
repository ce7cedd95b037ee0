"""What counts as read, and how fast somebody reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.span import Span
from reader.ui.program.passing import USUAL, Pace, Passing, words_in

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = 2400
TEXT = "word " * WORDS
"""Ten minutes at the usual pace."""
SCREEN = 250 * 5
"""Code points of 250 words: a tenth of their time is 6.25 s."""


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def screens(*shown: tuple[float, int, bool], passed: float = 0.0, pace: Pace | None = None) -> Passing:
    """What came to the screen: when, which screen of the text, and whether by reading on."""
    passing = Passing(TEXT, passed, pace or Pace())
    for seconds, number, reading in shown:
        passing.follow(Span(number * SCREEN, min(len(TEXT), (number + 1) * SCREEN)), at(seconds), reading=reading)
    return passing


def test_a_page_that_was_read_and_left_is_passed() -> None:
    assert screens((0, 0, False), (7, 1, True)).fraction(at(8)) == pytest.approx(SCREEN / len(TEXT))


def test_a_page_that_was_leafed_over_is_not() -> None:
    assert screens((0, 0, False), (6, 1, True)).fraction(at(60)) == 0


def test_a_jump_passes_nothing_and_its_end_is_not_the_end_of_reading() -> None:
    last = len(TEXT) // SCREEN
    assert screens((0, 0, False), (60, last, False)).fraction(at(600)) == 0
    assert screens((0, last - 1, False), (60, last, True)).fraction(at(70)) > SCREEN / len(TEXT)


def test_a_text_that_is_all_on_the_screen_counts_after_its_time() -> None:
    short = "word " * 100
    passing = Passing(short, 0.0, Pace())
    passing.follow(Span(0, len(short)), at(0), reading=False)
    assert passing.fraction(at(2.4)) == 0
    assert passing.fraction(at(2.6)) == 1


def test_what_was_shown_while_one_waited_counts_from_when_it_can_be_read() -> None:
    short = "word " * 10
    passing = Passing(short, 0.0, Pace())
    passing.follow(Span(0, len(short)), at(0), reading=False)
    passing.begin(at(5))
    assert passing.fraction(at(5.9)) == 0
    assert passing.fraction(at(6)) == 1


def test_what_was_passed_before_stays() -> None:
    assert screens((0, 5, False), passed=0.25).fraction(at(0)) == 0.25
    assert screens((0, 0, False), (60, 1, True), passed=0.5).fraction(at(60)) == 0.5


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.booleans()), max_size=12), st.floats(0, 1))
def test_progress_never_falls_and_is_a_part(moves: list[tuple[int, int, bool]], passed: float) -> None:
    passing = Passing(TEXT, passed, Pace())
    now, before = 0, 0.0
    for seconds, number, reading in moves:
        now += seconds
        passing.follow(Span(number * SCREEN, min(len(TEXT), (number + 1) * SCREEN)), at(now), reading=reading)
        fraction = passing.fraction(at(now))
        assert 0 <= fraction <= 1
        assert fraction >= before - 1e-9
        before = fraction


def test_the_pace_is_learned_from_reading_and_not_from_pauses_or_leafing() -> None:
    pace = Pace()
    assert pace.per_minute == USUAL == 240
    for _ in range(20):
        pace.learn(250, 30)
    assert pace.per_minute == pytest.approx(500, rel=0.15)
    learned = pace.per_minute
    pace.learn(250, 3600)
    pace.learn(250, 5)
    assert pace.per_minute == learned
    for _ in range(40):
        pace.learn(250, 120)
    assert pace.per_minute == pytest.approx(125, rel=0.2), "what was long ago counts less"


def test_minutes_left_follow_the_pace() -> None:
    assert screens((0, 0, False)).minutes_left(0) == 10
    assert screens((0, 0, False)).minutes_left(len(TEXT) // 2) == 5
    assert screens((0, 0, False)).minutes_left(len(TEXT)) == 0
    assert screens((0, 0, False), pace=Pace(48_000, 100)).minutes_left(0) == 5


def test_minutes_of_a_long_text_are_said_as_exactly_as_they_are_known() -> None:
    passing = Passing("sand " * 240 * 1200, 0.0, Pace())
    said = [passing.minutes_left(minute * 1200) for minute in range(1201)]
    assert sorted(set(said)) == [*range(60), *range(60, 181, 5), *range(195, 601, 15), *range(630, 1201, 30)]
    assert said == sorted(said, reverse=True)


def test_the_first_pages_do_not_speak_for_a_long_text() -> None:
    numbers, prose = "1 2 3 4 5 6 7 8 9 " * 400, "sand that was brought " * 20_000
    assert Passing(numbers + prose, 0.0, Pace()).minutes_left(0) == pytest.approx(80_000 / 240, rel=0.2)


def test_rows_teach_the_pace_as_pages_do() -> None:
    pace = Pace()
    passing = Passing(TEXT, 0.0, pace)
    row = 60
    for number in range(300):
        passing.follow(Span(number * row, number * row + 25 * row), at(number * 2.4), reading=True)
    assert pace.per_minute == pytest.approx(300, rel=0.1)


def test_scripts_without_blanks_have_words_too() -> None:
    assert words_in("今日は天気がいいから散歩しましょう。") > 5
    assert words_in("one two three") == 3
    assert words_in("") == 0
