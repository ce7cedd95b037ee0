"""Ids are UUIDs, kept as text (RFC 9562)."""

from __future__ import annotations

from functools import cache
from uuid import UUID, uuid4

from reader.domain.digests import sha1


def random_id() -> str:
    """A new one, of version 4."""
    return str(uuid4())


def name_id(namespace: str, name: str) -> str:
    """The one of `name` within a namespace, itself a UUID: version 5, the same on every machine."""
    # As `uuid.uuid5`, which makes an object on the way: an import needs one for each of 50,000 annotations.
    digest = bytearray(sha1(_namespace(namespace) + name.encode())[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@cache
def _namespace(namespace: str) -> bytes:
    return UUID(namespace).bytes
