"""How many files somebody walks through who follows one press of `h`, from the key to the painted frame.

Every file of reader/ counts in which a function was entered meanwhile, on whatever thread: in a library on the disk, in
an article in which something was highlighted before, so that nothing is made for the first time. It is the row `walk`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.events import Key

from reader.cli.wiring import CommandServices, now
from reader.ui.app import ReaderApp
from reader.ui.program.services import Services as Interface

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).resolve().parents[2] / "reader"
BAR = 40
TEXT = "\n\n".join(f"Paragraph {number} begins. It goes on here. Now it ends." for number in range(40))
SETTLED = 0.3
"""Seconds until what one key does is done: some twenty times as long as it takes."""


def walk() -> list[str]:
    """The files, in the order in which they are first entered."""
    with tempfile.TemporaryDirectory(prefix="reader-walk-") as folder:
        homes = {name: str(Path(folder) / name) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        before = {name: os.environ.get(name) for name in homes}
        os.environ.update(homes)
        source = Path(folder) / "text.md"
        source.write_text(TEXT, encoding="utf-8")
        try:
            return asyncio.run(_walked(source))
        finally:
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


async def _walked(source: Path) -> list[str]:
    services = CommandServices()
    opened = services.library.open(str(source))
    interface = Interface(library=services.library, now=now, settings=services.settings)
    app = ReaderApp(interface, opened, None, session=services.library.session(opened))
    entered: dict[str, None] = {}

    def look(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            entered.setdefault(frame.f_code.co_filename)

    async with app.run_test(size=(100, 30)) as pilot:
        threading.setprofile(look)  # the library's own thread is begun by the first key
        for key in (")", "h", ")", "h", ")"):
            app.post_message(Key(key, key))
            await pilot.pause(SETTLED)
        entered.clear()
        sys.setprofile(look)
        app.post_message(Key("h", "h"))
        await pilot.pause(SETTLED)
        sys.setprofile(None)
        threading.setprofile(None)
    return [Path(name).relative_to(ROOT).as_posix() for name in entered if name.startswith(str(ROOT))]


def report() -> None:
    """Print the files and their number."""
    files = walk()
    print(f"walk of h: {len(files)} files of reader/ (bar {BAR})")
    for name in files:
        print(f"  {name}")


if __name__ == "__main__":
    report()
