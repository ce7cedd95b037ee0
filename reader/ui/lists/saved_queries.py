"""The query that is being typed can be saved: C-s asks for its name; with nothing typed, which one to forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.search_pattern import fold
from reader.ui.lists.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from reader.library.named_values import SavedQuery

SAVE_HINT = "Enter saves the filter under this name, in the library: @name asks for it   Esc leaves"
FORGET_HINT = "Enter forgets the filter of this name   Esc leaves"


def name_asked(query: str, saved: Mapping[str, str], save: Callable[[str, str], Awaitable[bool]]) -> Asked:
    """Asks for the name that a query is to have; `save` is told it, and the query."""

    def begun(typed: str) -> list[str]:
        return [name for name in saved if fold(name).startswith(fold(typed.removeprefix("@")))]

    forget = not query.strip()
    return Asked(
        "forget @" if forget else "save as @",
        lambda name: save(name, query),
        complete=begun,
        hint=FORGET_HINT if forget else SAVE_HINT,
    )


def saving_told(kept: SavedQuery, query: str, said: Mapping[str, str]) -> str:
    """Tell what came of it, in a sentence; `said` are the queries of the settings, which go before the library's."""
    name, before = kept
    first = name in said
    if not query.strip():
        told = f"@{name} is forgotten: it was {before}" if before else f"the library has no query @{name}"
        return told + ("; the settings have one of that name" + " still" * bool(before) if first else "")
    told = f"saved: @{name} asks for it" + (f", no longer for {before}" if before not in ("", query.strip()) else "")
    return told + ("; the settings have one of that name, which goes before it" if first else "")
