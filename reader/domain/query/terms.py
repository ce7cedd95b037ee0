"""A `Query` is what was understood of its text: alternatives of terms."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.tags import tag_of

OR = "OR"
TEXT = ""
"""The field of a term that names none: it is looked for in quote, note, tags and title."""

BEGINS = "#"
"""The field of a term that asks for tags that begin so: `#pol`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A `Term` is one condition. `value` is as it was written, without its quotation marks."""

    field: str
    value: str
    negated: bool = False

    def __str__(self) -> str:
        plain = (
            self.value not in ("", OR)
            and self.value[0] not in (BEGINS, "@")
            and not any(one.isspace() or one in '":-\\' for one in self.value)
        )
        if self.field == TEXT:
            value = self.value if plain else _quoted(self.value)
            return ("-" if self.negated else "") + value
        if self.field == BEGINS:
            return ("-" if self.negated else "") + BEGINS + (_quoted(self.value) if not self._simple else self.value)
        return ("-" if self.negated else "") + f"{self.field}:{self.value if self._simple else _quoted(self.value)}"

    @property
    def _simple(self) -> bool:
        """Whether the value can stand without quotation marks."""
        if self.field == "tag" and tag_of(self.value) != self.value:
            return False
        return bool(self.value) and not any(one.isspace() or one in '"\\' for one in self.value)


@dataclass(frozen=True, slots=True)
class Query:
    """A `Query` is alternatives, each of terms that must all hold. `str` of it parses to the same."""

    alternatives: tuple[tuple[Term, ...], ...]

    def __str__(self) -> str:
        return f" {OR} ".join(" ".join(map(str, terms)) for terms in self.alternatives)

    def __bool__(self) -> bool:
        """Whether it asks for anything: the empty query is answered by all."""
        return any(self.alternatives)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
