"""The keyboard of the reading screen: presses read by the key table, and obeyed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reader.ui.key_table import Mode, bindings
from reader.ui.keys import MODIFIERS, KeyMap, KeyReader, Pressed, Unbound, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.ui.key_table import Command
    from reader.ui.reading import Reading


class Keyboard:
    """Reads keys one after the other, in the mode that the article is in."""

    def __init__(self, commands: Iterable[Command]) -> None:
        commands = tuple(commands)
        self.commands = {one.id: one for one in commands}
        self._reader = KeyReader()
        self._maps = {mode: KeyMap(bindings(commands, mode)) for mode in (Mode.TEXT, Mode.SELECT, Mode.PANE)}

    @property
    def begun(self) -> tuple[str, ...]:
        """The keys of a sequence that is not complete."""
        return self._reader.begun

    async def press(self, reading: Reading, key: str) -> None:
        """Obey one key: labels and questions first, then the mode's table; the pane's is in front of the text's."""
        if key in MODIFIERS:
            return
        if reading.catch is not None:
            outcome = reading.catch(key)
            if outcome is not None:
                await outcome
            return
        modes = (Mode.PANE, Mode.TEXT) if reading.mode is Mode.PANE else (reading.mode,)
        found = self._reader.feed(key, [self._maps[mode] for mode in modes])
        if reading.status.message:
            reading.say("")
        if isinstance(found, Pressed):
            await obey(reading, found.command, found.key)
        elif isinstance(found, Unbound) and "escape" not in found.keys:
            reading.say(f"{shown(' '.join(found.keys))} means nothing here; ? shows all keys")


def prepare() -> None:
    """Import what obeying takes, while nobody waits for it."""
    import_module("reader.ui.commands")


async def obey(reading: Reading, command: str, key: str = "") -> None:
    """Do what the command of that id does; `key` is the last one pressed."""
    # All commands take 15 ms to import, which the first frame need not wait for.
    from reader.ui.commands import HANDLERS  # noqa: PLC0415

    outcome = HANDLERS[command](reading, key)
    if outcome is not None:
        await outcome
