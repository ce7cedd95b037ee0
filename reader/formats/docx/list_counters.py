"""Word's lists are counted through the document, as Word numbers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred
from reader.formats.docx.ooxml import child, name_of, number, says, value
from reader.formats.html.list_numbers import numeral_of

if TYPE_CHECKING:
    import re

    from lxml.etree import _Element as Element

LEVELS = 9
_PLACE = deferred(r"%([1-9])")
_STYLES = {
    "lowerRoman": "lower-roman", "upperRoman": "upper-roman", "decimalZero": "decimal-leading-zero",
    "russianLower": "lower-russian", "russianUpper": "upper-russian", "aiueo": "katakana", "aiueoFullWidth": "katakana",
    "iroha": "katakana-iroha", "irohaFullWidth": "katakana-iroha", "ideographTraditional": "cjk-heavenly-stem",
    "ideographZodiac": "cjk-earthly-branch", "ganada": "ganada", "chosung": "chosung", "hebrew1": "hebrew",
    "arabicAlpha": "arabic-alphabet", "hindiNumbers": "devanagari", "thaiNumbers": "thai", "decimalFullWidth": "wide",
    "thaiLetters": "thai-alphabet", "koreanDigital": "korean", "koreanCounting": "korean",
    "ideographDigital": "cjk-decimal",
    **dict.fromkeys(("japaneseCounting", "chineseCounting", "chineseCountingThousand", "taiwaneseCounting",
                     "taiwaneseCountingThousand", "japaneseDigitalTenThousand"), "cjk-ideographic"),
}  # fmt: skip
_ENCLOSED = {"decimalEnclosedCircle": 0x2460, "decimalEnclosedParen": 0x2474, "decimalEnclosedFullstop": 0x2488}
"""The numbers from 1 to 20 in a circle, in brackets, with a full stop."""


class Level(NamedTuple):
    """A `Level` says how one level of a list is numbered: the format, the text with `%1` to `%9` in it, the first
    number.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    style_id: str = ""
    legal: bool = False
    restart: int = -1


class Numbered(NamedTuple):
    """A `Numbered` is the number of an item, and how it is written; a bullet has neither."""

    number: int
    sign: str
    level: int


class Lists:
    """`Lists` count the items of all lists of a document, in its order."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        styled: dict[str, str] = {}
        named: dict[str, str] = {}
        """The lists that a style of lists has, by its name, and those that are what a style says."""
        for node in root if root is not None else ():
            if name_of(node) == "abstractNum":
                abstract_id = value(node, "abstractNumId")
                self._levels[abstract_id] = _levels(node)
                styled[value(child(node, "styleLink"))] = abstract_id
                named[abstract_id] = value(child(node, "numStyleLink"))
            elif name_of(node) == "num":
                self._add(node)
        self._of = {
            one: styled.get(named.get(abstract_id) or "-", abstract_id) for one, abstract_id in self._of.items()
        }

    def _add(self, node: Element) -> None:
        list_id = value(node, "numId")
        self._of[list_id] = value(child(node, "abstractNumId"))
        for one in node:
            if name_of(one) == "lvlOverride":
                level = number(value(one, "ilvl"))
                start = child(one, "startOverride")
                if start is not None:
                    self._restarts.setdefault(list_id, {})[level] = number(value(start), 1)
                self._overrides.setdefault(list_id, {}).update(_levels(one))

    def level_of_style(self, list_id: str, style_id: str) -> int:
        """Return the level of a list that is that of a style; the first where none says so."""
        levels = self._levels.get(self._of.get(list_id, ""), {})
        return next((at for at, level in levels.items() if level.style_id == style_id), 0)

    def next(self, list_id: str, level: int) -> Numbered | None:
        """Count on to the number of the next item of that list; None where there is no such list."""
        of = self._of.get(list_id)
        if of is None or not 0 <= level < LEVELS:
            return None
        levels = {**self._levels.get(of, {}), **self._overrides.get(list_id, {})}
        counts = self._counts.setdefault(of, [None] * LEVELS)
        for at, start in self._restarts.pop(list_id, {}).items():
            if 0 <= at < LEVELS:
                counts[at] = start - 1
        here = levels.get(level, Level())
        count = counts[level]
        counts[level] = here.start if count is None else count + 1
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart < 0 or (restart and level < restart):
                counts[deeper] = None
        if here.form in ("bullet", "none") and "%" not in here.text:
            return Numbered(0, "" if here.form == "bullet" else here.text.strip(), level)
        return Numbered(counts[level] or 0, _written(here, levels, counts), level)


def _written(here: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
    def numeral(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = levels.get(at, Level())
        count = counts[at]
        return _numeral(level.start if count is None else count, "decimal" if here.legal else level.form)

    return _PLACE.sub(numeral, here.text).strip()


def _numeral(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        # The 27th is aa, the 28th bb.
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= 780 else str(count)
        return letter.upper() if form == "upperLetter" else letter
    if form == "ordinal":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10 if count % 100 not in (11, 12, 13) else 0, "th")
        return f"{count}{ending}"
    if form in _ENCLOSED and 0 < count <= 20:
        return chr(_ENCLOSED[form] + count - 1)
    if form == "numberInDash":
        return f"- {count} -"
    return "" if form == "none" else numeral_of(count, _STYLES.get(form, "")) or str(count)


def _levels(node: Element) -> dict[int, Level]:
    return {
        number(value(one, "ilvl")): Level(
            value(child(one, "numFmt")) or "decimal",
            value(child(one, "lvlText")),
            number(value(child(one, "start")), 1),
            value(child(one, "pStyle")),
            bool(says(one, "isLgl")),
            number(value(child(one, "lvlRestart")), -1),
        )
        for one in node
        if name_of(one) == "lvl"
    }
