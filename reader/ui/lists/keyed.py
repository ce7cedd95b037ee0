"""The screens around the reading screen have this in common: keys from the one table, and the row that names them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import work
from textual.events import Key
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen

from reader.domain.errors import ReaderError, StoreError
from reader.ui.draw.strips import unpinned
from reader.ui.keys.bindings import (
    REDRAW,
    SUSPEND,
    KeyMap,
    KeyReader,
    Mode,
    Pressed,
    Unbound,
    bindings,
    name_of,
    redraws,
    show_keys,
)
from reader.ui.keys.status_line import StatusLine, hints_for
from reader.ui.program.program import DESTINATIONS, Destination

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.segment import Segment
    from textual.color import Color
    from textual.widget import Widget

    from reader.ui.lists.asked import Asked
    from reader.ui.lists.line_input import Prompt
    from reader.ui.program.program import Program

Handler = Callable[[], Awaitable[None] | None]
Result = TypeVar("Result")
T = TypeVar("T")


class KeyedScreen(Screen[Result], Generic[Result]):
    """A `KeyedScreen` is a screen whose keys are those of `MODES`, the first first.

    `handlers` names what each command does; those that open another screen are left to the program.
    """

    CSS_PATH = "../screens.tcss"
    # From 90 columns on two pages stand side by side; below 16 rows nothing is left for margins.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-wide")]  # noqa: RUF012  (as Textual declares it)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012
    STAYS: ClassVar[Destination | None] = None
    """What a screen is called that one comes back to from the articles that were opened there."""
    MODES: ClassVar[tuple[Mode, ...]] = (Mode.LIST,)
    HINTS: ClassVar[Sequence[str]] = ("quit",)
    """The commands that the last row names, the likeliest first; the last of them always has room."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self.services = program.services
        self._keys = KeyReader()
        self._maps = {mode: KeyMap(bindings(program.services.commands, mode)) for mode in Mode}
        self._handlers: Mapping[str, Handler] | None = None
        self._late = False
        self._taker: Widget | None = None
        self.prompt: Prompt | None = None
        """The line that is asked for now."""
        self.pressed = ""
        """The last key of the command that is obeyed: a digit, say."""

    # -- for the screens

    @property
    def modes(self) -> Sequence[Mode]:
        """Return the modes whose keys mean something now: what a line that is asked for does not take moves the
        list.
        """
        return (Mode.FIND,) if self._asking else self.MODES

    @property
    def _asking(self) -> bool:
        return self.prompt is not None and self.focused is self.prompt.line

    @property
    def _editing(self) -> bool:
        """Whether the keys are an editor's that was put here."""
        return self.focused is not None and self.focused is self._taker

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands do here, by their ids."""
        return {"quit": self.close, "leave": self.leave}

    def leave(self) -> None:
        """Leave the screen; Esc never ends the program."""
        if len(self.app.screen_stack) > 1:
            self.close()
        else:
            self.say("q quits")

    def close(self) -> None:
        """Leave with nothing; the last screen ends the program."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.exit()

    async def keep(self) -> bool:
        """Write what is being typed here to the disk; whether nothing would be lost now."""
        return self.prompt is None or not self.prompt.refused

    @property
    def labels(self) -> Mapping[str, str]:
        """Return what commands are called here, by their ids, where that is not what they are called elsewhere."""
        return {}

    def show_hints(self, ids: Sequence[str] | None = None) -> None:
        """Name these keys in the last row, or the usual ones."""
        for line in self.query(StatusLine):
            line.hints = hints_for(ids if ids is not None else self.HINTS, self.services.commands, self.labels)

    async def on_status_line_clicked(self, event: StatusLine.Clicked) -> None:
        """A key that the last row names was clicked."""
        event.stop()
        self.pressed = event.key
        await self.obey(event.command)

    def say(self, message: str, *, failed: bool = False) -> None:
        """Show one sentence until the next key."""
        # What is done in the background may have something to say when the screen is gone.
        for line in self.query(StatusLine):
            line.failed = failed
            line.message = message
        if self.prompt is not None and failed:
            self.prompt.say(message)

    def may_save(self) -> bool:
        """Tell whether anything can be saved; where nothing can, that is said before anything is typed."""
        why = self.services.library.read_only
        if why:
            self.say(why, failed=True)
        return not why

    def unsay(self) -> None:
        """Name the keys again."""
        for line in self.query(StatusLine):
            line.message = ""

    async def ask(self, asked: Asked) -> None:
        """Ask for one line, over the last row; not where what one was asked for came when the screen had been left."""
        if not self.program.has(self):
            return
        # Textual's line to type in, 5 ms: who opens an article has this module too.
        from reader.ui.lists.line_input import Prompt  # noqa: PLC0415

        if self.prompt is not None:
            await self.prompt.remove()
        self.prompt = Prompt(asked, self.services.histories)
        with self.program.painted_once(self, 1):
            await self.mount(self.prompt)
            self.give_keys(self.prompt.line)

    def give_keys(self, editor: Widget) -> None:
        """Let an editor that was put here have the keys, those too that were pressed meanwhile and were sent here."""
        self._taker = editor
        if self.prompt is not None:
            self.prompt.line.is_taken = self._finds
        self.set_focus(editor)
        self._late = True
        self.call_later(setattr, self, "_late", False)

    def _finds(self, event: Key) -> bool:
        """Whether a key moves the list, or leaves, while a line has the keys."""
        return isinstance(self._maps[Mode.FIND].look_up((name_of(event.key, event.character),)), Pressed)

    async def on_prompt_closed(self, event: Prompt.Closed) -> None:
        """The line was answered, or left."""
        if self.prompt is event.prompt:
            self.prompt = None
        with self.program.painted_once(self, 1):
            await event.prompt.remove()
            if event.mended and any(line.failed for line in self.query(StatusLine)):
                self.unsay()

    async def attempt(self, act: Callable[[], T]) -> T | None:
        """Do it where the library may be touched; None, and the reason shown, where it could not be done.

        Whoever waits for it does not go on once the screen has been left.
        """
        try:
            found = await self.program.call(act)
        except ReaderError as error:
            self.say(error.brief if isinstance(error, StoreError) else str(error), failed=True)
            return None
        if not self.program.has(self):
            raise asyncio.CancelledError
        return found

    @work(exclusive=True, group="begun")
    async def begin(self, what: Callable[[], Awaitable[None]]) -> None:
        """Do it in the background; what was begun so before, and is not done yet, is given up."""
        await what()

    # -- keys

    async def on_key(self, event: Key) -> None:
        """Look the key up, and do what it stands for.

        Of keys that come in one burst, those after the one that opened another screen, or a line to type in, have
        been sent here too: they are passed on.
        """
        if self.program.ends:
            event.stop()
            return
        if self.app.screen is not self:
            self.app.screen.post_message(Key(event.key, event.character))
            event.stop()
            return
        if self.prompt is not None and self._asking and self.prompt.line.had is not event:
            self.prompt.line.post_message(Key(event.key, event.character))
            event.stop()
            return
        if self._editing and self._late and self._taker is not None and not self._asking:
            self._taker.post_message(Key(event.key, event.character))
            event.stop()
            return
        if self._editing and not self._asking:
            if event.key in redraws(self.services.commands):
                event.stop()
                self.program.draw_anew()
            return
        typing = Mode.FIND in self.modes
        outcome = self._keys.feed(name_of(event.key, event.character), [self._maps[mode] for mode in self.modes])
        if outcome is not None and not self._asking:
            self.unsay()
        if typing and (outcome is None or isinstance(outcome, Unbound)):
            return  # the line has it
        event.stop()
        event.prevent_default()
        if isinstance(outcome, Pressed):
            self.pressed = outcome.key
            await self.obey(outcome.command)
        elif isinstance(outcome, Unbound):
            self.unbound(outcome.keys)

    def unbound(self, keys: Sequence[str]) -> None:
        """Say that these keys do nothing here."""
        if "escape" not in keys:
            self.say(f"{show_keys(' '.join(keys))} means nothing here; ? shows all keys")

    async def obey(self, command: str) -> None:
        """Do what the command stands for here."""
        if self._handlers is None:
            self._handlers = self.handlers()
        handler = self._handlers.get(command)
        if handler is not None:
            outcome = handler()
            if outcome is not None:
                await outcome
        elif command == REDRAW:
            self.program.draw_anew()
        elif command == SUSPEND:
            self.say(self.program.suspend())
        elif command in DESTINATIONS:
            self.program.ways.open(DESTINATIONS[command])
        elif not self._asking:
            label = next((one.label for one in self.services.commands if one.id == command), command)
            self.say(f"{label} does nothing here; ? shows all keys")


class Sheet(KeyedScreen[Result], ModalScreen[Result], Generic[Result]):
    """A `Sheet` is a screen that lies over another one, which shows beside it."""

    def render(self) -> RenderableType:
        """Render what is below it, in its shade."""
        below = super().render()
        return Shaded(below.screen, below.color) if isinstance(below, BackgroundScreen) else below


class Shaded(BackgroundScreen):
    """A `Shaded` is the screen below a sheet, of which only what keeps its width wherever it is cut is drawn."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        """Draw the segments below the shade of the sheet."""
        return super().process_segments(unpinned(segments), color)
