"""The program is killed, told to end, or loses its terminal while a note is typed. See tests/storage/scale.py."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.storage.scale import scaled, seeded
from tests.system.conftest import READY, Desk, until_in_side
from tests.terminal.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

LOST = 1.0
"""Seconds of typing that may be lost when the program has no time for last words."""
KILLED_AFTER, ENDED_AFTER, CAUGHT_AFTER = 2.0, 0.9, 1.3
"""Seconds of typing at most until it is killed, and until it may say its last words: a draft is written after 0.7.
What is broken shows when a second may be lost and no more."""
STARTED = 0.5
"""Seconds from the picture until the interface is there, and more."""
GAPS = (0.005, 0.12)
"""Seconds between two strokes, of a few letters each: from a fast typist's to one who looks for words."""
BURST = 12
"""How often the letters are typed at once: less than a terminal holds, more than is read before a signal is heard."""
SCREENS, APART = 50, 0.03
"""Screens that are more than a terminal and all queues before it hold, and the seconds between two that are two."""
DISCARD = "\x07y"
HANDS = "etaoin shrdlu cmfwyp vbgkqj xz"

ENDS: dict[str, Callable[[Program], None]] = {
    "SIGKILL": lambda program: program.signal(signal.SIGKILL),
    "SIGTERM": lambda program: program.signal(signal.SIGTERM),
    "SIGHUP": lambda program: program.signal(signal.SIGHUP),
    "closed": Program.hang_up,
}

LATE = "import reader.ui.reading.note_editor as late; late.KEPT_AFTER = 9"
DEAF = f"from reader.ui.app import ReaderApp as it; it.on_load = lambda self: self._themes.follow_ground(); {LATE}"
UNKEPT = "from reader.storage import FileDrafts as it; it.keep_draft = lambda *_: None"
MUTANTS = {
    "drafts that are not written": ("SIGKILL", UNKEPT),
    "drafts that come late": ("SIGKILL", LATE),
    "a signal that nobody hears": ("SIGTERM", DEAF),
    "a hang-up that nobody hears": ("closed", DEAF),
    "a terminal left as it is": (
        "SIGHUP",
        "from reader.ui.terminal.driver import ReaderDriver as it; it.stop_application_mode = repr",
    ),
}
"""What may be broken in the program, and the end that shows it."""


def typed(program: Program, rng: Random, seconds: float) -> tuple[str, str]:
    """Type for so long; all of it, and what was typed in time to be kept whatever happens next.

    Time is counted in the pauses that were meant, so that a machine that is late is late for the program too.
    """
    strokes: list[tuple[float, str]] = []
    at = 0.0
    while at < seconds:
        stroke = "".join(rng.choices(HANDS, k=rng.randint(1, 6)))
        program.write(stroke.encode())
        strokes.append((at, stroke))
        gap = rng.uniform(*GAPS)
        time.sleep(gap)  # the rhythm of typing: nothing is waited for
        at += gap
    kept = "".join(stroke for begun, stroke in strokes if begun <= at - LOST)
    return "".join(stroke for _, stroke in strokes), kept


def offered(program: Program, left: str) -> None:
    """What was left is offered, comes back as it was, and is thrown away."""
    program.until("was not saved the last time")
    program.write(b"a")
    program.until("restored")
    until_in_side(program, left)
    program.write(DISCARD.encode())
    program.until(READY)


def interrupted(desk: Desk, rng: Random, end: str, left: str = "", command: Sequence[str] = ()) -> str:
    """Take back what was `left` the last time, type a note and be interrupted; what is left of it."""
    longest = KILLED_AFTER if end == "SIGKILL" else ENDED_AFTER
    seconds = CAUGHT_AFTER if command else rng.uniform(0, longest)
    with desk.open(command) as program:
        if left:
            offered(program, left)
        else:
            program.until(READY, updated=True)
        program.write(b"a")
        program.until("Esc save")
        whole, kept = typed(program, rng, seconds)
        if end == "closed" and not command:
            until_in_side(program, whole)  # what nobody has read goes with the terminal
        ENDS[end](program)
        program.wait()
        draft = desk.draft()
        assert whole.startswith(draft)
        assert draft.startswith(kept if end == "SIGKILL" else whole), (whole, draft)
        if end in ("SIGTERM", "SIGHUP"):
            check_left(program, 128 + getattr(signal, end))
    return draft


def check_left(program: Program, exit_code: int) -> None:
    """The program has ended with that code, and the terminal shows nothing of it."""
    assert program.exit_code == exit_code
    assert program.modes == frozenset()
    assert program.attributes == program.attributes_before


