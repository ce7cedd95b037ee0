"""Work beside a process: its outcome is the same wherever it is done."""

from __future__ import annotations

import os
import subprocess
import sys

import pypdfium2
import pytest

from reader.formats.beside import begin
from reader.formats.pdf import pages
from tests.system.test_loading import pdf

SCRIPT = """
import os, sys
from reader.formats import beside, child
child.limit()
beside.allow()
me = os.getpid()
def work():
    {work}
later = beside.begin(work)
print(later())
try:
    os.fork()
except PermissionError:
    print("no other")
"""


def done(work: str) -> list[str]:
    command = [sys.executable, "-c", SCRIPT.format(work=work)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_work_is_done_here_where_nothing_may_be_copied() -> None:
    assert begin(lambda: b"done")() == b"done"


@pytest.mark.parametrize(
    ("work", "outcome"),
    [
        ("return b'x' * 3", "b'xxx'"),
        ("return str(len(b'x' * 3_000_000)).encode()", "b'3000000'"),
        # One that dies, or fails, beside is done again here.
        ("os.getpid() == me or os._exit(3); return b'here'", "b'here'"),
        ("assert os.getpid() == me; return b'here'", "b'here'"),
    ],
)
def test_the_outcome_comes_whatever_becomes_of_the_process(work: str, outcome: str) -> None:
    assert done(work) == [outcome, "no other"]


@pytest.mark.skipif(sys.platform != "linux", reason="a process is copied on Linux only")
def test_it_is_done_in_another_process_where_there_are_two_cores() -> None:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core")
    assert done("return str(os.getpid() == me).encode()")[0] == "b'False'"


WAITS = """
import os
from reader.formats import beside
read, write = os.pipe()
beside.allow(read)
print(beside.may_begin(), beside.begin(lambda: str(os.getpid()).encode())() == str(os.getpid()).encode())
os.close(write)
print(beside.may_begin())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a process is copied on Linux only")
def test_a_second_core_is_taken_once_nobody_draws() -> None:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core")
    asked = subprocess.run([sys.executable, "-c", WAITS], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["False", "True", "True"]


@pytest.mark.parametrize("alone", [0, 1, 7, 30])
def test_pages_are_the_same_from_wherever_some_are_read_beside(alone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    read = pypdfium2.PdfDocument(pdf(50))
    expected, told = pages.read_pages(read), list[int]()
    turns = iter([False] * alone + [True])
    monkeypatch.setattr(pages, "may_begin", lambda: next(turns))
    monkeypatch.setattr(pages, "tell", lambda done, _total: told.append(done))
    assert pages.read_pages(read) == expected
    half = (alone + 50) // 2 if alone <= 50 - pages.MANY else 50
    assert told[half - 1] == 50, "of both halves"
    assert told[:half] == sorted(told[:half])
