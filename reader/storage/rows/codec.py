"""Rows become bytes as canonical JSON, so that two machines that know the same write the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from reader.domain.merge import canonical

_dumps: Callable[[object], bytes]
_loads: Callable[[bytes | memoryview], Any]
try:
    import orjson
except ImportError:  # it has no wheel for this interpreter
    from reader.domain import plain_json

    _dumps = partial(plain_json.dumps, sort=True)

    def _read(data: bytes | memoryview) -> Any:
        return plain_json.loads(bytes(data))

    _loads = _read
else:
    # Not in functions of our own: all of a library is asked for.
    _dumps = partial(orjson.dumps, option=orjson.OPT_SORT_KEYS)
    _loads = orjson.loads


Finder = Callable[[bytes, int], tuple[int, int] | None]
"""Where in some bytes, from an offset on, the next of what is looked for begins and ends; None where there is none."""
BEYOND = b" "
"""Before JSON that orjson cannot read: it has lone surrogates, or whole numbers of more than 64 bits."""


def dumps(value: object) -> bytes:
    """Write JSON with sorted keys, on one line."""
    try:
        return _dumps(value)
    except TypeError:
        return BEYOND + canonical(value).encode()


def finder_of(text: str) -> Finder:
    """Finds a text within what `dumps` writes."""
    forms = {dumps(text).removeprefix(BEYOND)[1:-1], canonical(text)[1:-1].encode()}

    def find(data: bytes, start: int) -> tuple[int, int] | None:
        # A pattern takes ten times as long, and to open an article all others are passed over.
        found = ((at, at + len(form)) for form in forms if (at := data.find(form, start)) >= 0)
        return min(found, default=None)

    return find


def finder_of_keys(prefix: str) -> Finder:
    """Finds the keys that begin with a prefix of ASCII letters and slashes; `key_of` says which one it found."""
    pattern = re.compile(rb'"%s(?:[^"\\]|\\.)*":' % prefix.encode())

    def find(data: bytes, start: int) -> tuple[int, int] | None:
        match = pattern.search(data, start)
        return match.span() if match else None

    return find


def key_of(found: bytes) -> str:
    """Return the key that a finder of keys found."""
    key: str = json.loads(found[:-1])
    return key


def loads(data: bytes | memoryview) -> Any:
    """Read what `dumps` wrote. Raises ValueError."""
    return json.loads(bytes(data)) if data[:1] == BEYOND else _loads(data)
