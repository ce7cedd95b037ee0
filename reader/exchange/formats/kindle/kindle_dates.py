"""A Kindle's date is read here: the moment in a line of clippings, in the languages and firmwares of the device.

    Monday, April 21, 2014 10:08:07 PM          Saturday, 26 July 14 21:37:48 GMT+01:00
    terça-feira, 19 de março de 2019 23h32min06s GMT-03:00       domingo 7 de agosto de 2011, 21H34'09"
    понедельник, 16 марта 2015 г. в 21:46:06    2013年8月5日 星期一 上午09时11分28秒 GMT+08:00

The time is found first, then a date in numbers, or the name of a month with the numbers about it: the order needs no
language. Where a date is not understood there is none. The lines are those that people showed in public: the tests of
hadynz/kindle-clippings and KindleTools/kindle-tools-ts, lxyu/kindle-clippings #1, mammuth/kindle-clippings #5,
obsidian-kindle-plugin #35; the names of months are CLDR's, in the languages a device can be set to and their
neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_NAMES = (
    "january januar janvier enero gennaio janeiro januari stycznia styczeń leden ledna "
    "ocak января январь січня tammikuuta tammikuu जनवरी يناير gener ianuarie január "
    "siječnja ιανουαρίου",
    "february februar février febrero febbraio fevereiro februari lutego luty únor února "
    "şubat февраля февраль лютого helmikuuta helmikuu फ़रवरी फरवरी فبراير شباط febrer "
    "februarie február veljače φεβρουαρίου",
    "march märz mars marzo março maart marca marzec březen března mart марта март "
    "березня maaliskuuta maaliskuu marts मार्च مارس آذار març martie március ožujka "
    "μαρτίου",
    "april avril abril aprile kwietnia kwiecień duben dubna nisan апреля апрель квітня "
    "huhtikuuta huhtikuu अप्रैल أبريل إبريل نيسان aprilie április travnja απριλίου",
    "may mai mayo maggio maio mei maj maja květen května mayıs мая май травня toukokuuta "
    "toukokuu मई مايو أيار maig május svibnja μαΐου",
    "june juni juin junio giugno junho czerwca czerwiec červen června haziran июня июнь "
    "червня kesäkuuta kesäkuu जून يونيو حزيران juny iunie június lipnja ιουνίου",
    "july juli juillet julio luglio julho lipca lipiec červenec července temmuz июля "
    "июль липня heinäkuuta heinäkuu जुलाई يوليو تموز juliol iulie július srpnja ιουλίου",
    "august août agosto augustus augusti sierpnia sierpień srpen srpna ağustos августа "
    "август серпня elokuuta elokuu अगस्त أغسطس آب agost augusztus kolovoza αυγούστου",
    "september septembre septiembre settembre setembro września wrzesień září eylül "
    "сентября сентябрь вересня syyskuuta syyskuu सितंबर सितम्बर سبتمبر أيلول setembre "
    "septembrie szeptember rujna σεπτεμβρίου",
    "october oktober octobre octubre ottobre outubro października październik říjen "
    "října ekim октября октябрь жовтня lokakuuta lokakuu अक्टूबर अक्तूबर أكتوبر "
    "octombrie október οκτωβρίου",
    "november novembre noviembre novembro listopada listopad listopadu kasım ноября "
    "ноябрь листопада marraskuuta marraskuu नवंबर नवम्बर نوفمبر noiembrie studenoga "
    "νοεμβρίου",
    "december dezember décembre diciembre dicembre dezembro grudnia grudzień prosinec "
    "prosince aralık декабря декабрь грудня joulukuuta joulukuu दिसंबर दिसम्बर ديسمبر "
    "desembre decembrie desember prosinca δεκεμβρίου",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_TWO_WORDS = {"كانون الثاني": "يناير", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر"}
"""Months that the Levant writes in two words."""

_LATE = ("pm", "下午", "午後", "오후", "晚上", "अपराह्न", "م", "مساءً", "ös")
_EARLY = ("am", "上午", "午前", "오전", "凌晨", "早上", "清晨", "पूर्वाह्न", "ص", "صباحًا", "öö")
_NOON = "中午"
_HALF = "|".join(("上午|下午|午前|午後|오전|오후|凌晨|清晨|早上|中午|晚上|öö|ös", "पूर्वाह्न|अपराह्न|صباحًا|مساءً"))
_BEGINS = "".join(sorted({word[0] for word in _HALF.split("|")}))
_TIME = re.compile(
    # What a time can begin with is looked at first: to try every word at every sign takes three times as long.
    rf"(?=[{_BEGINS}\d])(?:(?=\D)(?P<half>{_HALF})\s*)?(?<!\d)(?P<hour>\d{{1,2}})\s*"
    r"(?::|h|時|时|시|(?<=\d)\.(?=\d\d(?:\.\d\d(?!\d)|\s*uhr))|"
    r"(?<=kl\. \d\d)\.|(?<=kl\. \d)\.|(?<=klo \d\d)\.|(?<=klo \d)\.)\s*(?P<minute>\d{1,2})(?!\d)\s*"
    r"(?:(?::|\.|['’′]|min|分|분)\s*(?:(?P<second>\d{1,2})(?!\d)\s*(?:[\"”″]|''|s\b|秒|초)?)?)?"
    rf"\s*(?P<after>[ap]\.?\s?m\b\.?|{_HALF}|[صم](?!\w))?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:gmt|utc)\s*(?P<sign>[+\-−–])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?", re.IGNORECASE)
_NAMED_ZONE = re.compile(r"[GgUu](?:MT|mt|TC|tc|reen)|oordinated")
_WORLD_TIME = re.compile(r"\b(?:gmt|utc|greenwich mean time|coordinated universal time)\b", re.IGNORECASE)
_IN_NUMBERS = re.compile(r"\d\s*[年년./-]\s*\d")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[年년./-]\s*(\d{1,2})\s*[月월./-]\s*(\d{1,2})")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})(?!\d)")
_TOKEN = re.compile(r"\d+|[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0900-\u0903\u093a-\u094f\u0300-\u036f][^\W\d_]*)*")
_DAYS = ("mar", "mar.")
"""Short names of weekdays that are beginnings of months."""
_OLDEST, _NEWEST = 1995, 2199
"""Years that a clipping can be of."""


def moment_of(words: str) -> datetime | None:
    """Read the moment that the end of the line names, in its zone or else in that of this machine; None where it is
    none.
    """
    words = _plain(words)
    zone = None
    if _NAMED_ZONE.search(words):
        zone = _zone(words)
        words = _ZONE.sub(" ", words)
    time = _TIME.search(words)
    day = _day(f"{words[: time.start()]} | {words[time.end() :]}" if time else words)
    if day is None:
        return None
    hour, minute, second = _time(time) if time else (0, 0, 0)
    try:
        moment = datetime(*day, hour, minute, second, tzinfo=zone)
        moment = moment if zone else moment.astimezone()
        if not _OLDEST <= day[0] <= _NEWEST:
            moment.astimezone(UTC)  # At the ends of the calendar there are times that no other zone can tell.
    except (ValueError, OverflowError, OSError):
        return None
    return moment


def _plain(words: str) -> str:
    """With ASCII's digits and signs for those of other scripts, and without marks of direction."""
    if words.isascii():
        return words
    words = unicodedata.normalize("NFC", words).replace("：", ":").replace("\u202f", " ").replace("\xa0", " ")
    words = "".join(
        str(unicodedata.decimal(sign)) if sign > "\x7f" and sign.isdecimal() else sign
        for sign in words
        if unicodedata.category(sign) != "Cf"
    )
    for two, one in _TWO_WORDS.items():
        words = words.replace(two, one)
    return words


