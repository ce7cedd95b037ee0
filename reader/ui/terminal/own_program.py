"""A program of the user's own is run beside the reader: it has no terminal, ten seconds, and a megabyte to write.

What it is given comes on its standard input and in its environment; nothing of that is ever a word of its command
line. It is the first of a group of its own, and what it started is ended with it.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.decode import decode
from reader.domain.patterns import deferred
from reader.formats.plain_text.terminal_codes import strip_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.settings import OwnCommand

SECONDS = 10.0
"""How long a program may take."""
PATIENCE = 0.3
"""Seconds between being asked to end and being ended."""
REST = 0.1
"""Seconds after its end in which what it had written before is still read."""
MOST = 1_000_000
"""Bytes that are taken of what a program writes."""
MOST_IN_ENVIRONMENT = 100_000
"""Bytes of one text in the environment: Linux takes 128 KiB, name included, and starts nothing with more."""
SHELL = "sh"

_OVERSTRUCK = deferred(rb"(?:[\x20-\x7e]|[\xc2-\xf4][\x80-\xbf]+)\x08")
_CODES = deferred(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}


class Why(Enum):
    """A `Why` says why a program runs no more."""

    DONE = auto()
    STOPPED = auto()
    LATE = auto()
    MUCH = auto()


class Ended(NamedTuple):
    """An `Ended` is what became of a program."""

    why: Why
    code: int | None
    """As `subprocess` has it: negative for a signal; None where it was not waited for."""
    output: bytes = b""
    errors: bytes = b""


class OwnProgram:
    """An `OwnProgram` is one run of a command."""

    def __init__(self, name: str, command: OwnCommand) -> None:
        self.name = name
        self._command = command
        self._why: asyncio.Future[Why] = asyncio.get_running_loop().create_future()
        self._over = asyncio.Event()

    async def run(self, given: Mapping[str, str], environment: Mapping[str, str]) -> Ended:
        """Run it to its end, or to where it is ended. Raises OSError where it cannot be started.

        `given` are the texts by their names in INPUTS; `environment` is what the reader was started with.
        """
        loop = asyncio.get_running_loop()
        words = _words(self._command)
        try:
            transport, heard = await loop.subprocess_exec(
                lambda: _Heard(self._why),
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=_environment(given, environment),
                start_new_session=True,
            )
        except BaseException:
            self._over.set()
            raise
        try:
            _write(transport, given.get(self._command.input, "").encode(errors="replace"))
            await asyncio.wait({self._why}, timeout=SECONDS)
            why = self._why.result() if self._why.done() else Why.LATE
            if why is not Why.DONE:
                await _end(transport, heard)
            return Ended(why, transport.get_returncode(), bytes(heard.output), bytes(heard.errors))
        finally:
            if not heard.over.done():
                _signal(transport, signal.SIGKILL)
            transport.close()
            self._over.set()

    def stop(self) -> None:
        """End it."""
        if not self._why.done():
            self._why.set_result(Why.STOPPED)

    async def stopped(self) -> None:
        """End it, and wait until it has gone."""
        self.stop()
        await self._over.wait()


class _Heard(asyncio.SubprocessProtocol):
    """What a program writes."""

    def __init__(self, why: asyncio.Future[Why]) -> None:
        self._why = why
        self.over = asyncio.get_running_loop().create_future()
        """Done when it has ended, and nobody can write any more."""
        self.output = bytearray()
        self.errors = bytearray()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """It has written."""
        pieces = self.output if fd == 1 else self.errors
        pieces += data
        if len(pieces) > MOST:
            del pieces[MOST:]
            self._settle(Why.MUCH)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It has begun."""
        assert isinstance(transport, asyncio.SubprocessTransport)
        self._transport = transport

    def process_exited(self) -> None:
        """It has ended. Who still holds its output and has left its group (`setsid`) is not to be waited for."""
        try:
            os.killpg(self._transport.get_pid(), 0)
        except (ProcessLookupError, PermissionError):
            asyncio.get_running_loop().call_later(REST, self._settle, Why.DONE)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (asyncio's signature)
        """It has ended, and so has everything that held its output."""
        if not self.over.done():
            self.over.set_result(None)
        self._settle(Why.DONE)

    def _settle(self, why: Why) -> None:
        if not self._why.done():
            self._why.set_result(why)


def _words(command: OwnCommand) -> Sequence[str]:
    if command.shell:
        return (SHELL, "-c", *command.run)
    return (os.path.expanduser(command.run[0]), *command.run[1:])  # noqa: PTH111  (not a path where it is a name)


def _environment(given: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str | bytes]:
    """What it finds in its environment: READER_QUOTE and the others; what is too long for one is empty there."""
    long = too_long(given)
    return {**environment, **{_variable(name): b"" if name in long else _value(text) for name, text in given.items()}}


def _variable(name: str) -> str:
    return f"READER_{name.upper()}"


def _value(text: str) -> bytes:
    return text.replace("\0", "").encode(errors="replace")


def too_long(given: Mapping[str, str]) -> list[str]:
    """Return the names of the texts that an environment cannot hold."""
    least = MOST_IN_ENVIRONMENT // 4  # code points, of at most four bytes each
    return [name for name, text in given.items() if len(text) > least and len(_value(text)) > MOST_IN_ENVIRONMENT]


def refusal(name: str, command: OwnCommand, given: Mapping[str, str]) -> str:
    """Say why a line of a shell is not to be run: it names a text that would be empty there. Else say nothing."""
    line = command.run[0] if command.shell else ""
    for one in too_long(given):
        if re.search(rf"\b{_variable(one)}\b", line):
            return f"{name}: {_too_long(one)}: let it read its standard input, by input = {one!r} in the settings"
    return ""


def say_left_out(command: OwnCommand, given: Mapping[str, str]) -> str:
    """Say of which texts it found nothing in its environment, nor on its standard input."""
    return "; ".join(map(_too_long, (one for one in too_long(given) if one != command.input and one != "selection")))


def _too_long(name: str) -> str:
    return f"the {name} is longer than {_variable(name)} can be, {MOST_IN_ENVIRONMENT // 1000} kB"


def _write(transport: asyncio.SubprocessTransport, data: bytes) -> None:
    """Hand it its standard input, which ends there; whether it reads that is its own affair."""
    pipe = transport.get_pipe_transport(0)
    assert isinstance(pipe, asyncio.WriteTransport)
    pipe.write(data)
    pipe.write_eof()


async def _end(transport: asyncio.SubprocessTransport, heard: _Heard) -> None:
    """Ask its group to end, and end what does not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        _signal(transport, number)
        if (await asyncio.wait({heard.over}, timeout=PATIENCE))[0]:
            return


def _signal(transport: asyncio.SubprocessTransport, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(transport.get_pid(), number)


def sentence(name: str, command: OwnCommand, ended: Ended) -> str:
    """Say how it ended, in a sentence; empty where it did what it was asked for."""
    rest = "; what it wrote until then is shown" if ended.output else ""
    match ended.why:
        case Why.STOPPED:
            return f"{name} was stopped{rest}"
        case Why.LATE:
            return f"{name} took longer than {SECONDS:.0f} seconds and was ended{rest}"
        case Why.MUCH:
            return f"{name} wrote more than {MOST // 1_000_000} MB and was ended{rest}"
    code = ended.code or 0
    if code < 0:
        return f"{name} was ended by {_signal_name(-code)}{first_line(ended.errors)}"
    if code:
        shell = f"; mend run of {name} in the settings" if command.shell and code in (126, 127) else ""
        return f"{name} failed with exit code {code}{first_line(ended.errors)}{shell}"
    return ""


def _is_in_path(program: str) -> bool:
    return any(os.path.lexists(Path(folder, program)) for folder in os.get_exec_path())


def not_started(name: str, command: OwnCommand, error: OSError) -> str:
    """Tell why it could not be started, in a sentence."""
    program = _words(command)[0]
    match error:
        case FileNotFoundError() | NotADirectoryError():
            why = "is not there: install it, or"
        case PermissionError() if os.sep not in program and not _is_in_path(program):
            why = "is not there: install it, or"  # a folder of PATH may not be looked into
        case PermissionError():
            why = "may not be executed:"
        case _:
            why = f"could not be started ({(error.strerror or str(error)).lower()}):"
    return f"{name}: {program} {why} mend run of {name} in the settings"


def readable(data: bytes) -> str | None:
    """Decode what a program wrote, as text without anything that only a terminal understands; None where it is no
    text.
    """
    data = _OVERSTRUCK.sub(b"", data.replace(b"\r\n", b"\n"))
    if len(data) >= MOST:
        data = _whole_signs(data)
    lines = (_last_said(line) for line in data.split(b"\n"))
    text = decode(b"\n".join(lines)) if data.strip() else ""
    if text is None:
        return None
    text = _CODES.sub("", strip_codes(text)) if not text.isprintable() else text
    return "\n".join(line.rstrip() for line in text.translate(_CONTROLS).split("\n")).strip("\n")


def _whole_signs(data: bytes) -> bytes:
    """The bytes without the beginning of a sign that was cut off."""
    for back in range(1, min(4, len(data)) + 1):
        lead = data[-back]
        if lead & 0xC0 != 0x80:
            complete = lead < 0x80 or back >= (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4)
            return data if complete else data[:-back]
    return data


def _last_said(line: bytes) -> bytes:
    """Of a line that was written over and over, as progress is told, what stood there at last."""
    if b"\r" not in line:
        return line
    return next((part for part in reversed(line.split(b"\r")) if part.strip()), b"")


def first_line(errors: bytes) -> str:
    """Find the first line that says something of what was written as an error."""
    lines = (line.strip() for line in (readable(errors) or "").split("\n"))
    line = next(filter(None, lines), "")
    return f": {line}" if line else ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
