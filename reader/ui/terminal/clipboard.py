"""The clipboard is reached by the desktop's own program, by tmux, and by the terminal (OSC 52), which says nothing
about it.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE = 2.0
"""Seconds for a clipboard program; they answer in some ten milliseconds, or hang for want of a display."""
SENT = "sent to the terminal"
"""What is told where nobody says whether it has arrived."""


@dataclass(frozen=True, slots=True)
class Way:
    """A `Way` is a program that copies what it reads: what is told of it, its words, and what its environment must
    say.
    """

    told: str
    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


TMUX = Way("copied to tmux", ("tmux", "load-buffer", "-w", "-"))
"""It passes on to its terminal what it is handed so; with its default settings it drops OSC 52."""


def desktop_ways(environment: Mapping[str, str], found: Callable[[str], object]) -> list[Way]:
    """List the desktop's programs to try, the surest first; `found` tells whether one is there.

    None over ssh: they are those of the wrong machine.
    """
    if environment.get("SSH_TTY") or environment.get("SSH_CONNECTION"):
        return []
    # It takes its input for what the locale says, which is not UTF-8 where a terminal sets none.
    programs = [Way("copied by pbcopy", ("pbcopy",), {"LC_CTYPE": "UTF-8"})]
    if environment.get("WAYLAND_DISPLAY"):
        programs.append(Way("copied by wl-copy", ("wl-copy",)))
    if environment.get("DISPLAY"):
        programs.append(Way("copied by xclip", ("xclip", "-selection", "clipboard")))
        programs.append(Way("copied by xsel", ("xsel", "--clipboard", "--input")))
    return [way for way in programs if found(way.words[0])]


def copy(text: str, environment: Mapping[str, str]) -> str:
    """Copy `text` by the desktop's program, and by tmux besides; answer what is to be told.

    It goes to the terminal too, by whoever has that.
    """
    done = [way.told for way in desktop_ways(environment, shutil.which) if _run(way, text, environment)][:1]
    if environment.get("TMUX") and shutil.which(TMUX.words[0]) and _run(TMUX, text, environment):
        done.append(TMUX.told)
    return next(iter(done), SENT)


def _run(way: Way, text: str, environment: Mapping[str, str]) -> bool:
    try:
        subprocess.run(  # noqa: S603  (our own words; the text goes to its input)
            (shutil.which(way.words[0]) or way.words[0], *way.words[1:]),
            input=text.encode(errors="replace"),
            check=True,
            timeout=PATIENCE,
            env={**environment, **way.environment},
            # wl-copy and xclip stay in the background and would hold pipes open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
