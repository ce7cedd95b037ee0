"""Lists are numbered as they are written: with figures, letters, Roman numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
"""HTML's names for them."""
_CLASSES = {name.replace("-", ""): name for name in _TYPES.values()}
"""What docutils calls them."""
STYLE = deferred(
    r"list-style(?:-type)?\s*:[^;]*?\b((?:lower|upper)-(?:alpha|latin|roman|greek|russian)|decimal-leading-zero"
    r"|cjk-[a-z-]+|(?:simp|trad)-chinese-(?:in)?formal|japanese-(?:in)?formal|korean-hangul-formal|(?:hira|kata)gana"
    r"|(?:hira|kata)gana-iroha|hebrew|arabic-indic|persian|devanagari|bengali|thai)",
    re.I,
)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ALPHABETS = {
    "russian": "абвгдежзиклмнопрстуфхцчшщэюя",
    "hiragana": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん",
    "katakana": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン",
    "hiragana-iroha": "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす",
    "katakana-iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
    "cjk-heavenly-stem": "甲乙丙丁戊己庚辛壬癸",
    "cjk-earthly-branch": "子丑寅卯辰巳午未申酉戌亥",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "arabic-alphabet": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "thai-alphabet": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
}
_DIGITS = {
    "arabic-indic": 0x660, "persian": 0x6F0, "devanagari": 0x966, "bengali": 0x9E6, "thai": 0xE50, "wide": 0xFF10,
}  # fmt: skip
_HEBREW = ((400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"), (50, "נ"),
           (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"), (8, "ח"), (7, "ז"), (6, "ו"),
           (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"))  # fmt: skip
_IDEOGRAPHS, _HANGUL = "〇一二三四五六七八九", "영일이삼사오육칠팔구"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"


def style_of(element: Element) -> str:
    """Tell how a list is numbered, by CSS's name; empty for figures."""
    said = STYLE.search(element.get("style") or "")
    if said:
        return said[1].lower()
    kind = (element.get("type") or "").strip()
    if kind in _TYPES:
        return _TYPES[kind]
    if len(element) and (kind := element[0].get("type") or "") in _TYPES:
        return _TYPES[kind]
    words = (element.get("class") or "").lower().split()
    words = [_CLASSES.get(word, word) for word in words]
    return next((word for word in words if word in _TYPES.values() or word in ("lower-latin", "upper-latin")), "")


def write_number(number: int, style: str) -> str:
    """Write the sign of an item, with its full stop; empty where it is its number in figures."""
    numeral = numeral_of(number, style)
    stop = "、" if style.startswith(("cjk", "simp", "trad", "japanese", "hiragana", "katakana")) else "."
    return f"{numeral}{stop}" if numeral else ""


def numeral_of(number: int, style: str) -> str:
    """Write a number in letters, Roman figures or those of another script; empty where it has no such form."""
    kind = style.partition("-")[2]
    if style == "decimal-leading-zero":
        return f"{number:02d}"
    if number < 1:
        return ""
    if style in _DIGITS:
        return "".join(chr(_DIGITS[style] + int(digit)) for digit in str(number))
    if kind == "roman":
        numeral = _roman(number) if number < 4000 else ""
    elif kind in ("alpha", "latin"):
        numeral = _letters(number, "abcdefghijklmnopqrstuvwxyz")
    elif kind == "greek":
        numeral = _letters(number, _GREEK)
    elif (letters := _ALPHABETS.get(style) or _ALPHABETS.get(kind)) is not None:
        numeral = _letters(number, letters)
    else:
        return _in_words(number, style)
    return numeral.upper() if style.startswith("upper") else numeral


def _in_words(number: int, style: str) -> str:
    if style == "hebrew":
        return _added(number, _HEBREW) if number < 1000 else ""
    if style == "cjk-decimal":
        return "".join(_IDEOGRAPHS[int(digit)] for digit in str(number))
    if style.startswith(("cjk", "simp", "trad", "japanese")):
        return _counted(number, _IDEOGRAPHS, "十百千")
    return _counted(number, _HANGUL, "십백천") if style.startswith("korean") else ""


def _counted(number: int, digits: str, places: str) -> str:
    """As numbers are said in the East: so many thousands, hundreds, tens, one of them without its one."""
    out = ""
    for place, digit in enumerate(map(int, reversed(str(number)))):
        if place > len(places):
            return ""
        if digit:
            out = ("" if place and digit == 1 else digits[digit]) + (places[place - 1] if place else "") + out
    return out


def _added(number: int, values: tuple[tuple[int, str], ...]) -> str:
    out = ""
    for value, letters in values:
        while number >= value:
            out += letters
            number -= value
            if value in (15, 16):
                break
    return out


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def _letters(number: int, letters: str) -> str:
    out = ""
    while number:
        number, rest = divmod(number - 1, len(letters))
        out = letters[rest] + out
    return out
