"""Texinfo has these words within a line: `@code{…}`, `@xref{…}`, signs by their names, accents, notes."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from reader.formats.html.converted import Footnotes

_TOKEN = deferred(r"@(?:([a-zA-Z]+)(\{)?|([^a-zA-Z\s])(\{)?|\s)|[{}]|---?|``|''")
_ELEMENTS = {
    **dict.fromkeys(("code", "samp", "kbd", "key", "command", "option", "env", "t", "verb", "indicateurl"), "code"),
    **dict.fromkeys(("emph", "i", "var", "cite", "dfn", "slanted", "file"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    "sup": "sup", "sub": "sub",
}  # fmt: skip
_AS_WRITTEN = frozenset(("code", "samp", "kbd", "file", "env", "option", "command", "t", "key", "url", "uref", "email"))
"""In which dashes and quotes are signs of a program."""
_SIGNS = {
    "copyright": "©", "registeredsymbol": "®", "dots": "…", "enddots": "…", "bullet": "•", "result": "⇒", "minus": "−",
    "equiv": "≡", "point": "∗", "error": "error→", "print": "⊣", "expansion": "→", "arrow": "→", "geq": "≥", "leq": "≤",
    "euro": "€", "pounds": "£", "textdegree": "°", "ordf": "ª", "ordm": "º", "TeX": "TeX", "LaTeX": "LaTeX",
    "atchar": "@", "lbracechar": "{", "rbracechar": "}", "backslashchar": "\\", "hashchar": "#", "comma": ",",
    "ampchar": "&", "quotedblleft": "“", "quotedblright": "”", "quoteleft": "‘", "quoteright": "’", "quotedblbase": "„",
    "quotesinglbase": "‚", "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›",
    "exclamdown": "¡", "questiondown": "¿", "AA": "Å", "aa": "å", "AE": "Æ", "ae": "æ", "O": "Ø", "o": "ø", "OE": "Œ",
    "oe": "œ", "L": "Ł", "l": "ł", "ss": "ß", "DH": "Ð", "dh": "ð", "TH": "Þ", "th": "þ", "today": "", "tie": "\u00a0",
}  # fmt: skip
_ACCENTS = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ",": "\u0327",
}  # fmt: skip
_NAMED_ACCENTS = {
    "H": "\u030b", "dotaccent": "\u0307", "ringaccent": "\u030a", "u": "\u0306", "v": "\u030c", "ubaraccent": "\u0331",
    "udotaccent": "\u0323", "ogonek": "\u0328", "tieaccent": "\u0361",
}  # fmt: skip
_OF_ONE = {"@": "@", "{": "{", "}": "}", "*": "<br>", ":": "", "-": "\u00ad", "/": "", ".": ".", "!": "!", "?": "?",
           "&": "&amp;", "\\": "\\", "|": ""}  # fmt: skip
_DASHES = {"---": "—", "--": "–", "``": "“", "''": "”"}
_REFERENCES = {"xref": "See ", "pxref": "see ", "ref": "", "inforef": "See Info file "}
_SILENT = frozenset(("anchor", "titlefont_", "hyphenation", "caption_", "shortcaption", "alias", "errormsg", "sortas"))
DEEPEST = 40
"""Commands within each other that are read."""


class TexinfoInline:
    """A `TexinfoInline` turns the words of one manual into HTML, with the values that it has set."""

    def __init__(self, notes: Footnotes) -> None:
        self.values: dict[str, str] = {}
        self._notes = notes
        self._count = 0

    def html(self, text: str) -> str:
        """Write words as HTML."""
        return self._read(text, 0, 0, fixed=False)[0].strip()

    def plain(self, line: str) -> str:
        """Write a line that keeps its places, without its marks."""
        html = self._read(line, 0, 0, fixed=True)[0]
        return re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    def _read(self, text: str, at: int, depth: int, *, fixed: bool) -> tuple[str, int]:
        """The HTML up to the brace that closes what is open, and the place behind it."""
        html = ""
        while at < len(text):
            match = _TOKEN.search(text, at)
            if match is None:
                return html + escape(text[at:], quote=False), len(text)
            html += escape(text[at : match.start()], quote=False)
            at = match.end()
            found = match[0]
            if found == "}":
                if depth:
                    return html, at
                html += found
            elif found == "{":
                html += found
            elif found in _DASHES:
                html += found if fixed else _DASHES[found]
            else:
                said, at = self._command(text, match, at, depth, fixed=fixed)
                html += said
        return html, at

    def _command(self, text: str, match: re.Match[str], at: int, depth: int, *, fixed: bool) -> tuple[str, int]:
        name, sign = match[1], match[3]
        if sign:
            return self._sign(text, sign, at, depth, braced=bool(match[4]))
        if not name:
            return " ", at
        if not match[2]:
            return self._bare(text, name, at)
        if depth >= DEEPEST:
            return escape(match[0]), at
        if name == "verb":
            end = text.find(text[at : at + 1] + "}", at + 1)
            end = len(text) if end < 0 else end
            return f"<code>{escape(text[at + 1 : end])}</code>", end + 2
        inside, end = self._read(text, at, depth + 1, fixed=fixed or name in _AS_WRITTEN)
        return self._braced(name, inside), end

    def _sign(self, text: str, sign: str, at: int, depth: int, *, braced: bool) -> tuple[str, int]:
        if sign in _ACCENTS:
            if braced:
                letter, end = self._read(text, at, depth + 1, fixed=True)
            else:
                letter, end = text[at : at + 1], at + 1
            return unicodedata.normalize("NFC", letter[:1] + _ACCENTS[sign] + letter[1:]), end
        return _OF_ONE.get(sign, escape(sign)) + ("{" if braced else ""), at

    def _bare(self, text: str, name: str, at: int) -> tuple[str, int]:
        """A command without braces: an accent on the next letter, a sign, or words that are not known."""
        if name in _NAMED_ACCENTS and at < len(text) and text[at] == " ":
            return unicodedata.normalize("NFC", text[at + 1 : at + 2] + _NAMED_ACCENTS[name]), at + 2
        if name in _SIGNS:
            return _SIGNS[name], at
        return ("" if name in ("noindent", "indent", "tab", "refill", "group") else f"@{name}"), at

    def _braced(self, name: str, inside: str) -> str:
        if name in _SIGNS:
            return _SIGNS[name]
        if name in _NAMED_ACCENTS:
            return unicodedata.normalize("NFC", inside[:1] + _NAMED_ACCENTS[name] + inside[1:])
        if name in _ELEMENTS:
            return f"<{_ELEMENTS[name]}>{inside}</{_ELEMENTS[name]}>"
        if name == "footnote":
            self._count += 1
            self._notes.define(str(self._count), f"<p>{inside}</p>")
            return self._notes.refer(str(self._count))
        if name in ("uref", "url", "email"):
            return _address(name, [part.strip() for part in inside.split(",")])
        if name in _REFERENCES:
            parts = [part.strip() for part in inside.split(",")]
            titled = next((part for part in (*parts[2:3], *parts[1:2]) if part), parts[0])
            book = f" in <em>{parts[4]}</em>" if len(parts) > 4 and parts[4] else ""
            return f"{_REFERENCES[name]}“{titled}”{book}"
        return self._other(name, inside)

    def _other(self, name: str, inside: str) -> str:
        if name == "value":
            return escape(self.values.get(inside, f"{{{inside}}}"), quote=False)
        if name in ("acronym", "abbr"):
            short, _, long = inside.partition(",")
            return f"{short.strip()} ({long.strip()})" if long.strip() else short
        if name == "U":
            code = int(inside, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", inside) else 0
            return escape(chr(code)) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else inside
        if name == "image":
            alt = [part.strip() for part in inside.split(",")]
            return f'<img alt="{escape(alt[3])}">' if len(alt) > 3 and alt[3] else ""
        if name in ("inlinefmt", "inlineraw", "inlineifset"):
            form, _, words = inside.partition(",")
            return words.strip() if form.strip() in ("info", "html", "plaintext") else ""
        if name in _SILENT or name.endswith("index"):
            return ""
        return inside


def _address(name: str, parts: list[str]) -> str:
    address = parts[0]
    words = next((part for part in (*parts[2:3], *parts[1:2]) if part), address)
    target = f"mailto:{address}" if name == "email" else address
    return f'<a href="{target.replace(chr(34), "%22")}">{words}</a>'
