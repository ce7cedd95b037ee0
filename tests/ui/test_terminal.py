"""The driver, in a terminal: it fails here when what it needs of Textual has changed."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios
import threading
from typing import TYPE_CHECKING

import pytest
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

from reader.ui.keys.bindings import name_of
from reader.ui.terminal.driver import ENTER, NEEDED, ReaderDriver, SignsWithEsc, apart, driver

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = """
import sys, termios
import reader.ui
from reader.ui.terminal.driver import ReaderDriver, driver
from textual.app import App
from textual.widgets import Static
if "prepainted" in sys.argv:
    ReaderDriver.prepainted = termios.tcgetattr(0)
class Echo(App):
    ENABLE_COMMAND_PALETTE = False
    def compose(self):
        self.shown = Static("begun")
        yield self.shown
    def on_key(self, event):
        if event.key == "q":
            self.exit()
        if event.key == "z":
            release = ReaderDriver.hold_frames()
            self.shown.update("at-first")
            self.call_after_refresh(self.go_on, release)
            return
        self.shown.update("key-" + event.key)
    def go_on(self, release):
        self.shown.update("at-last")
        self.call_after_refresh(release)
Echo(driver_class=driver()).run()
print("left-the-app")
"""


PATIENCE = 120.0
"""Seconds after which the program has failed, however loaded the machine is."""


class Running:
    """The program in a pseudo-terminal."""

    def __init__(self, *arguments: str) -> None:
        self.master, slave = pty.openpty()
        self.before = termios.tcgetattr(slave)
        command = [sys.executable, "-c", PROGRAM, *arguments]
        environment = {**os.environ, "TERM": "xterm-256color"}
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
        self.slave = slave
        self.output = b""

    def wait_for(self, shown: bytes, after: int = 0) -> None:
        """Read until it has been shown, after so many bytes; the test's own time limit ends it otherwise."""
        while shown not in self.output[after:]:
            self.output += os.read(self.master, 4096)

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)


@pytest.fixture
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    program = Running(*getattr(request, "param", ()))
    watch = threading.Timer(PATIENCE, program.process.kill)
    watch.start()
    yield program
    watch.cancel()
    program.process.kill()
    program.process.wait()
    os.close(program.master)
    os.close(program.slave)


def test_textual_is_as_expected() -> None:
    assert driver() is ReaderDriver
    assert all(hasattr(LinuxDriver, name) for name in NEEDED)


def test_without_what_it_needs_the_stock_driver_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.terminal.driver.NEEDED", ("run_input_thread", "something_else"))
    assert driver() is None


def test_keys_escape_and_leaving(running: Running) -> None:
    running.wait_for(b"begun")
    for keys, name in ((b"a", b"key-a"), (b"\x1b", b"key-escape"), (b"\x1b[A", b"key-up"), ("ß".encode(), b"key-")):
        running.press(keys)
        running.wait_for(name)
    running.press(b"q")
    running.wait_for(b"left-the-app")
    assert running.process.wait() == 0
    assert running.output.count(ENTER.encode()) == 1
    assert termios.tcgetattr(running.slave) == running.before


def test_keys_right_after_esc_that_look_like_half_a_sequence_are_keys(running: Running) -> None:
    running.wait_for(b"begun")
    for keys in (b"\x1b[", b"[", b"\x1bO", b"["):
        running.press(keys)
    running.wait_for(b"key-left_square_bracket")
    running.press(b"x")
    running.wait_for(b"key-x")
    before = len(running.output)
    running.press(b"\x1b[")  # and nothing else
    running.wait_for(b"key-left_square_bracket", after=before)
    running.press(b"q")
    running.wait_for(b"left-the-app")
    assert running.process.wait() == 0


def test_a_frame_goes_out_whole_and_at_once(running: Running) -> None:
    running.wait_for(b"begun")
    running.press(b"\x1b[?2026;2$y")  # as a terminal answers that knows where a frame begins and ends
    for keys in (b"a", b"b", b"c"):
        running.press(keys)
        running.wait_for(b"key-" + keys)
        running.wait_for(SYNC_END.encode(), after=running.output.index(b"key-" + keys))
    parts = re.findall(f"{re.escape(SYNC_START)}|{re.escape(SYNC_END)}|key-.".encode(), running.output)
    frames = b" ".join(parts).split(SYNC_END.encode())
    assert all(frame.strip().startswith(SYNC_START.encode()) for frame in frames[-3:-1])


