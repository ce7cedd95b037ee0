"""Lists are sorted by orders that one key goes round; here is where an annotation stands in them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from reader.domain.annotation import Colour

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from reader.domain.annotation import Annotation

_PENS = {colour: index for index, colour in enumerate(Colour)}


class Ordering(StrEnum):
    """An `Ordering` is what a list may be sorted by."""

    @property
    def following(self) -> Self:
        """Go on to the next one, round and round."""
        orders = list(type(self))
        return orders[(orders.index(self) + 1) % len(orders)]


def age(annotation: Annotation) -> tuple[datetime, str]:
    """Return when it was made, as a key for sorting; two of one moment have an order too."""
    return annotation.created, annotation.id


def pen(annotation: Annotation) -> int:
    """Tell where its colour stands among the pens, as a key for sorting."""
    return _PENS[annotation.colour]
