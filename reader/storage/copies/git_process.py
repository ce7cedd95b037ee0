"""Git is run, and its own words tell why it refused."""

from __future__ import annotations

import os
import subprocess
from itertools import takewhile
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from reader.domain.errors import NotSaved
from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
"""Set where git itself runs us; they would lead it to another repository than the library's."""
PATIENCE = 300
"""Seconds that a pull or push over a slow line may take."""
REASON = deferred(r"(?:fatal|error): (.+)")
NAMED = 120
"""Letters of the files that a reason names, at most."""
ADVICE = deferred(r"\s*(git config --\S.*)")


class Answer(NamedTuple):
    """An `Answer` says what git did: whether it worked, what it wrote, and why not."""

    worked: bool
    output: bytes
    said: str

    @property
    def text(self) -> str:
        """Return its output as text, of which a path may be any bytes."""
        return os.fsdecode(self.output).strip()

    @property
    def reason(self) -> str:
        """Tell why it refused: the first of its reasons, with the files that it names below, else its last line."""
        lines = self.said.strip().splitlines() or self.text.splitlines() or ["it failed"]
        found = next(((at, match[1]) for at, line in enumerate(lines) if (match := REASON.match(line))), None)
        if found is None:
            return lines[-1]
        at, reason = found
        below = takewhile(lambda line: line.startswith((" ", "\t")), lines[at + 1 :]) if reason.endswith(":") else ()
        names = ", ".join(map(str.strip, below))
        return f"{reason} {names if len(names) <= NAMED else f'{names[:NAMED]}…'}".rstrip()

    @property
    def advice(self) -> str:
        """Return the command that it says would help; empty where it says none."""
        return next(
            (f"run `{match[1].strip()}`" for line in self.said.splitlines() if (match := ADVICE.match(line))), ""
        )


def git(folder: Path, *arguments: str, into: BinaryIO | None = None) -> Answer:
    """Run git there; what it writes is answered, or goes into a file.

    Raises NotSaved where it is not installed, or does not end.
    """
    # Nobody is there to answer a question for a password.
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # a list of arguments, never a shell
            ["git", "-C", str(folder), *arguments],  # noqa: S607  # whichever the user has
            stdout=into or subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
            env=environment,
        )
    except FileNotFoundError as error:
        raise NotSaved("git is not installed", do="install it, or use `reader sync FOLDER`") from error
    except OSError as error:
        raise NotSaved(f"git cannot be run ({(error.strerror or str(error)).lower()})") from error
    except subprocess.TimeoutExpired as error:
        raise NotSaved(f"git {arguments[0]} did not end within {PATIENCE} seconds", str(folder)) from error
    return Answer(done.returncode == 0, done.stdout or b"", done.stderr.decode(errors="replace"))


def must(clone: Path, *arguments: str) -> Answer:
    """Run git there. Raises NotSaved, in git's words, where it refuses."""
    answer = git(clone, *arguments)
    if not answer.worked:
        name = next(one for one in arguments if not one.startswith("-"))
        raise NotSaved(f"git {name} failed ({answer.reason})", str(clone), answer.advice or "see `git status` there")
    return answer
