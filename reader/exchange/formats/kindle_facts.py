"""The second line of a clipping: what it is of, where it stands and when it was made, in the language of the device.

    - Your Highlight on page 12 | Location 170-172 | Added on Monday, April 21, 2014 10:08:07 PM
    - Votre surlignement sur la page 12 | emplacement 170-172 | Ajouté le lundi 21 avril 2014 22:08:07
    - 12ページ|位置No. 170-172のハイライト |作成日: 2014年4月21日月曜日 22:08:07

The last bar stands before the date, and the last number before that bar is the location, or the page where there is
no location: that needs no language. Words are needed for notes and months only; they are known in English, German,
French, Spanish, Italian, Portuguese, Dutch, Japanese and Chinese. In other languages a note is taken for a highlight,
and the date is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

LONGEST = 300
"""Characters of the line; the longest translation has some 150."""
_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_NOTE = re.compile(r"\b(?:note|notiz|nota|notitie)\b|メモ|笔记|筆記", re.IGNORECASE)
_NUMBERS = re.compile(r"(?P<year>\d{4})年\s*(?P<month>\d{1,2})月\s*(?P<day>\d{1,2})日")
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:\.|er|º)?\s(?:de\s)?(?P<month>[^\W\d_]+)\.?\s(?:de\s)?(?P<year>\d{4}|\d\d)\b"
)
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d_]+)\s(?P<day>\d{1,2}),\s(?P<year>\d{4})\b")
_TIME = re.compile(
    r"(?P<half>上午|下午|午前|午後)?\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<after>[AP]M\b)?",
    re.IGNORECASE,
)
_NAMES = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar février febrero febbraio fevereiro februari",
    "march märz mars marzo março maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre diciembre dicembre dezembro",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the line says. `start` and `end` are locations or pages, both inclusive; 0 where there are none.

    `added` is in the zone of this machine, as the device names none.
    """

    is_note: bool
    start: int
    end: int
    added: datetime | None


def facts_of(line: str) -> Facts | None:
    """The facts in a clipping's second line; None where it is not one."""
    if not line.startswith("-"):
        return None
    place, _, added = line[:LONGEST].rpartition("|")
    ranges = _RANGE.findall(place)
    first, last = ranges[-1] if ranges else ("0", "")
    # Old devices leave out the digits that both have: 1170-72.
    last = first[: len(first) - len(last)] + last
    start, end = sorted((int(first), int(last)))
    return Facts(_NOTE.search(place) is not None, start, end, _moment(added))


def _moment(words: str) -> datetime | None:
    date = _NUMBERS.search(words) or _DAY_FIRST.search(words) or _MONTH_FIRST.search(words)
    if date is None:
        return None
    month = int(date["month"]) if date["month"].isdecimal() else _MONTHS.get(date["month"].casefold(), 0)
    year = int(date["year"]) + (2000 if len(date["year"]) == 2 else 0)
    time = _TIME.search(words, date.end())
    hour = _hour(time) if time else 0
    minute, second = (int(time["minute"]), int(time["second"] or 0)) if time else (0, 0)
    try:
        return datetime(year, month, int(date["day"]), hour, minute, second).astimezone()
    except (ValueError, OverflowError):
        return None


def _hour(time: re.Match[str]) -> int:
    """The hour of the day, from 0; of 12 to 24 hours where nothing says which half of the day it is."""
    hour, half = int(time["hour"]), (time["half"] or time["after"] or "").upper()
    if not half:
        return hour
    return hour % 12 + (12 if half in ("下午", "午後", "PM") else 0)
