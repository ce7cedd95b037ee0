"""The entry point: the first text as early as it can be, then the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; the exit code."""
    if sys.argv[1:] == ["--version"]:
        # Nothing but the version is imported for it.
        from reader import __version__  # noqa: PLC0415

        print(f"reader {__version__}")
        return 0
    from reader.cli.main import main as run  # noqa: PLC0415  (click takes 25 ms; the version does without)

    return run()


if __name__ == "__main__":
    sys.exit(main())
