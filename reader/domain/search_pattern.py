"""These patterns find words as they are seen, however they were typed and however they are set.

A straight quotation mark finds a curly one, a hyphen any dash, a blank any run of blanks, a letter without an accent
the one with it, a composed letter the decomposed one, letters their ligature; what is not seen (soft hyphens, joiners,
marks for vowels in Hebrew and Arabic) is looked through. What was typed with an accent needs it. Small letters find
both cases, capitals only themselves.

Only what a text really holds is put into its pattern: over a text of plain letters it is as simple as the words are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

from reader.domain.patterns import compiled

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SINGLE = "'\u2018\u2019\u201a\u201b\u2032\u02bc\uff07"
_DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02'
_ALIKE = {sign: group for group in (_DASHES, _SINGLE, _DOUBLE) for sign in group}
"""Signs that a person types one way and a typesetter sets another."""
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f\u0640\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670"
"""What is looked through: as the members of a class of letters."""
_MARK = "[\u0300-\u036f]"
_LETTERS_OF_THEIR_OWN = frozenset("\u0439\u0419")
"""Letters that are written with a mark and are no letter with an accent: short i in Cyrillic."""
_BARE = {
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "…": "...",
}  # fmt: skip
"""What is typed for letters that have no parts, where the key is missing."""
LOOKED_THROUGH = _UNSEEN
SPELLED = _BARE | {letter.upper(): bare for letter, bare in _BARE.items() if len(letter.upper()) == 1}
"""For an index of words: what no pattern minds, and what a letter that has no parts may be typed as."""
LONGEST = 1_000
"""Code points of what is searched for that are looked at: nobody types more."""


def search_pattern(words: str, text: str, *, ignore_case: bool | None = None) -> re.Pattern[str]:
    """Compile what finds `words` in `text`.

    Without `ignore_case`, small letters find both cases, and capitals only themselves.

    It matches nothing where there are no words.
    """
    if ignore_case is None:
        ignore_case = words == words.lower()
    return _compiled(words[:LONGEST], _letters(text), ignore_case)


def search_small(words: str, text: str) -> tuple[re.Pattern[str], str]:
    """Compile what finds `words` in any case in the text that is answered with it: where that can be, `text` in small
    letters.

    A pattern that minds case is tried forty times as fast, and every place is the same in both.
    """
    words, letters = words[:LONGEST], _letters(text)
    if not (text.isascii() and words.isascii()):
        if any(not one.isascii() and _is_cased_oddly(one) for one in letters.union(words)):
            return _compiled(words, letters, True), text
        letters = frozenset(map(str.lower, letters))
    return _compiled(words.lower(), letters, False), text.lower()


@lru_cache(maxsize=1 << 12)
def _is_cased_oddly(letter: str) -> bool:
    """Whether a letter may equal others in another case than the one that it has in small letters, or more than one."""
    small = letter.lower()
    # Of the sigmas, which one a capital becomes depends on where it stands.
    return len(small) > 1 or letter in "Σσς" or (small != letter.upper().lower() and letter not in _SMALL_ONLY)


_SMALL_ONLY = frozenset("ßẞ\ufb00\ufb01\ufb02\ufb03\ufb04")
"""What has no single capital, or none that anybody but its own small letter equals."""


@lru_cache(maxsize=64)
def _compiled(words: str, held: frozenset[str], ignore_case: bool) -> re.Pattern[str]:
    """The pattern for a text that holds these letters: of thousands of texts all that are ASCII have the same."""
    wanted = normalize("NFC", words).split()
    between = f"[{_UNSEEN}]*" if any(map(compiled(f"[{_UNSEEN}]").match, held)) else ""
    marks = any(map(compiled(_MARK).match, held))
    reading = _Reading(held, between, marks=marks, ignore_case=ignore_case)
    pattern = rf"{between}\s+{between}".join(map(reading.word, wanted)) or r"(?!)"
    return re.compile(pattern, re.IGNORECASE if ignore_case else 0)


@lru_cache(maxsize=4)
def _letters(text: str) -> frozenset[str]:
    """The letters that a text holds; asked at every key that is typed, and the same every time."""
    return _ASCII if text.isascii() else frozenset(text)


_ASCII = frozenset(map(chr, range(128)))


class _Reading:
    """How the letters of a search are read in a text that holds certain letters."""

    def __init__(self, held: frozenset[str], between: str, *, marks: bool, ignore_case: bool) -> None:
        self._between = between
        self._marks = marks
        self._ignore_case = ignore_case
        self._others: dict[str, list[str]] = {}
        self._joined: list[tuple[str, str]] = []
        for letter in held:
            if letter.isascii():
                continue
            bare = _bare(letter)
            if len(bare) == 1:
                self._others.setdefault(self._cased(bare), []).append(letter)
            elif bare:
                self._joined.append((letter, self._cased(bare)))
        self._held = held

    def word(self, word: str) -> str:
        """The pattern of one word."""
        if not self._joined:
            return self._between.join(map(self._letter, word))
        parts: list[str] = []
        at = 0
        while at < len(word):
            part, length = self._ligature(word, at)
            parts.append(part or self._letter(word[at]))
            at += length
        return self._between.join(parts)

    def _cased(self, letters: str) -> str:
        return letters.lower() if self._ignore_case else letters

    def _letter(self, letter: str) -> str:
        group = _ALIKE.get(letter)
        if group is not None:
            return _class({letter, *(one for one in group if one in self._held)})
        parts = normalize("NFD", letter)
        if len(parts) > 1:
            # Typed with its accent, or a syllable of Korean: in either form.
            return f"(?:{re.escape(letter)}|{re.escape(parts)})"
        found = _class({letter, *self._others.get(self._cased(letter), ())})
        return f"{found}[\u0300-\u036f]*" if self._marks and letter.isalpha() else found

    def _ligature(self, word: str, at: int) -> tuple[str, int]:
        """The pattern of letters that may stand together in one sign, and how many they are; else none, and one."""
        rest = self._cased(word[at:])
        found = [(sign, letters) for sign, letters in self._joined if rest.startswith(letters)]
        # The end of what is typed may lie within one.
        found += [
            (sign, rest) for sign, letters in self._joined if letters.startswith(rest) and len(letters) > len(rest)
        ]
        if not found:
            return "", 1
        longest = max(len(letters) for _, letters in found)
        ways = [re.escape(sign) + self._rest(word[at + len(letters) : at + longest]) for sign, letters in found]
        first = self._letter(word[at])
        ways.append(first + (self._between + self.word(word[at + 1 : at + longest]) if longest > 1 else ""))
        return f"(?:{'|'.join(dict.fromkeys(ways))})", longest

    def _rest(self, letters: str) -> str:
        return self._between + self.word(letters) if letters else ""


def _class(letters: set[str]) -> str:
    if len(letters) == 1:
        return re.escape(next(iter(letters)))
    return f"[{''.join(map(re.escape, sorted(letters)))}]"


def _bare(letter: str) -> str:
    """What is typed for a letter where its own key is missing; empty for one that is typed as it is."""
    if letter in _LETTERS_OF_THEIR_OWN:
        return ""
    if letter.lower() in _BARE:
        bare = _BARE[letter.lower()]
        return bare if letter == letter.lower() else bare.upper()
    parts = normalize("NFKD", letter)
    if parts == letter or category(letter)[0] not in "LN" or "\uac00" <= letter <= "\ud7a3":
        return ""
    kept = compiled(_MARK).sub("", parts)
    # Voiced letters of Japanese and the like are letters of their own.
    return kept if kept.isascii() or (len(kept) == 1 and kept != letter and compiled(_MARK).search(parts)) else ""
