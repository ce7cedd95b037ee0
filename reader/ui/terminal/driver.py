"""Textual's driver is changed where the stock one makes people wait.

The stock driver looks for input ten times a second: Esc takes 100 ms whatever ESCDELAY says, quitting and suspending
200 to 280, and an idle program wakes up ten times a second. Here the input thread sleeps until there is input, and
is woken through a pipe when it shall end. The stock driver has a thread that writes: it gets its turn
1 to 4 ms after a frame is ready, when what prepares the next one lets go, and where the terminal goes away it ends,
and the program waits for it for ever. Here it has nothing to do. The driver can also take over a terminal on which the
first screen has been drawn already.

This is the one module that may use what Textual does not promise: a test fails when it changes, and `driver` answers
None, for the stock driver, where it is missing.
"""

from __future__ import annotations

import os
import select
import signal
from codecs import getincrementaldecoder
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from textual import constants
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

from reader.domain.patterns import compiled
from reader.ui.draw.cells import pin_clusters
from reader.ui.terminal.ground import ANSWER_DELAY, ASK_GROUND, FOLLOW_GROUND, LEAVE_GROUND, GroundReader
from reader.ui.terminal.shown_screen import ShownScreen, moves_rows, uncover
from reader.ui.terminal.stand_ins import measured
from reader.ui.terminal.terminal_output import TerminalOutput

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from types import FrameType

    from textual.driver import Driver

ENTER = "\x1b[?1049h"
"""Enters the alternate screen: done already where the first screen has been drawn."""
CLEAR = "\x1b[0m\x1b(B\x0f\x1b[r\x1b[?25l\x1b[H\x1b[2J"
"""Takes back what other programs set, too: looks, drawing characters, scrolling of a part of the screen, the cursor."""
_SIGN = "[\x01-\x08\x0a-\x1a -/0-9:-@`{-~]"
"""Signs, digits, Enter, Space, and letters with Control: no sequence that a terminal sends has one right behind Esc.
Tab and Backspace do: Shift and Alt with them are sent so.
"""
_NAMED = {"\r": "enter", " ": "space"}
PASTE = "\x1b[200~"
POINTER = "\x1b]22;"
"""Begins the sequence that gives the mouse pointer a shape."""
OSC_52 = "\x1b]52;"
"""Begins the sequence that hands a terminal what is to be copied."""
PIECE = 76
"""Letters that are handed through GNU screen at once: it holds some hundreds, and drops a longer string."""
READ = 4096
"""Bytes read at once, as the stock driver does."""
UNSEEN = 0.05
"""Seconds without input after which nothing more is on its way: a terminal hands over what was typed a moment later."""
READ_ON, OVER = b"r", b"x"
"""What wakes the input thread: to read all that was typed, and to end."""
NEEDED = (
    "start_application_mode",
    "disable_input",
    "run_input_thread",
    "process_message",
    "send_message",
    "write",
    "close",
)


def driver() -> type[Driver] | None:
    """Make the driver to hand to the app; None where Textual's is not as expected."""
    return ReaderDriver if all(hasattr(LinuxDriver, name) for name in NEEDED) else None


def _output(file: TextIO | None) -> TerminalOutput | None:
    if file is None or file.encoding != "utf-8":
        return None
    try:
        return TerminalOutput(file.fileno())
    except OSError:
        return None


