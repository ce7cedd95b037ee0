"""A query is asked about a subject: an annotation with its article, or an article alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.search_pattern import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


class Subject:
    """A `Subject` is what terms are about.

    Facts and texts are told when they are asked for, for a query asks for one or two.
    """

    __slots__ = ("_facts", "_folded", "_texts", "colour", "created", "modified", "tags")

    def __init__(
        self,
        *,
        created: datetime,
        modified: datetime,
        texts: Callable[[], Mapping[str, str]],
        tags: tuple[str, ...] = (),
        colour: str = "",
        facts: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """`texts` tells those by field (quote, note, in, author, source); `facts` what `is:` and `has:` may ask for."""
        self.created = created
        self.modified = modified
        self.tags = tags
        self.colour = colour
        self._texts = texts
        self._facts = facts
        self._folded: dict[str, str] = {}

    def has(self, fact: str) -> bool:
        """Tell whether it is a fact, as `is:highlight` or `has:note`."""
        return fact in self._facts()

    def holds(self, field: str, wanted: str) -> bool:
        """Tell whether that stands in a field, folded; asked of 10,000 at each letter."""
        known = self._folded.get(field)
        return wanted in (self.folded(field) if known is None else known)

    def folded(self, field: str) -> str:
        """Return the text of a field, folded; that of no field is quote, note, tags and title together."""
        known = self._folded.get(field)
        if known is None:
            # A line end between them, so that no phrase is found across two.
            known = fold(self._texts().get(field, "")) if field else "\n".join(map(fold, self._all()))
            self._folded[field] = known
        return known

    def _all(self) -> tuple[str, ...]:
        texts = self._texts()
        return (*(texts.get(one, "") for one in ("quote", "note", "in")), *self.tags)
