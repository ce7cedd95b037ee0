"""The help page is written out: it needs neither click, which takes four times what Python does, nor a command."""

from __future__ import annotations

from reader.start.command_names import COMMANDS

_ROWS = "\n".join(f"  {name:10}  {says}" for name, (_, says) in COMMANDS.items() if says)
PAGE = f"""\
Usage: reader [OPTIONS] [SOURCE | COMMAND] …

  Read an article and mark it up: `reader SOURCE`. Without one, your library.

Options:
  --library FILE  The library file (else READER_LIBRARY, else your data folder).
  --version       Show the version and exit.
  -h, --help      Show this message and exit.

Commands:
{_ROWS}

  A SOURCE is a path, a URL, - for standard input, an article's id, or its
  exact title; `reader open --help` tells how to begin elsewhere than where
  you were. Press ? in the reader for its keys."""
"""What `reader --help` prints, for 80 columns. Of each command it says the first sentence of the command's own help."""


def show() -> int:
    """Print the page; the exit code."""
    print(PAGE, flush=True)
    return 0
