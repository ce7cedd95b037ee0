"""Modules left out while asyncio and Textual are imported: it fails here when Textual needs more of them."""

from __future__ import annotations

import subprocess
import sys

LEFT_OUT = """
import sys
from reader.ui.stand_ins import import_asyncio, import_textual
import_asyncio()
import_textual()
assert "ssl" not in sys.modules and "textual.command" not in sys.modules, "they were imported"
assert "textual.app" in sys.modules, "Textual asks for more of its palette than NEEDED has"
import ssl, textual.command
assert ssl.SSLContext and textual.command.CommandPalette.BINDINGS
"""

ASKED_FOR_MORE = """
import sys
from reader.ui import stand_ins
stand_ins.NEEDED = stand_ins.NEEDED[1:]
stand_ins.import_textual()
assert "textual.app" not in sys.modules
import textual.app
assert textual.app.CommandPalette.BINDINGS
"""


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return done.stderr


def test_what_is_left_out_can_be_imported_afterwards() -> None:
    assert run(LEFT_OUT) == ""


def test_a_textual_that_asks_for_more_is_imported_whole() -> None:
    assert run(ASKED_FOR_MORE) == ""
