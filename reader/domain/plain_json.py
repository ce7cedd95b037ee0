"""Where there is no orjson, the standard library reads and writes JSON, byte for byte as that does.

It is in Rust, and has no wheel for some interpreters, as those without the global lock.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    import re

BITS = 64
"""Of the largest whole number that orjson knows."""
ODD = deferred(r"\de-|NaN|Infinity")
TEXT_OR_ODD = deferred(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)|(-?)(\d)(?:\.(\d+))?e-0?(\d+)')
"""A text, which is passed over, or a number that the two libraries write each in its own way."""
PLAIN_TO = 5
"""Zeros that orjson writes out before a number that is small."""


def dumps(value: object, *, indent: bool = False, sort: bool = False) -> bytes:
    """Write JSON in UTF-8, on one line or indented by two. Raises TypeError for what orjson writes none of."""
    try:
        text = json.dumps(
            value,
            sort_keys=sort,
            ensure_ascii=False,
            indent=2 if indent else None,
            separators=(",", ": " if indent else ":"),
        )
        data = (TEXT_OR_ODD.sub(_number, text) if ODD.search(text) else text).encode()
    except (ValueError, RecursionError) as error:  # a lone surrogate, a loop
        raise TypeError(str(error)) from error
    _check(value)
    return data


def loads(data: bytes) -> Any:
    """Read what stands in UTF-8. Raises ValueError, also for lone surrogates and for numbers that are none."""
    try:
        found = json.loads(data.decode(), parse_constant=_refuse)
        if b"\\u" in data:
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return found


def _number(match: re.Match[str]) -> str:
    none, sign, first, rest, zeros = match.groups()
    if none:
        return "null"
    if first is None:
        return match[0]
    if int(zeros) <= PLAIN_TO:
        return f"{sign}0.{'0' * (int(zeros) - 1)}{first}{rest or ''}"
    return f"{sign}{first}{'.' + rest if rest else ''}e-{zeros}"


def _check(value: object) -> None:
    """Raise TypeError for keys that are no texts, and numbers of more bits than orjson knows."""
    if isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(key, str):
                raise TypeError("a key is no text")
            _check(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _check(one)
    elif isinstance(value, int) and not -(1 << (BITS - 1)) <= value < 1 << BITS:
        raise TypeError("a number is too large")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
