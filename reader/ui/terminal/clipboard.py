"""The clipboard: by the terminal (OSC 52), by tmux, by the desktop's own program."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE = 2.0
"""Seconds for a clipboard program; they answer in some ten milliseconds, or hang for want of a display."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to the clipboard: what it is called, and the program's words; none for the terminal itself."""

    name: str
    words: tuple[str, ...] = ()


TERMINAL = Way("the terminal (OSC 52)")


def ways(environment: Mapping[str, str], found: Callable[[str], object]) -> list[Way]:
    """The ways to try, the surest first; `found` tells whether a program is there.

    tmux drops OSC 52 with its default settings, and `load-buffer -w` passes it on. Over ssh the desktop's programs
    are those of the wrong machine.
    """
    if environment.get("TMUX"):
        return [Way("tmux", ("tmux", "load-buffer", "-w", "-")), TERMINAL]
    programs = []
    if not environment.get("SSH_TTY") and not environment.get("SSH_CONNECTION"):
        if environment.get("WAYLAND_DISPLAY"):
            programs.append(Way("wl-copy", ("wl-copy",)))
        if environment.get("DISPLAY"):
            programs.append(Way("xclip", ("xclip", "-selection", "clipboard")))
        programs.append(Way("pbcopy", ("pbcopy",)))
    return [*(way for way in programs if found(way.words[0])), TERMINAL]


def copy(text: str, environment: Mapping[str, str]) -> Way:
    """Copy `text`; answer by which way. For TERMINAL nothing has been done yet: whoever has the terminal does it."""
    for way in ways(environment, shutil.which):
        if not way.words:
            break
        try:
            subprocess.run(  # noqa: S603  (our own words; the text goes to its input)
                way.words,
                input=text.encode(),
                check=True,
                timeout=PATIENCE,
                # wl-copy and xclip stay in the background and would hold pipes open.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return way
    return TERMINAL
