"""Lines from right to left are read off the places of their letters: the order in a file is that of drawing."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.formats.pdf.glyphs import Box

RIGHT_TO_LEFT = deferred("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew, Arabic, Syriac and what is written as they are, with the forms of presentation."""
ROOM = 0.11
"""Heights of a letter from which on there is a blank between two."""

_LETTER = deferred(r"[^\W\d_]")
_BRACKET = deferred(r"(?<!\S)[(\[{](?=\S)|(?<=\S)[)\]}](?!\S)")
_TURNED_BRACKET = deferred(r"(?<!\S)[)\]}](?=\S)|(?<=\S)[(\[{](?!\S)")
_MIRRORED = str.maketrans("()[]{}", ")(][}{")


class BidirectionalText(NamedTuple):
    """A `BidirectionalText` is words that stand together, in the order of reading, and how far they reach."""

    text: str
    left: float
    right: float


class _Sign(NamedTuple):
    """What one glyph stands for, with the signs over and below it."""

    text: str
    box: Box

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2


def is_right_to_left(text: str) -> bool:
    """Tell whether most letters are of a script that is written so."""
    return 2 * len(RIGHT_TO_LEFT.findall(text)) > len(_LETTER.findall(text))


def read_from_right(characters: str, boxes: Sequence[Box], gap: float) -> list[BidirectionalText]:
    """Read the pieces of a line from right to left, cut where a blank is wider than `gap`.

    `boxes` has one a character.
    """
    signs = sorted(_signs(characters, boxes), key=lambda sign: -sign.middle)
    if not signs:
        return []
    pieces: list[list[_Sign]] = [[signs[0]]]
    for before, sign in pairwise(signs):
        if before.box[0] - sign.box[2] > gap:
            pieces.append([])
        pieces[-1].append(sign)
    return [_piece(piece) for piece in pieces]


def _signs(characters: str, boxes: Sequence[Box]) -> list[_Sign]:
    """The glyphs of a line. Letters of one glyph come in the order of drawing, marks before their letter or behind."""
    found: list[_Sign] = []
    marks: list[_Sign] = []
    for character, box in zip(characters, boxes, strict=True):
        if character.isspace():
            continue
        if unicodedata.combining(character):
            marks.append(_Sign(character, box))
        elif found and box == found[-1].box and RIGHT_TO_LEFT.match(character):
            found[-1] = _Sign(character + found[-1].text, box)
        else:
            found.append(_Sign(character, box))
    for mark in marks:
        nearest = min(range(len(found)), key=lambda at: abs(found[at].middle - mark.middle), default=None)
        if nearest is not None:
            found[nearest] = found[nearest]._replace(text=found[nearest].text + mark.text)
    return found


def _piece(signs: Sequence[_Sign]) -> BidirectionalText:
    height = max(0.1, max(sign.box[3] - sign.box[1] for sign in signs))
    words: list[list[_Sign]] = [[signs[0]]]
    for before, sign in pairwise(signs):
        if before.box[0] - sign.box[2] > ROOM * height:
            words.append([])
        words[-1].append(sign)
    # A run of Latin words or of numbers goes on from left to right, word by word and letter by letter.
    text = " ".join(_runs(words))
    turned = len(_TURNED_BRACKET.findall(text)) > len(_BRACKET.findall(text))
    left, right = min(sign.box[0] for sign in signs), max(sign.box[2] for sign in signs)
    return BidirectionalText(text.translate(_MIRRORED) if turned else text, left, right)


def _runs(words: Sequence[Sequence[_Sign]]) -> Iterator[str]:
    waiting: list[str] = []
    for word in words:
        if all(not RIGHT_TO_LEFT.match(sign.text) for sign in word) and any(sign.text.isalnum() for sign in word):
            waiting.append(_within(word))
            continue
        yield from reversed(waiting)
        waiting.clear()
        yield _within(word)
    yield from reversed(waiting)


def _within(word: Sequence[_Sign]) -> str:
    """A word's letters: what is Latin or a number in it turned round, with the signs that stand within."""
    text = ""
    run = ""
    tail = ""
    for sign in word:
        if RIGHT_TO_LEFT.match(sign.text):
            text, run, tail = text + run + tail + sign.text, "", ""
        elif sign.text[0].isalnum():
            run, tail = sign.text + tail[::-1] + run, ""
        elif run:
            tail += sign.text
        else:
            text += sign.text
    return text + run + tail
