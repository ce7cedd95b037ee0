r"""Text as roff has it holds escapes, signs by their names, strings, changes of the font; by groff_char(7).

`\fBbold\fR`, `\(em`, `\[u2014]`, `\*(lq`, `\-`; what only moves the pen is left out.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from itertools import groupby
from operator import itemgetter

from reader.domain.patterns import deferred

_ESCAPE = deferred(
    r"""\\(?:
      (?P<kind>[f*nmMFgkVY])(?:[+-]?)(?:\((?P<two>..)|\[(?P<long>[^\]]*)\]|(?P<one>.))
    | s(?:[+-]?\d\d?|[+-]?\(..|[+-]?\[[^\]]*\]|[+-]?'[^']*')
    | (?P<drawn>[hvwlLDbxXoNZBRHSAC])(?P<quote>[^\w\s])(?P<inside>.*?)(?P=quote)
    | \((?P<sign>..)
    | \[(?P<named>[^\]]*)\]
    | \$[\w*@]?
    | (?P<other>.)
    )|\\$""",
    re.VERBOSE,
)
_COMMENT = deferred(r'(?<!\\)((?:\\\\)*)\\["#].*')
_SIGNS = {
    "bu": "•", "co": "©", "rg": "®", "tm": "™", "em": "—", "en": "–", "hy": "‐", "dq": '"', "aq": "'", "cq": "’",
    "oq": "‘", "lq": "“", "rq": "”", "Bq": "„", "bq": "‚", "Fo": "«", "Fc": "»", "fo": "‹", "fc": "›", "rs": "\\",
    "sl": "/", "ti": "~", "ha": "^", "ga": "`", "at": "@", "sh": "#", "Do": "$", "ba": "|", "br": "|", "bv": "|",
    "or": "|", "pl": "+", "mi": "−", "mu": "×", "di": "÷", "eq": "=", "!=": "≠", "<=": "≤", ">=": "≥", "+-": "±",
    "->": "→", "<-": "←", "<>": "↔", "ua": "↑", "da": "↓", "lA": "⇐", "rA": "⇒", "hA": "⇔", "if": "∞", "is": "∫",
    "pd": "∂", "de": "°", "sd": "″", "fm": "′", "mc": "µ", "sc": "§", "dg": "†", "dd": "‡", "ps": "¶", "fl": "ﬂ",
    "fi": "ﬁ", "ff": "ff", "Fi": "ffi", "Fl": "ffl", "ss": "ß", "AE": "Æ", "ae": "æ", "OE": "Œ", "oe": "œ", "-D": "Ð",
    "Sd": "ð", "TP": "Þ", "Tp": "þ", "/L": "Ł", "/l": "ł", "/O": "Ø", "/o": "ø", "oA": "Å", "oa": "å", "vS": "Š",
    "vs": "š", "vZ": "Ž", "vz": "ž", ".i": "ı", "r!": "¡", "r?": "¿", "ct": "¢", "Po": "£", "Ye": "¥", "Eu": "€",
    "eu": "€", "Of": "ª", "Om": "º", "S1": "¹", "S2": "²", "S3": "³", "12": "½", "14": "¼", "34": "¾", "sq": "□",
    "OK": "✓", "ci": "○", "lz": "◊", "**": "∗", "pp": "⊥", "mo": "∈", "no": "¬", "AN": "∧", "OR": "∨", "fa": "∀",
    "te": "∃", "cu": "∪", "ca": "∩", "sr": "√", "ap": "∼", "~~": "≈", "=~": "≅", "==": "≡", "pt": "∝", "gr": "∇",
    "su": "∑", "lB": "[", "rB": "]", "lC": "{", "rC": "}", "la": "⟨", "ra": "⟩", "lh": "☜", "rh": "☞", "ul": "_",
    "rn": "‾", "u2": "″", "%": "‰", "Cs": "¤", "bb": "¦", "CR": "↵",
}  # fmt: skip
_GREEK = dict(zip("abgdezyhiklmncoprstufxqw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", ":": "\u0308", ",": "\u0327", "o": "\u030a"}
_OF_ONE = {
    "-": "-", "e": "\\", "\\": "\\", "'": "´", "`": "`", " ": " ", "~": " ", "0": " ", "t": "\t", ".": ".", "_": "_",
    "{": "", "}": "",
}  # fmt: skip
_FONTS = {
    "B": "B", "3": "B", "I": "I", "2": "I", "BI": "BI", "4": "BI", "C": "C", "CW": "C", "CR": "C", "CB": "CB",
    "CI": "CI",
}  # fmt: skip
_ELEMENTS = {"B": "b", "I": "i", "C": "code"}
STRINGS = {"lq": "“", "rq": "”", "Tm": "™", "R": "®", 'L"': '"', 'R"': '"', "C`": "", "C'": "", "--": "--", "PI": "π"}
"""What is defined before a page begins, or by the program that most pages are made with."""
GLUE = "\ue0fb"
"""Stands at the end of a line to which the next is joined without a blank."""


class RoffText:
    """`RoffText` reads the escapes of one page, with the strings that it has defined and the font that is set."""

    def __init__(self) -> None:
        self.strings = dict(STRINGS)
        self.font = ""
        self._last_font = ""

    def plain(self, text: str) -> str:
        """Leave the fonts out of what is read."""
        return "".join(piece for _, piece in self._pieces(text))

    def html(self, text: str, font: str = "") -> str:
        """Answer a text as HTML; `font` holds for this text only."""
        if font:
            before, self.font = (self.font, self._last_font), font.replace("R", "")
        pieces = groupby(self._pieces(text), key=itemgetter(0))
        html = "".join(_marked("".join(piece for _, piece in some), name) for name, some in pieces)
        if font:
            self.font, self._last_font = before
        return html

    def set_font(self, name: str) -> None:
        """Set what `\\f` and `.ft` name; `P` is the one before."""
        new = self._last_font if name in ("P", "") else _FONTS.get(name, "")
        self._last_font, self.font = self.font, new

    def _pieces(self, text: str, depth: int = 0) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        done = 0
        for match in _ESCAPE.finditer(text):
            found.append((self.font, text[done : match.start()]))
            done = match.end()
            found += self._escape(match, depth)
        return [*found, (self.font, text[done:])]

    def _escape(self, match: re.Match[str], depth: int) -> list[tuple[str, str]]:
        name = next((one for one in match.group("two", "long", "one") if one is not None), "")
        if match["kind"] == "f":
            self.set_font(name)
        elif match["kind"] == "*" and depth < 5:
            return self._pieces(self.strings.get(name.split(" ")[0], ""), depth + 1)
        elif match["drawn"]:
            return [(self.font, _drawn(match["drawn"], match["inside"]))]
        elif match["sign"] or match["named"] is not None:
            return [(self.font, sign(match["sign"] or match["named"]))]
        elif match["other"]:
            return [(self.font, GLUE if match["other"] == "c" else _OF_ONE.get(match["other"], _other(match["other"])))]
        return []


def _other(escaped: str) -> str:
    """A sign that stands for itself; letters and marks of layout stand for nothing."""
    return "" if escaped.isalnum() or escaped in "&|^%:/,!?()>< \n" else escaped


def without_comment(line: str) -> str:
    """Leave out of a line what is said to nobody."""
    return _COMMENT.sub(r"\1", line) if "\\" in line else line


def _drawn(kind: str, inside: str) -> str:
    if kind == "N" and inside.isdecimal() and len(inside) < 7:
        return chr(min(int(inside), 0x10FFFF))
    if kind == "C":
        return sign(inside)
    if kind == "o" and len(inside) == 2:
        return sign(inside[1] + inside[0]) if inside[1] in _ACCENTS else inside[0]
    return inside if kind in "bZ" else " " if kind == "h" and _is_room(inside) else ""


def _is_room(said: str) -> bool:
    return re.fullmatch(r"(?:[1-9]\d*(?:\.\d+)?[nm]?|\d*\.[1-9]\d*[mi])", said) is not None


def sign(name: str) -> str:
    """Return the sign that a name stands for; the name in brackets where it is not known."""
    if name in _SIGNS:
        return _SIGNS[name]
    if len(name) == 2 and name[0] == "*" and name[1].lower() in _GREEK:
        greek = _GREEK[name[1].lower()]
        return greek.upper() if name[1].isupper() else greek
    if len(name) == 2 and name[0] in _ACCENTS and name[1].isalpha():
        return unicodedata.normalize("NFC", name[1] + _ACCENTS[name[0]])
    codes = re.fullmatch(r"u([0-9A-F]{4,6}(?:_[0-9A-F]{4,6})*)", name)
    if codes:
        return unicodedata.normalize("NFC", "".join(chr(min(int(one, 16), 0x10FFFF)) for one in codes[1].split("_")))
    number = re.fullmatch(r"char(\d{1,3})", name)
    if number:
        return chr(int(number[1]))
    return name if len(name) == 1 else f"[{name}]" if name else ""


def _marked(text: str, font: str) -> str:
    if not text:
        return ""
    html = escape(text, quote=False)
    for one in font if text.strip() else "":
        html = f"<{_ELEMENTS[one]}>{html}</{_ELEMENTS[one]}>"
    return html


def arguments(rest: str) -> list[str]:
    """Split what stands behind a request: words, or several in quotation marks."""
    found: list[str] = []
    at, end = 0, len(rest)
    while at < end:
        if rest[at] in " \t":
            at += 1
            continue
        if rest[at] == '"':
            word, at = _quoted(rest, at + 1)
        else:
            start = at
            while at < end and rest[at] not in " \t":
                at += 2 if rest[at] == "\\" else 1
            word = rest[start:at]
        found.append(word)
    return found


def _quoted(rest: str, at: int) -> tuple[str, int]:
    word = ""
    while at < len(rest):
        if rest[at] == '"':
            if rest[at + 1 : at + 2] != '"':
                return word, at + 1
            at += 1
        word += rest[at]
        at += 1
    return word, at
