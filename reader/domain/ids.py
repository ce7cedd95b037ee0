"""UUIDs as text (RFC 9562)."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5


def random_id() -> str:
    """A new one, of version 4."""
    return str(uuid4())


def name_id(namespace: str, name: str) -> str:
    """The one of `name` within a namespace, itself a UUID: version 5, the same on every machine."""
    return str(uuid5(UUID(namespace), name))
