"""Things are named by ids, which are UUIDs kept as text (RFC 9562), and by digests of bytes.

The libraries behind them are imported when something is named: hashlib takes 3 ms and 3 MB, and most starts need none.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable, Iterable


def random_id() -> str:
    """Make a new id, of version 4."""
    from uuid import uuid4

    return str(uuid4())


def name_id(namespace: str, name: str) -> str:
    """Make the id of `name` within a namespace, itself a UUID: version 5, the same on every machine."""
    # As `uuid.uuid5`, which makes an object on the way: an import needs one for each of 50,000 annotations.
    digest = bytearray(sha1(_namespace(namespace) + name.encode())[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@cache
def _namespace(namespace: str) -> bytes:
    from uuid import UUID

    return UUID(namespace).bytes


def first_bits(data: bytes, bits: int) -> int:
    """Take the first bits of its SHA-256, 64 at most, as a number."""
    return int.from_bytes(_sha256()(data).digest()[:8]) >> (64 - bits)


def sha256(data: bytes | memoryview) -> str:
    """Digest it by SHA-256, in 64 hex digits."""
    return _sha256()(data).hexdigest()


@cache
def _sha256() -> Callable[[bytes | memoryview], hashlib._Hash]:
    from hashlib import sha256

    return sha256


def sha256_of(pieces: Iterable[bytes]) -> str:
    """Digest what the pieces are together by SHA-256, in 64 hex digits."""
    import hashlib

    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def sha1(data: bytes) -> bytes:
    """Digest it by SHA-1, in 20 bytes, which names are made of (RFC 9562) and nothing that must be safe is."""
    import hashlib

    return hashlib.sha1(data, usedforsecurity=False).digest()
