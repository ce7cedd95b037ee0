"""What a change writes is decided here, from the change and the row as it is; it is written elsewhere.

A write carries only the fields that changed. In each of them it replaces the values that the record showed when it
was changed, and no others: what another window or machine wrote meanwhile stays beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from reader.domain.annotation import Origin
from reader.domain.merge import Row, content_stamps, is_deleted, is_returned, join_rows
from reader.domain.ports import Record
from reader.storage.rows.stamps import CARRIED, IMPORTED, content_stamp, milliseconds
from reader.storage.rows.values import text

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, MutableMapping, Sequence

    from reader.domain.ports import ByContent, Change
    from reader.storage.rows.stamps import Moment, Stamper
    from reader.storage.rows.values import Fields


class Codec(Generic[Record]):
    """A `Codec` says how records of a kind become rows and back."""

    def __init__(
        self, table: str, kind: str, to_fields: Callable[[Record], Fields], from_row: Callable[[Row, str], Record]
    ) -> None:
        self.table = table
        self.kind = kind
        self.to_fields: Callable[[Record], Fields] = to_fields
        self.from_row: Callable[[Row, str], Record] = from_row

    def record(self, row: Row) -> Record | None:
        """Read the record that a row shows; None where it is deleted."""
        return None if is_deleted(row) else self.from_row(row, seen_of(row))


def seen_of(row: Row) -> str:
    """Join the stamps of all live content to one text: `in` finds a stamp in it, and it is small."""
    return " ".join(content_stamps(row))


def delta(change: Change[Record], row: Row | None, codec: Codec[Record], stamper: Stamper) -> Row | None:
    """Make the row to write for a change to the record of which `row` is what is known; None where nothing changed."""
    before, after = change.before, change.after
    record = after or before
    assert record is not None, "a change of nothing into nothing"
    write = _Write(record.id, codec.kind, row, (before or record).seen, stamper, change.by)
    if after is None:
        write.deletion()
    elif row is None:
        write.whole(codec.to_fields(after))  # new, or lost here
    elif before is not None:
        was, shall = codec.to_fields(before), codec.to_fields(after)
        rivals, kept = _texts(before), _texts(after)
        if rivals and kept:
            # One of several texts was written on: the others were not replaced, and stay beside it.
            was["note"] = shall["note"] = None
            gone, new = rivals - kept, kept - rivals
            if gone and not new:
                new = {min(kept)}  # written again: only a write says what it replaces
            write.rivals(gone | new, new)
        elif rivals:
            was["note"] = None  # resolved: written even where the text is one of the rivals
            shall.setdefault("note", "")
        write.difference(was, shall)
        write.acceptance()
    else:
        write.restoration(codec.to_fields(after))
    return write.row()


def delta_after(
    change: Change[Record], row: Row | None, pending: MutableMapping[str, Row], codec: Codec[Record], stamper: Stamper
) -> None:
    """Add what a change writes to the rows that are to be written together, which it comes after."""
    record = change.after or change.before
    assert record is not None, "a change of nothing into nothing"
    earlier = pending.get(record.id)
    if earlier is not None:
        row = earlier if row is None else join_rows(row, earlier)
    new = delta(change, row, codec, stamper)
    if new is not None:
        pending[record.id] = new if earlier is None else join_rows(earlier, new)


def _texts(record: object) -> set[str]:
    """The different texts of a note that has several."""
    return {rival.text for rival in getattr(record, "rivals", ())}


class _Write:
    """One record's part of a write: stamps the new values, and marks as dead those that were seen."""

    def __init__(
        self, uuid: str, kind: str, row: Row | None, seen: Container[str], stamper: Stamper, by: ByContent | None
    ) -> None:
        self._uuid, self._kind, self._seen, self._stamper = uuid, kind, seen, stamper
        self._by = by
        self._when = milliseconds(by.written) if by is not None and by.written is not None else 0
        self._count = 0
        self._row = row
        self._live: dict[str, dict[str, Any]] = row["f"] if row else {}
        self._fields: dict[str, dict[str, Any]] = {}
        self._dead: list[str] = []
        self._moment: Moment | None = None

    def row(self) -> Row | None:
        """What is to be written."""
        if not self._fields:
            return None
        return {"uuid": self._uuid, "kind": self._kind, "f": self._fields, "dead": sorted(self._dead)}

    def whole(self, after: Fields) -> None:
        """Write all of a record of which nothing is known."""
        for field, value in after.items():
            self._fields[field] = {self._stamp(field, value): value}

    def difference(self, before: Fields, after: Fields) -> None:
        """Write the fields in which the two differ."""
        for field in [*after, *(field for field in before if field not in after)]:
            if before.get(field) != after.get(field):
                self._put(field, after.get(field), self._visible(field))

    def rivals(self, gone: Container[str], new: Iterable[str]) -> None:
        """Write new texts of a note that has several, in place of those that are gone; the others are left alone."""
        replaced = [stamp for stamp in self._visible("note") if text(self._live["note"][stamp]) in gone]
        for one in sorted(new):
            stamp = self._next("note").stamp("note", one)
            self._fields.setdefault("note", {})[stamp] = one
            self._dead += [old for old in replaced if old != stamp]

    def deletion(self) -> None:
        """Delete what was seen. Where something else is alive in the row, that brings it back."""
        seen = sorted(stamp for stamp in content_stamps(self._row) if stamp in self._seen) if self._row else []
        if seen:
            self._put("deleted", seen, self._live.get("deleted", {}))

    def acceptance(self) -> None:
        """Whoever changes what came back from a deletion wants it."""
        if self._fields and self._row is not None and is_returned(self._row):
            self._put("deleted", [], self._live["deleted"])

    def restoration(self, after: Fields) -> None:
        """Bring it back, with everything that is alive in it: a note may have two texts.

        All of that is written anew, for another machine may have emptied its trash meanwhile.
        """
        if self._row is not None and is_deleted(self._row):
            for field in sorted({*self._live, *after} - {"deleted"}, key=self._age):
                self._renew(field, after.get(field))
            self._put("deleted", [], self._live["deleted"])
            return
        for field, value in after.items():
            if value not in self._live.get(field, {}).values():
                self._put(field, value, self._visible(field))

    def _age(self, field: str) -> str:
        # Tags keep their order; those that are new come last.
        return min(self._live.get(field, ["~"]))

    def _renew(self, field: str, value: Any) -> None:
        """Write anew what is alive in the field, but for what was seen and has given way to `value`."""
        live = self._live.get(field, {})
        kept = list(live.values())
        if value is not None and value not in kept:
            kept = [value, *(old for stamp, old in live.items() if stamp not in self._seen)]
        moment = self._next(field)
        self._fields[field] = {moment.stamp(field, one): one for one in kept}
        self._dead += live

    def _visible(self, field: str) -> list[str]:
        return [stamp for stamp in self._live.get(field, ()) if stamp in self._seen]

    def _put(self, field: str, value: Any, replaced: Iterable[str]) -> None:
        if value is None and field not in self._live:
            return
        replaced = list(replaced)
        stamp = self._stamp(field, value, replaced)
        self._fields[field] = {stamp: value}
        self._dead += [one for one in replaced if one != stamp]

    def _stamp(self, field: str, value: Any, replaced: Sequence[str] = ()) -> str:
        stamp = ""
        if isinstance(value, dict) and value.get("origin") == Origin.CARRIED:
            stamp = content_stamp(field, value, CARRIED)
        elif self._by is not None and field != "deleted":
            self._count += field.startswith("tag/")  # tags are shown in the order of their stamps
            source = f"{self._by.program}{IMPORTED}"
            stamp = content_stamp(field, value, source, replaced, when=self._when, count=self._count)
        # One that was written so before and replaced since is dead for good: then it is a write like any other.
        if stamp and (self._row is None or stamp not in self._row["dead"]):
            return stamp
        return self._next(field).stamp(field, value)

    def _next(self, field: str) -> Moment:
        if field.startswith("tag/"):
            self._moment = self._begun().next()  # tags are shown in the order of their stamps
        return self._begun()

    def _begun(self) -> Moment:
        """The moment of this write; what follows from its content alone has none."""
        if self._moment is None:
            self._moment = self._stamper.tick(content_stamps(self._row) if self._row else ())
        return self._moment
