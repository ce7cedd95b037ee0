"""Edits that editors make, one each, on which simpler ways of anchoring fail."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from reader.anchoring import Anchored, Moved, Orphan, carry, carry_through, describe, resolve
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from tests.anchoring.texts import HARBOUR, ORCHARD


def carried(old: str, new: str, quote: str, nth: int = 0) -> str | None:
    """What a highlight of the `nth` `quote` in `old` covers in `new`."""
    at = -1
    for _ in range(nth + 1):
        at = old.index(quote, at + 1)
    (answer,) = carry(old, new, [Span(at, at + len(quote))])
    return answer.span.of(new) if answer.span else None


def changed(text: str, old: str, new: str) -> str:
    """`text` with the one `old` replaced."""
    assert text.count(old) == 1
    return text.replace(old, new)


def test_a_sentence_that_was_extended_is_covered_to_its_new_end() -> None:
    new = changed(HARBOUR, "before noon.", "before noon, in coin of the realm.")
    assert carried(HARBOUR, new, "Dues are paid at the office, before noon.") == (
        "Dues are paid at the office, before noon, in coin of the realm."
    )


def test_words_put_before_a_sentence_belong_to_it() -> None:
    new = changed(ORCHARD, "We press in October.", "As a rule we press in October.")
    assert carried(ORCHARD, new, "We press in October.") == "As a rule we press in October."


def test_a_replaced_last_word_is_replaced_in_the_highlight() -> None:
    new = changed(HARBOUR, "depth enough.", "water enough.")
    assert carried(HARBOUR, new, "decides that there is depth") == "decides that there is water"


def test_a_paragraph_that_moved_is_followed() -> None:
    paragraphs = ORCHARD.split("\n\n")
    new = "\n\n".join([*paragraphs[1:], paragraphs[0]])
    assert carried(ORCHARD, new, "the wind has taught all of them") == "the wind has taught all of them"


def test_a_moved_and_edited_sentence_is_followed() -> None:
    paragraphs = ORCHARD.split("\n\n")
    paragraphs.append(paragraphs.pop(1).replace("an old deceit", "a very old deceit"))
    assert carried(ORCHARD, "\n\n".join(paragraphs), "Grafting is an old deceit") == "Grafting is a very old deceit"


def entry(name: str, about: str, key: str) -> str:
    """One of many entries of a catalogue that are nearly alike."""
    return f"## {name}\n\n{about}\n\nSee the drawer of {name.lower()} in the north room, under {key}.\n\n"


def test_a_moved_entry_takes_along_what_it_has_in_common_with_its_successor() -> None:
    moved = entry("Lanterns", "Oil lamps that hung at the mole in fog.", "L 12, copper and horn")
    put_in = entry("Sextants", "Brass, in boxes.", "S 5")
    old, new = HARBOUR + moved + ORCHARD, moved + HARBOUR + put_in + ORCHARD
    at = old.index("in the north room")
    (answer,) = carry(old, new, [Span(at, at + 17)])
    assert answer.span is not None
    assert answer.span.start == new.index("in the north room")


def test_an_end_that_was_reworded_stays_in_its_paragraph() -> None:
    new = changed(ORCHARD, "and changed them every year.", "and altered them.\n\nNobody else was allowed to.")
    passage = "in pencil, and changed them every year."
    assert carried(ORCHARD, new, passage) == "in pencil, and altered them."


def test_the_second_of_two_equal_sentences_stays_the_second() -> None:
    old = "It rained. The first day was long. It rained. The second day was longer still, and colder."
    new = "It rained. The first day was long and grey. It rained. The second day was longer still, and colder."
    (answer,) = carry(old, new, [Span(old.rindex("It rained"), old.rindex("It rained") + 9)])
    assert answer.span is not None
    assert answer.span.start == new.rindex("It rained")


def test_the_first_of_two_equal_sentences_is_lost_when_it_is_deleted() -> None:
    old = HARBOUR + "\n\nThe slip is to be kept clear. So much is certain, and nobody in the town doubts it.\n"
    new = changed(old, "- The slip is to be kept clear.\n", "")
    assert carried(old, new, "The slip is to be kept clear") is None


def test_a_deleted_paragraph_is_lost_although_its_words_stand_elsewhere() -> None:
    new = changed(HARBOUR, "\n\nPatience, he told me, is mostly a matter of having a window.", "")
    assert carried(HARBOUR, new, "he told me") is None


def test_a_new_paragraph_beside_a_highlight_is_not_taken_in() -> None:
    new = changed(ORCHARD, "Perhaps he has.\n", "Perhaps he has.\n\nThe ham is good, all the same, and so is he.\n")
    assert carried(ORCHARD, new, "Perhaps he has.") == "Perhaps he has."


def test_markup_and_typography_do_not_count() -> None:
    new = changed(HARBOUR, 'the word is "patience"', "the word is *“patience”*")
    assert carried(HARBOUR, new, 'the word is "patience"') == "the word is *“patience”"


def test_a_part_of_a_word_stays_that_part() -> None:
    new = changed(HARBOUR, "the boats lean", "the old boats lean")
    assert carried(HARBOUR, new, "oats le") == "oats le"


def test_signs_alone_are_found_between_their_neighbours() -> None:
    old, new = "One, two; three.", "One and a half, two; three."
    (answer,) = carry(old, new, [Span(8, 9)])
    assert isinstance(answer, Moved)
    assert answer.span.of(new) == ";"
    assert answer.check


def test_accents_written_in_two_ways_are_the_same_word() -> None:
    old, new = (
        "Un café\u0301 noir, s'il vous plaît.".replace("é\u0301", "é"),
        "Un cafe\u0301 noir, s'il vous plait\u0302.",
    )
    assert carried(old, new, "café noir") == "cafe\u0301 noir"


def test_a_rewritten_text_loses_all() -> None:
    spans = [Span(at, at + 40) for at in range(0, len(HARBOUR) - 40, 40)]
    answers = carry(HARBOUR, ORCHARD, spans)
    assert sum(isinstance(one, Orphan) for one in answers) >= 0.97 * len(answers)


@dataclass(frozen=True)
class Piece:
    kind: str
    span: Span


def test_a_block_begins_a_paragraph_where_the_text_has_no_blank_line() -> None:
    old, new = "Opening\nThe sea was calm today.", "Opening\nA note\nThe sea was calm today."
    blocks = [Piece("heading", Span(0, 7)), Piece("paragraph", Span(15, len(new)))]
    (answer,) = carry(old, new, [Span(8, len(old))], old_blocks=[Piece("paragraph", Span(8, 31))], new_blocks=blocks)
    assert answer.span == Span(15, len(new))


@pytest.mark.parametrize(("kind", "check"), [("heading", False), ("paragraph", True)])
def test_a_heading_that_is_found_in_a_paragraph_is_to_be_checked(kind: str, check: bool) -> None:
    text = "One heading for all of it\n\nThe sea was calm today."
    new = text.replace("The sea", "Today the sea")
    old_blocks = [Piece("heading", Span(0, 25)), Piece("paragraph", Span(27, len(text)))]
    new_blocks = [Piece(kind, Span(0, 25)), Piece("item", Span(27, len(new)))]
    heading, prose = carry(text, new, [Span(0, 25), Span(31, 50)], old_blocks=old_blocks, new_blocks=new_blocks)
    assert heading.span == Span(0, 25)
    assert heading.check == check
    assert not prose.check


def test_a_passage_rewritten_step_by_step_is_followed_through_the_versions() -> None:
    steps = [
        ("an old deceit: you tell the root", "an ancient trick: you tell the root"),
        ("you tell the root of a crab apple", "one persuades the stock of a crab apple"),
        ("Grafting is an ancient trick", "To graft is to play an ancient trick"),
    ]
    texts = [ORCHARD]
    for old, new in steps:
        texts.append(changed(texts[-1], old, new))
    at = ORCHARD.index("Grafting is an old deceit")
    (answer,) = carry_through(texts, [Span(at, at + 25)])
    assert answer.span is not None
    assert answer.span.of(texts[-1]).endswith("ancient trick")


def test_what_was_taken_out_and_put_back_is_to_be_checked() -> None:
    without = changed(ORCHARD, "We press in October. ", "")
    at = ORCHARD.index("We press in October")
    (answer,) = carry_through([ORCHARD, without, ORCHARD], [Span(at, at + 19)])
    assert answer.span == Span(at, at + 19)
    assert answer.check


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix"),
    [
        ("a matter of having a window", "Patience, he told me, is mostly ", "."),
        ("a  matter of having\na window", "“Patience”, he told me, is mostly ", ""),
        ("A matter of having one window", "Patience, he said, is mostly ", "."),
    ],
    ids=["exact", "normalised", "approximate"],
)
def test_an_imported_quote_is_found_without_a_position(exact: str, prefix: str, suffix: str) -> None:
    answer = resolve(HARBOUR, Selectors(TextQuoteSelector(exact, prefix, suffix)))
    assert answer.span is not None
    assert answer.span.of(HARBOUR).startswith("a matter of having a window")


@pytest.mark.parametrize("words", [1, 2, 3, 5, 8, 12])
def test_a_quote_alone_that_stands_once_is_there(words: int) -> None:
    # As Kindle and Readwise hand them on.
    parts = [(found.start(), found.end()) for found in re.finditer(r"\S+", HARBOUR)]
    for (start, _), (_, end) in zip(parts, parts[words - 1 :], strict=False):
        exact = HARBOUR[start:end]
        if HARBOUR.count(exact) == 1:
            answer = resolve(HARBOUR, Selectors(TextQuoteSelector(exact)))
            assert answer.span == Span(start, end) or not any(map(str.isalnum, exact))
            assert answer.check or len(re.findall(r"\w+", exact)) >= 4


@pytest.mark.parametrize("exact", ["atienc", "matter of having a wind", "“", " "])
def test_a_part_of_a_word_alone_is_no_quote(exact: str) -> None:
    answer = resolve(HARBOUR, Selectors(TextQuoteSelector(exact)))
    assert answer.span is None or answer.span.of(HARBOUR) != exact


def test_a_quote_of_another_text_is_lost() -> None:
    selectors = describe(ORCHARD, Span(0, 50))
    assert isinstance(resolve(HARBOUR, selectors), Orphan)


def test_context_does_not_break_an_emoji_or_an_accent() -> None:
    text = "👩‍👩‍👧" * 12 + "X" + "e\u0301" * 40
    at = text.index("X")
    quote = describe(text, Span(at, at + 1)).quote
    assert quote.prefix.startswith("👩")
    assert len(quote.prefix) % 5 == 0
    assert quote.suffix.endswith("\u0301")


def test_a_short_repeated_quote_is_described_by_more_context() -> None:
    row = "The slip is kept clear by day and night. "
    text = row * 6 + "At last " + row * 6
    quote = describe(text, Span(len(row) * 2, len(row) * 2 + 3)).quote
    assert text.count(quote.prefix + quote.exact + quote.suffix) == 1


def test_an_answer_of_the_old_kind_is_anchored_only_with_the_same_words() -> None:
    new = changed(ORCHARD, "an old deceit", "an aged deceit")
    at = ORCHARD.index("Grafting")
    changed_words, same_words = carry(ORCHARD, new, [Span(at, at + 25), Span(at, at + 8)])
    assert isinstance(changed_words, Moved)
    assert isinstance(same_words, Anchored)
