"""An index has the words of a text in this form: whatever `search_pattern` finds in a text, its words here are in too.

Letter by letter everything that a pattern takes for the same is made one: cases, accents, ligatures, all quotation
marks and dashes; what is looked through goes. So the words that are searched for, made one in the same way, stand in
what the text has become: the first ends one of its words, the last begins one, those between are whole, a single one
is anywhere within one. Chinese and Japanese have no blanks: each of their characters is a word.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import combining, normalize

from reader.domain.patterns import deferred
from reader.domain.search_pattern import APOSTROPHES, LETTERS_ALIKE, LONGEST, LOOKED_THROUGH, SPELLED
from reader.domain.shingles import ascii_words

_GONE = deferred(f"[{LOOKED_THROUGH}\u0300-\u036f]+")
_SPELLED = SPELLED | APOSTROPHES | LETTERS_ALIKE
"""The apostrophes that are letters by their class are none to a pattern."""
_TO_SPELL = deferred(f"[{''.join(map(re.escape, _SPELLED))}]")
"""Any of them: five times as fast as to translate a text in which there are few or none."""
_CHARACTER = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = deferred(rf"[{_CHARACTER}]|[^\W_{_CHARACTER}]+")
ODD = "\u0345"
"""An iota below a letter: a mark to some patterns, and a letter to others."""


def is_odd(text: str) -> bool:
    """Tell whether a text holds marks that some ways of comparing look through and others do not: always looked at."""
    if text.isascii():
        return False
    return ODD in text or any(combining(one) for one in set(normalize("NFKD", text)) if not _GONE.match(one))


class Sought(NamedTuple):
    """A `Sought` is one of the words that are searched for, and whether it must begin, or end, a word of the text."""

    word: str
    begins: bool
    ends: bool

    @property
    def is_whole(self) -> bool:
        """Tell whether it must be a whole word."""
        return (self.begins and self.ends) or bool(re.fullmatch(f"[{_CHARACTER}]", self.word))


def words_of(text: str) -> list[str]:
    """List the words of a text, in their order."""
    folded = _folded(text)
    return ascii_words(folded) if folded.isascii() else _WORD.findall(folded)


def sought_words(words: str) -> list[Sought]:
    """Tell what the words of a text must be for a pattern of `words` to be found in it; none where nothing can be
    said.
    """
    if ODD in words:
        return []
    # What holds a mark that some ways of comparing look through is always looked at: so it need not be asked for.
    folded = "".join(one for one in _folded(" ".join(words[:LONGEST].split())) if not combining(one))
    found = list(_WORD.finditer(folded))
    # At an end of what is typed the text's own word may go on, unless a blank or a sign stands there too.
    return [Sought(one[0], one.start() > 0, one.end() < len(folded)) for one in found]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    once = _spelled(_GONE.sub("", normalize("NFKD", _spelled(text))))  # a letter without parts may have an accent
    # The case of some letters is others with marks of their own.
    return _GONE.sub("", normalize("NFKD", once.casefold()))


def _spelled(text: str) -> str:
    return _TO_SPELL.sub(lambda one: _SPELLED[one[0]], text)
