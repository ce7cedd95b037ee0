"""The program begins here: it draws the first text as early as it can, then starts the rest.

What is imported here, and in which order, decides how fast the reader opens; tests/test_imports.py holds it.
"""

from __future__ import annotations

import gc
import os
import sys

COMPLETE = "_READER_COMPLETE"
"""Is set where the shell asks what a word may become."""


def main() -> int:
    """Run the program; the exit code."""
    try:
        return _begin()
    except KeyboardInterrupt:
        # While something was being imported: later, whoever works answers for it.
        from reader.cli.answering import INTERRUPTED  # noqa: PLC0415  (most runs do without)

        return INTERRUPTED


def _begin() -> int:
    # Collecting garbage while modules are loaded costs an eighth of the start and finds nothing (measured). For
    # commands it stays off: they hold what they read to their end, and 100,000 annotations would be looked through
    # over and over, for a quarter of the time. The interface turns it on when it is there.
    gc.disable()
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_standard_streams()
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from reader import __version__  # noqa: PLC0415  (all that is needed)
        from reader.cli.answering import answer  # noqa: PLC0415  (what is written may not be taken)

        return answer(lambda: print(f"reader {__version__}") or 0)
    if arguments in (["--help"], ["-h"]):
        from reader.cli.answering import answer  # noqa: PLC0415  (the version does without)
        from reader.start.help_page import show  # noqa: PLC0415  (the same)

        return answer(show)
    from reader.start.record_classes import make_quickly  # noqa: PLC0415  (the version does without)

    make_quickly()
    if not arguments and _on_terminal() and COMPLETE not in os.environ:
        _import_standard()
        from reader.cli.running import show_library  # noqa: PLC0415  (commands do without)

        return show_library()
    from reader.start.command_names import names_source  # noqa: PLC0415  (the version does without)

    if names_source(arguments) and _on_terminal():
        from reader.domain.web_address import is_web_address  # noqa: PLC0415  (commands do without)
        from reader.start.kept_picture import draw  # noqa: PLC0415  (the same)

        drawn = draw(arguments[0])
        # A page that may have to be fetched is told of by the command line.
        if drawn or not is_web_address(arguments[0]):
            loading = None
            if not drawn:
                source = os.path.abspath(os.path.expanduser(arguments[0]))  # noqa: PTH100, PTH111  (as below)
                if os.path.isfile(source):  # noqa: PTH113  (the same)
                    # Before anything else: what parses the first pages has the longest way.
                    from reader.formats.sandbox import prepare  # noqa: PLC0415  (what is known does without)

                    prepare(arguments[0], source)
                    from reader.start.loading import begin_loading  # noqa: PLC0415  (the same)

                    loading = begin_loading(source)
            _import_standard()
            from reader.cli.running import take_over  # noqa: PLC0415  (after the first text)

            return take_over(arguments[0], drawn, loading)
    from reader.cli.main import main as run  # noqa: PLC0415  (click takes 25 ms)

    return run(arguments)


def _import_standard() -> None:
    from reader.ui.terminal.stand_ins import import_standard  # noqa: PLC0415  (after the first text)

    import_standard()


def _on_terminal() -> bool:
    """Whether there is a terminal at both ends, one that can place text."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _open_standard_streams() -> None:
    """Put nothing where a stream was closed by the shell: else the next file that is opened would stand there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  (pathlib takes 5 ms)


if __name__ == "__main__":
    sys.exit(main())
