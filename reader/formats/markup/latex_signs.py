"""LaTeX has these names for letters, accents and signs."""

from __future__ import annotations

from unicodedata import normalize

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323", "t": "\u0361",
}  # fmt: skip
SIGNS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—", "S": "§",
    "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "textcopyright": "©", "textregistered": "®",
    "texttrademark": "™", "pounds": "£", "euro": "€", "texteuro": "€", "EUR": "€", "textdegree": "°", "degree": "°",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|", "textless": "<",
    "textgreater": ">", "textunderscore": "_", "textbullet": "•", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "guillemotleft": "«", "guillemotright": "»", "og": "\xab\xa0",
    "fg": "\xa0\xbb", "flqq": "«", "frqq": "»", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "textregister": "®",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "quad": "\u2003",
    "qquad": "\u2003\u2003", "enspace": "\u2002", "thinspace": "\u2009", "textperiodcentered": "·", "cdot": "·",
    "times": "×", "textmu": "µ", "lbrace": "{", "rbrace": "}", "textexclamdown": "¡", "textquestiondown": "¿",
    "slash": "/", "and": ", ", "textrightarrow": "→", "textleftarrow": "←", "checkmark": "✓", "today": "",
}  # fmt: skip
"""Commands that stand for a sign."""
TYPED = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", ",": "\u2009",
    ";": " ", ":": " ", "!": "", "/": "", "-": "", "@": "", "*": "", "|": "‖", "(": "(", ")": ")", "[": "[", "]": "]",
}  # fmt: skip
"""What a backslash before one sign means, accents aside."""
LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"), ("?`", "¿"), ("!`", "¡"))


def is_accent(name: str) -> bool:
    """Tell whether a command puts an accent on the letter after it."""
    return name in _ACCENTS


def put_accent(name: str, letter: str) -> str:
    """Put its accent on a letter."""
    bare = {"ı": "i", "ȷ": "j"}.get(letter[:1], letter[:1])
    return normalize("NFC", bare + _ACCENTS[name]) + letter[1:] if bare.strip() else letter
