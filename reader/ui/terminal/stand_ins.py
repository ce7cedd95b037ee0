"""Some things that asyncio and Textual import and this program hardly ever uses are left out while they are imported.

Whoever asks for one of these modules afterwards gets the real one.
"""

from __future__ import annotations

import os
import sys
import typing
from contextlib import nullcontext
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

from reader.domain.left_out import LaterModule, left_out

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

PALETTE = "textual.command"
"""Textual's command palette with its widgets, which the app has switched off."""
NEEDED = ("CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider")
"""What Textual's own modules import of it, to name types and to derive a class that nothing makes."""

CALLED = {
    "difflib": ("get_close_matches",),
    "mimetypes": ("guess_type",),
    "pickle": ("dumps", "loads"),
    "platformdirs": ("user_downloads_path",),
    "rich.panel": ("Panel",),
    "rich.table": ("Table",),
    "rich.tree": ("Tree",),
    "textual.canvas": ("Canvas", "Rectangle"),
    "textual.markup": ("parse_style",),
}
"""What Textual and Rich call only when something is downloaded, dumped, marked up, framed by lines or wrong: 15 ms, a
third of it for platformdirs."""

STANDARD = ("ipaddress", "textwrap", "tokenize")
"""What modules of the standard library call for an address in brackets, or to show a traceback: 2 ms."""
PIPES = {"PIPE": -1, "STDOUT": -2, "DEVNULL": -3}
"""What asyncio asks of `subprocess` before it starts a program: 2 ms, half of it for `locale`."""
TLS = "asyncio.sslproto"

TYPES = "typing_extensions"
"""Has for older Pythons what `typing` has here: 2 ms, and more for those that it makes anew."""
TYPED = ("Final", "Literal", "ParamSpec", "Protocol", "Self", "TypeAlias", "TypeGuard", "TypedDict")
"""What Textual asks of it; for anything else it is imported."""

MOVES = 4096
"""Places on the screen: where strips begin, on some sizes of it."""


def import_standard() -> None:
    """Import what most of this program imports of the standard library, without what that hardly ever calls."""
    with left_out(*map(LaterModule, STANDARD)):
        import concurrent.futures  # noqa: F401, PLC0415
        import pathlib  # noqa: F401, PLC0415
        import urllib.parse  # noqa: F401, PLC0415  (by pathlib up to Python 3.12, and by others)


def import_asyncio() -> None:
    """Import asyncio without the TLS that nothing here does through it: 13 ms, and 4 MB as long as the program runs.

    asyncio is made to do without; whoever fetches a page imports ssl as ever.
    """
    if "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # what the import system takes for "not there"
    with left_out(LaterModule("subprocess", known=PIPES), *map(LaterModule, (TLS, *STANDARD))):
        import asyncio  # noqa: F401, PLC0415

    del sys.modules["ssl"]


def import_textual() -> None:
    """Import Textual without its command palette (14 ms, and the widgets that it is made of), and what it may call.

    Where Textual asks for more of the palette than it did, it is imported whole; of the others it is given that.
    """
    if "textual.app" in sys.modules or PALETTE in sys.modules:
        return
    there = set(sys.modules)
    stand_ins = [_Palette(PALETTE), *(LaterModule(name, names) for name, names in CALLED.items() if name not in there)]
    if TYPES not in there:
        known = (*TYPED, "get_args", "runtime_checkable")
        stand_ins.append(LaterModule(TYPES, known={name: getattr(typing, name) for name in known}))
    sys.modules.update({one.__name__: one for one in stand_ins})
    try:
        import textual.app  # noqa: PLC0415
        import textual.drivers.linux_driver  # noqa: F401, PLC0415  (the app's, which asks for the same types)
    except (ImportError, AttributeError, TypeError):
        for name in set(sys.modules) - there:
            if name.partition(".")[0] in {"textual", "rich"}:
                del sys.modules[name]
    finally:
        for one in stand_ins:
            if sys.modules.get(one.__name__) is one:
                del sys.modules[one.__name__]
    _keep_moves()


def measured() -> AbstractContextManager[None]:
    """Have Textual know the terminal's size: it asks `shutil`, which takes 2 ms with all that packs files.

    Where that is told of another size, or there is none, it is asked.
    """
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ is not None else -1)
    except (OSError, ValueError):
        return nullcontext()
    if not all(size) or {"COLUMNS", "LINES"} & os.environ.keys():
        return nullcontext()
    return left_out(LaterModule("shutil", known={"get_terminal_size": lambda: size}))


def _keep_moves() -> None:
    """Have each move of the cursor made once.

    Textual asks Rich for one before every strip of every frame, which makes two objects and formats a text: a tenth of
    the time in which a page is turned.
    """
    from rich.control import Control  # noqa: PLC0415  (not before the first text)

    move_to = staticmethod(lru_cache(MOVES)(Control.move_to))
    setattr(Control, "move_to", move_to)  # noqa: B010  (mypy knows a class method there)


class _Palette(ModuleType):
    """Has classes of the right names."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        for one in NEEDED:
            setattr(self, one, type(one, (), {}))
