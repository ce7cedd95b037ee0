"""Rows as bytes: canonical JSON, so that two machines that know the same write the same."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from reader.domain.merge import canonical

LONG_NUMBER = re.compile(rb"\d{19}")
"""Whole numbers beyond 64 bits, which orjson would round."""


def dumps(value: object) -> bytes:
    """JSON with sorted keys, on one line."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        # Lone surrogates and numbers beyond 64 bits: kept, and written as JSON's escapes allow.
        return canonical(value).encode()


def loads(data: bytes) -> Any:
    """What `dumps` wrote. Raises ValueError."""
    if LONG_NUMBER.search(data):
        return json.loads(data)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)  # it reads lone surrogates, and raises for all else
