"""A highlight or note is stored as the fields of a row of the table `annotations`, and read back from it."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Annotation, Colour, ImportOrigin, NoteText, Origin, State, Target
from reader.domain.merge import is_returned
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.storage.rows.stamps import device_of, time_of_stamp
from reader.storage.rows.values import Fields, choose_value, number, one_of, text, texts, time, whole

if TYPE_CHECKING:
    from reader.domain.merge import Row

TABLE = "annotations"
KIND = "annotation"
TAG = "tag/"
"""Begins the name of the field of a tag; the tag follows."""
ORIGIN = "origin/"
"""Begins the name of the field of what a program said of it; the program follows."""
ALIAS = "alias/"
"""Begins the name of the field of another id that it is known by; it outlives the trash."""
SELECTED = {"exact", "prefix", "suffix", "start", "end"}
"""What is written of a target that is where it was made."""


def to_fields(annotation: Annotation) -> Fields:
    """Write everything but the id; what is as it is by default has no field."""
    fields: Fields = {
        "article": annotation.article_id,
        "created": annotation.created.isoformat(),
        "modified": annotation.modified.isoformat(),
    }
    if annotation.note:
        fields["note"] = annotation.note
    if annotation.colour is not Colour.YELLOW:
        fields["colour"] = annotation.colour.value
    if annotation.star:
        fields["star"] = True
    if annotation.creator:
        fields["creator"] = annotation.creator
    fields |= {f"{TAG}{tag}": True for tag in annotation.tags}
    fields |= {f"extra/{name}": value for name, value in annotation.extra}
    fields |= {f"{ORIGIN}{origin.program}": dict(origin.facts) for origin in annotation.origins}
    fields |= {f"{ALIAS}{alias}": True for alias in annotation.aliases}
    fields |= {f"target/{target.version}": _target(target, n) for n, target in enumerate(annotation.targets)}
    return fields


def from_row(row: Row, seen: str) -> Annotation:
    """Read the annotation that a row shows.

    What another tool put there of a wrong type is shown as far as it can be.
    """
    plain: Fields = {}
    targets: list[tuple[int, Target]] = []
    tags: list[tuple[str, str]] = []
    extra: list[tuple[str, str]] = []
    origins: list[ImportOrigin] = []
    aliases: list[str] = []
    fields = row["f"]
    for field, live in fields.items():  # one pass: an export reads 100,000 rows
        if len(live) == 1:
            (value,) = live.values()
        else:
            value = choose_value(field, live)
        if value is None:
            continue
        if "/" not in field:
            plain[field] = value
            continue
        prefix, _, name = field.partition("/")
        if prefix == "target":
            if isinstance(value, dict):
                targets.append((whole(value.get("n")), _from_target(name, value)))
        elif prefix == "tag":
            tags.append((min(live), name))
        elif prefix == "extra":
            extra.append((name, text(value)))
        elif prefix == "origin":
            if isinstance(value, dict):
                origins.append(ImportOrigin(name, value))
        elif prefix == "alias":
            aliases.append(name)
    if len(targets) > 1:
        targets.sort(key=lambda one: (one[0], one[1].version))
    get = plain.get
    created, modified = get("created"), get("modified")
    first = time(created)
    return Annotation(
        row["uuid"],
        intern(text(get("article"))),
        first,
        first if modified == created else time(modified),
        tuple([target for _, target in targets]),
        text(get("note")),
        tuple([name for _, name in sorted(tags)]) if tags else (),
        one_of(Colour, get("colour"), Colour.YELLOW),
        get("star") is True,
        text(get("creator")),
        _rivals(fields["note"]) if "note" in fields else (),
        "deleted" in fields and is_returned(row),
        tuple(sorted(extra)) if extra else (),
        tuple(sorted(origins, key=lambda one: one.program)) if len(origins) > 1 else tuple(origins),
        tuple(sorted(aliases)) if aliases else (),
        seen,
    )


def origins_in(row: Row) -> Fields:
    """Read what programs said of the annotation, by program, without reading the rest of its row."""
    fields = row["f"]
    return {
        field[len(ORIGIN) :]: value
        for field in fields
        if field.startswith(ORIGIN) and isinstance(value := choose_value(field, fields[field]), dict)
    }


def _target(target: Target, n: int) -> dict[str, Any]:
    quote, position = target.selectors.quote, target.selectors.position
    value: dict[str, Any] = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    if position is not None:
        value |= {"start": position.start, "end": position.end}
    if n:
        value["n"] = n
    if target.state is not State.ANCHORED:
        value["state"] = target.state.value
    if target.confidence != 1.0:
        value["confidence"] = target.confidence
    if target.origin is not Origin.MADE:
        value["origin"] = target.origin.value
    return value


def _from_target(version: str, value: dict[str, Any]) -> Target:
    quote = TextQuoteSelector(text(value.get("exact")), text(value.get("prefix")), text(value.get("suffix")))
    start, end = whole(value.get("start"), -1), whole(value.get("end"), -1)
    selectors = Selectors(quote, Span(start, end) if 0 <= start <= end else None)
    version = intern(version)  # as the article's id: 10,000 annotations have the same
    if value.keys() <= SELECTED:
        return Target(version, selectors)  # as nearly all are
    return Target(
        version,
        selectors,
        one_of(State, value.get("state"), State.ANCHORED),
        number(value.get("confidence", 1.0)),
        one_of(Origin, value.get("origin"), Origin.MADE),
    )


def _rivals(live: dict[str, Any]) -> tuple[NoteText, ...]:
    if len(live) < 2:
        return ()
    found = texts(live)
    if len(found) < 2:
        return ()
    return tuple(NoteText(one, device_of(stamp), time_of_stamp(stamp)) for one, stamp in found.items())
