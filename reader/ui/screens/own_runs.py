"""Commands of the user's own run beside a list on what it shows, and what they write is laid over it as a sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from reader.ui.keys.bindings import OWN
from reader.ui.reading.commands.own import given_together, missing_for, obtain
from reader.ui.screens.output import OutputScreen
from reader.ui.terminal.own_program import OwnProgram

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from reader.settings import OwnCommand
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.program.services import Services
    from reader.ui.reading.output_view import Given

T = TypeVar("T")


class RunSubject(NamedTuple):
    """A `RunSubject` is what a command is run on."""

    given: Callable[[], Sequence[Given]]
    """Asks the library what it is given: several are given together."""
    note: Callable[[str], Coroutine[None, None, None]] | None = None
    """Begins a note with what the command wrote; None where nothing can have one."""


class RunsOwn(Protocol):
    """`RunsOwn` is what is asked of the screen that the list is on."""

    program: Program
    services: Services

    @property
    def is_current(self) -> bool:
        """Tell whether it is the screen on top."""

    async def attempt(self, act: Callable[[], T]) -> T | None:
        """Do it where the library may be touched; None, and the reason shown, where it could not be done."""

    def run_worker(self, work: Coroutine[None, None, None]) -> object:
        """Do it in the background."""

    def say(self, message: str, *, failed: bool = False) -> None:
        """Show one sentence until the next key."""


class OwnRuns:
    """The commands; one runs at a time."""

    def __init__(self, screen: RunsOwn, subject: Callable[[], RunSubject | None]) -> None:
        """`subject` is what keys act on now; None where there is nothing."""
        self._screen = screen
        self._subject = subject
        self.program: OwnProgram | None = None
        """The one that is running."""

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands do, by their ids."""
        return {OWN + name: partial(self._run, name) for name in self._screen.services.settings.commands}

    def stop(self) -> bool:
        """End the command that is running; whether one was."""
        if self.program is not None:
            self.program.stop()
        return self.program is not None

    async def _run(self, name: str) -> None:
        screen, own, subject = self._screen, self._screen.services.settings.commands[name], self._subject()
        given = await screen.attempt(subject.given) if subject is not None else ()
        if given is None:
            return
        if subject is None or not given:
            screen.say(f"{name}: there is nothing here that it could be given", failed=True)
            return
        together = given_together(given)
        if missing := missing_for(name, own, together):
            screen.say(missing, failed=True)
            return
        self.stop()
        self.program = OwnProgram(name, own)
        screen.say(f"{name} is running · Esc ends it")
        screen.program.beside(self._obtain(self.program, own, together, subject))

    async def _obtain(self, program: OwnProgram, own: OwnCommand, given: Given, subject: RunSubject) -> None:
        """Wait for what it writes, and show it, if nothing else was begun meanwhile."""
        screen, note = self._screen, subject.note
        obtained = await obtain(program, own, given, screen.services.environment)
        if self.program is not program:
            return
        self.program = None
        screen.say(obtained.said, failed=obtained.failed)
        if (output := obtained.output) is not None and screen.is_current:

            def done(noted: bool | None) -> None:
                if noted and note is not None:
                    screen.run_worker(note(output.text))

            sheet = OutputScreen(screen.program, output, can_be_noted=note is not None)
            screen.program.put_up(sheet, done)
