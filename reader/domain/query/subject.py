"""What a query is asked about: an annotation with its article, or an article alone."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Subject:
    """The facts that terms are about. What is compared as text is folded once, when it is first needed."""

    __slots__ = ("_folded", "colour", "created", "facts", "modified", "tags", "texts")

    def __init__(
        self,
        *,
        created: datetime,
        modified: datetime,
        texts: dict[str, str],
        tags: tuple[str, ...] = (),
        colour: str = "",
        facts: frozenset[str] = frozenset(),
    ) -> None:
        """`texts` are by field (quote, note, in, author, source); `facts` are what `is:` and `has:` may ask for."""
        self.created = created
        self.modified = modified
        self.texts = texts
        self.tags = tags
        self.colour = colour
        self.facts = facts
        self._folded: dict[str, str] = {}

    def folded(self, field: str) -> str:
        """The text of a field, folded; that of no field is quote, note, tags and title together."""
        known = self._folded.get(field)
        if known is None:
            # A line end between them, so that no phrase is found across two.
            known = fold(self.texts.get(field, "")) if field else "\n".join(map(fold, self._all()))
            self._folded[field] = known
        return known

    def _all(self) -> tuple[str, ...]:
        return (*(self.texts.get(one, "") for one in ("quote", "note", "in")), *self.tags)


def fold(text: str) -> str:
    """Without case, accents and compatibility forms (NFKD, marks left out), runs of blanks as one: what is compared."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(one for one in decomposed if not unicodedata.combining(one)) or decomposed
    return " ".join(text.casefold().split())
