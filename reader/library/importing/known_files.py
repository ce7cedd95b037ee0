"""A large file that was taken in whole is known again by its bytes, without being read a second time.

What it said is kept as the ids of its annotations, and one digest of what the library then knew to be said of them. For
as long as the library still says so (nothing of it was deleted, no later file has changed it), the file has nothing
new; where anything differs, the file is read and compared as any other.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from reader.domain.ids import sha256, sha256_of
from reader.storage.rows.codec import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.domain.ports import Store

LARGE = 1 << 19
"""Bytes of a file from which on it is worth it: a smaller one is read in a tenth of a second."""


class FileMemory(Protocol):
    """A `FileMemory` is where it is kept; losing it costs time only, so failures are silent."""

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """Recall what is kept under that key; None where nothing is, or it cannot be read."""

    def note(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep it."""


class KnownFile(NamedTuple):
    """A `KnownFile` says how many annotations a file has, all of them known; and what is told of it besides."""

    annotations: int
    left_out: dict[str, int]
    remarks: list[str]


def key_of(data: bytes, *names: str) -> str:
    """Make the key of a file's bytes, read under these names by this version of the program."""
    try:
        ours = version("terminal-reader")
    except PackageNotFoundError:
        ours = ""
    return sha256("\0".join((sha256(data), ours, *names)).encode(errors="surrogatepass"))


def recall(memory: FileMemory, key: str, store: Store) -> KnownFile | None:
    """Recall what is known of the file, where the library says of it what it said when it was noted."""
    value = memory.recall(key)
    try:
        if value is None:
            return None
        ids, program = list(map(str, value["ids"])), str(value["program"])
        known = KnownFile(
            len(ids), {str(name): int(n) for name, n in value["left_out"]}, list(map(str, value["remarks"]))
        )
        said = store.said(ids, lambda origins: fingerprint(origins.get(program, {})))
        return known if _digest(said[name] for name in ids) == value["digest"] else None
    except (KeyError, TypeError, ValueError):
        return None


def note(memory: FileMemory, key: str, program: str, facts: Mapping[str, int], known: KnownFile) -> None:
    """Note a file all of whose annotations the library knows now, each with the `fingerprint` of what the program said
    of it.
    """
    value = {
        "ids": list(facts),
        "program": program,
        "digest": _digest(facts.values()),
        "left_out": list(known.left_out.items()),
        "remarks": known.remarks,
    }
    memory.note(key, value)


def fingerprint(facts: Mapping[str, Any]) -> int:
    """Make the number that what a program said of an annotation is known by: the facts of 200,000 are 200 MB."""
    return int(sha256(dumps(dict(facts)))[:16], 16)


def _digest(fingerprints: Iterable[int]) -> str:
    return sha256_of(one.to_bytes(8) for one in fingerprints)
