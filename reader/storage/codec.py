"""Rows as bytes: canonical JSON, so that two machines that know the same write the same."""

from __future__ import annotations

import json
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


def forms(text: str) -> set[bytes]:
    """How a text can stand within what `dumps` writes."""
    return {dumps(text).removeprefix(BEYOND)[1:-1], canonical(text)[1:-1].encode()}


def loads(data: bytes) -> Any:
    """What `dumps` wrote. Raises ValueError."""
    return json.loads(data) if data.startswith(BEYOND) else orjson.loads(data)
