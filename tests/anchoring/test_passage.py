"""What is kept of a highlight, in the one place where most of it is; and its ends where words were lost."""

from __future__ import annotations

import pytest

from reader.anchoring.align.alignment import Run
from reader.anchoring.edges import widen
from reader.anchoring.evidence import UNKNOWN, gather
from reader.anchoring.passage import SLACK, find_kept
from reader.anchoring.unaligned import between_words, find_standing_once
from reader.domain.span import Span
from tests.anchoring.laying import laid

Runs = list[tuple[int, int, int]]


@pytest.mark.parametrize(
    ("runs", "span", "words", "new"),
    [
        ([(0, 0, 5)], (1, 3), [1, 2], (1, 2)),
        ([(0, 2, 5)], (1, 3), [1, 2], (3, 4)),
        ([(0, 0, 2), (3, 3, 2)], (1, 4), [1, 3], (1, 3)),
        ([(0, 0, 1)], (1, 3), [], None),
    ],
)
def test_what_is_kept(runs: Runs, span: tuple[int, int], words: list[int], new: tuple[int, int] | None) -> None:
    alignment = laid("a b c d e", "f g h i j k l")
    for run in runs:
        alignment.match(Run(*run))
    found = find_kept(alignment, *span)
    assert (found is None) == (new is None)
    if found is not None:
        assert list(found.words) == words
        assert (found.new_first, found.new_last) == new
        assert (found.first_kept, found.last_kept) == (words[0] == span[0], words[-1] == span[1] - 1)


def test_of_two_pieces_the_heavier_one_is_kept() -> None:
    alignment = laid("a b c d e", "c d e f a b")
    alignment.match(Run(2, 0, 3))
    alignment.match(Run(0, 4, 2), piece=1)
    found = find_kept(alignment, 0, 5)
    assert found is not None
    assert (list(found.words), found.piece) == ([2, 3, 4], 0)


@pytest.mark.parametrize(("between", "words"), [(SLACK, [0, 1, 2, 3]), (SLACK + 30, [0, 1, 2])])
def test_a_stray_far_off_is_left(between: int, words: list[int]) -> None:
    filler = " ".join(f"f{n}" for n in range(between))
    alignment = laid("sand wind tide the", f"sand wind tide {filler} the")
    alignment.match(Run(0, 0, 3))
    alignment.match(Run(3, 3 + between, 1))
    found = find_kept(alignment, 0, 4)
    assert found is not None
    assert list(found.words) == words


@pytest.mark.parametrize(
    ("old", "new", "runs", "span", "place"),
    [
        # The last word was replaced by one, and by two.
        ("x a b y", "x a c y", [(0, 0, 2), (3, 3, 1)], (1, 3), (1, 3)),
        ("x a b y", "x a c d y", [(0, 0, 2), (3, 4, 1)], (1, 3), (1, 4)),
        # The first was.
        ("x a b y", "x c b y", [(0, 0, 1), (2, 2, 2)], (1, 3), (1, 3)),
        # It was taken out.
        ("x a b y", "x a y", [(0, 0, 2), (3, 2, 1)], (1, 3), (1, 2)),
        # So much came in its place that it is an addition: one lost word, and 5 * 1 + 8 at most.
        ("x a b y", f"x a {'n ' * 14}y", [(0, 0, 2), (3, 16, 1)], (1, 3), (1, 2)),
        ("x a b y", f"x a {'n ' * 13}y", [(0, 0, 2), (3, 15, 1)], (1, 3), (1, 15)),
        # The sentence that ended with the lost word ends where one ends now.
        ("x a b. Y z", "x a c d. E f. Y z", [(0, 0, 2), (3, 6, 2)], (1, 3), (1, 4)),
        # A paragraph of its own is new, not a rewording.
        ("x a b y", "x a\n\nn n\n\ny", [(0, 0, 2), (3, 4, 1)], (1, 3), (1, 2)),
        # The ends of the texts are counterparts too.
        ("x a b", "x a c", [(0, 0, 2)], (1, 3), (1, 3)),
    ],
)
def test_words_that_replaced_lost_ones_at_an_end_are_taken_in(
    old: str, new: str, runs: Runs, span: tuple[int, int], place: tuple[int, int]
) -> None:
    alignment = laid(old, new)
    for run in runs:
        alignment.match(Run(*run))
    found = find_kept(alignment, *span)
    assert found is not None
    assert widen(alignment, found) == place


