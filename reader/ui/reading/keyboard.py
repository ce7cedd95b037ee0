"""The keyboard of the reading screen reads presses by the key table, and obeys; and the functions that obey are
here, by id.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.ui.keys.bindings import (
    MODIFIERS,
    OWN,
    Group,
    KeyMap,
    KeyReader,
    Mode,
    Pressed,
    Unbound,
    bindings,
    show_keys,
)
from reader.ui.reading.state import Obeyed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.ui.keys.bindings import Command
    from reader.ui.lists.asked import Outcome
    from reader.ui.reading.state import Reading

    Plain = Callable[[Reading], Outcome]
    Keyed = Callable[[Reading, str], Outcome]


class Keyboard:
    """A `Keyboard` reads keys one after the other, in the mode that the article is in."""

    def __init__(self, commands: Iterable[Command]) -> None:
        commands = tuple(commands)
        self.commands = {one.id: one for one in commands}
        self._reader = KeyReader()
        modes = (Mode.TEXT, Mode.SELECT, Mode.PANE, Mode.OUTPUT)
        self._maps = {mode: KeyMap(bindings(commands, mode)) for mode in modes}

    @property
    def begun(self) -> tuple[str, ...]:
        """Return the keys of a sequence that is not complete."""
        return self._reader.begun

    def press(self, reading: Reading, key: str) -> Outcome:
        """Obey one key: labels and questions first, then the mode's table; the pane's is in front of the text's.

        Answers what is still to be waited for; None where all is done.
        """
        if key in MODIFIERS:
            return None
        if reading.catch is not None:
            waits = reading.turn.done is not None
            return self._after(reading, partial(self.press, reading, key)) if waits else reading.catch(key)
        found = self._reader.feed(key, [self._maps[mode] for mode in reading.mode.layers])
        if reading.status.message:
            reading.say("")
        if isinstance(found, Pressed):
            obeyed = partial(begin, reading, found.command, found.key)
            looks = reading.mode is Mode.TEXT and self.commands[found.command].group is Group.MOVE
            return obeyed() if reading.turn.done is None or looks else self._after(reading, obeyed)
        if isinstance(found, Unbound) and "escape" not in found.keys:
            reading.say(f"{show_keys(' '.join(found.keys))} means nothing here; ? shows all keys")
        return None

    async def _after(self, reading: Reading, obeyed: Callable[[], Outcome]) -> None:
        """Obey when the command before, which waits for the disk, has shown what it does."""
        while (done := reading.turn.done) is not None:
            await done
        rest = obeyed()
        if rest is not None:
            await rest


async def obey_in_turn(reading: Reading, act: Callable[[], Outcome]) -> list[Obeyed]:
    """Do it, and show what it did in one paint; answers what is to be done again when the text is there, if it is."""
    turn = reading.turn
    with reading.painted_together():
        turn.running = True
        rest = act()
        if rest is None:
            turn.end()
    if rest is not None:
        await turn.take(rest)
    return take_waiting(reading)


def take_waiting(reading: Reading) -> list[Obeyed]:
    """Take what has just been asked for, if it has to wait for the text."""
    if not reading.waits:
        return []
    reading.waits = False
    return [reading.obeyed]


async def obey(reading: Reading, command: str, key: str = "") -> None:
    """Do what the command of that id does; `key` is the last one pressed."""
    rest = begin(reading, command, key)
    if rest is not None:
        await rest


def begin(reading: Reading, command: str, key: str) -> Outcome:
    """Do what of a command can be done at once; answers the rest of it, where it waits for something."""
    if command.startswith(OWN):
        command, key = OWN, command.removeprefix(OWN)
    reading.obeyed = Obeyed(command, key)
    return HANDLERS[command](reading, key)


HANDLERS: dict[str, Keyed] = {}
"""What to call with the article being read and the last key pressed. Filled when `reading.commands` is imported."""


def command(function: Plain) -> Plain:
    """Register a command that needs no more than the article being read."""
    HANDLERS[function.__name__] = lambda reading, _key: function(reading)
    return function


def keyed_command(function: Keyed) -> Keyed:
    """Register a command that wants to know its last key: a digit, a mark's letter."""
    HANDLERS[function.__name__] = function
    return function
