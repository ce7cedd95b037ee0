"""A note is written in the editor that the user is used to."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.decode import decode
from reader.domain.errors import NotOpened
from reader.typed_paths import expand_home

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USUAL = "vi"
"""The editor of who has set none, as POSIX has it."""
REMEDY = "set EDITOR, or press a"
MOST = 4 << 20
"""Bytes of the longest note: an editor can as well leave a gigabyte, which the library would have to carry."""


AS_IT_WAS = "the note is as it was"
AT_ONCE = 0.5
"""Seconds in which nobody reads a note and leaves it: an editor that ends sooner has gone on without us."""
GONE_ON = "it ended at once; one with a window of its own must wait (code --wait)"


class Edited(NamedTuple):
    """An `Edited` is the note as the editor left it; where that ended with an error, its name and what it ended
    with.

    `at_once`: it ended before anybody could have written.
    """

    text: str
    editor: str
    failure: str = ""
    at_once: bool = False


def edit(note: str, environment: Mapping[str, str]) -> Edited:
    """Let the user edit the note in a file of its own.

    An editor that ends with an error asks for nothing to be changed, but what it wrote is answered. Raises NotOpened
    where it cannot be started, or the file cannot be made or has gone: then nothing was written.
    """
    words = command(environment)
    try:
        with tempfile.TemporaryDirectory(prefix="reader-", ignore_cleanup_errors=True) as folder:
            # The name tells editors that it is Markdown.
            file = Path(folder) / "note.md"
            file.write_text(note, encoding="utf-8", errors="surrogatepass")
            begun = monotonic()
            failure = _run([*words, str(file)])
            at_once = monotonic() - begun < AT_ONCE
            return Edited(_read(file, words[0], failure), words[0], failure, at_once)
    except OSError as error:
        raise NotOpened(f"the file for the note cannot be made ({_reason(error)})", error.filename or "") from error


def command(environment: Mapping[str, str]) -> list[str]:
    """Split the command into the words that start the editor.

    Raises NotOpened where they cannot be told, or name no program.
    """
    named = next((name for name in ("VISUAL", "EDITOR") if environment.get(name)), "")
    try:
        words = shlex.split(environment.get(named, "") or USUAL)
    except ValueError:
        raise NotOpened("a quotation mark has no end", f"{named}={environment[named]}", REMEDY) from None
    if not words or not words[0]:
        raise NotOpened("it names no editor", f"{named}={environment[named]}", REMEDY)
    words[0] = str(expand_home(words[0])) if words[0].startswith("~") else words[0]
    path = environment.get("PATH")
    if shutil.which(words[0], path=path) is not None:
        return words
    if len(words) > 1 and shutil.which(whole := environment[named].strip(), path=path) is not None:
        return [whole]  # a blank in a path that nobody put into quotation marks
    raise NotOpened(_why_not(words[0]), words[0], REMEDY)


def keep_beside(text: str) -> Path | None:
    """Put a text that can be kept nowhere else into a file that stays; None where even that fails."""
    with suppress(OSError):
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="surrogatepass", prefix="reader-note-", suffix=".md", delete=False
        ) as file:
            file.write(text)
        return Path(file.name)
    return None


def _run(words: Sequence[str]) -> str:
    """Run it to its end; what went wrong, in words."""
    try:
        code = subprocess.run(words, check=False).returncode  # noqa: S603  (the user's own choice)
    except OSError as error:
        raise NotOpened(f"the editor cannot be started ({_reason(error)})", words[0], REMEDY) from error
    if code < 0:
        with suppress(ValueError):
            return f"it was ended by {signal.Signals(-code).name}"
        return f"it was ended by signal {-code}"
    return f"it ended with {code}" if code else ""


def _read(file: Path, editor: str, failure: str) -> str:
    try:
        data = _bytes_in(file)
    except FileNotFoundError:
        what = "it removed the file that the note was in"
        raise NotOpened(f"{failure}, and {what}" if failure else what, editor, AS_IT_WAS) from None
    except OSError as error:
        raise NotOpened(f"what it left cannot be read ({_reason(error)})", editor, AS_IT_WAS) from error
    if len(data) > MOST:
        raise NotOpened(f"what it left is longer than {MOST >> 20} MB, and {_put_aside(file)}", editor, AS_IT_WAS)
    try:
        text = data.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        text = decode(data) or data.decode("latin-1")
    # The mark before it, and one line end at the end, are the editor's, not the note's.
    return text.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n")


def _bytes_in(file: Path) -> bytes:
    """What is in it, and no more than tells that it is too long. A pipe in its place would never end."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as opened:  # noqa: PTH123  (a descriptor)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a file")
        return opened.read(MOST + 1)


def _put_aside(file: Path) -> str:
    """Take the file out of the folder that is about to go; where it is, in words."""
    try:
        kept = tempfile.mkdtemp(prefix="reader-note-")
        return f"is kept in {shutil.move(file, kept)}"
    except OSError:
        return "cannot be kept anywhere"


def _why_not(word: str) -> str:
    with suppress(OSError):  # a name may be longer than any
        if Path(word).is_dir():
            return "the editor is a folder"
        if "/" in word and Path(word).exists():
            return "the editor may not be run"
    return "there is no such editor"


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOEXEC:
        return "it is no program"
    return (error.strerror or str(error)).lower()
