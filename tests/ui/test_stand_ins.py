"""Modules left out while asyncio and Textual are imported: it fails here when Textual needs more of them."""

from __future__ import annotations

import subprocess
import sys

import pytest

LEFT_OUT = """
import sys
from reader.ui.terminal.stand_ins import import_asyncio, import_textual
import_asyncio()
import_textual()
assert "ssl" not in sys.modules and "textual.command" not in sys.modules, "they were imported"
assert "textual.app" in sys.modules, "Textual asks for more of its palette than NEEDED has"
import ssl, textual.command
assert ssl.SSLContext and textual.command.CommandPalette.BINDINGS
"""

STANDARD = """
import sys
there = set(sys.modules)
from reader.ui.terminal.stand_ins import PIPES, STANDARD, TLS, import_asyncio, import_standard
import_standard()
import_asyncio()
assert not {*STANDARD, TLS, "subprocess"} & set(sys.modules) - there, "they were imported"
import asyncio, subprocess, traceback, urllib.parse
assert {name: getattr(subprocess, name) for name in PIPES} == PIPES
async def told():
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(1)", stdout=asyncio.subprocess.PIPE)
    return await program.communicate()
assert asyncio.run(told())[0] == b"1\\n"
import asyncio.sslproto
assert asyncio.sslproto.SSLProtocol is asyncio.selector_events.sslproto.SSLProtocol
assert urllib.parse.urlsplit("http://[::1]:80/").hostname == "::1"
try:
    urllib.parse.urlsplit("http://[]/")
except ValueError:
    assert "urlsplit" in traceback.format_exc()
"""

CALLED = """
import sys
from reader.ui.terminal.stand_ins import CALLED, import_textual
import_textual()
assert not set(CALLED) & set(sys.modules), "they were imported"
from rich.style import Style
from textual.suggestions import get_suggestion
assert get_suggestion("colour", ["color", "width"]) == "color"
assert Style.from_meta({"a": 1}).meta == {"a": 1}
import difflib, pickle, rich.table
assert difflib.SequenceMatcher and pickle.Pickler and rich.table.Column
import rich.panel, rich.tree, platformdirs, mimetypes
import textual.canvas, textual.layout
from textual.content import Content
assert Content.from_markup("[b]x[/b]").plain == "x"
assert textual.layout.Canvas(2, 2).width == textual.canvas.Canvas(2, 2).width == 2
assert rich.panel.Panel("x").renderable == "x" and rich.tree.Tree("x").label == "x"
"""

TYPED = """
import sys
from reader.ui.terminal.stand_ins import import_textual
import_textual()
assert "textual.app" in sys.modules
assert "typing_extensions" not in sys.modules, "Textual asks for more of it than TYPED has"
import typing_extensions
assert typing_extensions.deprecated and typing_extensions.Self
"""

LESS_IS_NEEDED = """
import sys
from reader.ui.terminal import stand_ins
stand_ins.NEEDED = stand_ins.NEEDED[1:]
stand_ins.import_textual()
assert "textual.app" not in sys.modules
import textual.app
assert textual.app.CommandPalette.BINDINGS
"""

LESS_IS_CALLED = """
import sys
from reader.ui.terminal import stand_ins
stand_ins.CALLED["pickle"] = ("dumps",)
stand_ins.import_textual()
assert "textual.app" in sys.modules and "difflib" not in sys.modules
import pickle, rich.style
assert rich.style.loads is pickle.loads
assert pickle.loads(rich.style.dumps([1])) == [1]
"""


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return done.stderr


@pytest.mark.slow
def test_what_is_left_out_can_be_imported_afterwards() -> None:
    assert run(LEFT_OUT) == ""


def test_what_the_standard_library_seldom_calls_is_imported_then() -> None:
    assert run(STANDARD) == ""


def test_what_is_only_called_is_imported_by_the_call() -> None:
    assert run(CALLED) == ""


def test_types_are_pythons_own() -> None:
    assert run(TYPED) == ""


@pytest.mark.slow
def test_a_textual_that_needs_more_is_imported_whole() -> None:
    assert run(LESS_IS_NEEDED) == ""


def test_a_textual_that_calls_more_is_given_that() -> None:
    assert run(LESS_IS_CALLED) == ""


def test_moves_of_the_cursor_are_kept_and_are_those_of_rich() -> None:
    asked = """
from rich.control import Control
before = [Control.move_to(x, 3).segment for x in range(5)]
from reader.ui.terminal.stand_ins import import_textual
import_textual()
assert [Control.move_to(x, 3).segment for x in range(5)] == before
assert Control.move_to(2, 3) is Control.move_to(2, 3)
"""
    assert run(asked) == ""
