"""Highlights are described, and found again when the article has changed. Pure: texts in, answers out.

`describe` writes a passage down, `carry` and `carry_through` take it from one kept version to another, `resolve`
finds it from its quote alone. `changes` tells what was edited. Each is imported when it is asked for: a start needs
none of them, and all take 20 ms.

`carrying` lays the two versions side by side (`align`, over the `words` of both), sees each highlight through the
alignment as a `passage`, with exact `ends` and `edges`, weighs the `evidence` by `confidence`, and gives one of the
`answers`: anchored, moved or orphan. `unaligned` helps where the alignment has no words, `excerpts` where the texts
are long; `blocks` and `boundaries` say what parts a text. `through_versions` goes through all kept versions, and
`resolution` looks for `candidates` in place of an alignment. `description` describes, `worddiff` tells changes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.anchoring.answers import Anchored, Answer, Moved, Orphan
    from reader.anchoring.carrying import carry
    from reader.anchoring.description import describe
    from reader.anchoring.resolution import resolve
    from reader.anchoring.through_versions import carry_through
    from reader.anchoring.worddiff import WordChange, changes

__all__ = [
    "Anchored",
    "Answer",
    "Moved",
    "Orphan",
    "WordChange",
    "carry",
    "carry_through",
    "changes",
    "describe",
    "resolve",
]

HOMES = {
    "Anchored": "answers",
    "Answer": "answers",
    "WordChange": "worddiff",
    "Moved": "answers",
    "Orphan": "answers",
    "carry": "carrying",
    "carry_through": "through_versions",
    "changes": "worddiff",
    "describe": "description",
    "resolve": "resolution",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
