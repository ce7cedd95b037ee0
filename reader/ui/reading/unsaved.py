"""Some things wait for the disk: acts whose saves take long, and the command that is at work until one is stored.

A save has one paint's time, as if nothing were shown before it is stored. After that the act is done once more in a
`Foresight`, which nobody but the views of this article sees, and shown as it will be, until it is stored, or all of
them are taken back; what is asked for meanwhile queues behind it. Keys that only move do not wait: `Turn`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from reader.domain.errors import ReaderError
from reader.domain.wording import counted
from reader.session import Foresight, Ids
from reader.ui.program.program import seen
from reader.ui.terminal.main_thread import heard_here

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.domain.annotations import Annotations
    from reader.session import Session
    from reader.ui.program.program import Program

T = TypeVar("T")

PATIENCE = 0.05
"""Seconds that a save may take before what it saves is shown: nobody sees so short a wait."""


class _TakenBack(ReaderError):
    """An act that was not done, for one before it had failed."""


class _Burst:
    """Acts that wait for their saves at the same time: they are all kept, or from one on all taken back."""

    def __init__(self) -> None:
        self.broken = False
        """Whether a save has failed; set on the library's thread, so that nothing behind it is begun."""
        self.kept: list[Callable[[], Awaitable[None]]] = []
        self.lost: list[Callable[[], Awaitable[str]]] = []


class _Waiting:
    """One act that waits for its save."""

    def __init__(self, burst: _Burst, work: Callable[[], object]) -> None:
        self._burst = burst
        self._work = work
        self.withdrawn = False

    def run(self) -> object:
        """Do it, if nothing before it has failed; on the library's thread."""
        if self._burst.broken or self.withdrawn:
            raise _TakenBack("was taken back")
        try:
            return self._work()
        except ReaderError:
            self._burst.broken = not self.withdrawn
            raise


class Unsaved:
    """`Unsaved` is what was asked of one article's session and is not stored yet."""

    def __init__(
        self,
        program: Program,
        show: Callable[[], None],
        fail: Callable[[str], None],
        draw_ahead: Callable[[Annotations], None] = lambda _: None,
    ) -> None:
        """`show` is called when there is something else to show, `fail` with the sentence that says what was lost.

        `draw_ahead` is called with what will be shown once the disk has it, while it is waited for.
        """
        self._program = program
        self._draw_ahead = draw_ahead
        self._show = show
        self._fail = fail
        self._turn = asyncio.Lock()
        self._burst = _Burst()
        self._waiting: list[_Waiting] = []
        self._foreseen: Foresight | None = None
        self._settled = asyncio.Event()
        self._settled.set()
        self.failures = 0
        """How often acts were taken back."""

    def __len__(self) -> int:
        """How many acts are shown and not stored."""
        return len(self._waiting)

    def annotations(self, session: Session) -> Annotations:
        """Return what is to be shown."""
        return (self._foreseen or session).annotations

    async def do(self, session: Session, act: Callable[[Session], T]) -> T:
        """Do it; answers what came of it, or will. Raises a ReaderError where that is known by now."""
        async with self._turn:
            shown = self._foreseen or Foresight(session)
            ids, burst = Ids(), self._burst
            made: list[T] = []
            ahead = None if self._foreseen else self._told_here()
            one = _Waiting(burst, lambda: made.append(session.obey(act, ids, ahead)))
            saving = self._program.finishing(one.run)
            saving.add_done_callback(seen)  # nobody may be left to hear that it failed
            # Behind one that waits there is nothing to wait for.
            await asyncio.wait({saving}, timeout=0 if self._foreseen else PATIENCE)
            if saving.done() or burst.broken:
                try:
                    await saving
                finally:
                    if burst.broken and not self._waiting:
                        self._burst = _Burst()
                return made[0]
            try:
                foreseen = shown.obey(act, ids)
            except ReaderError:
                one.withdrawn = True
                raise  # it would fail as it was foreseen
            self._foreseen = shown
            self._waiting.append(one)
            self._settled.clear()
            self._program.beside(self._follow(one, saving))
            return foreseen

    def _told_here(self) -> Callable[[Annotations], None]:
        """What the library's thread calls when only the disk is waited for."""
        draw_ahead = heard_here(self._draw_ahead)

        def told(coming: Annotations) -> None:
            with suppress(RuntimeError):  # the program has ended, and has no loop any more
                draw_ahead(coming)

        return told

    async def after(self, kept: Callable[[], Awaitable[None]], lost: Callable[[], Awaitable[str]]) -> None:
        """Do the one once all is stored, or the other once it was taken back; that answers what is to be said."""
        if self._waiting:
            self._burst.kept.append(kept)
            self._burst.lost.append(lost)
        else:
            await kept()

    async def settled(self) -> bool:
        """Wait until everything is stored or taken back; whether it is stored."""
        before = self.failures
        await self._settled.wait()
        return self.failures == before

    async def _follow(self, one: _Waiting, saving: asyncio.Future[object]) -> None:
        try:
            await saving
        except ReaderError as error:
            if one in self._waiting:
                await self._take_back(error)
            return
        self._waiting.remove(one)
        if self._waiting:
            return
        burst, self._foreseen = self._burst, None
        kept, burst.kept, burst.lost = burst.kept, [], []
        self._show()
        for one_kept in kept:
            await one_kept()
        self._settle()

    async def _take_back(self, error: ReaderError) -> None:
        burst, self._burst, self._foreseen = self._burst, _Burst(), None
        count = len(self._waiting)
        self._waiting.clear()
        self.failures += 1
        self._show()
        said = [error.what, f"{counted(count, 'change')} taken back"]
        said += [one for lost in burst.lost if (one := await lost())]
        self._fail("; ".join(filter(None, (*said, error.do))))
        self._settle()

    def _settle(self) -> None:
        if not self._waiting:
            self._settled.set()


class Turn:
    """A `Turn` is the command that is at work. From where it waits for the disk, keys that only move go on."""

    def __init__(self, program: Program, settle: Callable[[], None]) -> None:
        """`settle` shows what it did, once all of that is done."""
        self._program = program
        self._settle = settle
        self.running = False
        """Whether what it does is not to be shown yet."""
        self.done: Awaitable[object] | None = None
        """What ends with the command that waits for the disk; None while none does."""
        self._released: tuple[asyncio.Task[None], asyncio.Future[None]] | None = None

    def end(self) -> None:
        """All of it is done: show it."""
        self.running = False
        self._settle()

    async def take(self, rest: Awaitable[None]) -> None:
        """Do the rest of a command, up to where it waits for the disk: the next key may move meanwhile."""
        released = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(self._to_its_end(rest))
        self._released = (task, released)
        task.add_done_callback(lambda _: self._release(released))
        await released
        if task.done():
            task.result()
            return
        self.done = asyncio.shield(task)
        self.done.add_done_callback(seen)  # what it fails of is told by the task
        self._program.beside(self._ended(task))

    def wait_for_disk(self) -> None:
        """The command that is at work waits for the disk from now on: keys that only move go on."""
        if self._released is not None and self._released[0] is asyncio.current_task():
            self._release(self._released[1])
            self._released = None

    @staticmethod
    def _release(waited_for: asyncio.Future[None]) -> None:
        if not waited_for.done():
            waited_for.set_result(None)

    async def _to_its_end(self, rest: Awaitable[None]) -> None:
        await rest
        self.end()

    async def _ended(self, task: asyncio.Future[None]) -> None:
        try:
            await task
        finally:
            self.done = None
