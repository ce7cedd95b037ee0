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
    """A `LaterModule` has what is only called, and what is `known` of it: the module is imported by the first call, and
    when it is asked for anything else.
    """

    def __init__(self, name: str, called: tuple[str, ...] = (), known: Mapping[str, object] | None = None) -> None:
        super().__init__(name)
        for one in called:
            setattr(self, one, partial(self._call, one))
        vars(self).update(known or {})

    def __getattr__(self, asked: str) -> Any:
        if asked.startswith("__"):  # by the import system, which does without
            raise AttributeError(asked)
        return getattr(self._imported(), asked)

    def _call(self, called: str, *arguments: Any, **named: Any) -> Any:
        return getattr(self._imported(), called)(*arguments, **named)

    def _imported(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:  # asked by what is being imported
            del sys.modules[self.__name__]
        return import_module(self.__name__)


class LaterAnswer:
    """A `LaterAnswer` stands for what a function of a module answers, which is called when that is asked for more."""

    def __init__(self, module: str, function: str, *arguments: object) -> None:
        self._asked = module, function, arguments

    def __getattr__(self, asked: str) -> Any:
        module, function, arguments = self._asked
        return getattr(getattr(import_module(module), function)(*arguments), asked)


@contextmanager
def left_out(*modules: LaterModule) -> Iterator[None]:
    """Have those of these stand for themselves whose module is not there."""
    stand_ins = [one for one in modules if one.__name__ not in sys.modules]
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
