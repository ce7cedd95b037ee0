"""What a library imports and hardly ever calls is left out while it is imported: the first call imports it.

Whoever asks for one of these modules afterwards gets the real one.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class LaterModule(ModuleType):
    """A `LaterModule` has what is only called: the module is imported by the first call."""

    def __init__(self, name: str, called: tuple[str, ...]) -> None:
        super().__init__(name)
        for one in called:
            setattr(self, one, partial(self._call, one))

    def _call(self, called: str, *arguments: Any, **named: Any) -> Any:
        if sys.modules.get(self.__name__) is self:  # called by what is being imported
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), called)(*arguments, **named)


@contextmanager
def left_out(modules: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """Have those of these modules that are not there stand for themselves, with the functions that are named."""
    stand_ins = [LaterModule(name, called) for name, called in modules.items() if name not in sys.modules]
    parents = [(sys.modules.get(one.__name__.rpartition(".")[0]), one) for one in stand_ins]
    for parent, one in parents:
        sys.modules[one.__name__] = one
        if parent is not None:
            setattr(parent, one.__name__.rpartition(".")[2], one)
    try:
        yield
    finally:
        for parent, one in parents:
            if sys.modules.get(one.__name__) is one:
                del sys.modules[one.__name__]
                if parent is not None:
                    delattr(parent, one.__name__.rpartition(".")[2])
