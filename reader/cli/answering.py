"""A run ends with an exit code, and with one sentence where it failed."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.domain.errors import NotUnderstood, ReaderError
from reader.domain.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

INTERRUPTED = 130
"""As shells have it: 128 and the number of SIGINT."""
BYTES = range(0xDC80, 0xDD00)
"""What Python makes of bytes in the name of a file that are not UTF-8 (PEP 383)."""
AS_IT_CAN = "reader"
"""The name of how we write what the encoding of a stream has no bytes for."""


def answer(work: Callable[[], int]) -> int:
    """Do the work; its exit code, or 1 for what failed, 2 for wrong usage, each with a sentence on stderr."""
    _write_everything()
    try:
        return _answered(work)
    finally:
        _write_nowhere()  # else Python has an exit code of its own where the terminal is gone


def _answered(work: Callable[[], int]) -> int:
    try:
        code = work()
        if sys.stdout is not None:
            sys.stdout.flush()  # now, for at the end of the program nobody could say that it failed
    except ReaderError as error:
        remark(f"reader: {error}")
        return _ended(2 if isinstance(error, NotUnderstood) else 1)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads our output has seen enough.
        _write_nowhere()
        return 0
    except OSError as error:
        where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "the output"
        remark(f"reader: {where}: {(error.strerror or str(error)).lower()}")
        _write_nowhere()
        return 1
    return code


def remark(text: str) -> None:
    """Say one sentence about the work on stderr; where nobody can be told, nothing."""
    try:
        print(printable(text), file=sys.stderr, flush=True)
    except OSError:
        _flush_nowhere(sys.stderr)
    except ValueError:
        pass  # it is closed


def _ended(code: int) -> int:
    """The code of a run that failed, with what was written before flushed if it can be."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _write_nowhere()
    return code


def _write_nowhere() -> None:
    """What is left in the buffers must not be flushed at exit into what takes nothing more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _flush_nowhere(stream)
        except (AttributeError, ValueError):
            continue  # closed, or none


def _flush_nowhere(stream: TextIO) -> None:
    """Let what is in its buffer go nowhere: else the program would fail as it ends, with a code of its own."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write_everything() -> None:
    """Let no text be one that cannot be written: bytes of names come out as they are, all else as a sign."""
    codecs.register_error(AS_IT_CAN, _bytes_or_sign)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=AS_IT_CAN)


def _bytes_or_sign(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    found = b"".join(bytes([ord(one) - 0xDC00]) if ord(one) in BYTES else b"?" for one in signs)
    return found, error.end