def _time(found: re.Match[str]) -> tuple[int, int, int]:
    """Hour, minute and second; of 12 to 24 hours where nothing says which half of the day it is."""
    hour = int(found["hour"])
    half = _half(found["half"] or found["after"] or "")
    if half == _NOON:
        hour = hour + 12 if hour < 11 else hour
    elif half in _LATE and hour <= 12:
        hour = hour % 12 + 12
    elif half in _EARLY and hour <= 12:
        hour %= 12
    return hour, int(found["minute"]), int(found["second"] or 0)


@lru_cache(64)
def _half(words: str) -> str:
    return re.sub(r"[.\s]", "", words).casefold()


def _zone(words: str) -> timezone | None:
    found = _ZONE.search(words)
    if found is None:
        return UTC if _WORLD_TIME.search(words) else None
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    if offset >= timedelta(hours=24):
        return None
    return timezone(offset if found["sign"] == "+" else -offset)


@lru_cache(1024)
def _day(words: str) -> tuple[int, int, int] | None:
    """Year, month and day: many clippings of a file are of one day."""
    found = _YEAR_FIRST.search(words) if _IN_NUMBERS.search(words) else None
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    found = _YEAR_LAST.search(words) if _IN_NUMBERS.search(words) else None
    if found:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        # Nearly everybody puts the day first; only where that is no date, it is the month.
        return (year, first, second) if second > 12 else (year, second, first)
    return _named_day(_TOKEN.findall(words))


def _named_day(tokens: list[str]) -> tuple[int, int, int] | None:
    named = [at for at, token in enumerate(tokens) if token[0].isalpha() and _month(token)]
    if not named:
        return None
    # "mar" is March, and Tuesday in three languages: the month stands between numbers, or is no day's name.
    at = max(named, key=lambda at: (_is_between_numbers(tokens, at), tokens[at].casefold() not in _DAYS, -at))
    before = [int(token) for token in tokens[:at] if token.isdecimal() and len(token) <= 4]
    after = [int(token) for token in tokens[at + 1 :] if token.isdecimal() and len(token) <= 4]
    numbers = (*reversed(before), *after)
    year = next((number for number in numbers if _OLDEST <= number <= _NEWEST), None)
    # The day stands beside the month; before it in most languages.
    day = next((number for number in numbers if 1 <= number <= 31), None)
    if year is None and before and after and after[0] < 100:
        year = 2000 + after[0]  # Old devices write the year with two digits, after the month.
    if year is None or day is None:
        return None
    return year, _month(tokens[at]), day


def _is_between_numbers(tokens: list[str], at: int) -> bool:
    joints = ("de", "of", "del", "di", "d")
    after = [token for token in tokens[at + 1 : at + 3] if token.casefold() not in joints][:1]
    before = [token for token in tokens[max(0, at - 2) : at] if token.casefold() not in joints][-1:]
    return all(token.isdecimal() for token in (*before, *after)) and bool(before) and bool(after)


@lru_cache(4096)
def _month(word: str) -> int:
    """The number of a month by its name, or by its beginning where that is of one month only; 0 for other words."""
    name = unicodedata.normalize("NFC", word.replace("İ", "i").casefold())
    exact = _MONTHS.get(name)
    if exact or len(name) < 3 or not name.isalpha():
        return exact or 0
    # Finnish does not shorten them; its November begins as others' March.
    begun = {number for full, number in _MONTHS.items() if full.startswith(name) and "kuu" not in full}
    return begun.pop() if len(begun) == 1 else 0
