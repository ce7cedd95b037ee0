"""A row has plain fields, for people, queries and other tools: they are derived, and adopted where another tool wrote.

A row carries a digest. Where it does not fit, another tool has changed the row, and what it wrote is adopted as a write
of its own, with stamps that follow from the content, so that every machine adopts the same.
"""

from __future__ import annotations

from typing import Any

from reader.domain.ids import name_id, sha256
from reader.domain.merge import Row, canonical, is_deleted, is_named, restamp
from reader.storage.rows.codec import dumps
from reader.storage.rows.stamps import ADOPTED, STAMP, are_stamps, content_stamp
from reader.storage.rows.values import choose_value, choose_values

RULE = 1
"""Which derivation: a digest holds it, so that a change of the rule is not taken for a change by another tool."""
OWN = frozenset({"uuid", "kind", "f", "dead", "digest"})
NEVER_PLAIN = OWN | {"deleted"}
DEEPEST = 32
"""Half of what is read at all: a value in a register lies deeper than the plain one that it came from."""
ADOPTIONS = "0b9d7d3c-2f8e-5a3b-8f63-2c1f7a0f6f0e"
"""Namespace of the ids of records that came without one."""


def derive_row(row: Row) -> Row:
    """Derive the whole row as it stands in the library file."""
    whole = {**_plain(row), **core(row)}
    return {**whole, "digest": _digest(RULE, whole)}


def core(row: Row) -> Row:
    """Take out of a row what is joined; the rest is derived from it."""
    return {"uuid": row["uuid"], "kind": row["kind"], "f": row["f"], "dead": row["dead"]}


def adopt_row(row: Row, kind: str) -> Row:
    """Adopt a row out of a file that anybody may have written: its core, with what other tools did to it."""
    if is_intact(row):
        return core(row)
    plain = {name: value for name, value in row.items() if name not in OWN}
    uuid = row.get("uuid")
    ours = _plain_before(row)
    if ours is not None:
        own = {**core(row), "f": dict(row["f"])}
    else:
        own = _sound(row, uuid if isinstance(uuid, str) and uuid else name_id(ADOPTIONS, canonical(row)), kind)
        ours = _plain(own)
    if not (ours.get("deleted") is True and plain.get("deleted") is True):
        _adopt(own, plain, ours)
    return own


def adopt_whereabouts(row: Row, kind: str) -> Row:
    """Adopt such a row for what says where it is: its id, its article, its places, and whether it is deleted.

    Those are as `adopt_row` has them.
    """
    found = adopt_unmoved(row)
    return adopt_row(row, kind) if found is None else found


def adopt_unmoved(row: Row) -> Row | None:
    """Adopt the same where another program has edited only what says nothing of that; None where it may have edited
    more.

    Nothing else is adopted, in less than half the time.
    """
    ours = _plain_before(row)
    if ours is None or "deleted" in row["f"]:
        return None
    # Of all names at once: what we derive has none with a slash, and few rows have any.
    names = ["article", *(name for name in row if "/" in name)] if "/" in "".join(row) else ("article",)
    return None if any(name in row and ours.get(name) != row[name] for name in names) else core(row)


def _plain_before(row: Row) -> dict[str, Any] | None:
    """What was plain in a row before somebody edited that, and nothing else in it; None where it was not so.

    The digest that it still has says it: to hash each value anew takes three times as long, in all of 100,000 rows.
    """
    digest = row.get("digest")
    if not (isinstance(digest, str) and digest.startswith(f"{RULE}:") and sound(row) and row["uuid"]):
        return None
    own = core(row)
    plain = _plain(own)
    return plain if digest == _digest(RULE, {**plain, **own}) else None


def sound(row: Row) -> bool:
    """Tell whether everything in a row that a join looks at has the right shape."""
    fields, dead = row.get("f"), row.get("dead")
    if not (isinstance(fields, dict) and isinstance(dead, list)):
        return False
    if not (isinstance(row.get("uuid"), str) and isinstance(row.get("kind"), str)):
        return False
    stamps: list[str] = []
    for live in fields.values():
        if not isinstance(live, dict) or not live:
            return False
        stamps += live
    if "deleted" in fields and not all(map(_is_seen, fields["deleted"].values())):
        return False
    return are_stamps(stamps) and (not dead or all(isinstance(stamp, str) for stamp in dead))


