"""A stretch of prose is cut into sentences, in any language, without knowing which.

A sentence is what one would highlight: it ends with its stop, the quotes and brackets that close after it and the
number of a note, and begins where the next one has its first character that is not blank. Who spoke belongs to what
was said (`“Why?” he asked.`); sentences inside a quotation count one by one; a parenthesis in the middle of a
sentence is not cut.

Every place where a sentence may end is decided on its own, from the word before and the word after it, so that
the time is proportional to the length, and no text outside of the range is looked at.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reader.domain.segment import periods, stops
from reader.domain.segment.abbreviations import NAMES_WITH_MARKS, STARTERS
from reader.domain.segment.sentence_end import SentenceEnd, word_before
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


REACH = 300
"""How far around a stop is looked, in characters, so that the time stays linear: longer parentheses are cut."""

ENOUGH = 15
"""So many small characters without a capital mean that there are none; a sentence begins with one otherwise."""

SHORT = 2
"""Words up to this length before a stop may be abbreviations where there are no capitals to tell."""

SPEAKER = (
    r"(?:(?:I|[Yy]ou|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?|[Tt]he \w+|(?:my|his|her|a|an) \w+) )"
    r"(?:said|says|asked|asks|cried|shouted|called|replied|answered|whispered|murmured|muttered|exclaimed|added|"
    r"demanded|wondered|inquired|insisted|began|went on|continued|laughed|snapped)\b"
    r"|[^，。！？、\s]{1,4}?[说説问問道喊叫答](?:[：，。！:,道着])"
    r"|\w+ (?:물었|말했|대답했|외쳤)"
)
"""A pattern of who spoke, after a closing quote."""

PARTICLE = r"って|など|と(?!ころ|ても|にかく|もだち|き)|[をの、，]"
"""A pattern of what carries a Japanese sentence on after a closing bracket."""


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Cut text[start:end] into sentences, in order: each lies inside, has no blank at its ends, and none overlap.

    Every character that is not blank is in one of them.
    """
    return list(iterate(text, start, end))


def iterate(text: str, start: int, end: int) -> Iterator[Span]:
    """Go through the sentences of text[start:end] one by one."""
    for gap in stops.PARAGRAPH_GAP.finditer(text, start, end):
        yield from _paragraph(text, start, gap.start())
        start = gap.end()
    yield from _paragraph(text, start, end)


def _paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    inner = Span(start, end).trimmed(text)
    begin, end = inner.start, inner.end
    for stop in stops.STOP.finditer(text, begin, end):
        if stop.end() == end:
            break
        opening = stops.OPENING.match(text, stop.end(), end)
        place = SentenceEnd(
            text, begin, stop.start(), stop.start(2), stop.end(2), stop.start(4), stop.end(), end,
            opening.end() if opening else stop.end(),
        )  # fmt: skip
        if _ends(place):
            yield Span(begin, place.blank)
            begin = place.next
    if begin < end:
        yield Span(begin, end)


def _ends(place: SentenceEnd) -> bool:
    text, marks, closing = place.text, place.marks, place.closing
    if marks == place.begin:
        return False  # nothing has been said yet: an ellipsis at the start
    if text[marks - 1] in "([" and text[closing : closing + 1] in (")", "]"):
        return False  # [...] and (!) stand in the middle of something
    last = text[closing - 1]
    if last in stops.FULL:
        return _full_stop_ends(place)
    if place.blank == place.next:
        return _ends_without_blank(place)
    if not _begins(place) or _spoken(place):
        return False
    if _in_brackets(place):
        return False
    if closing - marks == 1 and last == ".":
        return periods.ends(place)
    if last in ".…‥":
        return text[place.first : place.first + 2] not in ("I ", "I’", "I'")  # I… I do not know
    return text[closing - 1] != "!" or word_before(text, place.begin, marks).lower() not in NAMES_WITH_MARKS


def _full_stop_ends(place: SentenceEnd) -> bool:
    if place.closing < place.blank == place.next:
        after = _pattern(PARTICLE).match(place.text, place.next) or _pattern(SPEAKER).match(place.text, place.next)
        if after and after.end() <= place.end:
            return False
    return not _in_brackets(place)


def _ends_without_blank(place: SentenceEnd) -> bool:
    """Whether a blank is missing: between CJK characters there is none, elsewhere the next word must be clear."""
    text = place.text
    after = text[place.next]
    if text[place.closing - 1] != "…" and text[place.marks - 1] >= CJK <= after:
        return not after.isdecimal()  # ３．５
    word = stops.WORD.match(text, place.next, place.end)
    if word is None or word[0] not in STARTERS or text[word.end() : word.end() + 1] not in (" ", "’", "'"):
        return False
    before = word_before(text, place.begin, place.marks)
    return len(before) > 1 and before.isalpha() and before[-1].islower()


CJK = "\u2e80"
"""From here on scripts have no blanks between words, nearly all of them."""


def _begins(place: SentenceEnd) -> bool:
    """Whether what comes next can begin a sentence."""
    if place.first == place.end:
        return True
    text, first = place.text, place.first
    if not text[first].islower():
        return text[place.next] not in ",;:" or text[place.next] == text[first]
    if stops.CAMEL.match(text, first, place.end) or stops.ENUMERATOR.match(text, place.next, place.end):
        return True
    return first == place.next and _all_small(place)


def _all_small(place: SentenceEnd) -> bool:
    """Whether someone writes without capitals: the sentence so far is enough to see it."""
    before = place.text[max(place.begin, place.marks - REACH) : place.marks]
    return len(before) >= ENOUGH and before.islower() and len(before.rsplit(None, 1)[-1]) > SHORT


def _spoken(place: SentenceEnd) -> bool:
    """Whether a quotation closes here and the next words say who spoke it."""
    if place.closing == place.note or place.first != place.next:
        return False
    return _pattern(SPEAKER).match(place.text, place.next, place.end) is not None


@cache
def _pattern(said: str) -> re.Pattern[str]:
    """The pattern, made when the first text needs it: most need none, and making it takes 1 ms."""
    return re.compile(said)


def _in_brackets(place: SentenceEnd) -> bool:
    """Whether this is inside a parenthesis that the sentence goes on after."""
    text, begin, marks = place.text, place.begin, place.marks
    reach = max(begin + 1, marks - REACH)
    for opening, closing in ("()", "（）", "[]"):
        opened = text.rfind(opening, reach, marks)
        if opened < 0 or text.find(closing, opened, marks) >= 0:
            continue
        closed = text.find(closing, marks, min(place.end, marks + REACH))
        if closed < 0:
            continue
        rest = stops.OPENING.match(text, closed + 1, place.end)
        after = rest.end() if rest else closed + 1
        if after == place.end:
            continue
        if text[after].islower() or text[closed + 1] in ",;:.!?，。；":
            return True
        if opening == "（" and not text[closed + 1].isspace():
            return True
    return False
