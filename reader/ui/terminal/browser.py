"""The desktop's browser is started so that it can neither stop the program nor write on its screen."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PATIENCE = 5.0
"""Seconds in which a starter says that it failed; one that is still at work then is the browser itself."""
GLANCE = 0.05
"""Seconds between looks at whether it has ended."""
CONSOLE = frozenset(
    {"www-browser", "w3m", "lynx", "links", "links2", "elinks", "browsh", "chawan", "cha", "netsurf-fb"}
)
"""Browsers that draw on the terminal that they are started in."""
DESKTOP = (
    ("xdg-open",),
    ("gio", "open"),
    ("sensible-browser",),
    ("x-www-browser",),
    ("firefox",),
    ("chromium",),
    ("google-chrome",),
)
"""Starters on a desktop with a display, the surest first."""
_still_open: list[subprocess.Popen[bytes]] = []
"""Browsers that run on: one that is let go while it runs would be warned of."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A `Browser` is a program's words, the address behind them, and whether it needs the terminal."""

    words: tuple[str, ...]
    console: bool = False


def browsers(environment: Mapping[str, str], system: str, found: Callable[[str], object]) -> list[Browser]:
    """List the ways to open an address, the surest first: what BROWSER names, then the system's own; none may be there.

    `system` is `sys.platform`, `found` tells whether a program is there.
    """
    named = [_named(one) for one in environment.get("BROWSER", "").split(os.pathsep) if one.strip()]
    ways = [Browser(words, Path(words[0]).name in CONSOLE) for words in named if words]
    if system == "darwin":
        ways.append(Browser(("open",)))
    elif environment.get("WSL_DISTRO_NAME") or environment.get("WSL_INTEROP"):
        ways += [Browser(("wslview",)), Browser(("explorer.exe",))]
    elif environment.get("TERMUX_VERSION"):
        ways.append(Browser(("termux-open-url",)))
    if system != "darwin" and (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        ways += [Browser(words) for words in DESKTOP]
    return [way for way in ways if found(way.words[0])]


async def start(words: Sequence[str], address: str, environment: Mapping[str, str]) -> bool:
    """Start a browser away from the terminal; false where it says within PATIENCE that it failed."""
    try:
        child = subprocess.Popen(  # noqa: S603  (returns at once; a list of words, never a shell)
            _with_address(words, address),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
        )
    except OSError:
        return False
    end = monotonic() + PATIENCE
    while (code := child.poll()) is None:
        if monotonic() > end:
            _still_open.append(child)
            return True
        await asyncio.sleep(GLANCE)
    # Explorer answers 1 whatever it did.
    return code == 0 or Path(words[0]).name == "explorer.exe"


def show(words: Sequence[str], address: str, environment: Mapping[str, str]) -> bool:
    """Run a console's browser in the terminal, which has been given back to it; whether it could be started."""
    try:
        return subprocess.run(_with_address(words, address), env=dict(environment), check=False).returncode == 0  # noqa: S603  (as above)
    except OSError:
        return False


def _named(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return ()


def _with_address(words: Sequence[str], address: str) -> list[str]:
    """The words with the address where they say %s, else behind them."""
    if any("%s" in word for word in words):
        return [word.replace("%s", address) for word in words]
    return [*words, address]
