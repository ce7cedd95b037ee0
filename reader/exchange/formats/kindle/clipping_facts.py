"""The second line of a clipping says what it is of, where it stands and when it was made, in the device's language.

    - Your Highlight on page 12 | Location 170-172 | Added on Monday, April 21, 2014 10:08:07 PM
    - Votre surlignement sur la page 12 | emplacement 170-172 | Ajouté le lundi 21 avril 2014 22:08:07
    – Ваша заметка в месте 640 | Добавлено: понедельник, 16 марта 2015 г. в 21:46:40
    - 12ページ|位置No. 170-172のハイライト |作成日: 2014年4月21日月曜日 22:08:07

The last bar stands before the date, and the last number before that bar is the location, or the page where there is
no location: that needs no language. What a clipping is is told by its word in the languages that a device can be set
to. A line in another is of no known kind, and the file as a whole says which of them are notes (`kindle`).
The words are those of koreader/koreader `plugins/exporter.koplugin/clip.lua`, of the tests of hadynz/kindle-clippings
and KindleTools/kindle-tools-ts (`languages.ts`), and of clippings that people showed in issues; Swedish, Polish,
Korean, Hindi and Arabic are those of the device's menus, of which no file was found in public.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.exchange.formats.kindle.kindle_dates import moment_of

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 300
"""Characters of the line; the longest translation has some 150."""
DASHES = "-–—‐‑−"
_BARS = "|｜¦"
_PARTS = re.compile(r"[|｜¦(（]")
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–—‐‑−~〜～]\s*#?(\d{1,9}))?")
_NOTE = re.compile(
    r"\b(?:note|notes|notiz|nota|notitie|aantekening|opmerking|anteckning|anteckningen|notatka|notatkę|notatki|notunuz|not|notu|"
    r"poznámka|notat|muistiinpano\w*|заметка|заметки|примечание|нотатка|σημείωση|notă|jegyzet|bilješka)\b"
    r"|メモ|笔记|筆記|注释|註釋|註記|附註|备注|備註|메모|노트|नोट|टिप्पणी|ملاحظ|تعليق",
    re.IGNORECASE,
)
_BOOKMARK = re.compile(
    r"\b(?:bookmark|lesezeichen|signet|marque-page|marcador|segnalibro|bladwijzer|bokmärke|bokmerke|bogmærke|zakładka|"
    r"záložka|yer\s(?:imi\w*|işareti\w*)|kirjanmerkki\w*|закладка|könyvjelző)\b"
    r"|ブックマーク|しおり|书签|書籤|북마크|책갈피|बुकमार्क|إشارة|علامة",
    re.IGNORECASE,
)
_HIGHLIGHT = re.compile(
    r"highlight|markierung|surlign|subrayado|resaltado|destacado|evidenziazione|destaque|realce|markering|överstrykning|"
    r"podkreśl|wyróżni|zaznacz|vurgu|выдел|отрывок|підкресл|zvýrazn|korostu[sk]|uthevning|fremhævning|subratlla|kiemel|sublini"
    r"|ハイライト|标注|標註|標注|標示|標記|醒目|重點|劃線|하이라이트|हाइलाइट|تمييز|تظليل",
    re.IGNORECASE,
)
_CLIP = re.compile(r"\b(?:clip|clipping)\b|\bartikel\b|剪贴|クリップ", re.IGNORECASE)
_PAGE = re.compile(
    r"\b(?:pages?|seite|página|pagina|sida|sidan|side|stron\w*|strán\w*|sayfa\w*|страниц\w*|стр|sivu\w*)\b"
    r"|ページ|[页頁]|페이지|쪽|पेज|पृष्ठ|صفحة",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"\b([ivxlc]{1,9})(?:-([ivxlc]{1,9}))?\b", re.IGNORECASE)
_NUMERALS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class ClippingKind(StrEnum):
    """A `ClippingKind` is what a clipping is."""

    HIGHLIGHT = "highlight"
    NOTE = "note"
    BOOKMARK = "bookmark"
    UNKNOWN = "unknown"


class Facts(NamedTuple):
    """`Facts` are what the line says.

    `start` and `end` are in `unit` (`location`, `page`, or `roman` for a page of Roman number), both inclusive; 0 where
    there are none. `added` is in the zone of this machine where the line names none.
    """

    kind: ClippingKind
    start: int
    end: int
    added: datetime | None
    unit: str = "location"

    @property
    def is_note(self) -> bool:
        """Tell whether it is a note of the reader's own."""
        return self.kind is ClippingKind.NOTE

    @property
    def is_certain(self) -> bool:
        """Tell whether more than a dash says that the line is one of Kindle's."""
        return self.added is not None or (self.kind is not ClippingKind.UNKNOWN and self.end > 0)


def facts_of(line: str) -> Facts | None:
    """Read the facts in a clipping's second line; None where it is not one."""
    line = line[:LONGEST].lstrip("\u200e\u200f\u202a\u202b \t")
    if not line or line[0] not in DASHES:
        return None
    bar = max(map(line.rfind, _BARS))
    place, added = (line[1:bar], line[bar + 1 :]) if bar > 0 else (line[1:], "")
    words, firsts, lasts = (parts := _RANGE.split(place))[::3], parts[1::3], parts[2::3]
    kind, is_page = _words("1".join(words))
    start, end, unit = _numbers(firsts[-1], lasts[-1]) if firsts else _roman(place, is_page=is_page)
    if is_page and len(firsts) == 1 and _is_of_page(place):
        unit = "page"
    return Facts(kind, start, end, moment_of(added), unit)


@lru_cache(1024)
def _words(place: str) -> tuple[ClippingKind, bool]:
    """What the words about the numbers say: the same few in a whole file."""
    return _kind(place), _PAGE.search(place) is not None


def _kind(place: str) -> ClippingKind:
    if _NOTE.search(place):
        return ClippingKind.NOTE
    if _BOOKMARK.search(place):
        return ClippingKind.BOOKMARK
    return ClippingKind.HIGHLIGHT if _HIGHLIGHT.search(place) or _CLIP.search(place) else ClippingKind.UNKNOWN


def _is_of_page(place: str) -> bool:
    """Whether the one number is the page's: beside a page of Roman number it is the location."""
    return any(_RANGE.search(part) and _PAGE.search(part) for part in _PARTS.split(place))


def _numbers(first: str, last: str | None) -> tuple[int, int, str]:
    start = int(first)
    if last is None:
        return start, start, "location"
    # Old devices leave out the digits that both have: 1170-72.
    end = int(first[: len(first) - len(last)] + last)
    return min(start, end), max(start, end), "location"


def _roman(words: str, *, is_page: bool) -> tuple[int, int, str]:
    page = _PAGE.search(words) if is_page else None
    roman = _ROMAN.search(words, page.end()) if page else None
    if roman is None:
        return 0, 0, "location"
    first, last = _number(roman[1]), _number(roman[2] or roman[1])
    return min(first, last), max(first, last), "roman"


def _number(roman: str) -> int:
    values = [_NUMERALS[letter] for letter in roman.lower()]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
