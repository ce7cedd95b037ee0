"""Which annotation a key means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.domain.annotation import Annotation
    from reader.domain.annotations import Annotations
    from reader.domain.span import Span


def focused(annotations: Annotations, sentence: Span, chosen: str) -> Annotation | None:
    """The one with id `chosen` while `sentence` meets it; else the latest start in `sentence`, then the shortest."""
    here = annotations.meeting(sentence)
    for one in here:
        if one.id == chosen:
            return one.annotation
    return max(here, key=lambda one: (one.start, -one.end)).annotation if here else None
