"""A library file may have been written by anybody: any doubt about it is Corrupt, never an empty library."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NoReturn

from reader.domain.errors import Corrupt
from reader.domain.patterns import deferred
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Pairs = list[tuple[str, Any]]
    """What stands in an object, in its order."""

MAX_DEPTH = 64
"""Ours are 6 deep; a thousand would overflow the parser's stack."""
BRACKET, QUOTE, COMMA = 150, 30, 32
"""Bytes of memory that each may stand for, half of them at most: an object or list, a text, a number."""
HEAVY = 320 << 20
DENSE = 8
"""Bytes of memory to a byte of a file, above which it is no library: one of ours has three or four."""
LARGE = 1 << 24
"""Bytes of a file that is tried before it is made a text."""
TEXT = deferred(rb'"[^"]*"')
ALIKE = bytes.maketrans(b"{}", b"[]")
NOT_STRUCTURE = bytes(set(range(256)) - set(b'"[]{}'))
HEAD = deferred(rb'"([a-z]+)":\{')
FRAME = frozenset({b"{", b"}", b"},", b""})
NUMBER = deferred(r"0|-?[1-9][0-9]*")
"""A document's number; never made an integer to look at it, for Python makes none of thousands of digits."""
ROW = deferred(rb'"(0|[1-9]\d*)":(\{.*\}),?')
ALL_DIGITS = bytes.maketrans(b"123456789", b"000000000")
WIDE = b"0" * 19
"""A number that has so many digits may be one that orjson makes a fraction."""
END = b"\n}\n}\n"
"""Of a file as we write it."""
BOM = b"\xef\xbb\xbf"
"""Some editors put it there; it does no harm."""

RawTables = dict[str, dict[str, dict[str, Any]]]
"""A TinyDB file: table -> document id -> document."""


def parse(data: bytes) -> RawTables:
    """Parse the tables of a TinyDB file. Raises Corrupt for everything that two programs could read differently."""
    ours = _canonical(data)
    if ours is not None:
        return ours
    if not data.strip():
        raise Corrupt("the file is empty")
    if b"\0" in data:
        raise Corrupt("the file holds NUL bytes")
    try:
        if weight(data) > HEAVY:
            raise ValueError(_why_too_heavy(data))
        check_depth(data)
        if len(data) > LARGE:
            # A character for each byte, and nothing held: what does not parse so does not as text either, which may be
            # four times larger.
            parse_text(data.removeprefix(BOM).decode("latin-1"), _check_keys)
        tables = parse_text(data.removeprefix(BOM).decode())
    except (ValueError, RecursionError) as error:
        raise Corrupt(f"the file is not valid JSON ({_reason(error)})") from error
    return _checked(tables)


def _why_too_heavy(data: bytes) -> str:
    """What is wrong with a file that is too heavy to be parsed at once: as a rule that its records did not read."""
    if not data[-64:].rstrip().endswith(b"}"):
        return "it is cut off"
    if weight(data) <= DENSE * len(data):
        return "it is damaged, and too large to say where"
    return "it would use up memory"


def _reason(error: Exception) -> str:
    """What is wrong with a text of JSON, for people."""
    if isinstance(error, UnicodeDecodeError):
        return f"its byte {error.start + 1} is not of UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"see its line {error.lineno}, character {error.colno}"
    return "a number in it has thousands of digits" if "digits" in str(error) else str(error)


def parse_text(text: str, make: Callable[[Pairs], Any] | None = None) -> Any:
    """Parse the value that a text of JSON is. Raises ValueError where two programs could read it differently.

    `make` makes something else than a dictionary of an object.
    """
    return json.loads(text, object_pairs_hook=make or _unique, parse_constant=_refuse, parse_float=_finite)


def document_in(data: bytes) -> Any:
    """Return the value of bytes that were read strictly before, as `parse_text` does. Raises ValueError."""
    try:
        return parse_text(data.decode()) if may_be_wide(data) else loads(data)
    except ValueError:
        return parse_text(data.decode())


def may_be_wide(data: bytes) -> bool:
    """Tell whether there may be a number in it that orjson would make a fraction."""
    # A pattern takes eight times as long, in each of 100,000 rows.
    return WIDE in data.translate(ALL_DIGITS)


def _canonical(data: bytes) -> RawTables | None:
    """The tables of a file that stands as we write it, four times as fast; None where it is any other."""
    # Of a large one that ends badly nothing is held on the way to its end.
    if len(data) > LARGE and _by_lines(data, held=False) is None:
        return None
    return _by_lines(data, held=True)


def _by_lines(data: bytes, *, held: bool) -> RawTables | None:
    """The same line by line, in place: all lines at once would be the file three times more."""
    found: RawTables = {}
    table: dict[str, dict[str, Any]] = {}
    at = 0
    for line in _lines(data):
        row, head = ROW.fullmatch(line), HEAD.fullmatch(line)
        if row is not None:
            number, document = row[1].decode(), document_of(row[2])
            if document is None or number in table:
                return None
            piece = (b",\n" if table else b"\n") + row[0].removesuffix(b",")
            table[number] = document if held else {}
        elif head is not None:
            piece = (b"\n},\n" if found else b"{\n") + line
            table = {}
            found[head[1].decode()] = table
        elif line in FRAME:
            continue
        else:
            return None
        if not data.startswith(piece, at):
            return None
        at += len(piece)
    return found if data[at : at + len(END) + 1] == END else None


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        yield data[start:end]
        start = end + 1
    yield data[start:]


def document_of(data: bytes) -> dict[str, Any] | None:
    """Parse the object in these bytes, where it would be written with the same ones: then no key stands there twice."""
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH:
        return None
    try:
        document = loads(data)
    except ValueError:
        return None
    return document if isinstance(document, dict) and dumps(document) == data else None


def _checked(tables: object) -> RawTables:
    if not isinstance(tables, dict):
        raise Corrupt("the file is not a JSON object")
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise Corrupt(f"table {name[:40]!r} is not an object")
        for number, document in table.items():
            if not NUMBER.fullmatch(number):
                raise Corrupt(f"{number[:40]!r} is not a document's number")
            if not isinstance(document, dict):
                raise Corrupt(f"document {number[:40]} of table {name!r} is not an object")
    return tables


def _check_keys(pairs: Pairs) -> None:
    _unique(pairs)


def _unique(pairs: Pairs) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is out of range")
    return number


def check_weight(data: bytes) -> None:
    """Raise ValueError for what would take far more memory as objects than as bytes: a library weighs 150 MB at 40."""
    if weight(data) > HEAVY:
        raise ValueError("it would use up memory")


def weight(data: bytes) -> int:
    """Tell how many bytes of memory what stands there may take as objects."""
    return BRACKET * (data.count(b"{") + data.count(b"[")) + QUOTE * data.count(b'"') + COMMA * data.count(b",")


def check_depth(data: bytes) -> None:
    """Raise ValueError where brackets nest too deep; texts are taken out first, for they may hold any.

    What is no JSON may pass, or not. No byte is looked at by Python itself: a library may be of 100 MB.
    """
    unescaped = data.replace(rb"\\", b"").replace(rb"\"", b"")
    # Most texts hold no brackets: their quotation marks go in pairs, which leaves the others as they were.
    brackets = TEXT.sub(b"", unescaped.translate(ALIKE, NOT_STRUCTURE).replace(b'""', b""))
    for _ in range(MAX_DEPTH):
        if not brackets:
            return
        brackets = brackets.replace(b"[]", b"")
    if brackets:
        raise ValueError("its brackets do not pair, or nest too deep")
