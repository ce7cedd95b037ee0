"""Lines from right to left are read off the places of their letters: the order in a file is that of drawing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, of a letter or of what is made of letters."""
RIGHT_TO_LEFT = deferred("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew, Arabic, Syriac and what is written as they are, with the forms of presentation."""
ROOM = 0.11
"""Heights of a letter from which on there is a blank between two."""

_LETTER = deferred(r"[^\W\d_]")
_SEPARATORS = frozenset(".,:/\u060c\u066b\u066c\xa0")
"""Signs that belong to a number between two digits (UAX 9: CS)."""
_SIGNS = frozenset("-+")
"""The same, but not in Arabic (ES)."""
_OF_NAMES = frozenset("+#")
"""Signs that end a Latin name."""
_PERCENT = frozenset("%‰\u066a")
_CURRENCY = frozenset("$€£₪¥°#")
_PAIRS = ("()", "[]", "{}", "«»", "‹›")
_PAIR_OF = {bracket: pair for pair in _PAIRS for bracket in pair}
_STOPS = frozenset(".,:;!?…%\u060c\u061b\u061f")


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
    seen = [signs[-1].text]
    for before, sign in pairwise(signs[::-1]):
        if sign.box[0] - before.box[2] > ROOM * height:
            seen.append(" ")
        seen.append(sign.text)
    left, right = min(sign.box[0] for sign in signs), max(sign.box[2] for sign in signs)
    return BidirectionalText(as_read(seen), left, right)


def as_read(seen: Sequence[str]) -> str:
    """Turn round the text of a line from right to left whose letters and blanks are `seen` so, from the left.

    The bidirectional algorithm (UAX 9) has put Latin words and numbers in it from left to right, which is undone here.
    """
    runs = list(_runs(seen, _kinds(seen)))
    brackets = _Brackets()
    text = ""
    for begin, end, kept in reversed(runs):
        if kept:
            text += "".join(seen[begin:end])
            continue
        for at in range(end - 1, begin - 1, -1):
            after = seen[at - 1][0] if at else " "
            text += brackets.turned(seen[at], text[-1:] or " ", after) if seen[at] in _PAIR_OF else seen[at]
    return text


def _kinds(seen: Sequence[str]) -> str:
    """Of each sign: R is from right to left, L from left to right, N of a number, and a blank any other."""
    kinds = [
        "N" if one[0].isdecimal() else "R" if RIGHT_TO_LEFT.match(one) else "L" if one[0].isalpha() else " "
        for one in seen
    ]
    arabic = any("\u0600" <= one[0] < "\u0900" or one[0] >= "\ufb50" for one in seen if RIGHT_TO_LEFT.match(one))
    last = len(seen) - 1
    for at, one in enumerate(seen):
        before, after = kinds[at - 1] if at else " ", kinds[at + 1] if at < last else " "
        between = before == after == "N" and (one in _SEPARATORS or (one in _SIGNS and not arabic))
        money = one in _CURRENCY and "N" in (before, after) and not arabic
        if between or money or (one in _PERCENT and before == "N"):
            kinds[at] = "N"
    return "".join(kinds)


def _runs(seen: Sequence[str], kinds: str) -> Iterator[tuple[int, int, bool]]:
    """The parts of a line as it is seen, from the left, and whether each goes from left to right.

    Numbers with a blank between follow each other from the right, those behind a Latin word belong to it.
    """
    done = at = 0
    while at < len(kinds):
        if kinds[at] not in "LN":
            at += 1
            continue
        end = last = at + 1
        latin = kinds[at] == "L"
        while last < len(kinds) and kinds[last] != "R":
            if kinds[last] == "N" and last > end and (not latin or _is_glued(seen, kinds, last)):
                break
            latin = latin or kinds[last] == "L"
            end = last + 1 if kinds[last] in "LN" else end
            last += 1
        while end < len(seen) and seen[end] in _OF_NAMES and latin:
            end += 1
        # A bracket that was opened within is closed within.
        if end < len(seen) and seen[end] in _PAIR_OF and _is_open("".join(seen[at:end]), _PAIR_OF[seen[end]]):
            end += 1
        if done < at:
            yield done, at, False
        yield at, end, True
        done = at = end
    if done < len(kinds):
        yield done, len(kinds), False


def _is_glued(seen: Sequence[str], kinds: str, at: int) -> bool:
    """Whether a number is of a word from right to left, to which a hyphen joins it."""
    end = next((place for place in range(at, len(seen)) if seen[place] == " "), len(seen))
    return "R" in kinds[at:end]


def _is_open(run: str, pair: str) -> bool:
    return run.count(pair[0]) > run.count(pair[1])


class _Brackets:
    """Brackets of a line from right to left: a file has them as they look or as they are meant, and pdfium turns some.

    So they are told by what stands around them.
    """

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def turned(self, bracket: str, before: str, after: str) -> str:
        """The bracket as it is meant between two letters."""
        pair = _PAIR_OF[bracket]
        begins = before.isspace() or before in "([{«‹\"'-–—"
        ends = after.isspace() or after in _STOPS or after in ")]}»›"
        opens = begins if begins != ends else not self._open[pair]
        self._open[pair] += 1 if opens else -1 if self._open[pair] else 0
        return pair[0] if opens else pair[1]
