"""Lines of a paragraph become running text: words that were broken at line ends are made whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Set

LONGEST_WORD = 80
"""Characters of a word at most."""
TOGETHER = 1000
"""Lines that are cut into words at once."""

_WORD = deferred(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = ("-", "\u2010", "\xad")
_SET_HYPHEN = "\u2010"
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ALWAYS = frozenset(("self", "well", "ex", "half", "quasi", "vice", *_TENS))
"""What English joins to another word with a hyphen only."""
_ENDS = frozenset(
    ("term", "based", "free", "oriented", "driven", "specific", "level", "scale", "quality", "order", "sized")
)
_BEGINS = frozenset(("long", "short", "high", "low", "large", "small", "full", "real", "open", "cross", "multi", "non"))
"""What English joins with a hyphen where it begins or ends a compound; no syllable that a line's end leaves is one."""
_SUSPENDED = frozenset(("and", "und", "oder", "sowie", "bzw", "och", "eller"))
"""What follows a hyphen that stands for the second half of a word which comes later: pre- and post-war."""
_BROKEN = deferred(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010\xad]$")
_HANGUL = deferred("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_UNSPACED = deferred(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3000-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Scripts that have no blanks between words: Thai, Lao, Burmese, Khmer, and what Chinese and Japanese use."""
_FIRST = deferred(r"[^\W\d_]+")


def words_in(lines: Iterable[str], *, broken: bool = False) -> set[str]:
    """Collect all whole words of a document, compounds as they are written: no half of one that a line's end breaks.

    `broken` says whether a line in front of these ends within a word.
    """
    words: set[str] = set()
    kept_lines = []
    for line in lines:
        if not broken and not line.endswith(_HYPHENS):
            kept_lines.append(line)
            continue
        end = _broken_at_end(line)
        if end is not None and line.endswith(_SET_HYPHEN):
            words.add(_SET_HYPHEN)
        kept = line if end is None else line[: end.start()]
        if broken:
            half = _WORD.search(kept)
            kept = kept[half.end() :] if half is not None else ""
        kept_lines.append(kept)
        broken = end is not None
    # A book says the same words over and over: what stands between blanks is looked into once, which takes a third.
    between_blanks: set[str] = set()
    for at in range(0, len(kept_lines), TOGETHER):
        between_blanks.update(" ".join(kept_lines[at : at + TOGETHER]).split())
    words.update(_WORD.findall("\n".join(between_blanks).casefold()))
    return words


def ends_with_hyphen(line: str) -> bool:
    """Tell whether a line ends in a hyphen, which may break a word."""
    return line[-1:] in _HYPHENS


def is_broken(line: str) -> bool:
    """Tell whether a line ends within a word."""
    return _broken_at_end(line) is not None


def between_lines(before: str, line: str, words: Set[str], *, open_end: bool = True) -> str:
    """Decide what is put behind `before` so that `line` may follow: a blank, or nothing; a hyphen at its end may go.

    `open_end` says whether the file has a blank there: Korean is broken within words, too, as Chinese is.
    """
    if line and before[-1:] < "\x80" and before[-1:] not in "-/":
        return before + " "  # as nearly always
    # Only the end is looked at: a paragraph grows line by line, and a search would go over all of it each time.
    broken = _broken_at_end(before[-LONGEST_WORD:])
    first = _FIRST.match(line)
    if broken is None or first is None:
        return before + ("" if _is_tight(before, line, open_end) else " ")
    if first[0] in _SUSPENDED and (broken[1] + first[0]).casefold() not in words:
        return f"{before} "
    # Where the program that set the text has a sign of its own for the hyphens that it puts, others are the author's.
    written = before.endswith("-") and _SET_HYPHEN in words
    if written or _keeps_hyphen(broken[1], first[0], words):
        return before
    return before[:-1]


def _broken_at_end(line: str) -> re.Match[str] | None:
    # Most lines end otherwise, and to find that out by the pattern takes a search from every letter.
    return _BROKEN.search(line) if line.endswith(_HYPHENS) else None


def _keeps_hyphen(start: str, end: str, words: Set[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word: by how the word stands elsewhere in the document."""
    if not end[0].islower():
        return True
    if (start + end).casefold() in words:
        return False
    if f"{start}-{end}".casefold() in words:
        return True
    if start.casefold() in _ALWAYS:
        return True
    first, last = start.casefold().rpartition("-")[2], _FIRST.match(end.casefold())
    if last is not None and last[0] in _ENDS and (first in words or first in _BEGINS):
        return True
    # Both halves words of their own: a compound; syllables rarely are. What has a hyphen already has two.
    halves = start.casefold().rpartition("-")[2] in words and end.casefold() in words
    return "-" in start or (halves and min(len(start), len(end)) > 3)


def _is_hangul(letter: str) -> bool:
    # The pattern takes a millisecond to be compiled, the one below three; most lines of most texts need none.
    return letter >= "\u1100" and _HANGUL.match(letter) is not None


def _is_unspaced(letter: str) -> bool:
    return letter >= "\u0e00" and _UNSPACED.match(letter) is not None


def breaks_anywhere(before: str, line: str) -> bool:
    """Whether a line and the next are of Chinese, Japanese or Korean there, which need no blank to be broken."""
    return all(_is_hangul(letter) or "\u2e80" <= letter <= "\uffef" for letter in (before[-1], line[0]))


def _is_tight(before: str, line: str, open_end: bool) -> bool:
    """Chinese, Japanese and Thai have no blanks between lines; a dash at a line's end has none behind it."""
    if not before or not line:
        return True
    one, other = before[-1], line[0]
    if _is_hangul(one) and _is_hangul(other):
        return not open_end
    if one == "–" and before[-2:-1].isalnum():
        return other.isalnum()  # between two years, or two names
    return before.endswith(("—", "/")) or (_is_unspaced(one) and _is_unspaced(other))
