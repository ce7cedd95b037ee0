"""All digests of bytes are made here: the library behind them takes 3 ms and 3 MB, and most starts need none."""

from __future__ import annotations


def sha256(data: bytes | memoryview) -> str:
    """SHA-256 in 64 hex digits."""
    import hashlib  # noqa: PLC0415  (the reason is above)

    return hashlib.sha256(data).hexdigest()


def sha1(data: bytes) -> bytes:
    """SHA-1 in 20 bytes, which names are made of (RFC 9562) and nothing that must be safe is."""
    import hashlib  # noqa: PLC0415  (the reason is above)

    return hashlib.sha1(data, usedforsecurity=False).digest()