@pytest.mark.parametrize("running", [("prepainted",)], indirect=True)
def test_a_screen_that_is_there_is_taken_over(running: Running) -> None:
    running.wait_for(b"begun")
    assert ENTER.encode() not in running.output
    running.press(b"q")
    running.wait_for(b"left-the-app")
    assert re.search(rb"\x1b\[\?1049l", running.output)
    assert termios.tcgetattr(running.slave) == running.before


def test_frames_that_are_held_back_are_one(running: Running) -> None:
    running.wait_for(b"begun")
    running.press(b"\x1b[?2026;2$y")  # what a terminal answers that knows synchronised updates
    running.press(b"x")
    running.wait_for(SYNC_END.encode())
    running.press(b"z")
    running.wait_for(b"at-last")
    assert b"at-first" not in running.output
    running.press(b"x")
    running.wait_for(b"key-x", after=running.output.index(b"at-last"))


@pytest.mark.parametrize("pieces", [("\x1b{}",), ("\x1b", "{}"), ("x\x1b", "{}y"), ("x\x1b{}y\x1b",)])
@pytest.mark.parametrize("sign", [*"1-=.)/:#{~*", "enter", "space", "ctrl+o"])
@pytest.mark.parametrize("is_bound", [False, True])
def test_a_sign_right_behind_esc_is_both_or_alt(pieces: tuple[str, ...], sign: str, is_bound: bool) -> None:
    signs, parser = (
        SignsWithEsc(lambda key, character: is_bound and name_of(key, character) == f"alt+{sign}"),
        XTermParser(),
    )
    sent = {"enter": "\r", "space": " ", "ctrl+o": "\x0f"}.get(sign, sign)
    events = [one for piece in pieces for one in parser.feed(signs.feed(piece.format(sent))) if isinstance(one, Key)]
    keys = [name_of(one.key, one.character) for one in events]
    assert [one for one in keys if one not in ("x", "y")] == ([f"alt+{sign}"] if is_bound else ["escape", sign])


def test_an_esc_that_nothing_followed_is_not_taken_with_what_comes_later() -> None:
    signs = SignsWithEsc(lambda *_key: True)
    assert signs.feed("\x1b") == "\x1b"
    signs.forget()
    assert signs.feed("1") == "1"
    assert signs.feed("\x1b[200~\x1b1") == "\x1b[200~\x1b1", "what is pasted is no key"
    assert signs.feed("\x1b[1;3A\x1bOP\x1b]11;rgb:0/0/0\x1b\\") == "\x1b[1;3A\x1bOP\x1b]11;rgb:0/0/0\x1b\\"


@pytest.mark.parametrize(
    ("sent", "bound", "keys"),
    [
        (("alt+j", "j"), "", [("escape", "\x1b"), ("j", "j")]),  # Esc and j, which tmux has made one of
        (("alt+j", "j"), "alt+j", [("alt+j", "j")]),
        (("alt+shift+o", "O"), "", [("escape", "\x1b"), ("O", "O")]),
        (("alt+shift+o", "O"), "alt+O", [("alt+shift+o", "O")]),
        (("alt+ö", "ö"), "alt+x", [("escape", "\x1b"), ("ö", "ö")]),
        (("alt+j", None), "", [("alt+j", None)]),  # as kitty's protocol tells it
        (("alt+left", None), "", [("alt+left", None)]),
        (("j", "j"), "", [("j", "j")]),
    ],
)
def test_alt_that_means_nothing_is_esc_and_a_key(
    sent: tuple[str, str | None], bound: str, keys: list[tuple[str, str | None]]
) -> None:
    found = [one for one in apart(Key(*sent), lambda *key: name_of(*key) == bound) if isinstance(one, Key)]
    assert [(one.key, one.character) for one in found] == keys
