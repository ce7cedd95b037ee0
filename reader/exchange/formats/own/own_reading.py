"""Our own JSON's objects become what an import takes again; everything in them may have been changed by somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.annotation import NoteText, Origin, State, Target
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id, uuid_of
from reader.exchange.input import colour, number, records, text, texts, time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Object = Mapping[str, Any]

EMPTY = "annotations without quote and note"


def annotations_of(pairs: Iterable[tuple[Object, Object]]) -> ImportResult:
    """Take articles' objects apart, each with one of its annotations."""
    found, left_out = [], 0
    for article, one in pairs:
        imported = _annotation(one, _provenance(article))
        if imported.quote or imported.note:
            found.append(imported)
        else:
            left_out += 1
    return ImportResult.of(found, (EMPTY, left_out))


def _provenance(article: Object) -> Provenance:
    return Provenance(
        title=text(article.get("title")),
        authors=texts(article.get("authors")),
        url=text(article.get("url")),
        name=text(article.get("source")).rpartition("/")[2],
        article_id=uuid_of(text(article.get("id"))),
        version=text(article.get("version")),
    )


def _annotation(one: Object, source: Provenance) -> Imported:
    targets = tuple(target for each in records(one.get("targets")) if (target := _target(each)) is not None)
    quote, note = text(one.get("quote")), text(one.get("note"))
    selectors = targets[-1].selectors if targets else Selectors(TextQuoteSelector(quote)) if quote else None
    name = uuid_of(text(one.get("id")))
    return Imported(
        id=name or imported_id("reader", source.title, source.url, quote, note),
        source=source,
        selectors=selectors,
        note=note,
        tags=texts(one.get("tags")),
        colour=colour(one.get("colour")),
        star=one.get("star") is True,
        created=time(one.get("created")),
        modified=time(one.get("modified")),
        creator=text(one.get("creator")),
        rivals=_rivals(one),
        targets=targets,
        extra=_extra(one.get("extra")),
        note_digest=text(one.get("note_digest")),
    )


def _target(one: Object) -> Target | None:
    exact, version = text(one.get("exact")), text(one.get("version"))
    if not exact:
        return None
    start, end = number(one.get("start")), number(one.get("end"))
    position = Span(start, end) if start is not None and end is not None and start < end else None
    state, origin, confidence = text(one.get("state")), text(one.get("origin")), one.get("confidence")
    sure = isinstance(confidence, (int, float)) and 0 <= confidence <= 1
    known = State(state) if state in set(State) else State.ANCHORED
    return Target(
        version,
        Selectors(TextQuoteSelector(exact, text(one.get("prefix")), text(one.get("suffix"))), position),
        # Without a position there is no place in that version, whatever the file says.
        known if position is not None else State.ORPHAN,
        float(confidence) if sure else 0.0,  # type: ignore[arg-type]  # a number, as was just seen
        Origin(origin) if origin in set(Origin) else Origin.CARRIED,
    )


def _rivals(one: Object) -> tuple[NoteText, ...]:
    found = []
    for rival in records(one.get("rivals")):
        written = time(rival.get("written"))
        if written is not None:
            found.append(NoteText(text(rival.get("text")), "", written))
    return tuple(found)


def _extra(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        return ()
    return tuple((name, content) for name, content in value.items() if isinstance(content, str))[:50]
