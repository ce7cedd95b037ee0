"""A text names a day, in figures or in the words of many languages."""

from __future__ import annotations

import re

from reader.domain.patterns import deferred

ISO = deferred(r"\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)?")
_EARLIEST, _UNSET = "1450", ("1970-01-01T00:00:00", "1900-01-01T00:00:00")
"""Before printing nothing was published; and what programs write where they know no date."""
_MONTH_NAMES = (
    "jan ene gen ian sty led tam oca янв січ ιαν ינואר يناير जनवरी",
    "feb fév fev lut úno hel şub фев лют φεβ פברואר فبراير फरवरी",
    "mar mär már mae maa bře мар бер μαρ מרץ مارس मार्च",
    "apr ápr avr abr kwi dub huh nis апр кві απρ אפריל أبريل अप्रैल",
    "may mai mag maj máj mei kvě tou мая май тра μαΐ μαϊ μαι מאי مايو मई",
    "jun jún juin giu iun cze červ kes haz июн чер ιου יוני يونيو जून",
    "jul júl juil lug iul lip červenc hei tem июл лип ιουλ יולי يوليو जुलाई",
    "aug aoû ago agu sie srp elo ağu авг сер αυγ אוגוסט أغسطس अगस्त",
    "sep set szep wrz zář syy eyl сен вер σεπ ספטמבר سبتمبر सितंबर",
    "oct okt out ott paź říj lok eki окт жов οκτ אוקטובר أكتوبر अक्टूबर",
    "nov noi lis kas ноя лис νοε נובמבר نوفمبر नवंबर",
    "dec dez déc dic gru pro jou ara дек гру δεκ דצמבר ديسمبر दिसंबर",
)
"""How the names of the months begin in many languages; of several that a name begins with, the longest is meant."""
_NUMBER_OF = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = rf"({'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})[^\W\d]*\.?"
_DAY_FIRST = deferred(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+|ב)?{_MONTH},?\s+(?:de\s+)?(\d{{4}})\b", re.IGNORECASE
)
_MONTH_FIRST = deferred(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_EAST_ASIAN = deferred(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_VIETNAMESE = deferred(r"\b(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})\b", re.IGNORECASE)
_YEAR_FIRST = deferred(rf"\b(\d{{4}})\.?\s+{_MONTH}\s+(\d{{1,2}})\b", re.IGNORECASE)
"""As in Hungarian."""
_DOTTED = deferred(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_YEAR_DOTTED = deferred(r"\b(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})\b")
"""As in Korean."""
_COMPACT = deferred(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:\d{6})?")
"""As programs write it."""


def written_date(said: str) -> str:
    """Return a date in figures at the head of a text, as ISO 8601."""
    if match := _COMPACT.fullmatch(said.strip()):
        return _day(match[1], int(match[2]), match[3])
    match = ISO.match(said.strip().replace("/", "-"))
    return match[0] if match and match[0] >= _EARLIEST and not match[0].startswith(_UNSET) else ""


def spoken_date(said: str) -> str:
    """Return a day in words somewhere in a text, as ISO 8601."""
    text = " ".join(said.split())
    if match := ISO.search(text):
        return match[0][:10]
    if match := _EAST_ASIAN.search(text):
        return _day(match[1], int(match[2]), match[3])
    if match := _DAY_FIRST.search(text):
        return _day(match[3], _NUMBER_OF[match[2].lower()], match[1])
    if match := _MONTH_FIRST.search(text):
        return _day(match[3], _NUMBER_OF[match[1].lower()], match[2])
    if match := _YEAR_FIRST.search(text):
        return _day(match[1], _NUMBER_OF[match[2].lower()], match[3])
    if match := _VIETNAMESE.search(text):
        return _day(match[3], int(match[2]), match[1])
    if match := _DOTTED.search(text):
        return _day(match[3], int(match[2]), match[1])
    if match := _YEAR_DOTTED.search(text):
        return _day(match[1], int(match[2]), match[3])
    return ""


def _day(year: str, month: int, day: str) -> str:
    return f"{year}-{month:02d}-{int(day):02d}" if 1 <= month <= 12 and 1 <= int(day) <= 31 else ""
