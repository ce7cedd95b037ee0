"""Joins of articles are stored as fields of rows: in a table of their own, which is looked through as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.joins import Join
from reader.domain.ports import Change
from reader.storage.rows.values import Fields, choose_values, text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from reader.domain.article import Article
    from reader.domain.joins import Joins
    from reader.domain.merge import Row

TABLE = "joins"
KIND = "join"


def to_fields(join: Join) -> Fields:
    """Write what the article is the same as; of a join that was undone, nothing."""
    return {"same_as": join.same_as} if join.same_as else {}


def from_row(row: Row, seen: str) -> Join:
    """Read the join that a row shows."""
    return Join(row["uuid"], text(choose_values(row).get("same_as")), seen)


def untag_everywhere(changes: Sequence[Change[Article]], joins: Joins) -> list[Change[Article]]:
    """Add to these changes those by which a tag that is taken off an article goes off all records of it."""
    return [*changes, *(more for change in changes for more in _in_others(change, joins))]


def _in_others(change: Change[Article], joins: Joins) -> Iterator[Change[Article]]:
    before, after, by = change
    gone = set(before.tags) - set(after.tags) if before is not None and after is not None else set()
    if before is not None and gone:
        for name in joins.members(before.id)[1:]:
            # The seen writes of the whole article are those of every record of it.
            other = before._replace(id=name)
            yield Change(other, other._replace(tags=_without(before, gone)), by)


def _without(article: Article, gone: Container[str]) -> tuple[str, ...]:
    return tuple(tag for tag in article.tags if tag not in gone)