@pytest.mark.parametrize("end", [pytest.param(end, marks=[pytest.mark.slow] * (end != "SIGKILL")) for end in ENDS])
@scaled(quick=1, floor=25, stretch=125)
def test_at_most_a_second_of_typing_is_lost(desk: Desk, end: str, rounds: int) -> None:
    rng = seeded(end)
    draft, letters, drafts = "", 0, 0
    for _ in range(rounds):
        draft = interrupted(desk, rng, end, draft)
        letters, drafts = letters + len(draft), drafts + bool(draft)
    if draft:
        with desk.open() as program:
            offered(program, draft)
    assert drafts == rounds or end == "SIGKILL"
    print(f"{rounds} times {end}, {drafts} drafts of {letters} letters in all, none lost that should not be")


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.slow)])
def test_what_was_typed_before_a_signal_is_kept(desk: Desk, number: signal.Signals) -> None:
    # More than has been read when the signal is heard.
    letters = HANDS.replace(" ", "") * BURST
    with desk.open() as program:
        program.until(READY, updated=True)
        program.write(b"a")
        program.until("Esc save")
        program.write(letters.encode())
        program.signal(number)
        program.wait()
        check_left(program, 128 + number)
    assert desk.draft() == letters


ALTERNATE = b"\x1b[?1049h"
"""What takes the terminal: its other screen."""
MOMENTS = {"the picture": ALTERNATE, "the interface takes the terminal": b"\x1b[?1000h"}
"""What the program has just written when it is told to end."""


def check_end(desk: Desk, moment: str, number: signal.Signals, command: Sequence[str] = ()) -> None:
    with desk.open(command) as program:
        program.until_written(MOMENTS[moment])
        program.signal(number)
        program.wait()
        check_left(program, 128 + number)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_whenever_it_is_told_to_end_the_terminal_is_as_it_was(desk: Desk, moment: str, number: signal.Signals) -> None:
    check_end(desk, moment, number)


@pytest.mark.parametrize("number", [pytest.param(signal.SIGTSTP, marks=pytest.mark.slow), signal.SIGSTOP])
def test_who_was_stopped_goes_on_and_leaves_the_terminal_as_it_was(desk: Desk, number: signal.Signals) -> None:
    with desk.open() as program:
        program.until(READY, updated=True)
        for _ in range(2):
            program.signal(number)
            os.waitid(os.P_PID, program.pid, os.WSTOPPED)
            if number is signal.SIGTSTP:
                assert program.attributes == program.attributes_before
            taken = program.count_written(ALTERNATE)
            program.signal(signal.SIGCONT)
            program.until_written(ALTERNATE, taken + 1)  # what is typed before it has the terminal is thrown away
            program.write(b"G")
            program.until("100 %")
            program.write(b"gg")
            program.until(READY, gone=["100 %"])
        program.leave("q")
        check_left(program, 0)


@pytest.mark.slow
def test_a_terminal_that_takes_nothing_any_more_and_goes_away(desk: Desk) -> None:
    with desk.open() as program:
        program.until(READY, updated=True)
        program.stop_reading()
        for key in b"L\x1b" * SCREENS:
            program.write(bytes([key]))
            time.sleep(APART)
        program.hang_up()
        program.wait()
        assert program.exit_code == 128 + signal.SIGHUP, program.text[-3000:]


def test_an_interrupt_before_the_interface_is_there(desk: Desk) -> None:
    check_end(desk, "the picture", signal.SIGINT)


@scaled(quick=1, floor=40, stretch=400)
def test_at_any_moment_of_the_start(desk: Desk, rounds: int) -> None:
    rng = seeded("start")
    for _ in range(rounds):
        with desk.open() as program:
            program.until_written(MOMENTS["the picture"])
            time.sleep(rng.uniform(0, STARTED))  # any moment, which nothing marks
            program.signal(signal.SIGTERM)
            program.wait()
            check_left(program, 128 + signal.SIGTERM)
    print(f"{rounds} times, the terminal was always as before")


def test_the_test_catches_a_picture_that_stays(desk: Desk) -> None:
    broken = "import reader.ui.draw.first_paint as it; it._undo_when_ended = lambda *_: None"
    command = (sys.executable, "-c", f"import sys; {broken}; from reader.__main__ import main; sys.exit(main())")
    with pytest.raises(AssertionError):
        check_end(desk, "the picture", signal.SIGTERM, command)


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_the_test_catches(desk: Desk, name: str) -> None:
    end, broken = MUTANTS[name]
    command = (sys.executable, "-c", f"import sys; {broken}; from reader.__main__ import main; sys.exit(main())")
    with pytest.raises(AssertionError):
        interrupted(desk, seeded(name), end, command=command)
