"""What asyncio and Textual import and this program never uses, left out while they are imported.

Whoever asks for one of these modules afterwards gets the real one.
"""

from __future__ import annotations

import sys
from types import ModuleType

PALETTE = "textual.command"
"""Textual's command palette with its widgets, which the app has switched off."""
NEEDED = ("CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider")
"""What Textual's own modules import of it, to name types and to derive a class that nothing makes."""


def import_asyncio() -> None:
    """Import asyncio without the TLS that nothing here does through it: 12 ms, and 4 MB as long as the program runs.

    asyncio is made to do without; whoever fetches a page imports ssl as ever.
    """
    if "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # what the import system takes for "not there"
    import asyncio  # noqa: F401, PLC0415

    del sys.modules["ssl"]


def import_textual() -> None:
    """Import Textual without its command palette: 14 ms, and the widgets that it is made of.

    Where Textual asks for more of the palette than it did, it is imported whole.
    """
    if "textual.app" in sys.modules or PALETTE in sys.modules:
        return
    there = set(sys.modules)
    sys.modules[PALETTE] = _stand_in()
    try:
        import textual.app  # noqa: F401, PLC0415
    except (ImportError, AttributeError, TypeError):
        for name in set(sys.modules) - there:
            if name.partition(".")[0] == "textual":
                del sys.modules[name]
        return
    del sys.modules[PALETTE]


def _stand_in() -> ModuleType:
    module = ModuleType(PALETTE)
    for name in NEEDED:
        setattr(module, name, type(name, (), {}))
    return module
