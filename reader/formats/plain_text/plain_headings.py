"""Headings in plain text are underlined, numbered, in capitals, at an indented text's margin, or called chapters."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 80
"""Characters of a heading at most: what is longer is a line of text."""
INDENTED = 0.5
"""Share of lines that are indented from which on what stands at the margin is a heading, as in manuals and RFCs."""

_CHAPTER = deferred(
    r"(?:(?:THE\s)?(?:CHAPTER|BOOK|PART|VOLUME|CANTO|ACT|SCENE|LETTER|SECTION|STAVE|CHAPITRE|LIVRE|PARTIE|KAPITEL|BUCH|TEIL"
    r"|CAP[IÍ]TULO|PARTE|LIBRO|CAPITOLO|HOOFDSTUK|DEEL|ГЛАВА|ЧАСТЬ|КНИГА|ROZDZIA[ŁL]|KAPITOLA|KAPITTEL|FEJEZET|BÖLÜM|APPENDIX)"
    r"\b.{0,60}|第[一二三四五六七八九十百千〇零\d]{1,7}[章回部卷編篇节節](?:\s.{0,40}|$)|제?\s?\d{1,3}\s?[장부편](?:\s.{0,40}|$))$",
    re.IGNORECASE,
)
_COUNTED = deferred(
    r"\w+\s+(?:(?:the\s)?\w{1,12}(?:-\w{1,12})?|[IVXLCDM]{1,8}|\d{1,3})\s*(?:$|[.:—–-])|第|제|\d|(?:THE\s)?\w+\s+THE\s",
    re.IGNORECASE,
)
_PARTS = frozenset(
    [
        "preface",
        "preamble",
        "präambel",
        "préambule",
        "preámbulo",
        "preambolo",
        "introduction",
        "prologue",
        "epilogue",
        "contents",
        "foreword",
        "afterword",
        "acknowledgements",
        "acknowledgments",
        "abstract",
        "summary",
        "conclusion",
        "conclusions",
        "references",
        "bibliography",
        "glossary",
        "index",
        "notes",
        "vorwort",
        "einleitung",
        "inhalt",
        "nachwort",
        "prolog",
        "epilog",
        "préface",
        "avant-propos",
        "épilogue",
        "prefacio",
        "prólogo",
        "introducción",
        "epílogo",
        "prefazione",
        "предисловие",
        "введение",
        "послесловие",
    ]
)
_NUMBERED = deferred(r"(\d{1,2}(?:\.\d{1,3}){0,5}|[A-Z](?:\.\d{1,3}){1,5}|Appendix [A-Z])[.:]?(\s+)\S")
_CLAUSE = deferred(r"(?:Section|Article|Artikel|Art\.|Clause|§)?\s*(\d{1,3})[.)]?\s+([^\W\d_][^.;:!?]{1,60})\.?")
CLAUSES = 3
"""Numbered titles from which on a text is in clauses."""
LONGEST_TITLE = 8
"""Words of such a title at most."""
_ROMAN = deferred(r"[IVXLC]{1,7}\.?$")
_UNDERLINE = deferred(r"([=\-~^\"'`#*+:.])\1{2,}\s*$")
_BULLET = deferred(r"\s*(?:[-*+•–]|\(\w{1,3}\))\s")


class Heading(NamedTuple):
    """A `Heading` is a heading found: its words, its level, and how many lines of the run it took."""

    words: str
    level: int
    lines: int


class Headings:
    """`Headings` find the headings of one text; `sample` are its first lines, `indented` whether it is known to be."""

    def __init__(self, sample: Sequence[str], *, indented: bool = False) -> None:
        filled = [line for line in sample if line.strip()]
        inner = sum(line[:2].isspace() for line in filled)
        self._at_margin = indented or (len(filled) > 3 and inner >= INDENTED * len(filled))
        self._signs: list[str] = []
        self._chapter = False
        self._clauses = _has_clauses(sample)

    def of(self, run: Sequence[str]) -> Heading | None:
        """Find the heading that a run of lines begins with, if it does."""
        found = self._underlined(run) or self._single(run) or self._margin(run)
        self._chapter = found is not None and bool(_CHAPTER.match(found.words))
        return found

    def _underlined(self, run: Sequence[str]) -> Heading | None:
        """Words over a line of one sign; the signs are levels in the order in which they are met."""
        over = len(run) > 2 and _UNDERLINE.match(run[0]) is not None and run[0].strip() == run[2].strip()
        lines = run[over:]
        if len(lines) < 2 or len(lines[0]) > LONGEST or not re.search(r"\w", lines[0]):
            return None
        match = _UNDERLINE.match(lines[1])
        words = lines[0].strip()
        if match is None or abs(len(lines[1].strip()) - len(words)) > (2 if not over else 8) or _BULLET.match(words):
            return None
        sign = match[1] + ("o" if over else "")
        if sign not in self._signs:
            self._signs.append(sign)
        return Heading(words, min(self._signs.index(sign) + 1, 6), 2 + over)

    def _single(self, run: Sequence[str]) -> Heading | None:
        """A line between blank ones."""
        if (
            len(run) == 2
            and _is_chapter(run[0].strip())
            and not _is_chapter(run[1].strip())
            and _is_title(run[1].strip())
        ):
            return Heading(f"{run[0].strip()} {run[1].strip()}", 1, 2)
        if len(run) != 1 or len(run[0].strip()) > LONGEST:
            return None
        words = run[0].strip()
        if _is_chapter(words) or words.strip(".: ").lower() in _PARTS:
            return Heading(words, 1, 1)
        if self._clauses and _clause(words) is not None:
            return Heading(words, 2, 1)
        if _ROMAN.match(words) or (self._chapter and _is_title(words)):
            return Heading(words, 2, 1)
        letters = [sign for sign in words if sign.isalpha()]
        if len(letters) > 3 and words.isupper() and words[-1] not in ",;!?" and words[:1].isalnum():
            return Heading(words, 2, 1)
        return None

    def _margin(self, run: Sequence[str]) -> Heading | None:
        """A line at the margin where the text is indented: alone, or with the text right below it."""
        first = run[0]
        if first[:1].isspace() or len(first) > LONGEST or _BULLET.match(first):
            return None
        below = all(line[:2].isspace() for line in run[1:])
        number = _NUMBERED.match(first)
        if number and len(run) == 1 and (self._at_margin or len(number[2]) > 1) and first.rstrip()[-1] not in ".;,":
            return Heading(first.strip(), min(number[1].count(".") + 1, 6), 1)
        if self._at_margin and below and first.rstrip()[-1] not in ".,;:!?" and not re.search(r" {3,}", first):
            return Heading(first.strip(), 1, 1)
        return None


def _has_clauses(sample: Sequence[str]) -> bool:
    """Whether a text is in numbered clauses, as licences and contracts are: titles that count up from the first, with
    text between them. What is numbered without any is a list.
    """
    runs: list[list[str]] = [[]]
    for line in sample:
        if line.strip():
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    numbers = [_clause(run[0].strip()) if len(run) == 1 else None for run in runs if run]
    found = [number for number in numbers if number is not None]
    if len(found) < CLAUSES or found[0] > 1 or any(after != before + 1 for before, after in pairwise(found)):
        return False
    apart = sum(one is not None and after is None for one, after in pairwise(numbers))
    return apart >= len(found) - 1


def _clause(words: str) -> int | None:
    """The number of a clause's title: a few words, no sentence."""
    match = _CLAUSE.fullmatch(words)
    return int(match[1]) if match and len(match[2].split()) <= LONGEST_TITLE else None


def _is_chapter(words: str) -> bool:
    return _CHAPTER.match(words) is not None and _COUNTED.match(words) is not None


def _is_title(words: str) -> bool:
    """Whether a line below a chapter's number is its title: no sentence."""
    return len(words) <= 60 and words[-1] not in '.,;:!?”"' and words[:1].isalnum()
