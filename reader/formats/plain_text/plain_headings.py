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

_WORDS = (
    "chapter", "book", "part", "volume", "canto", "act", "scene", "letter", "section", "stave", "appendix",
    "chapitre", "livre", "partie", "acte", "scène", "kapitel", "buch", "teil", "akt", "aufzug", "auftritt", "szene",
    "abschnitt", "capítulo", "capitulo", "parte", "libro", "acto", "jornada", "capitolo", "atto", "hoofdstuk", "deel",
    "boek", "kapitlet", "delen", "del", "kapittel", "luku", "osa", "fejezet", "rész", "bölüm", "kisim", "kısım",
    "rozdział", "część", "kapitola", "část", "глава", "часть", "книга", "раздел", "розділ", "частина", "κεφάλαιο",
    "μέρος",
    "chương", "bab", "capitolul", "الفصل", "الباب", "الجزء", "פרק", "חלק", "अध्याय", "भाग", "परिच्छेद",
)  # fmt: skip
"""What the parts of books are called."""
_NAMED = "|".join(_WORDS)
_ASIAN = ("第", "제", "序", "終", "终", "尾", "บทที่", *"0123456789０１２３４５６７８９")
"""What else a chapter's heading begins with, where its word does not stand by itself."""
_CHAPTER = deferred(
    rf"(?:(?:THE\s)?(?:{_NAMED})\b.{{0,60}}"
    r"|第[一二三四五六七八九十百千〇零\d]{1,7}[章回部卷編篇节節話话](?:\s.{0,40}|$)|제?\s?\d{1,3}\s?[장부편](?:\s.{0,40}|$)"
    r"|บทที่\s*[\d๐-๙]{1,3}(?:\s.{0,40}|$)|(?:序|終|终|尾)章(?:\s.{0,40}|$))$",
    re.IGNORECASE,
)
_ORDINAL = deferred(
    rf"(?:(?P<word>[^\W\d_]{{3,20}})|[IVXLC]{{1,7}}\.?|\d{{1,3}}(?:\.|º|ª|er|re|e|ème|st|nd|rd|th)?)\s(?:{_NAMED})\b"
    r"(?:\s*[.:—–-]\s*.{1,50}|\.)?$",
    re.IGNORECASE,
)
"""A number before the word, as many languages have it: `Erstes Kapitel`, `Première partie`, `1. Kapitel: Der Lotse`."""
_ORDINAL_WORD = deferred(
    r"(?:erst|zweit|dritt|viert|fünft|sechst|siebent|siebt|acht|neunt|zehnt|elft|zwölft|letzt|.{0,10}zehnt|.{0,20}zigst)e[rsn]?"
    r"|premi[eè]re?|second[eao]?|troisième|dernière?|.{2,16}ième"
    r"|primer[ao]?|segund[ao]|tercer[ao]?|cuart[ao]|quint[ao]|sext[ao]|s[eé]ptim[ao]|octav[ao]|noven[ao]|d[eé]cim[ao]|últim[ao]"
    r"|primeir[ao]|terceir[ao]|quart[ao]|sétim[ao]|oitav[ao]|non[ao]|prim[ao]|terz[ao]|sest[ao]|settim[ao]|ottav[ao]|ultim[ao]"
    r"|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|laatste"
    r"|första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|første|andre|annet|andet|fjerde|sjette|syvende|ottende"
    r"|ensimmäinen|toinen|kolmas|neljäs|viides|első|második|harmadik|negyedik|ötödik|birinci|ikinci|üçüncü|dördüncü|beşinci"
    r"|pierwsz[ya]|drug[ia]|trzeci[a]?|czwart[ya]|první|druhá|třetí|čtvrtá"
    r"|перв(?:ая|ый)|втор(?:ая|ой)|трет(?:ья|ий)|четв[её]рт(?:ая|ый)|пят(?:ая|ый)|последн(?:яя|ий)|перш(?:а|ий)|друг(?:а|ий)|третя"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last",
    re.IGNORECASE,
)
_COUNTED = deferred(
    r"\w+\s+(?:(?:the\s)?\w{1,12}(?:-\w{1,12})?|[IVXLCDM]{1,8}|\d{1,3})\s*(?:$|[.:—–-])"
    r"|\w+\s+\w[΄ʹ'’]\s*(?:$|[.:—–-])|الفصل\s|الباب\s|الجزء\s|[第제序終终尾]|บทที่|\d|(?:THE\s)?\w+\s+THE\s",
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
_NUMBER = deferred(r"[\d一二三四五六七八九十百千〇零序終终尾]|\b[IVXLC]+\b")
_LETTERS = deferred(r"[^\W\d_]+")
_CALLED = frozenset((*_WORDS, *_PARTS, "avant"))
_BEGINS = (*_ASIAN, *"IVXLC=-~#§")
"""What numbered and marked headings begin with."""
_NUMBERED = deferred(r"(\d{1,2}(?:\.\d{1,3}){0,5}|[A-Z](?:\.\d{1,3}){1,5}|Appendix [A-Z])[.:]?(\s+)\S")
_CLAUSE = deferred(r"(?:Section|Article|Artikel|Art\.|Clause|§)?\s*(\d{1,3})[.)]?\s+([^\W\d_][^.;:!?]{1,60})\.?")
CLAUSES = 3
"""Numbered titles from which on a text is in clauses."""
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
LONGEST_TITLE = 8
"""Words of such a title at most."""
_ROMAN = deferred(r"[IVXLC]{1,7}\.?$")
_ROMAN_CLAUSE = deferred(r"([IVXLC]{1,7})[.:)]?(?:\s+|\s*[—–-]{1,2}\s*)([^\W\d_a-z][^;!?]{1,60})")
_DECORATED = deferred(r"(={2,}|-{2,}|~{2,}|#{2,})\s+([^\W_].{0,60}?)\s+(?:={2,}|-{2,}|~{2,}|#{2,})$")
"""`== Thanks ==`, as many notes of programs have their headings."""
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
        self._romans = _has_romans(sample)
        self._roman = 0

    def of(self, run: Sequence[str]) -> Heading | None:
        """Find the heading that a run of lines begins with, if it does."""
        found = self._underlined(run) or self._single(run) or self._margin(run) or self._counted(run)
        self._chapter = found is not None and bool(_CHAPTER.match(found.words))
        return found

    def of_line(self, line: str, *, alone: bool) -> Heading | None:
        """Find whether a line that is a paragraph is a heading; where it is not `alone`, between blank lines, it has
        to be called a chapter and have its number.
        """
        if not alone:
            self.leave_title()
            return Heading(line, 1, 1) if _NUMBER.search(line) and _is_chapter(line) else None
        # Of short lines nearly all are spoken, and are told in a quarter of the time that `of` takes.
        likely = self._chapter or self._at_margin or self._clauses or line.startswith(_BEGINS) or line.isupper()
        return self.of([line]) if likely or _is_named(line) else None

    def leave_title(self) -> None:
        """Say that text follows: what comes next is no title of the chapter before it."""
        self._chapter = False

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
        if match := _DECORATED.match(words):
            return Heading(match[2], 2, 1)
        if _ROMAN.match(words) or (self._chapter and _is_title(words)):
            return Heading(words, 2, 1)
        if words.isupper() and words[-1] not in ",;!?" and words[:1].isalnum() and sum(map(str.isalpha, words)) > 3:
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

    def _counted(self, run: Sequence[str]) -> Heading | None:
        """A title with its number, between blank lines, in a text that counts them."""
        words = run[0].strip()
        if len(run) != 1 or len(words) > LONGEST:
            return None
        if self._clauses and _clause(words) is not None:
            return Heading(words, 2, 1)
        if self._romans and _roman_clause(words) in (self._roman + 1, 1):
            self._roman = _roman_clause(words) or 0
            return Heading(words, 2, 1)
        return None


def _has_clauses(sample: Sequence[str]) -> bool:
    """Whether a text is in numbered clauses, as licences and contracts are: titles that count up from the first, with
    text between them. What is numbered without any is a list.
    """
    numbers = [_clause(run[0].strip()) if len(run) == 1 else None for run in _runs(sample)]
    found = [number for number in numbers if number is not None]
    if len(found) < CLAUSES or found[0] > 1 or any(after != before + 1 for before, after in pairwise(found)):
        return False
    apart = sum(one is not None and after is None for one, after in pairwise(numbers))
    return apart >= len(found) - 1


def _has_romans(sample: Sequence[str]) -> bool:
    """The same of Roman numbers, which a name that begins with an initial does not go on counting."""
    last = apart = 0
    counted = False
    for run in _runs(sample):
        before, counted = counted, len(run) == 1 and _roman_clause(run[0].strip()) == last + 1
        last += counted
        apart += before and not counted
    return last >= CLAUSES and apart >= last - 1


def _runs(sample: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for line in sample:
        if line.strip():
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _clause(words: str) -> int | None:
    """The number of a clause's title: a few words, no sentence."""
    match = _CLAUSE.fullmatch(words)
    return int(match[1]) if match and len(match[2].split()) <= LONGEST_TITLE else None


def _roman_clause(words: str) -> int | None:
    match = _ROMAN_CLAUSE.fullmatch(words)
    if match is None or len(match[2].split()) > LONGEST_TITLE or words[-1] in ",:":
        return None
    return _of_roman(match[1])


def _of_roman(number: str) -> int:
    values = [_VALUES[letter] for letter in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _is_named(words: str) -> bool:
    return not _CALLED.isdisjoint(_LETTERS.findall(words[:40].lower())[:3])


def _is_chapter(words: str) -> bool:
    # The words are looked for first: in a tenth of the time that the patterns take, and of most lines.
    if not words.startswith(_ASIAN) and not _is_named(words):
        return False
    if _CHAPTER.match(words) is not None and _COUNTED.match(words) is not None:
        return True
    ordinal = _ORDINAL.match(words)
    return ordinal is not None and (ordinal["word"] is None or _ORDINAL_WORD.fullmatch(ordinal["word"]) is not None)


def _is_title(words: str) -> bool:
    """Whether a line below a chapter's number is its title: no sentence."""
    return len(words) <= 60 and words[-1] not in '.,;:!?”"' and words[:1].isalnum()
