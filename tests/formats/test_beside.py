"""Work in two processes: what they tell each other, and what is left when one has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice

import pypdfium2
import pytest

from reader.formats.beside import ALONE, begin
from reader.formats.pdf import pages
from tests.system.test_loading import pdf

SCRIPT = """
import os
from reader.formats import beside, child
child.limit()
beside.allow()
def work(dialogue):
    {work}
dialogue = beside.begin(work)
try:
    {act}
except beside.PartnerEnded:
    print("ended")
dialogue.close()
try:
    os.fork()
except PermissionError:
    print("no other")
"""
needs_two = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="a process is copied on Linux, on two cores"
)


def done(work: str, act: str) -> list[str]:
    command = [sys.executable, "-c", SCRIPT.format(work=work, act=act)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_nobody_is_there_where_nothing_may_be_copied() -> None:
    assert begin(lambda dialogue: dialogue.say(1)) is None
    assert ALONE.share({"x": (1, 2)}) == [{"x": (1, 2)}]
    assert not ALONE.leads
    assert not ALONE.follows


@needs_two
@pytest.mark.parametrize(
    ("work", "act", "said"),
    [
        ("dialogue.share((2, 'b'))", "print(dialogue.share((1, 'a')))", "[(1, 'a'), (2, 'b')]"),
        ("dialogue.say(dialogue.share(2))", "dialogue.share(1); print(dialogue.hear())", "[1, 2]"),
        # More than a pipe holds, of both at once.
        ("dialogue.share('y' * 3_000_000)", "print(*map(len, dialogue.share('x' * 2_000_000)))", "2000000 3000000"),
        ("os._exit(3)", "dialogue.hear()", "ended"),
        ("raise OSError", "dialogue.share(1)", "ended"),
        ("pass", "print(dialogue.share('x' * 3_000_000))", "ended"),
        # It says less than it said it would.
        ("os.write(dialogue._target, (9).to_bytes(8, 'big') + b'abc')", "dialogue.hear()", "ended"),
        # Whoever closes waits for nobody.
        ("os.read(dialogue._source, 1)", "print('closed')", "closed"),
    ],
)
def test_two_processes_tell_each_other_what_both_need(work: str, act: str, said: str) -> None:
    assert done(work, act) == [said, "no other"]


WAITS = """
import os
from reader.formats import beside
read, write = os.pipe()
beside.allow(read)
print(beside.may_begin(), beside.begin(print))
os.close(write)
print(beside.may_begin())
"""


@needs_two
def test_a_second_core_is_taken_once_nobody_draws() -> None:
    asked = subprocess.run([sys.executable, "-c", WAITS], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["False", "None", "True"]


@pytest.mark.parametrize("alone", [0, 1, 7, 30])
def test_pages_are_read_from_both_ends_once_there_may_be_two(alone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    read, told = pypdfium2.PdfDocument(pdf(50)), list[int]()
    expected = pages.read_between(read, range(50))
    turns = iter([False] * alone + [True])
    monkeypatch.setattr(pages, "may_begin", lambda: next(turns))
    monkeypatch.setattr(pages, "tell", lambda done, _total: told.append(done))
    ends = pages.Ends(read)
    ends.read_alone()
    assert ends.count == (alone if alone <= 50 - pages.MANY else 50)
    assert len(ends.front) - len(ends.back) in (0, 1)
    pieces = ends.pieces()
    front = list(islice(ends.read_from_front(pieces), 3 * pages.TOGETHER))
    assert ends.front + front + ends.read_from_back(pieces) == expected
    assert told == sorted(told)
    assert told[-1] == (ends.count + 2 * (len(front) - 1) if front else 50), "of both, when the next is asked for"
