"""A user's own template is rendered in a process of its own: it may loop for ever, or fill the memory.

Run as `python -m reader.exchange.template_process`. In: a line of JSON with the template, then for each rendering one
with the time of the export, and one for each article that is asked for (null after the last). Out: lines of JSON:
`text` (a piece), `more` (the next article is wanted), `done`, or `failed` with why; after that it ends.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotExported
from reader.exchange.records import PLAIN, Exported, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SECONDS = 5
"""Of processor time for an article: 10,000 annotations take one."""
MEMORY = 512 * 2**20
"""Bytes of memory that a template may use."""
AT_ONCE = 1 << 14
"""Characters that are sent together."""
COMMAND = (sys.executable, "-P", "-m", "reader.exchange.template_process")
"""-P: nothing is imported from the folder one is in."""
MEND = "mend the template"


class TemplateProcess:
    """Renders one template, for any number of files."""

    def __init__(self, template: str) -> None:
        """The process is started when it is first needed, and ends with this object."""
        self._template = template
        self._child: subprocess.Popen[str] | None = None

    def render(self, exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
        """Render the text in pieces; the articles are asked for one at a time.

        Raises NotExported where it cannot be.
        """
        from reader.exchange.template import object_of  # noqa: PLC0415  (Jinja, for templates only)

        articles = iter(exported)
        self._send(options.exported.isoformat() if options.exported else None)
        while True:
            said = self._said()
            if "text" in said:
                yield said["text"]
            elif "more" in said:
                article = next(articles, None)
                self._send(None if article is None else object_of(article, options))
            elif "done" in said:
                return
            else:
                self._end()
                raise NotExported(str(said["failed"]), do=MEND)

    def _send(self, value: object) -> None:
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603  (our own module)
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
            # Popen keeps one that nobody waits for, with its pipes open, so that it would wait for more to do.
            weakref.finalize(self, _killed, self._child)
            self._send(self._template)
        assert self._child.stdin is not None
        with suppress(BrokenPipeError):  # it has ended, and what it said last says why
            self._child.stdin.write(json.dumps(value) + "\n")
            self._child.stdin.flush()

    def _said(self) -> dict[str, Any]:
        assert self._child is not None
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if line.endswith("\n"):
            found: dict[str, Any] = json.loads(line)
            return found
        code = self._end()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return {"failed": f"the template takes more than {SECONDS} seconds for an article"}
        return {"failed": "the template breaks the program that renders it"}

    def _end(self) -> int:
        child, self._child = self._child, None
        return 0 if child is None else _killed(child)


def _killed(child: subprocess.Popen[str]) -> int:
    """Kill it, unless it has ended; answer what it ended with."""
    with suppress(BrokenPipeError), child:  # what was not sent to it need not be
        child.kill()
    return child.wait()


def main() -> None:
    """Render what is asked for until nobody asks any more."""
    from reader.exchange.template import render_objects  # noqa: PLC0415  (the other side does without)

    sys.excepthook = _tell
    _limit_memory()
    template = json.loads(sys.stdin.readline())
    for request in sys.stdin:
        _limit_time()
        rest: list[str] = []
        length = 0
        for piece in render_objects(template, _articles(), json.loads(request)):
            rest.append(piece)
            length += len(piece)
            if length > AT_ONCE:
                _say({"text": "".join(rest)})
                rest, length = [], 0
        _say({"text": "".join(rest)})
        _say({"done": True})


def _articles() -> Iterator[dict[str, Any]]:
    while True:
        _say({"more": True})
        article = json.loads(sys.stdin.readline())
        if article is None:
            return
        _limit_time()
        yield article


def _say(what: dict[str, object]) -> None:
    print(json.dumps(what), flush=True)


def _tell(_kind: type[BaseException], error: BaseException, _at: object) -> None:
    """Say why it ends: a template may raise anything."""
    if isinstance(error, NotExported):
        _say({"failed": error.what})
    elif isinstance(error, MemoryError):
        _say({"failed": f"the template needs more than {MEMORY >> 20} MB"})
    else:
        _say({"failed": f"the template fails: {error or type(error).__name__}"})


def _limit_memory() -> None:
    import resource  # noqa: PLC0415  (not on every system)

    for what, most in ((resource.RLIMIT_AS, 2 * MEMORY), (resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _limit_time() -> None:
    """Give it the time for an article from now on."""
    import resource  # noqa: PLC0415  (the same)

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
