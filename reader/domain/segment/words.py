"""Words are cut as vim does: runs of one class of characters, where punctuation and scripts without blanks are classes.

Unlike vim's, a word keeps an apostrophe, or a number its point or comma, between two letters or digits (UAX #29,
rules WB6, WB7, WB11, WB12): don’t, 3.14 and l’été are one word each. Marks and joiners belong to what they follow.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from unicodedata import category, name

SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
INNER = frozenset("'’·")
INNER_NUMBER = frozenset(".,'’")


class CharacterClass(IntEnum):
    """Characters of one class that touch are one word."""

    BLANK = 1
    PUNCTUATION = 2
    LETTER = 3
    HAN = 4
    HIRAGANA = 5
    KATAKANA = 6
    SYMBOL = 7


def class_at(text: str, offset: int) -> CharacterClass:
    """Return the class of the character at `offset`, seen among its neighbours."""
    while offset and _class(text[offset]) is None:
        offset -= 1
    character = text[offset]
    kind = _class(character) or CharacterClass.LETTER
    if kind is CharacterClass.PUNCTUATION and 0 < offset < len(text) - 1:
        before, after = text[offset - 1], text[offset + 1]
        if character in INNER_NUMBER and before.isdecimal() and after.isdecimal():
            return CharacterClass.LETTER
        if character in INNER and before.isalpha() and after.isalpha():
            return CharacterClass.LETTER
    return kind


def word_start(text: str, offset: int, floor: int = 0) -> int:
    """Tell where the run of one class that holds `offset` begins, not before `floor`."""
    kind = class_at(text, offset)
    while offset > floor:
        before = offset - 1
        while before > floor and _class(text[before]) is None:
            before -= 1
        if class_at(text, before) is not kind:
            break
        offset = before
    return offset


def word_end(text: str, offset: int, ceiling: int) -> int:
    """Tell where the run of one class that holds `offset` has ended (one past it), not after `ceiling`."""
    kind = class_at(text, offset)
    offset += 1
    while offset < ceiling and (_class(text[offset]) is None or class_at(text, offset) is kind):
        offset += 1
    return offset


def word_back(text: str, end: int, floor: int) -> int:
    """Tell where the last word ends that ends before `end`; `end` where none is left after `floor`."""
    at = end
    if at > floor and class_at(text, at - 1) is not CharacterClass.BLANK:
        at = word_start(text, at - 1, floor)
    if at > floor and class_at(text, at - 1) is CharacterClass.BLANK:
        at = word_start(text, at - 1, floor)
    return at if at > floor else end


def word_on(text: str, end: int, ceiling: int) -> int:
    """Tell where the first word ends that ends after `end`; `end` where none is left before `ceiling`."""
    at = end
    if at < ceiling and class_at(text, at) is CharacterClass.BLANK:
        at = word_end(text, at, ceiling)
    return word_end(text, at, ceiling) if at < ceiling else end


@lru_cache(maxsize=4096)
def _class(character: str) -> CharacterClass | None:
    """The class of a character on its own; None for marks and joiners."""
    if character.isspace():
        return CharacterClass.BLANK
    kind = category(character)
    if kind[0] == "M" or kind == "Cf" or character in SKIN_TONES:
        return None
    if character.isalnum() or character == "_":
        return _script(character)
    return CharacterClass.SYMBOL if kind == "So" else CharacterClass.PUNCTUATION


def _script(character: str) -> CharacterClass:
    if character < "\u3040":
        return CharacterClass.LETTER
    script = name(character, "").split(" ")[0].split("-")[0]
    match script:
        case "CJK":
            return CharacterClass.HAN
        case "HIRAGANA":
            return CharacterClass.HIRAGANA
        case "KATAKANA" | "HALFWIDTH":
            return CharacterClass.KATAKANA
    return CharacterClass.LETTER
