"""A field may have several live values: this tells which are shown."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from reader.domain.merge import Row, canonical
from reader.storage.rows.stamps import EPOCH

Kind = TypeVar("Kind", bound=StrEnum)
Fields = dict[str, Any]
"""A record as fields and values; what is not there has no field."""

PLACED = {"placed": 2, "made": 1}
"""What a person did to a target beats what was carried."""


def choose_values(row: Row) -> Fields:
    """Choose each field's value as it is shown; null values, which say that something was taken away, are left out."""
    fields = {}
    for field, live in row["f"].items():
        if len(live) == 1:  # nearly always, so it is not asked in a call
            (value,) = live.values()
        else:
            value = choose_value(field, live)
        if value is not None:
            fields[field] = value
    return fields


def choose_value(field: str, live: dict[str, Any]) -> Any:
    """Choose the value of one field as it is shown; None where it was taken away."""
    if len(live) == 1:
        (value,) = live.values()
        return value
    if field == "note":
        return next(iter(texts(live)), None)
    newest = [value for _, value in sorted(live.items(), reverse=True)]
    if "/" not in field:
        return newest[0]
    there = [value for value in newest if value is not None]  # what one adds and another takes away at once stays
    return max(there, key=_rank, default=None)  # the first, so the newest, of those that rank the same


def _rank(value: Any) -> int:
    return PLACED.get(text(value.get("origin")), 0) if isinstance(value, dict) else 0


def texts(live: dict[str, Any]) -> dict[str, str]:
    """Return the different texts of a note and their stamps, newest first; an empty one only where there is no
    other.
    """
    found: dict[str, str] = {}
    for stamp, value in sorted(live.items(), reverse=True):
        found.setdefault(text(value), stamp)
    return {one: stamp for one, stamp in found.items() if one} or found


def text(value: object) -> str:
    """Take it as text, whatever another tool put there."""
    if isinstance(value, str):
        return value
    return "" if value is None else canonical(value)


def number(value: object) -> float:
    """Take it as a finite number; 0 where it is none."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return 0.0
    try:
        return float(value)
    except OverflowError:
        return 0.0


def whole(value: object, default: int = 0) -> int:
    """Take it as a whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def time(value: object) -> datetime:
    """Take it as a time with a zone; 1970 where it is none."""
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            return EPOCH
        if not MINYEAR < found.year < MAXYEAR:
            return EPOCH  # in another zone there may be no such time
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return EPOCH


def one_of(kinds: type[Kind], value: object, default: Kind) -> Kind:
    """Take it as one of these."""
    return _members(kinds).get(value, default) if isinstance(value, str) else default


@cache
def _members(kinds: type[Kind]) -> dict[str, Kind]:
    # Asking the class takes four times as long, and every record is asked.
    return {one.value: one for one in kinds}


def article_of(row: Row) -> str:
    """Tell which article an annotation's row belongs to; empty where it does not say."""
    live = row.get("f", {}).get("article")
    if not live:
        return ""
    name = live[max(live)] if len(live) > 1 else next(iter(live.values()))
    return name if type(name) is str else text(name)
