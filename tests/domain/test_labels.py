from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.labels import LETTERS, Choice, Waiting, choose, labels

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


@given(SCREENS, st.data())
def test_typing_a_label_chooses_its_sentence(screen: tuple[int, int], data: st.DataObject) -> None:
    given_labels = labels(*screen)
    first, last = (data.draw(st.integers(0, screen[0] - 1)) for _ in range(2))
    assert choose(given_labels[first], given_labels) == Choice(first, first)
    assert choose("3" + given_labels[first], given_labels) == Choice(first, first, 3)
    across = given_labels[first].upper() + given_labels[last]
    assert choose(across, given_labels) == Choice(min(first, last), max(first, last))


def test_half_typed_labels_wait() -> None:
    given_labels = labels(40, 0)
    assert choose("", given_labels) == Waiting(tuple(range(40)))
    assert choose("2,", given_labels) == Waiting(tuple(range(26, 40)), colour=2)
    assert choose("F", given_labels) == Waiting(tuple(range(40)), begun=0)


def test_what_is_no_label_is_refused() -> None:
    assert choose("z", labels(3, 0)) is None
    assert choose("9", labels(3, 0)) is None
    assert choose(",", labels(3, 0)) is None


@given(st.text(max_size=6), SCREENS)
def test_any_keys_are_answered(keys: str, screen: tuple[int, int]) -> None:
    assert isinstance(choose(keys, labels(*screen)), Choice | Waiting | None)