def through_screen(sequence: str) -> str:
    """Wrap the sequence as GNU screen passes it on to its terminal: in pieces, each in a string of its own (DCS)."""
    pieces = (sequence[start : start + PIECE] for start in range(0, len(sequence), PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


def is_in_screen(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is GNU screen's; a tmux that was started within it has its own way."""
    return bool(environment.get("STY")) and not environment.get("TMUX")


def apart(event: Message, is_bound: Callable[[str, str], bool]) -> list[Message]:
    """Part an event into two for Alt with a key that is not bound to anything: Esc and that key.

    Without the protocol of kitty a terminal sends the same for both; tmux makes one of what comes within half a second.
    """
    if not isinstance(event, Key) or not event.character or not event.key.startswith("alt+"):
        return [event]
    if is_bound(event.key, event.character):
        return [event]
    key = event.key.removeprefix("alt+")
    return [Key("escape", "\x1b"), Key(event.character if key.startswith("shift+") else key, event.character)]


class SignsWithEsc:
    """`SignsWithEsc` tell a sign right behind Esc, which Textual takes for the sign alone, or for a Mac's with Option.

    It is Alt with the sign where that means something, else Esc and the sign; told as kitty's protocol tells keys.
    Enter is one of them: who has left a question and goes on has not said yes.
    """

    def __init__(self, is_bound: Callable[[str, str], bool]) -> None:
        self._is_bound = is_bound
        self._begun = False
        """Whether what was read last ended in Esc."""

    def feed(self, text: str) -> str:
        """Feed it what came; what the parser is to be fed."""
        begun, self._begun = self._begun, text.endswith("\x1b")
        if constants.DISABLE_KITTY_KEY or PASTE in text:
            return text
        if begun and compiled(_SIGN).match(text):
            text = self._told(text[0]) + text[1:]
        return compiled(f"\x1b{_SIGN}").sub(self._with_esc, text) if "\x1b" in text else text

    def forget(self) -> None:
        """What was read last was Esc alone: nothing came right behind it."""
        self._begun = False

    def _with_esc(self, found: re.Match[str]) -> str:
        return f"\x1b{self._told(found[0][1])}"

    def _told(self, sign: str) -> str:
        held = sign < " " and sign != "\r"
        key = f"ctrl+{chr(ord(sign) + 96)}" if held else _NAMED.get(sign, sign)
        if not self._is_bound(f"alt+{key}", sign):
            return f"[27u{sign}"
        return f"[{ord(sign) + 96};7u" if held else f"[{ord(sign)};3u"


class AllRead(Message):
    """All that had been typed when it was asked for has been passed on before this, or the terminal has hung up."""


class ReaderDriver(LinuxDriver):
    """A `ReaderDriver` waits for input without a clock."""

    is_bound: ClassVar[Callable[[str, str], bool]] = lambda _key, _character: False
    """Whether a key with Alt means something: Textual's name of it, and its character."""

    _hears: ClassVar[Callable[[bool], None] | None] = None
    """Who is told whether the terminal's ground is dark; None while nobody wants to know."""
    _running: ClassVar[ReaderDriver | None] = None
    prepainted: ClassVar[list[Any] | None] = None
    """The terminal's attributes from before the first screen was drawn; None where none was."""
    taken: ClassVar[Callable[[], None] | None] = None
    """Who wrote to the terminal until now, and must hear that it is taken; None where nobody did."""
    typed: ClassVar[bytes] = b""
    """What was pressed, and answered by the terminal, while a text was being read."""
    _entered = False
    _lent = False
    """Whether another has the terminal that we had."""
    _wake: tuple[int, int] | None = None
    _reads = False
    """Whether the input thread will still see what wakes it."""
    _output: TerminalOutput | None = None
    _held = ""
    """What has been written of a frame whose end is not there yet."""
    _shown: ShownScreen | None = None
    _resized = False
    """Whether the terminal has had another size since the last frame."""
    _pointer = f"{POINTER}default\x07"
    """The shape that it has: Textual tells it with each screen."""
    _holds = 0
    """How many there are who want no frame to be written yet."""
    _waiting: list[str]
    """The frames that were held back."""

    def start_application_mode(self) -> None:
        """Take the terminal, as it was left by whoever drew the first screen."""
        before, self._entered = ReaderDriver.prepainted, ReaderDriver.prepainted is not None
        ReaderDriver.prepainted = None
        if ReaderDriver.taken is not None:
            ReaderDriver.taken()
            ReaderDriver.taken = None
        self._wake = os.pipe()
        self._waiting = []
        if self._output is None:
            self._output = _output(self._file)
        self._shown = ShownScreen(partial(moves_rows, os.environ.get("TERM", ""))) if self._output is not None else None
        with measured():
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it without types
        self._entered = False
        self._note_sizes()
        if before is not None:
            self.attrs_before = before
        ReaderDriver._running = self
        if ReaderDriver._hears is not None:
            self.write(ASK_GROUND + FOLLOW_GROUND)

    def suspend_application_mode(self) -> None:
        """Give the terminal to the shell, or to another program; where we do not have it, nobody is given it.

        A stop signal may come before the interface has begun, and when it has ended.
        """
        self._lent = self._wake is not None
        if self._lent:
            super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal back that was lent.

        Whoever was stopped by a signal that nobody hears (`kill -STOP`) had no time to give it back: it is done now,
        else two threads would read it, and what it was like before the program would be forgotten. A terminal that
        hangs up tells of it by the same signal: it is not there to be taken, and whoever wrote to it would wait.
        """
        try:
            os.get_terminal_size(self.fileno)
        except OSError:
            return
        if self._wake is not None:
            super().suspend_application_mode()
        elif not self._lent:
            return
        self._lent = False
        super().resume_application_mode()

    def _note_sizes(self) -> None:
        tell = signal.getsignal(signal.SIGWINCH)
        if not callable(tell):
            return

        def resized(number: int, frame: FrameType | None) -> None:
            self._resized = True
            tell(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    @classmethod
    def hold_frames(cls) -> Callable[[], None]:
        """Write no frame until what is answered is called; then all at once, as one."""
        running = ReaderDriver._running
        return running.hold() if running is not None else lambda: None

    def hold(self) -> Callable[[], None]:
        """Hold frames as `hold_frames` does."""
        self._holds += 1
        left = [1]

        def release() -> None:
            if left and left.pop():
                self._holds = max(0, self._holds - 1)
                self._write_waiting()

        return release

    @classmethod
    def clear_screen(cls) -> None:
        """Clear the terminal, of which nothing is known any more; what is to be seen has to be drawn again."""
        running = ReaderDriver._running
        if running is not None:
            running.write(CLEAR)

    @classmethod
    def follow_ground(cls, hears: Callable[[bool], None] | None) -> None:
        """Ask the terminal for its ground, now and whenever it changes, and tell `hears` whether it is dark.

        `hears` is called on the thread that reads from the terminal. None: nobody wants to know any more.
        """
        before, ReaderDriver._hears = ReaderDriver._hears, hears
        running = ReaderDriver._running
        if running is not None and (hears is None) != (before is None):
            running.write(ASK_GROUND + FOLLOW_GROUND if hears else LEAVE_GROUND)

    @classmethod
    def read_on(cls) -> bool:
        """Pass on all that has been typed until now, and then `AllRead`; False where nobody reads the terminal."""
        running = ReaderDriver._running
        if running is None or running._wake is None or not running._reads:  # noqa: SLF001  (its own)
            return False
        os.write(running._wake[1], READ_ON)  # noqa: SLF001
        return True

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        ReaderDriver._running = None
        self._holds = 0
        self._write_waiting()
        if ReaderDriver._hears is not None:
            self.write(LEAVE_GROUND)
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Write to the terminal; entering the alternate screen a second time would clear it on some."""
        if self._entered and data == ENTER:
            return
        if data.startswith(POINTER):
            if data == self._pointer:
                return
            self._pointer = data
        if data.startswith(OSC_52) and is_in_screen(os.environ):
            data = through_screen(data)
        if data == SYNC_START or self._held:
            # Whoever reads the terminal would be woken up for each of the three parts of a frame.
            self._held += data
            if data != SYNC_END:
                return
            data, self._held = self._held, ""
        if self._output is None:
            super().write(pin_clusters(data))
        elif self._shown is None:
            self._output.write(pin_clusters(data))
        else:
            self._write_changes(data, self._output, self._shown)

    def _write_changes(self, data: str, output: TerminalOutput, shown: ShownScreen) -> None:
        """Write what the terminal does not show yet."""
        whole = data.startswith(SYNC_START) and data.endswith(SYNC_END)
        frame = data[len(SYNC_START) : -len(SYNC_END)] if whole else data
        if whole and self._holds:
            self._waiting.append(frame)
            return
        self._write_waiting()
        frame = self._changes(frame, output, shown)
        if frame:
            output.write(f"{SYNC_START}{frame}{SYNC_END}" if whole else frame)
            shown.settle()

    def _write_waiting(self) -> None:
        """Write what was held back, as one frame."""
        if not self._waiting or self._holds:
            return
        frames, self._waiting = self._waiting, []
        if self._output is not None and self._shown is not None:
            changes = [self._changes(frame, self._output, self._shown) for frame in uncover(frames)]
            if any(changes):
                self._output.write(f"{SYNC_START}{''.join(changes)}{SYNC_END}")

    def _changes(self, frame: str, output: TerminalOutput, shown: ShownScreen) -> str:
        if self._resized:
            self._resized = False
            shown.forget()
        return pin_clusters(shown.changes(frame, output.size))

    def close(self) -> None:
        """Wait until all is written."""
        super().close()
        if self._output is not None:
            self._output.close()
            self._output = None

    def disable_input(self) -> None:
        """End the input thread at once."""
        if self._wake is not None:
            os.write(self._wake[1], OVER)
        super().disable_input()
        if self._wake is not None:
            for descriptor in self._wake:
                os.close(descriptor)
            self._wake = None

    def run_input_thread(self) -> None:
        """Wait for input and pass it on, until the pipe says that it is over or the terminal hangs up."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        grounds = GroundReader()
        signs = SignsWithEsc(lambda *key: ReaderDriver.is_bound(*key))
        wake = self._wake[0] if self._wake else self.fileno
        timeout: float | None = None
        before, ReaderDriver.typed = ReaderDriver.typed, b""
        begun = b"\x1b" in before
        asked, self._reads = False, True
        for event in parser.feed(signs.feed(decode(before))) if before else ():
            self._pass_on(event)
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno, wake], [], [], timeout)
            if wake in ready and wake != self.fileno:
                asked = os.read(wake, 1) == READ_ON
                if not asked:
                    break
            if self.fileno in ready:
                data = os.read(self.fileno, READ)
                if not data:
                    asked = True
                    break
                text, dark = grounds.feed(decode(data))
                if dark is not None and ReaderDriver._hears is not None:
                    ReaderDriver._hears(dark)
                for event in parser.feed(signs.feed(text)) if text else ():
                    self._pass_on(event)
                # What begins with Esc may not be complete yet, nor keys right after it that look like half a sequence:
                # until nothing has come for a moment.
                begun = begun or b"\x1b" in data
            elif not ready:
                signs.forget()
                keys = grounds.release() if grounds.held else ""
                begun = bool(keys)  # of which the parser does not know yet that nothing follows them
                for event in parser.feed(keys) if keys else ():
                    self._pass_on(event)
            for event in parser.tick():
                self._pass_on(event)
            timeout = constants.ESCAPE_DELAY if begun or grounds.held else None
            if grounds.is_certain:
                timeout = ANSWER_DELAY
            if asked and not ready:
                asked = False
                self.process_message(AllRead())
            elif asked:
                timeout = UNSEEN
        self._reads = False  # before it is told: who asks now is answered by that
        if asked:
            self.process_message(AllRead())
        try:
            list(parser.feed(""))
        except (EOFError, ParseError):
            return  # half an escape sequence: whoever sent it is gone

    def send_message(self, message: Message) -> None:
        """Hand the app what came from the terminal, on the thread that reads it.

        Textual has a task made for each, and a future for whoever waits for it: nobody does, and a key takes a
        twentieth longer.
        """
        self._app.post_message(message)

    def _pass_on(self, event: Message) -> None:
        for one in apart(event, ReaderDriver.is_bound):
            self.process_message(one)
