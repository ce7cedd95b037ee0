"""Two halves of a PDF that are read side by side are the document that one would read."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from random import Random
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.errors import NotOpened
from reader.formats.beside import Dialogue, PiecesOfWork
from reader.formats.pdf.assembly import Assembled, ReadPages, assemble
from reader.formats.pdf.bookmarks import NEAR, OutlineEntry, part_at
from reader.formats.pdf.hyperlinks import Linked
from reader.formats.pdf.marks import PageMark
from reader.formats.pdf.pages import PageText
from reader.formats.pdf.segments import Segment, pack_segments, unpack_segments
from tests.formats.wellformed import check

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = ("harbour", "ferry", "Keeper", "sea-wall", "of", "the", "and", "Morgen", "über", "well-known", "12", "한국어")
HYPHENS = "-\u2010"
LEFT, RIGHT, WIDTH = 72.0, 500.0, 5.0
PARTS = ("line", "last", "broken", "heading", "bold", "item", "code", "table", "columns", "note", "caption", "linked")
FOOT = ("note", "note", "rest of a note")


class Drawing:
    """Pages are drawn by chance, of the pieces that books have, so that much goes on from one to the next."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.size = self.chance.choice((10.0, 10.0, 11.5))
        self.headed, self.stamped = self.chance.random() < 0.5, self.chance.random() < 0.2
        self.outline: list[OutlineEntry] = []

    def pages(self, count: int) -> list[PageText]:
        return [self._page(number, count) for number in range(count)]

    def _page(self, number: int, count: int) -> PageText:
        chance = self.chance
        if chance.random() < 0.1:
            return PageText([], (0.0, 800.0), pictured=chance.random() < 0.5)
        found: list[Segment] = []
        y = 700.0
        for part in chance.choices(PARTS, (30, 6, 6, 3, 2, 3, 3, 2, 2, 2, 1, 3), k=chance.randint(1, 14)):
            for _ in range(chance.randint(4, 7) if part in ("columns", "table") else 1):
                y -= chance.choice((12, 12, 12, 12, 20, 40))
                found += self._part(part, y, number, count)
        for part in chance.choices(FOOT, k=chance.choice((0, 0, 1, 2))):
            y -= 12
            found += self._part(part, y, number, count)
        if self.headed:
            head, bold = chance.choice((("The Keeper", False), ("The Keeper", False), (f"Part {number}", True)))
            found += [self._text(head, 760, self.size, bold=bold), self._text(str(number + 1), 40, 9.0, left=300)]
        if self.stamped:
            found.append(self._text("DRAFT", chance.choice((500, 530)), 60.0, turn=chance.choice((0, 45))))
        marks = [PageMark("harbour", "", "see", "A", "", "", "", str(number))] if chance.random() < 0.1 else []
        return PageText(found, (0.0, 800.0), marks=marks)

    def _part(self, part: str, y: float, page: int, count: int) -> list[Segment]:
        chance, said = self.chance, self._said
        match part:
            case "heading":
                title = chance.choice((said(3), said(3), "The Keeper"))
                if chance.random() < 0.7:
                    near = chance.choice((page, page, page, page + 1, max(0, page - 1)))
                    self.outline.append(OutlineEntry(title, chance.randint(0, 2), near, chance.choice((None, y + 9))))
                return [self._text(title, y, chance.choice((14.0, 18.0)))]
            case "bold":
                return [self._text(said(3), y, self.size, bold=True)]
            case "item":
                return [self._text(f"{chance.choice(('•', '2.', '3.', '(a)'))} {said(6)}", y, self.size)]
            case "code":
                return [self._text(said(4), y, 9.0, fixed=True)]
            case "table":
                return [self._text(said(1), y, self.size, left=left) for left in (72, 200, 330)]
            case "columns":
                return [self._text(said(6), y, self.size, left=left, right=left + 190) for left in (72, 300)]
            case "note":
                return [self._text(f"{chance.choice(('1', '2', '*'))} {said(8)}{chance.choice(('', '.'))}", y, 7.0)]
            case "rest of a note":
                return [self._text(f"{said(5)}.", y, 7.0)]
            case "caption":
                return [self._text(f"Figure {chance.randint(1, 9)}: {said(4)}", y, self.size)]
            case "last":
                return [self._text(f"{said(3)}.", y, self.size)]
            case "broken":
                return [
                    self._text(
                        f"{said(9)} {chance.choice(('har', 'sea'))}{chance.choice(HYPHENS)}", y, self.size, right=RIGHT
                    )
                ]
            case "linked":
                text = said(9)
                link = Linked(0, len(text) // 2, f"#page-{chance.randint(1, count)}")
                return [self._text(text, y, self.size, right=RIGHT)._replace(links=(link,))]
        return [self._text(chance.choice(("bour ", "wall ", "", "")) + said(10), y, self.size, right=RIGHT)]

    def _said(self, count: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=count))

    def _text(
        self, text: str, y: float, size: float, *, left: float = LEFT, right: float = 0.0, bold: bool = False,
        fixed: bool = False, turn: int = 0,
    ) -> Segment:  # fmt: skip
        end = right or left + WIDTH * len(text)
        return Segment(text, left, end, y, size, bold, fixed, turn, self.chance.random() < 0.5)


