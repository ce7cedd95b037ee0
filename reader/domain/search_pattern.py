"""These patterns find words as they are seen, however they were typed and however they are set.

A straight quotation mark finds a curly one, a hyphen any dash, a blank any run of blanks, a letter without an accent
the one with it, a composed letter the decomposed one, letters their ligature, a wide or narrow letter the usual one,
three dots the sign of them, and the other way round; what is not seen (soft hyphens, joiners, marks for vowels in
Hebrew and Arabic) is looked through. What keyboards of one language write with several code points is one: the kaf, yeh
and heh of Arabic, Persian and Urdu, digits of all scripts, Japanese in hiragana and katakana. What was typed with an
accent needs it. Small letters find both cases, capitals only themselves.

Only what a text really holds is put into its pattern: over a text of plain letters it is as simple as the words are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, combining, normalize

from reader.domain.patterns import compiled, deferred

if TYPE_CHECKING:
    from collections.abc import Iterator

_DASHES = "-\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_LETTER_MARKS = "\u02b9\u02bb\u02bc\u02bd\u02be\u02bf"
"""Apostrophes that are letters by their class, in Hawaiian and in Arabic of Latin letters."""
_SINGLE = f"'\u05f3\u2018\u2019\u201a\u201b\u2032{_LETTER_MARKS}\u00b4\u2039\u203a\uff07"
_DOUBLE = '"\u05f4\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02'
_SLASHES = "/\u2044\u2215\uff0f"
_TILDES = "~\u301c\u223c\uff5e"
_SIGNS = (_DASHES, _SINGLE, _DOUBLE, _SLASHES, _TILDES, "%\u066a", ".\u066b", ",\u060c\u066c", ";\u061b", "?\u061f")
ALIKE = {sign: group[0] for group in _SIGNS for sign in group}
"""Signs that a person types one way and a typesetter sets another, and how they are typed."""
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090\u17e0\u1810"
    "\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0"
)
"""The zeros of scripts that have digits of their own; the nine others follow each of them in Unicode. None is beyond
the first plane: classes of letters in patterns would be gone through one by one.
"""
_KATAKANA, _TO_HIRAGANA = (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE), -0x60
LETTERS_ALIKE = {
    **dict.fromkeys("\u06cc\u0649", "\u064a"),
    "\u06a9": "\u0643",
    "\u06c1": "\u0647",
    "\u0901": "\u0902",
    **{chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)},
    **{chr(kana): chr(kana + _TO_HIRAGANA) for kana in _KATAKANA},
    **dict(zip("\u015f\u015e\u0163\u0162", "\u0219\u0218\u021b\u021a", strict=True)),
}
"""Letters and digits that are the same to a reader: those of Persian and Urdu, and the yeh without dots, as Arabic
ones; the two signs of a nasal in Hindi, katakana as hiragana, Romanian letters with a cedilla as those with a comma.
"""
ALIKE |= LETTERS_ALIKE | {"\u0327": "\u0326"}
_LONG_DASHES = "\u2013\u2014\u2015"
"""Dashes for which two or three hyphens are typed."""
_NEVER_TYPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f\u0640\ufe0e\ufe0f"
_NUKTA = "\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc"
"""The dot below a letter of Indian scripts, which many leave out."""
_UNSEEN = f"{_NEVER_TYPED}{_NUKTA}\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670"
"""What is looked through: as the members of a class of letters."""
_MARK = "[\u0300-\u036f]"
_ACCENT = f"[\u0300-\u036f\u0653-\u0655{_NUKTA}]"
"""What a letter may be typed without: accents, the hamza and madda of Arabic, the nukta."""
_VOICE = "\u3099\u309a\uff9e\uff9f"
"""What makes another letter of one of Japanese, where it stands behind it."""
_KANA = deferred("[\u3040-\u30ff\uff66-\uff9d]")
_LETTERS_OF_THEIR_OWN = frozenset("\u0439\u0419")
"""Letters that are written with a mark and are no letter with an accent: short i in Cyrillic."""
_SAME = {"ß": "ss", "ẞ": "SS", "œ": "oe", "æ": "ae", "…": "..."}
"""What is written in either way."""
_BARE = {
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "…": "...",
    "\u0629": "\u0647", "\u06c0": "\u0647", "\u06c2": "\u0647", "\u0671": "\u0627",
}  # fmt: skip
"""What is typed for letters that have no parts, where the key is missing; heh for teh marbuta and heh with a yeh."""
LOOKED_THROUGH = _UNSEEN
APOSTROPHES = dict.fromkeys(_LETTER_MARKS, "'")
SPELLED = _BARE | {letter.upper(): bare for letter, bare in _BARE.items() if len(letter.upper()) == 1}
"""For an index of words: what no pattern minds, and what a letter that has no parts may be typed as."""
LONGEST = 1_000
"""Code points of what is searched for that are looked at: nobody types more."""
_TYPED = str.maketrans(ALIKE | SPELLED)
_GONE = deferred(f"[{_UNSEEN}]+")
_HYPHENS = deferred("-{2,}")
MARKS = 3
"""Marks of a letter that are tried in any order: more are not on any."""
_TOGETHER = 12
"""Letters in a row that may be joined in one way or another, which are tried in all ways: more are not in any word."""


def fold(text: str) -> str:
    """Make one of all that a search takes for the same, and take case, accents and compatibility forms (NFKD, marks
    left out) off: what is compared. Runs of blanks are one, and so are hyphens, which are typed for a dash.
    """
    if not text.isascii():
        typed = _GONE.sub("", text.translate(_TYPED)) or text
        decomposed = normalize("NFKD", typed.casefold()).translate(_TYPED)
        text = "".join(one for one in decomposed if not combining(one)) or decomposed
    if "--" in text:
        text = _HYPHENS.sub("-", text)
    return " ".join(text.casefold().split())


def search_pattern(words: str, text: str, *, ignore_case: bool | None = None) -> re.Pattern[str]:
    """Compile what finds `words` in `text`.

    Without `ignore_case`, small letters find both cases, and capitals only themselves.

    It matches nothing where there are no words.
    """
    if ignore_case is None:
        ignore_case = words == words.lower()
    return _compiled(words[:LONGEST], _letters(text), ignore_case, ignore_case)


def search_small(words: str, text: str) -> tuple[re.Pattern[str], str]:
    """Compile what finds `words` in any case in the text that is answered with it: where that can be, `text` in small
    letters.

    A pattern that minds case is tried forty times as fast, and every place is the same in both.
    """
    words, letters = words[:LONGEST], _letters(text)
    if not (text.isascii() and words.isascii()):
        if _are_cased_oddly(letters) or _are_cased_oddly(frozenset(words)):
            return _compiled(words, letters, True, True), text
        letters = _in_small(letters)
    return _compiled(words.lower(), letters, False, True), text.lower()


@lru_cache(maxsize=64)
def _in_small(letters: frozenset[str]) -> frozenset[str]:
    """These letters in small ones: of many texts most have the same few."""
    return frozenset(map(str.lower, letters))


@lru_cache(maxsize=64)
def _are_cased_oddly(letters: frozenset[str]) -> bool:
    return any(not one.isascii() and _is_cased_oddly(one) for one in letters)


@lru_cache(maxsize=1 << 12)
def _is_cased_oddly(letter: str) -> bool:
    """Whether a letter may equal others in another case than the one that it has in small letters, or more than one."""
    small = letter.lower()
    # Of the sigmas, which one a capital becomes depends on where it stands.
    return len(small) > 1 or letter in "Σσς" or (small != letter.upper().lower() and letter not in _SMALL_ONLY)


_SMALL_ONLY = frozenset("ßẞ\ufb00\ufb01\ufb02\ufb03\ufb04")
"""What has no single capital, or none that anybody but its own small letter equals."""


@lru_cache(maxsize=64)
def _compiled(words: str, held: frozenset[str], ignore_case: bool, small: bool) -> re.Pattern[str]:
    """The pattern for a text that holds these letters and plain ones: of thousands of texts most have the same.

    `small` where the case of what a sign is written for does not matter.
    """
    wanted = [_as_written(word) for word in words.split()]
    if small and not ignore_case:
        wanted = list(map(str.lower, wanted))
    between = f"[{_UNSEEN}]*" if any(map(compiled(f"[{_UNSEEN}]").match, held)) else ""
    marks = any(map(compiled(_MARK).match, held))
    reading = _Reading(_spellings_of(held, small), between, marks=marks, small=small)
    parts = [reading.word(word, first=not at, last=at == len(wanted) - 1) for at, word in enumerate(wanted)]
    pattern = rf"{between}\s+{between}".join(parts) or r"(?!)"
    return re.compile(pattern, re.IGNORECASE if ignore_case else 0)


def _as_written(word: str) -> str:
    """A word that was typed, or pasted, in the letters that stand for all that look the same."""
    if word.isascii():
        return word
    seen = normalize("NFC", compiled(f"[{_NEVER_TYPED}]").sub("", word) or word)
    return normalize("NFC", "".join(map(_typed, seen, f"{seen[1:]} ", f" {seen}")))


def _typed(letter: str, following: str, before: str) -> str:
    plain = letter if letter in _LONG_DASHES else _same(letter)
    # An accent on a sign is none on the last of the letters that it stands for, nor the mark of a voice one on another.
    is_apart = compiled(_MARK).match(following) if len(plain) > 1 else combining(plain) and not _KANA.match(before)
    return letter if is_apart else plain


@lru_cache(maxsize=1 << 12)
def _same(letter: str) -> str:
    """What a letter or sign is but for its width, its place in a word, and how it is joined; else itself."""
    if letter in ALIKE:
        return ALIKE[letter]
    plain = "".join(ALIKE.get(one, one) for one in _SAME.get(letter) or normalize("NFKC", letter))
    # Arabic has whole sentences in one sign, and some marks stand on a blank.
    return letter if compiled(r"\s").search(plain) else plain


def _letters(text: str) -> frozenset[str]:
    """The letters that a text holds and that are not ASCII, which are read in one way only."""
    # Nothing is looked up for a text of plain letters: to know one of 15 kB again takes as long as to fold it.
    return _PLAIN if text.isascii() else _other_letters(text)


@lru_cache(maxsize=4)
def _other_letters(text: str) -> frozenset[str]:
    """The same of a text that has some; asked at every key that is typed, and the same every time."""
    return frozenset("".join(_NOT_ASCII.findall(text)))


_PLAIN: frozenset[str] = frozenset()
_NOT_ASCII = deferred("[^\x00-\x7f]+")


class _Spellings(NamedTuple):
    """How the letters and signs of a text may be typed: by what is typed, those that are the same, those that have an
    accent more, and those that stand for several.
    """

    same: dict[str, list[str]]
    bare: dict[str, list[str]]
    joined: list[tuple[str, str]]
    voiced: bool


@lru_cache(maxsize=16)
def _spellings_of(held: frozenset[str], small: bool) -> _Spellings:
    found = _Spellings({}, {}, [], any(one in held for one in _VOICE))
    for letter in held:
        if letter.isascii():
            continue
        same, others = _spellings(letter)
        for typed in dict.fromkeys(one.lower() if small else one for one in others):
            if len(typed) > 1:
                found.joined.append((letter, typed))
            else:
                (found.same if typed in (same, same.lower()) else found.bare).setdefault(typed, []).append(letter)
    return found


@lru_cache(maxsize=1 << 13)
def _spellings(letter: str) -> tuple[str, tuple[str, ...]]:
    """What a letter is the same as, and all that may be typed for it."""
    same = _same(letter)
    typed = [same] if same != letter else []
    bare = _bare(letter)
    barer = _bare(bare) if bare else ""  # a letter without parts may have an accent
    typed += [one for one in (compiled(f"[{_UNSEEN}]").sub("", same), bare, barer) if one and one != letter]
    if letter in _LONG_DASHES:
        typed += ["--", "---"]
    elif letter in _DOUBLE:
        typed.append("''")
    return same, tuple(typed)


class _Reading:
    """How the letters of a search are read in a text that holds certain letters."""

    def __init__(self, spellings: _Spellings, between: str, *, marks: bool, small: bool) -> None:
        self._held = spellings
        self._between = between
        self._marks = marks
        self._small = small

    def word(self, word: str, *, first: bool, last: bool) -> str:
        """The pattern of one word. The first may begin, the last may end within what stands in one sign."""
        if self._marks and compiled(_MARK).search(word):
            runs = [run for run in compiled(f"(.{_MARK}+)").split(word) if run]
            ends = [(at == 0, at == len(runs) - 1) for at in range(len(runs))]
            return self._between.join(
                self._run(run, first=first and begins, last=last and is_end)
                if not compiled(_MARK).match(run, 1)
                else self._letter(run)
                for run, (begins, is_end) in zip(runs, ends, strict=True)
            )
        return self._run(word, first=first, last=last)

    def _run(self, word: str, *, first: bool, last: bool) -> str:
        if not self._held.joined:
            return self._between.join(map(self._letter, word))
        parts: list[str] = []
        at = 0
        while at < len(word):
            begins = first and not at
            end = self._end(word, at, begins=begins, last=last)
            parts.append(self._ways(word[at:end], begins=begins, is_end=last and end == len(word)))
            at = end
        return self._between.join(parts)

    def _cased(self, letters: str) -> str:
        return letters.lower() if self._small else letters

    def _letter(self, letter: str) -> str:
        if letter in _LONG_DASHES:
            return f"(?:---?|{self._class(ALIKE[letter])})"
        parts = normalize("NFD", letter)
        if len(parts) > 1:
            # Typed with its accent, or a syllable of Korean: in either form.
            ways = [self._between.join(map(self._class, form)) for form in dict.fromkeys((letter, parts))]
            if self._marks and 2 < len(parts) <= 1 + MARKS and all(map(compiled(_MARK).match, parts[1:])):
                ways += map(re.escape, sorted(_in_any_order(parts[0], parts[1:])))
            return f"(?:{'|'.join(ways)})"
        found = self._class(letter, *self._held.bare.get(self._cased(letter), ()))
        if self._held.voiced and "\u3040" <= letter <= "\u30ff" and letter not in _VOICE:
            return f"{found}(?![{_VOICE}])"
        return f"{found}[\u0300-\u036f]*" if self._marks and letter.isalpha() else found

    def _class(self, letter: str, *others: str) -> str:
        """The letter as it is, in all signs that are the same, and these others."""
        found = {letter, *self._held.same.get(self._cased(letter), ()), *others}
        return re.escape(letter) if len(found) == 1 else f"[{''.join(map(re.escape, sorted(found)))}]"

    def _end(self, word: str, at: int, *, begins: bool, last: bool) -> int:
        """Where the letters end, from `at` on, of which some may stand together in one sign."""
        end = at + 1
        start = at
        while start < end and end - at < _TOGETHER:
            rest = self._cased(word[start:])
            fitting = [letters for _, letters in self._fitting(rest, begins=begins and start == at, is_end=last)]
            end = max([end, *(min(start + len(letters), len(word)) for letters in fitting)])
            start += 1
        return end

    def _ways(self, letters: str, *, begins: bool, is_end: bool) -> str:
        """All ways in which letters may be joined. `is_end` where nothing that is typed comes after them."""
        ways = [
            self._followed(re.escape(sign), letters[len(typed) :], is_end=is_end)
            for sign, typed in self._fitting(self._cased(letters), begins=begins, is_end=is_end)
        ]
        alone = self._followed(self._letter(letters[0]), letters[1:], is_end=is_end)
        return f"(?:{'|'.join(dict.fromkeys([*ways, alone]))})" if ways else alone

    def _fitting(self, wanted: str, *, begins: bool, is_end: bool) -> Iterator[tuple[str, str]]:
        """The signs that letters may begin with, and what of these is in them: all that is typed for a sign, or at the
        ends of what is searched for a part of it.
        """
        for sign, typed in self._held.joined:
            parts = [typed[at:] for at in range(len(typed) if begins and typed.isalpha() else 1)]
            is_divided = typed.isalpha() or not typed.strip(".-")
            for part in parts:
                if wanted.startswith(part) or (is_end and is_divided and part.startswith(wanted)):
                    yield sign, part

    def _followed(self, pattern: str, following: str, *, is_end: bool) -> str:
        if not following:
            return pattern
        return pattern + self._between + self._ways(following, begins=False, is_end=is_end)


def _in_any_order(letter: str, marks: str) -> set[str]:
    """A letter with its marks, in any order and with any of them in its sign: Vietnamese of Windows has one of two."""
    found: set[str] = set()
    for order in permutations(marks):
        forms = {letter}
        for mark in order:
            forms = {form + mark for form in forms} | {normalize("NFC", form + mark) for form in forms}
        found |= forms
    return found


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
    kept = compiled(_ACCENT).sub("", parts)
    # Voiced letters of Japanese and the like are letters of their own.
    return kept if kept.isascii() or (len(kept) == 1 and kept != letter and compiled(_ACCENT).search(parts)) else ""