def _plain(row: Row) -> dict[str, Any]:
    if is_deleted(row):
        return {"deleted": True}
    plain, tags, targets = {}, [], []
    for field, live in row["f"].items():  # as `choose_values` does it: two thirds of the time, of 100,000 rows
        if len(live) == 1:
            (value,) = live.values()
        else:
            value = choose_value(field, live)
        if value is None:
            continue
        if "/" not in field:
            if field not in NEVER_PLAIN:
                plain[field] = value
        elif field.startswith("tag/"):
            tags.append((min(row["f"][field]), field[4:]))
        elif field.startswith("target/") and isinstance(value, dict):
            targets.append((value.get("n", 0), value))
    if tags or row["kind"] in {"annotation", "article"}:
        plain.setdefault("tags", [tag for _, tag in sorted(tags)] if tags else [])
    if targets:
        last = targets[0] if len(targets) == 1 else max(targets, key=lambda one: str(one[0]).zfill(9))
        plain["quote"] = last[1].get("exact", "")
    if row["kind"] == "annotation":
        plain.setdefault("colour", "yellow")
        plain.setdefault("note", "")
    return plain


def _digest(rule: int, whole: Row) -> str:
    return f"{rule}:{sha256(dumps((rule, whole)))[:12]}"


def is_intact(row: Row) -> bool:
    """Tell whether a row is as one of our rules derived it."""
    whole = dict(row)
    digest = whole.pop("digest", None)
    if not isinstance(digest, str):
        return False
    rule = digest.partition(":")[0]
    known = rule.isascii() and rule.isdigit() and len(rule) < 6
    return known and digest == _digest(int(rule), whole) and sound(row)


def _sound(row: Row, uuid: str, kind: str) -> Row:
    """The row with what does not have the shape of one put where it is kept and does no harm."""
    fields: dict[str, dict[str, Any]] = {}
    dead = row.get("dead", [])
    if not isinstance(dead, list) or not all(isinstance(stamp, str) for stamp in dead):
        dead = _shallow(dead)
        fields["unread/dead"] = {content_stamp("unread/dead", dead, ADOPTED): dead}
        dead = []
    dead = set(dead)
    written = row.get("f", {})
    for field, live in written.items() if isinstance(written, dict) else [("unread/f", {"": written})]:
        for stamp, value in live.items() if isinstance(live, dict) else [("", live)]:
            name = "unread/deleted" if field == "deleted" and not _is_seen(value) else field
            value = _shallow(value)
            fields.setdefault(name, {})[_right(stamp, name, value, dead)] = value
    alive = {field: {s: v for s, v in live.items() if s not in dead} for field, live in fields.items()}
    found = row.get("kind")
    return {
        "uuid": uuid,
        "kind": found if isinstance(found, str) else kind,
        "f": {field: live for field, live in alive.items() if live},
        "dead": sorted(dead),
    }


def _shallow(value: Any) -> Any:
    """The value, or its JSON text where it nests so deep that a file with it in a register would not be read."""
    if not isinstance(value, (dict, list)):
        return value
    layer, depth = [value], 0
    while layer and depth <= DEEPEST:
        depth += 1
        inner = (list(one.values()) if isinstance(one, dict) else one for one in layer if isinstance(one, (dict, list)))
        layer = [one for values in inner for one in values if isinstance(one, (dict, list))]
    return canonical(value) if layer else value


def _right(stamp: str, field: str, value: Any, dead: set[str]) -> str:
    if not STAMP.fullmatch(stamp):
        return content_stamp(field, value, ADOPTED)
    if is_named(stamp, field, value):
        return stamp
    dead.add(stamp)  # somebody edited the value by hand, in place of the one that had this stamp
    return restamp(stamp, field, value)


def _is_seen(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(stamp, str) for stamp in value)


def _adopt(row: Row, plain: dict[str, Any], ours: dict[str, Any]) -> None:
    """Write what another program wrote in the plain fields of a row, which were these by our own rule."""
    for name, value in plain.items():
        if name in {"tags", "quote", "deleted"} or ours.get(name) == value:
            continue
        _write(row, name, value)
    if isinstance(plain.get("tags"), list) and all(isinstance(tag, str) for tag in plain["tags"]):
        there = set(ours.get("tags", ()))
        for tag in sorted(there.symmetric_difference(plain["tags"])):
            _write(row, f"tag/{tag}", None if tag in there else True)
    elif plain.get("tags") is not None and plain["tags"] != ours.get("tags"):
        _write(row, "tags", plain["tags"])
    quote = plain.get("quote")
    if isinstance(quote, str) and quote and not any(field.startswith("target/") for field in row["f"]):
        _write(row, "target/", {"exact": quote, "state": "orphan"})
    elif quote is not None and not isinstance(quote, str):
        _write(row, "unread/quote", quote)


def _write(row: Row, field: str, value: Any) -> None:
    value = _shallow(value)
    live = row["f"].get(field, {})
    replaced: list[str] = []
    if live:
        now = choose_values({"f": {field: live}}).get(field)
        replaced = sorted(stamp for stamp, one in live.items() if one == now)
    stamp = content_stamp(field, value, ADOPTED, replaced)
    if stamp in row["dead"] or stamp in live:
        return
    row["f"][field] = {**{s: v for s, v in live.items() if s not in replaced}, stamp: value}
    if replaced:
        row["dead"] = sorted({*row["dead"], *replaced})
