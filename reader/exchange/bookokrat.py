"""bookokrat's YAML list of comments. It names neither book nor author: the file's name stands for the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, Origin, Reading, imported_id
from reader.exchange.input import DEEPEST, colour, records, text, text_of, time

if TYPE_CHECKING:
    from collections.abc import Mapping

ALIAS = "&"
"""Starts an anchor in YAML: with aliases a small file unfolds to a large one, and bookokrat writes none."""


def read(data: bytes) -> Reading:
    """The comments and highlights. Raises NotImported."""
    content = text_of(data)
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(content, Loader=yaml.CSafeLoader)):
            raise NotImported("it has aliases, which a list of comments has not")
        depth = deepest = 0
        for event in yaml.parse(content, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            deepest = max(deepest, depth)
            if deepest > DEEPEST:
                raise NotImported("it is nested too deeply")
        rows = yaml.load(content, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotImported("it is not whole YAML") from error
    if not isinstance(rows, list):
        raise NotImported("it is no list of comments")
    found = [_imported(one) for one in records(rows)]
    good = tuple(one for one in found if one.quote or one.note)
    bad = len(rows) - len(good)
    return Reading(good, (("entries without words", bad),) if bad else ())


def _imported(one: Mapping[str, Any]) -> Imported:
    quote, note = text(one.get("quoted_text")), text(one.get("content"))
    name, chapter = text(one.get("id")), text(one.get("chapter_href"))
    moment = time(str(one.get("updated_at", "")))
    return Imported(
        id=imported_id("bookokrat", name or f"{chapter}\0{quote}\0{note}"),
        source=Origin(title=text(one.get("book")) or "bookokrat"),
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        # A highlight's comment is the words "Yellow highlight", which nobody wrote.
        note="" if one.get("annotation_type") == "highlight" else note,
        colour=colour(one.get("color")),
        created=moment,
        modified=moment,
        external_id=name,
    )
