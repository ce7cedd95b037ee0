"""The caret goes by vim's motions and text objects, on the canonical text.

A motion takes a document and the caret's offset and answers the new offset: always the start of a grapheme cluster
inside the document, the old one where there is nowhere to go. `0` and `$` take the range of the row or paragraph,
which only the screen knows. Objects answer spans.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from reader.domain.segment.blocks import block_sentences
from reader.domain.segment.graphemes import is_boundary, next_boundary, previous_boundary, snap
from reader.domain.segment.words import CharacterClass, class_at, word_end, word_start
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.domain.document import Document


def left(document: Document, offset: int) -> int:
    """`h` goes one character back."""
    return previous_boundary(document.text, offset)


def right(document: Document, offset: int) -> int:
    """`l` goes one character on."""
    return _landed(document, next_boundary(document.text, offset))


def next_word(document: Document, offset: int) -> int:
    """`w` goes to the start of the next word."""
    text = document.text
    at = word_end(text, offset, len(text)) if offset < len(text) else offset
    while at < len(text) and text[at].isspace():
        at += 1
    return _landed(document, at)


def previous_word(document: Document, offset: int) -> int:
    """`b` goes to the start of this word, or of the one before it."""
    text = document.text
    at = min(offset, len(text))
    while at and text[at - 1].isspace():
        at -= 1
    return _landed(document, word_start(text, at - 1) if at else 0)


def end_of_word(document: Document, offset: int) -> int:
    """`e` goes to the last character of this word, or of the next one."""
    text = document.text
    at = next_boundary(text, offset)
    while at < len(text) and text[at].isspace():
        at += 1
    return last_in(text, Span(offset, word_end(text, at, len(text)))) if at < len(text) else _landed(document, at)


def first_in(text: str, span: Span) -> int:
    """`0` goes to the first character of a row or paragraph."""
    return snap(text, Span(span.start, span.start)).start


def last_in(text: str, span: Span) -> int:
    """`$` goes to the last character of a row or paragraph that is not a line end or blank."""
    end = span.end
    while end > span.start and text[end - 1].isspace():
        end -= 1
    return max(previous_boundary(text, end), span.start) if end else 0


def find_character(document: Document, offset: int, character: str) -> int:
    """`f` goes to the next place in the paragraph where `character` stands."""
    text = document.text
    end = inner_paragraph(document, offset).end
    found = text.find(character, next_boundary(text, offset), end) if character else -1
    while found >= 0 and not is_boundary(text, found):
        found = text.find(character, found + 1, end)
    return found if found >= 0 else offset


def next_sentence(document: Document, offset: int) -> int:
    """`)` goes to the start of the next sentence; from the last one, to its last character."""
    for sentence in _sentences_from(document, offset):
        if sentence.start > offset:
            return sentence.start
    return bottom(document, offset)


def previous_sentence(document: Document, offset: int) -> int:
    """`(` goes to the start of this sentence, or of the one before it."""
    for sentence in _sentences_back(document, offset):
        if sentence.start < offset:
            return sentence.start
    return top(document, offset)


def next_paragraph(document: Document, offset: int) -> int:
    """`}` goes to the start of the next block that has text; from the last one, to its last character."""
    for block in document.blocks[_block_index(document, offset) :]:
        if block.span.start > offset and len(block.span):
            return block.span.start
    return bottom(document, offset)


def previous_paragraph(document: Document, offset: int) -> int:
    """`{` goes to the start of this block, or of the one before it."""
    for index in range(_block_index(document, offset), -1, -1):
        span = document.blocks[index].span if document.blocks else Span(0, 0)
        if span.start < offset and len(span):
            return span.start
    return top(document, offset)


def top(_document: Document, _offset: int) -> int:
    """`gg` goes to the first character."""
    return 0


def bottom(document: Document, _offset: int) -> int:
    """`G` goes to the last character that is not blank."""
    return last_in(document.text, Span(0, len(document.text)))


def inner_word(document: Document, offset: int) -> Span:
    """`iw` is the word, or the blanks, under the caret."""
    text = document.text
    if not text:
        return Span(0, 0)
    at = min(offset, len(text) - 1)
    return snap(text, Span(word_start(text, at), word_end(text, at, len(text))))


def inner_sentence(document: Document, offset: int) -> Span:
    """`is` is the sentence under the caret; on blanks the one before them, or else the first one after."""
    for sentence in _sentences_back(document, offset):
        if sentence.start <= offset:
            return sentence
    return next(_sentences_from(document, offset), Span(0, 0))


def inner_paragraph(document: Document, offset: int) -> Span:
    """`ip` is the block under the caret; between two blocks the one before."""
    if not document.blocks:
        return Span(0, len(document.text))
    index = _block_index(document, offset)
    while index and not len(document.blocks[index].span):
        index -= 1  # a rule has no text
    return document.blocks[index].span


QUOTES = {"“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“”", "‚": "‘’", "»": "«", "「": "」", "『": "』", '"': '"'}
"""Quotation marks that open, and those that may close them: English, French, German both ways, Chinese, Japanese."""
BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】", "〈": "〉", "《": "》"}


def inner_quotes(document: Document, offset: int) -> Span | None:
    """`i"` is what stands between the nearest quotation marks around the caret, in its block; None without any."""
    return _between(document, offset, QUOTES)


def inner_brackets(document: Document, offset: int) -> Span | None:
    """`i(` is what stands between the nearest brackets around the caret, in its block; None without any."""
    return _between(document, offset, BRACKETS)


def _between(document: Document, offset: int, pairs: Mapping[str, str]) -> Span | None:
    """What the innermost pair around the caret, or on it, holds."""
    text, block = document.text, inner_paragraph(document, offset)
    opened: list[int] = []
    for at in range(block.start, min(offset + 1, block.end)):
        closes = _closed(text, at, opened, pairs)
        if closes is None:
            opened += [at] if text[at] in pairs else []
        elif at == offset:
            return _held(text, opened[closes], at)
        else:
            del opened[closes:]
    for start in reversed(opened):
        inner: list[int] = []
        for at in range(max(offset, start) + 1, block.end):
            if _closed(text, at, inner, pairs) is not None:
                inner.pop()
            elif _closed(text, at, [start], pairs) is not None:
                return _held(text, start, at)
            elif text[at] == text[start]:
                inner.append(at)
    return None


def _closed(text: str, at: int, opened: Sequence[int], pairs: Mapping[str, str]) -> int | None:
    """Which of the signs that are open the one at `at` closes, the last that it can; None where it closes none."""
    if text[at] == "’" and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha():
        return None  # an apostrophe
    return next((n for n in range(len(opened) - 1, -1, -1) if text[at] in pairs[text[opened[n]]]), None)


def _held(text: str, start: int, end: int) -> Span | None:
    return snap(text, Span(start + 1, end)) if start + 1 < end else None


def words_in(document: Document, span: Span) -> Iterator[Span]:
    """Yield the words that begin in `span`, in their order: letters and digits, not blanks or signs alone."""
    text, at = document.text, span.start
    while at < span.end:
        end = word_end(text, at, len(text))
        if class_at(text, at) not in (CharacterClass.BLANK, CharacterClass.PUNCTUATION):
            yield snap(text, Span(at, end))
        at = max(end, at + 1)


def _landed(document: Document, offset: int) -> int:
    """`offset`, or the last character of the document where that is past it; never inside a cluster."""
    if offset >= len(document.text):
        return bottom(document, offset)
    return offset if is_boundary(document.text, offset) else previous_boundary(document.text, offset)


def _block_index(document: Document, offset: int) -> int:
    return document.block_index(offset) if document.blocks else 0


def _sentences_from(document: Document, offset: int) -> Iterator[Span]:
    """The sentences from the one under the caret on."""
    index = _block_index(document, offset)
    for number in range(index, len(document.blocks)):
        found = block_sentences(document, document.blocks[number])
        first = bisect_right(found, offset, key=lambda one: one.start) - 1 if number == index else 0
        yield from found[max(first, 0) :]


def _sentences_back(document: Document, offset: int) -> Iterator[Span]:
    """The sentences from the one under the caret back."""
    index = _block_index(document, offset)
    for number in range(index, -1, -1):
        found = block_sentences(document, document.blocks[number]) if document.blocks else []
        last = bisect_right(found, offset, key=lambda one: one.start) if number == index else len(found)
        yield from reversed(found[:last])
