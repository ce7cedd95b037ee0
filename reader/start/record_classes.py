"""Classes of records are made without looking at what the types of their fields are called.

`typing` compiles the text of each field's type, for checkers that run with the program: 20 us a field, of which a start
makes more than a thousand. Nothing here asks for them; whoever does is answered as ever.
"""

from __future__ import annotations

import typing
from typing import Any

HOW = "__annotations__"


def make_quickly() -> None:
    """Have `NamedTuple`s that are defined from now on keep the texts of their fields' types as they are.

    Does nothing where Python makes them in another way than it did, as from 3.14 on, when it waits by itself.
    """
    kind: Any = getattr(typing, "NamedTupleMeta", None)
    made = getattr(kind, "__new__", None)
    if made is None:
        return

    def make(cls: type, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        types = body.get(HOW)
        if not types or not all(isinstance(one, str) for one in types.values()):
            return made(cls, name, bases, body)
        found = made(cls, name, bases, {**body, HOW: dict.fromkeys(types, object)})
        found.__annotations__ = found.__new__.__annotations__ = types
        return found

    kind.__new__ = staticmethod(make)
