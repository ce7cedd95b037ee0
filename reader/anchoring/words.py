"""A text is aligned as its words; punctuation, markup and white space are not."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.anchoring.blocks import Outline
from reader.anchoring.boundaries import PARAGRAPH, strength

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.anchoring.blocks import TextBlock

# Scripts written without blanks (Thai to Khmer, kana, Han) give one word a character: a paragraph would be one word.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Combining marks and joiners belong to the word they follow, though they are no letters: accents, Hebrew and
# Arabic points, the vowel signs of Indic scripts, Thai tones, soft hyphens. Listed, as `re` has no class for them.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903"
    r"\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b4d\u0bbe-\u0bcd\u0c3e-\u0c56\u0cbc-\u0cd6"
    r"\u0d3e-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
    r"\u00ad\u200c\u200d\ufe00-\ufe0f"
)
_WORD = re.compile(rf"([{_UNSPACED}][{_MARKS}]*|[^\W_{_UNSPACED}]+(?:[{_MARKS}]+[^\W_{_UNSPACED}]*)*)")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200c\u200d"))


@lru_cache(maxsize=1 << 16)
def normal(word: str) -> str:
    """Return the word as it is compared: NFKC, case folded, without soft hyphens and joiners."""
    if word.isascii():
        return word.casefold()
    return unicodedata.normalize("NFKC", word.translate(_UNSEEN)).casefold()


class Words:
    """`Words` are the words of a text in order: `keys` as compared, `starts` and `ends` in code points of the text.

    With `blocks` known, those are boundaries too.
    """

    __slots__ = ("_boundaries", "ends", "keys", "outline", "starts", "text")

    def __init__(self, text: str, blocks: Sequence[TextBlock] | None = None) -> None:
        self.text = text
        # Split at a group gives the words with what stands between them, at a third of the cost of matches.
        pieces = _WORD.split(text)
        bounds = list(accumulate(map(len, pieces)))
        self.starts, self.ends = bounds[0:-1:2], bounds[1::2]
        spelled = pieces[1::2]
        keys = {word: normal(word) for word in set(spelled)}
        self.keys = [keys[word] for word in spelled]
        # A block begins a paragraph, whatever stands between it and the one before.
        self.outline = Outline(blocks)
        self._boundaries = {bisect_left(self.starts, start): PARAGRAPH for start in self.outline.starts}

    def __len__(self) -> int:
        return len(self.keys)

    def boundary(self, index: int) -> float:
        """Return the strength of the boundary before the word `index`; `len(words)` is the end of the text."""
        known = self._boundaries.get(index)
        if known is None:
            inside = 0 < index < len(self.keys)
            known = strength(self.text[self.ends[index - 1] : self.starts[index]]) if inside else PARAGRAPH
            self._boundaries[index] = known
        return known

    def kind(self, index: int) -> str:
        """Return the kind of the block that the word `index` stands in; empty where blocks are not known."""
        return self.outline.kind_at(self.starts[index])

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """Return words [first, last) of which at least one code point lies in [start, end)."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def before(self, index: int) -> int:
        """Tell where the word before `index` ends, or the text starts."""
        return self.ends[index - 1] if index else 0

    def after(self, index: int) -> int:
        """Tell where the word after `index` starts, or the text ends."""
        return self.starts[index + 1] if index + 1 < len(self.keys) else len(self.text)
