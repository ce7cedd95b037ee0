"""Regular expressions are compiled when a text asks for them, and once: a large one takes a millisecond."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, AnyStr, Generic, cast

compiled = cache(re.compile)
"""The pattern of an expression, as `re.compile` makes it."""


def deferred(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the pattern of an expression, which is compiled when anything is first asked of it.

    For a module that has more of them than most texts need: a start imports many.
    """
    return cast("re.Pattern[AnyStr]", _Deferred(expression, flags))


class _Deferred(Generic[AnyStr]):
    """What stands for a pattern until it is used; after that its methods are found as quickly as the pattern's own."""

    def __init__(self, expression: AnyStr, flags: int) -> None:
        self._made_of: tuple[AnyStr, int] = (expression, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(compiled(*self._made_of), name)
        setattr(self, name, found)
        return found
