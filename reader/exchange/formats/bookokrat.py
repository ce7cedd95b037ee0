"""bookokrat's YAML list of comments names neither book nor author, so the file's name must stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id
from reader.exchange.input import DEEPEST, colour, records, text, text_of, time

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 200_000
"""Values, lists and names in the file: 10,000 comments have some 20 each, and more take long to read."""


def read(data: bytes) -> ImportResult:
    """Read the comments and highlights. Raises NotImported."""
    content = text_of(data)
    try:
        depth = 0
        for count, event in enumerate(yaml.parse(content, Loader=yaml.CBaseLoader)):
            if count > MOST:
                raise NotImported(f"it has more than {MOST} values")
            if isinstance(event, yaml.AliasEvent):
                raise NotImported("it has aliases, which a list of comments has not")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise NotImported("it is nested too deeply")
        # This loader makes texts of everything, and objects of nothing.
        rows = yaml.load(content, Loader=yaml.CBaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        raise NotImported("it is not whole YAML") from error
    if not isinstance(rows, list):
        raise NotImported("it is no list of comments")
    found = [_imported(one) for one in records(rows)]
    good = [one for one in found if one.quote or one.note]
    return ImportResult.of(good, ("entries without words", len(rows) - len(good)))


def _imported(one: Mapping[str, Any]) -> Imported:
    quote, note = text(one.get("quoted_text")), text(one.get("content"))
    name, chapter = text(one.get("id")), text(one.get("chapter_href"))
    moment = time(one.get("updated_at"))
    return Imported(
        id=imported_id("bookokrat", name or f"{chapter}\0{quote}\0{note}"),
        source=Provenance(),
        selectors=Selectors(TextQuoteSelector(quote)) if quote.strip() else None,
        # A highlight's comment is the words "Yellow highlight", which nobody wrote.
        note="" if one.get("annotation_type") == "highlight" else note,
        colour=colour(one.get("color")),
        created=moment,
        modified=moment,
    )
