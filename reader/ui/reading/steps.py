"""A step leads to where a sentence, a paragraph or a heading further on begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.ui.draw.layout.fold import headings

if TYPE_CHECKING:
    from reader.domain.span import Span
    from reader.ui.reading.sentences import Sentences


class Step(StrEnum):
    """A `Step` is what the cursor goes by."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"


def step_from(sentences: Sentences, sentence: Span, by: Step, direction: int) -> Span:
    """Step from `sentence` to the one where one step leads, on (1) or back (-1); the same where there is none."""
    if by is Step.SENTENCE:
        return sentences.step(sentence, direction)
    block = sentences.document.block_index(sentence.start)
    if by is Step.PARAGRAPH:
        return _paragraph(sentences, sentence, block, direction)
    every = headings(sentences.document)
    index = bisect_right(every, block) if direction > 0 else bisect_left(every, block) - 1
    if not 0 <= index < len(every):
        return sentence
    return sentences.at(sentences.document.blocks[every[index]].span.start)


def _paragraph(sentences: Sentences, sentence: Span, block: int, direction: int) -> Span:
    first = sentences.of(block)[:1]
    if direction < 0 and first and first[0].start < sentence.start:
        return first[0]  # back goes to the paragraph's own beginning first
    beyond = sentences.beyond(block, direction)
    if beyond is None:
        return sentence
    return sentences.of(sentences.document.block_index(beyond.start))[0]
