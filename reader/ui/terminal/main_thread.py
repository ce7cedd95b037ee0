"""A call goes from the thread that the library is called on to the one that draws."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def heard_here(tell: Callable[[T], None]) -> Callable[[T], None]:
    """Wrap `tell`, for another thread to call: it is done on this one, as soon as nothing else is."""
    loop, context = asyncio.get_running_loop(), copy_context()

    def told(message: T) -> None:
        loop.call_soon_threadsafe(tell, message, context=context)

    return told
