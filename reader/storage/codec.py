"""Rows as bytes: canonical JSON, so that two machines that know the same write the same."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from reader.domain.merge import canonical

BEYOND = b" "
"""Before JSON that orjson cannot read: it has lone surrogates, or whole numbers of more than 64 bits."""


def dumps(value: object) -> bytes:
    """JSON with sorted keys, on one line."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return BEYOND + canonical(value).encode()


def pattern_of(text: str) -> re.Pattern[bytes]:
    """What finds a text within what `dumps` writes."""
    forms = {dumps(text).removeprefix(BEYOND)[1:-1], canonical(text)[1:-1].encode()}
    return re.compile(b"|".join(map(re.escape, forms)))


def pattern_of_keys(prefix: str) -> re.Pattern[bytes]:
    """What finds the keys that begin with a prefix of ASCII letters and slashes; `key_of` says which one it found."""
    return re.compile(rb'"%s(?:[^"\\]|\\.)*":' % prefix.encode())


def key_of(found: bytes) -> str:
    """The key that `pattern_of_keys` found."""
    key: str = json.loads(found[:-1])
    return key


def loads(data: bytes) -> Any:
    """What `dumps` wrote. Raises ValueError."""
    return json.loads(data) if data.startswith(BEYOND) else orjson.loads(data)
