"""A single full stop with a blank after it ends a sentence, or an abbreviation, a number or a name: this decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.segment import stops
from reader.domain.segment.abbreviations import (
    AFTER_HOURS,
    BEFORE_ORDINALS,
    BEFORE_PRONOUN,
    FINAL,
    LABELLED,
    NUMBERED,
    OPEN,
    ORDERED,
    STARTERS,
    STRONG,
    TITLES,
    USUAL,
)
from reader.domain.segment.sentence_end import word_before

if TYPE_CHECKING:
    from reader.domain.segment.sentence_end import SentenceEnd


def ends(place: SentenceEnd) -> bool:
    """Tell whether the stop at `place` ends the sentence, given that what comes next could begin one."""
    word = word_before(place.text, place.begin, place.marks)
    if not word:
        return True
    if place.begin + len(word) >= place.marks - 1 and stops.ENUMERATED.fullmatch(word):
        return False
    if word[-1].isdecimal() and place.text[place.note : place.blank].isdecimal():
        return False  # 3.12 is a decimal, not a stop with the number of a note
    if word.isdecimal():
        return not _ordinal(place, word)
    if len(word) == 1 or (len(word) == 3 and word[1] == "-"):
        return _letter_ends(place, word[-1])
    return _abbreviation_ends(place, word)


def _ordinal(place: SentenceEnd, number: str) -> bool:
    """Whether a number with a stop is a German ordinal: am 3. Oktober."""
    if len(number) > 2:
        return False
    following = _next(place)
    if following.lower() in ORDERED:
        return True
    return _second_before(place, number).lower() in BEFORE_ORDINALS and following not in STARTERS


def _letter_ends(place: SentenceEnd, letter: str) -> bool:
    """Initials go on; a letter that is a name of its own (plan B, Malcolm X, than I) may end a sentence."""
    before = _second_before(place, letter)
    if letter.islower():
        if letter in NUMBERED and stops.NUMERAL.match(place.text, place.first, place.end):
            return False
        return _starts(place, STARTERS)
    if not letter.isupper():
        return not "\u0590" <= letter <= "\u06ff"  # Arabic and Hebrew abbreviate to one letter; Hangul does not
    if before.lower() in (BEFORE_PRONOUN if letter == "I" else LABELLED):
        return True
    return _starts(place, STARTERS if before.islower() and before.isalpha() else STRONG)


def _abbreviation_ends(place: SentenceEnd, word: str) -> bool:
    key = word.lower().replace("’", "'").rpartition("'")[2]  # l'art. 3
    if key in OPEN:
        return False
    if key in TITLES and (word[0].isupper() or key not in NUMBERED):
        return _starts(place, STRONG)
    if key in NUMBERED or key.endswith("str"):
        if stops.NUMERAL.match(place.text, place.first, place.end):
            return False
        if key not in USUAL:
            return True
    if key in FINAL:
        return _next(place).lower() not in AFTER_HOURS
    if key in USUAL or stops.DOTTED.fullmatch(word) or _looks_short(place, word):
        return _starts(place, STARTERS)
    return True


def _looks_short(place: SentenceEnd, word: str) -> bool:
    """Whether a word has no vowel: an abbreviation that no list has, unless it is a unit after a number."""
    if len(word) > 4 or not word.isascii() or not word.isalpha() or word.isupper() or word[-1] == word[-2]:
        return False
    return VOWELS.isdisjoint(word.lower()) and not _second_before(place, word)[:1].isdecimal()


VOWELS = frozenset("aeiouy")


def _second_before(place: SentenceEnd, word: str) -> str:
    """The word before `word`, which is the one before the stop."""
    stop = place.marks - len(word)
    while stop > place.begin and not place.text[stop - 1].isalnum() and place.text[stop - 1] != ".":
        stop -= 1
    return word_before(place.text, place.begin, stop) if stop > place.begin else ""


def _next(place: SentenceEnd) -> str:
    word = stops.WORD.match(place.text, place.first, place.end)
    return word[0] if word else ""


def _starts(place: SentenceEnd, starters: frozenset[str]) -> bool:
    """Whether the next word is one of `starters`, followed by something small: no initial, no name."""
    text, first = place.text, place.first
    word = stops.WORD.match(text, first, place.end)
    if word is None or word[0] not in starters:
        # An opening quote or bracket, a sign or a number is no part of a name.
        return first > place.next and text[place.next] in "¿¡—–"
    rest = text[word.end() : word.end() + 5]
    return rest[:1] in (" ", "\n", "’", "'", ",", "\u00a0") and not rest.startswith((" and ", " et ", " und ", " y "))
