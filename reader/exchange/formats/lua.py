"""Lua tables are read as data, as KOReader's sidecar files hold them, without running anything.

Understood is `return` and one value: tables, texts, numbers, true, false, nil. Anything else is refused.
"""

from __future__ import annotations

import re
from typing import Any

from reader.domain.errors import NotImported
from reader.exchange.input import DEEPEST

TOKEN = re.compile(
    r"\s*+(?:--[^\n]*+\s*+)*+"  # possessive: a comment may hold what looks like another
    r"(?P<token>[{}\[\],;=]|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|-?(?:0x[0-9a-fA-F]{1,16}|\d[\d.eE+-]{0,30}|(?:math\.huge|inf|nan)\b)|[A-Za-z_]\w{0,99})",
    re.DOTALL,
)
ESCAPE = re.compile(
    r"(?P<bytes>(?:\\(?:\d{1,3}|x[0-9a-fA-F]{2}))++)|\\(?:u\{(?P<code>[0-9a-fA-F]{1,8})\}|z\s*|(?P<one>\r?\n|.))",
    re.DOTALL,
)
BYTE = re.compile(r"\\(?:(\d{1,3})|x([0-9a-fA-F]{2}))")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
WORDS: dict[str, Any] = {"true": True, "false": False, "nil": None}


def table(text: str) -> dict[Any, Any]:
    """Read the table that the file returns; items without a key are numbered from 1. Raises NotImported."""
    parser = _Parser(text)
    if parser.next() != "return":
        raise NotImported("it is no table that Lua returns")
    value = parser.value(parser.next(), 0)
    if not isinstance(value, dict):
        raise NotImported("it is no table that Lua returns")
    return value


def as_list(value: Any) -> list[Any]:
    """Return the numbered items of a table, in order."""
    if not isinstance(value, dict):
        return []
    return [value[key] for key in sorted(key for key in value if isinstance(key, int))]


class _Parser:
    """Reads tokens one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def next(self) -> str:
        found = TOKEN.match(self._text, self._at)
        if found is None:
            raise NotImported("it is not a whole Lua table")
        self._at = found.end()
        return found["token"]

    def value(self, piece: str, depth: int) -> Any:
        if depth > DEEPEST:
            raise NotImported("it is nested too deeply")
        if piece == "{":
            return self._table(depth + 1)
        if piece[0] in "\"'":
            return _unescaped(piece[1:-1])
        if piece in WORDS:
            return WORDS[piece]
        try:
            piece = piece.replace("math.huge", "inf")  # What is no number is written as a word, and is one here too.
            return int(piece, 0) if re.fullmatch(r"-?(0x[0-9a-fA-F]+|0|[1-9]\d*)", piece) else float(piece)
        except ValueError as error:
            raise NotImported("it holds something that is no data") from error

    def _table(self, depth: int) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        count = 0
        piece = self.next()
        while piece != "}":
            if piece == "[":
                key = self.value(self.next(), depth)
                if self.next() != "]" or self.next() != "=" or isinstance(key, dict):
                    raise NotImported("it is not a whole Lua table")
                found[key] = self.value(self.next(), depth)
                piece = self.next()
            else:
                following = self.next() if re.fullmatch(r"[A-Za-z_]\w*", piece) and piece not in WORDS else ""
                if following == "=":
                    found[piece] = self.value(self.next(), depth)
                    piece = self.next()
                else:
                    count += 1
                    found[count] = self.value(piece, depth)
                    piece = self.next()
            if piece in (",", ";"):
                piece = self.next()
            elif piece != "}":
                raise NotImported("it is not a whole Lua table")
        return found


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found["bytes"]:
        # Lua's texts are bytes: several in a row are one character.
        codes = (int(one[1]) if one[1] else int(one[2], 16) for one in BYTE.finditer(found["bytes"]))
        return bytes(min(code, 255) for code in codes).decode("utf-8", "replace")
    if found["code"]:
        code = int(found["code"], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    one = found["one"] or ""
    return "\n" if one.endswith("\n") else ESCAPES.get(one, one)
