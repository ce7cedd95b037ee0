"""Labels of sentences: short, near first, and none the beginning of another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.keys.labels import LETTERS, labels

SCREENS = st.integers(1, 234).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, count - 1)))


@given(SCREENS)
def test_no_label_begins_another(screen: tuple[int, int]) -> None:
    given_labels = labels(*screen)
    assert len(set(given_labels)) == screen[0]
    assert not any(a != b and b.startswith(a) for a in given_labels for b in given_labels)


@given(SCREENS)
def test_the_nearest_26_have_one_letter_and_the_rest_two_keys(screen: tuple[int, int]) -> None:
    count, cursor = screen
    by_distance = sorted(enumerate(labels(*screen)), key=lambda one: (abs(one[0] - cursor), one[0] < cursor))
    lengths = [len(label) for _, label in by_distance]
    assert lengths == sorted(lengths)
    assert lengths.count(1) == min(count, 26)
    assert max(lengths) <= 2


def test_the_cursor_has_the_first_letter_and_what_follows_comes_before_what_precedes() -> None:
    assert labels(5, 2) == (LETTERS[4], LETTERS[2], LETTERS[0], LETTERS[1], LETTERS[3])


def test_all_letters_are_given_once() -> None:
    assert sorted(LETTERS) == list("abcdefghijklmnopqrstuvwxyz")


def test_beyond_what_two_keys_can_say_there_is_no_label() -> None:
    assert labels(300, 0)[233:236] == ("!z", "", "")


@given(SCREENS)
def test_digits_and_capitals_stay_free_for_colours_and_ranges(screen: tuple[int, int]) -> None:
    assert not any(key.isdigit() or key.isupper() for label in labels(*screen) for key in label)