def test_the_evidence_of_a_passage_that_stayed() -> None:
    alignment = laid("Rain fell. The sand stays here. Then wind", "Rain fell. The sand stays here. Then wind")
    alignment.match(Run(0, 0, 8))
    found = find_kept(alignment, 2, 6)
    assert found is not None
    evidence = gather(alignment, found, (2, 6))
    assert (evidence.words, evidence.covered, evidence.alike, evidence.growth) == (4, 1.0, 0.0, 1.0)
    assert (evidence.before, evidence.after, evidence.ends) == (1.0, 1.0, 2)
    assert evidence.sentence_kept == evidence.sentence_lost == 0.0


def test_the_evidence_against_a_place() -> None:
    alignment = laid("rain fell and the sand stays", "snow the sand moves")
    alignment.match(Run(3, 1, 2))
    found = find_kept(alignment, 3, 6)
    assert found is not None
    evidence = gather(alignment, found, (1, 4))
    assert evidence.covered == pytest.approx(alignment.weigh(3, 5) / alignment.weigh(3, 6))
    assert (evidence.before, evidence.after) == (0.0, UNKNOWN)
    assert evidence.sentence_lost == pytest.approx(alignment.weigh(0, 3))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("sand wind tide rain snow hail x", "y sand wind tide rain snow hail", (1, 6)),
        (
            "sand wind tide rain snow hail x",
            "sand wind tide rain snow hail sand wind tide rain snow hail",
            None,
        ),  # it stands twice now
        (
            "sand wind tide rain snow hail sand wind tide rain snow hail",
            "sand wind tide rain snow hail",
            None,
        ),  # it stood twice
        ("sand x", "y sand", None),  # one word
        ("sand wind tide rain snow hail x", "sand wind rain tide snow hail", None),
    ],
)
def test_words_that_stand_once_in_either_text(old: str, new: str, place: tuple[int, int] | None) -> None:
    alignment = laid(old, new)
    found = find_standing_once(alignment, 0, min(6, len(alignment.old) - 1))
    assert (found and (found.new_first, found.new_last)) == place


@pytest.mark.parametrize(
    ("old", "new", "at", "found"),
    [
        ("sand … wind", "sand … wind", 5, 5),
        ("sand … wind", "the sand … wind", 5, 9),
        ("sand … wind", "sand, wind", 5, None),
        ("… sand", "see … sand", 0, 4),
    ],
)
def test_signs_stand_between_the_words_around_them(old: str, new: str, at: int, found: int | None) -> None:
    alignment = laid(old, new)
    for i, word in enumerate(alignment.old.keys):
        alignment.match(Run(i, alignment.new.keys.index(word), 1))
    span = between_words(alignment, Span(at, at + 1))
    assert (span and span.start) == found


def test_signs_whose_neighbours_are_gone_are_not_guessed() -> None:
    assert between_words(laid("sand … wind", "rain … snow"), Span(5, 6)) is None


def test_the_words_next_to_a_highlight_count_as_its_context() -> None:
    alignment = laid("rain wind sand tide snow", "wind sand tide")
    alignment.match(Run(1, 0, 3))
    found = find_kept(alignment, 2, 3)
    assert found is not None
    evidence = gather(alignment, found, (1, 2))
    assert evidence.before == pytest.approx(alignment.weigh(1, 2) / alignment.weigh(0, 2))
    assert evidence.after == pytest.approx(alignment.weigh(3, 4) / alignment.weigh(3, 5))


def test_with_nothing_before_the_context_says_nothing_either_way() -> None:
    alignment = laid("sand wind", "sand wind")
    alignment.match(Run(0, 0, 2))
    found = find_kept(alignment, 0, 2)
    assert found is not None
    assert gather(alignment, found, (0, 2))[4:6] == (UNKNOWN, UNKNOWN)
