"""The motions of vim, on any document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain import motions
from reader.domain.document import Block, BlockKind, Document
from reader.domain.segment.graphemes import is_boundary
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    Motion = Callable[[Document, int], int]

FORWARD = [motions.right, motions.next_word, motions.end_of_word, motions.next_sentence, motions.next_paragraph]
BACK = [motions.left, motions.previous_word, motions.previous_sentence, motions.previous_paragraph]


def document(*paragraphs: str) -> Document:
    blocks = []
    start = 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(paragraph))))
        start += len(paragraph) + 2
    return Document("\n\n".join(paragraphs), blocks)


PARAGRAPH = st.text(st.sampled_from("ab. \u0301é?’-3日\U0001f468\u200d\n")).filter(
    lambda text: text != "" and text.strip() == text
)
DOCUMENTS = st.lists(PARAGRAPH, max_size=4).map(lambda some: document(*some))
PLAIN = document("Don’t go. It’s 3.14 km!", "日本語のテキスト。次の文。", "End.")


@given(DOCUMENTS, st.sampled_from([*FORWARD, *BACK, motions.top, motions.bottom]), st.data())
def test_a_motion_ends_on_a_character_of_the_document(one: Document, motion: Motion, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(one.text)))
    landed = motion(one, offset)
    assert 0 <= landed < max(1, len(one.text))
    assert is_boundary(one.text, landed)


@pytest.mark.parametrize("motion", FORWARD)
@given(one=DOCUMENTS)
def test_going_on_reaches_the_end(motion: Motion, one: Document) -> None:
    assert repeated(motion, one, 0) == motions.bottom(one, 0)


@pytest.mark.parametrize("motion", BACK)
@given(one=DOCUMENTS)
def test_going_back_reaches_the_start(motion: Motion, one: Document) -> None:
    assert repeated(motion, one, motions.bottom(one, 0)) == 0


def repeated(motion: Motion, one: Document, offset: int) -> int:
    for _ in range(len(one.text) + 1):
        offset = motion(one, offset)
    return offset


@given(DOCUMENTS, st.data())
def test_an_object_holds_the_caret_or_ends_before_it(one: Document, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(one.text)))
    for selected in (motions.inner_word(one, offset), motions.inner_paragraph(one, offset)):
        assert 0 <= selected.start <= selected.end <= len(one.text)
        assert is_boundary(one.text, selected.start)
        assert is_boundary(one.text, selected.end)
    if offset < len(one.text):
        assert offset in motions.inner_word(one, offset)


def stops(motion: Motion, offset: int, times: int) -> list[str]:
    found = []
    for _ in range(times):
        offset = motion(PLAIN, offset)
        found.append(PLAIN.text[offset : offset + 2])
    return found


def test_words_forward() -> None:
    assert stops(motions.next_word, 0, 8) == ["go", ". ", "It", "3.", "km", "!\n", "日本", "のテ"]


def test_words_back() -> None:
    assert stops(motions.previous_word, PLAIN.text.index("日"), 4) == ["!\n", "km", "3.", "It"]


def test_ends_of_words() -> None:
    assert stops(motions.end_of_word, 0, 4) == ["t ", "o.", ". ", "s "]


def test_sentences_cross_paragraphs() -> None:
    assert stops(motions.next_sentence, 0, 5) == ["It", "日本", "次の", "En", "."]
    assert stops(motions.previous_sentence, len(PLAIN.text) - 1, 4) == ["En", "次の", "日本", "It"]


def test_paragraphs() -> None:
    assert stops(motions.next_paragraph, 3, 3) == ["日本", "En", "."]
    assert stops(motions.previous_paragraph, len(PLAIN.text) - 1, 3) == ["En", "日本", "Do"]


def test_a_row_has_a_first_and_a_last_character() -> None:
    row = Span(0, 10)
    assert motions.first_in(PLAIN.text, row) == 0
    assert PLAIN.text[motions.last_in(PLAIN.text, row)] == "."


def test_finding_a_character_stays_in_the_paragraph() -> None:
    assert motions.find_character(PLAIN, 0, "o") == 1
    assert motions.find_character(PLAIN, 1, "o") == 7
    assert motions.find_character(PLAIN, 7, "o") == 7
    assert motions.find_character(PLAIN, 0, "日") == 0


def test_objects() -> None:
    assert motions.inner_word(PLAIN, 2).of(PLAIN.text) == "Don’t"
    assert motions.inner_word(PLAIN, 5).of(PLAIN.text) == " "
    assert motions.inner_sentence(PLAIN, 9).of(PLAIN.text) == "Don’t go."
    assert motions.inner_sentence(PLAIN, 12).of(PLAIN.text) == "It’s 3.14 km!"
    assert motions.inner_paragraph(PLAIN, len(PLAIN.text)).of(PLAIN.text) == "End."


def test_an_empty_document_has_nowhere_to_go() -> None:
    empty = Document("", ())
    assert {motion(empty, 0) for motion in (*FORWARD, *BACK, motions.top, motions.bottom)} == {0}
    assert motions.inner_sentence(empty, 0) == motions.inner_paragraph(empty, 0) == Span(0, 0)


PAIRS = [
    ("He said “no one |came” then", "no one came"),
    ("a “b ‘c |d’ e” f", "c d"),
    ("a “b| ‘c d’ e” f", "b ‘c d’ e"),
    ("the dogs ‘don’t |bark’ here", "don’t bark"),
    ("he said ‘I’m |here’ then", "I’m here"),
    ("of ‘a dog’s |tail’ here", "a dog’s tail"),
    ("er sagte „das |war es“ und ging", "das war es"),
    ("et «ceci |est» dit", "ceci est"),
    ('plain "quotes |here" and "there"', "quotes here"),
    ('plain "quotes" |and "there"', None),
    ('plain |"quotes" and', "quotes"),
    ("彼は「今日|は」と言った", "今日は"),
    ("none |here", None),
    ('open "and never |closed', None),
]
BRACKETED = [
    ("f(a, (b |c), d)", "b c"),
    ("f(a,| (b c), d)", "a, (b c), d"),
    ("f(a, (b c), |d)", "a, (b c), d"),
    ("see [1|2] there", "12"),
    ("one (two) |three (four)", None),
    ("(|)", None),
    ("a （全|角） b", "全角"),
]


@pytest.mark.parametrize(("written", "wanted"), PAIRS)
def test_what_stands_between_quotation_marks(written: str, wanted: str | None) -> None:
    found, text = _inner_at(written, motions.inner_quotes)
    assert (found and found.of(text)) == wanted


@pytest.mark.parametrize(("written", "wanted"), BRACKETED)
def test_what_stands_between_brackets(written: str, wanted: str | None) -> None:
    found, text = _inner_at(written, motions.inner_brackets)
    assert (found and found.of(text)) == wanted


def _inner_at(written: str, inner: Callable[[Document, int], Span | None]) -> tuple[Span | None, str]:
    """What the object is at the bar."""
    offset = written.index("|")
    text = written.replace("|", "")
    return inner(Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)), offset), text


@given(st.text('“”"«»()[]’ab ', max_size=20), st.data())
def test_an_object_holds_the_caret_or_stands_at_it(text: str, data: st.DataObject) -> None:
    if not text:
        return
    offset = data.draw(st.integers(0, len(text) - 1))
    document = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    for inner in (motions.inner_quotes, motions.inner_brackets):
        found = inner(document, offset)
        assert found is None or found.start - 1 <= offset <= found.end


def test_words_are_letters_and_digits_in_their_order() -> None:
    text = "Don’t stop — 3.14 is «pi», 今日は 👍!"
    document = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    words = [one.of(text) for one in motions.words_in(document, Span(0, len(text)))]
    assert words == ["Don’t", "stop", "3.14", "is", "pi", "今日", "は", "👍"]
    assert [one.of(text) for one in motions.words_in(document, Span(6, 12))] == ["stop"]