def halves(read: ReadPages, at: int) -> Assembled | str:
    """What two make of it of which one has the pages up to `at`."""
    (heard, says), (hears, said) = os.pipe(), os.pipe()
    later = read._replace(pages=read.pages[at:], first=at)

    def follow() -> None:
        outcome(later, Dialogue(hears, says, follows=True))
        os.close(says)

    second = Thread(target=follow)
    second.start()
    try:
        return outcome(read._replace(pages=read.pages[:at]), Dialogue(heard, said))
    finally:
        os.close(said)
        second.join()
        os.close(heard)
        os.close(hears)


def outcome(read: ReadPages, *dialogue: Dialogue) -> Assembled | str:
    try:
        return assemble(read, 1, *dialogue)
    except NotOpened as refused:
        return refused.what


@settings(max_examples=50)
@given(st.integers(0, 2**32), st.integers(1, 9), st.data())
@pytest.mark.slow
def test_halves_are_the_whole_wherever_they_meet(seed: int, count: int, data: st.DataObject) -> None:
    drawing = Drawing(seed)
    pages = drawing.pages(count)
    read = ReadPages(pages, 0, [str(number + 1) for number in range(count)], drawing.outline)
    whole = outcome(read)
    assert halves(read, data.draw(st.integers(0, count))) == whole
    if isinstance(whole, Assembled):
        check(whole.document)


@given(st.lists(st.integers(0, 30)), st.integers(0, 30))
def test_what_the_outline_names_on_one_side_needs_nothing_of_the_other(pages: list[int], seam: int) -> None:
    before, across = part_at([OutlineEntry("x", 1, page) for page in pages], seam)
    behind = set(pages) - before - across
    assert not before & across
    for some, others in ((before, across | behind), (behind, across)):
        near = {near for page in some for near in range(page - NEAR, page + NEAR + 1)}
        assert not near & {near for page in others for near in range(page - NEAR, page + NEAR + 1)}
    assert all(page + NEAR < seam for page in before)
    assert all(page - NEAR >= seam for page in behind)


def test_a_segment_is_told_as_it_is() -> None:
    plain = Segment("two words", 1.5, 2.5, 3.0, 10.0)
    linked = plain._replace(bold=True, turn=90, links=(Linked(0, 3, "#page-2"),))
    assert unpack_segments(pack_segments([plain, linked])) == [plain, linked]


@given(st.integers(0, 300), st.lists(st.booleans()))
def test_pieces_are_taken_once_each_and_from_both_ends(count: int, turns: list[bool]) -> None:
    pieces = PiecesOfWork(count)
    ends: dict[bool, Iterator[int]] = {True: pieces.from_front(), False: pieces.from_back()}
    found: dict[bool, list[int]] = {True: [], False: []}
    for turn in (*turns, *[True] * (count + 1)):
        found[turn] += islice(ends[turn], 1)
    assert found[True] + found[False][::-1] == list(range(count))


SCRIPT = """
import os
from reader.formats import beside
from reader.formats.pdf import parse_pdf
from reader.formats.wire import pack
from tests.system.test_loading import pdf
data = pdf(30)
whole = pack(parse_pdf(data))
beside.allow()
me, share = os.getpid(), beside.Dialogue.share
for at in (1, 4, 99):
    alone = []
    def counted(dialogue, mine):
        alone.append(dialogue.alone)
        assert os.getpid() == me or len(alone) < at
        return share(dialogue, mine)
    beside.Dialogue.share = counted
    print(pack(parse_pdf(data)) == whole, not any(alone[:at]), all(alone[at:]), len(alone) > at)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a process is copied on Linux only")
def test_a_pdf_is_the_same_in_two_processes_and_where_one_of_them_dies() -> None:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core")
    said = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["True True True True", "True True True True", "True True True False"]
