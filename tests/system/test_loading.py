"""The first opening of what takes a while: something to see at once, keys that wait, Esc that gives up."""

from __future__ import annotations

import os
import termios
from itertools import pairwise
from threading import Event
from threading import enumerate as enumerate_threads
from typing import TYPE_CHECKING

import pytest

from reader.start.loading import Loading
from tests.system.conftest import READY
from tests.terminal.home import Home, reader
from tests.terminal.program import Program

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (100, 30)
LFLAG = 3
"""Where `termios.tcgetattr` has the local modes."""


def pdf(pages: int) -> bytes:
    """A PDF of so many pages, each with as many words as a page of a book has."""
    line = "(the ferry left the harbour at seven and the keeper stayed behind) Tj T*\n"
    words = f"BT /F1 10 Tf 60 780 Td 14 TL\n{line * 45}ET"
    stream = f"<< /Length {len(words)} >>\nstream\n{words}\nendstream"
    kids = " ".join(f"{number + 5} 0 R" for number in range(pages))
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>"
    )
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
    tree = f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", tree, font, stream, *[page] * pages]
    parts = [f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1)]
    starts = [9]
    for part in parts:
        starts.append(starts[-1] + len(part))
    table = "".join(f"{start:010} 00000 n \n" for start, _ in pairwise(starts))
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{starts[-1]}\n%%EOF\n"
    return f"%PDF-1.4\n{''.join(parts)}{head}{end}".encode()


def test_what_is_opened_is_said_at_once_and_esc_gives_it_up(tmp_path: Path) -> None:
    source = tmp_path / "long.pdf"
    source.write_bytes(pdf(3000))
    with Program((*reader(), str(source)), SIZE, Home(tmp_path).environment) as program:
        program.until("long.pdf", "opening …", "Esc gives up")
        program.until("of 3000 · Esc gives up")
        program.write(b"\x1b")
        program.until("was given up; these are its first pages")
        assert "Esc gives up" not in program.text
        program.leave("q")


@pytest.mark.slow
def test_keys_that_are_pressed_meanwhile_are_not_echoed_and_are_obeyed(tmp_path: Path) -> None:
    source = tmp_path / "short.pdf"
    source.write_bytes(pdf(30))
    with Program((*reader(), str(source)), SIZE, Home(tmp_path).environment) as program:
        program.until("Esc gives up")
        assert not program.attributes[LFLAG] & termios.ECHO  # type: ignore[operator]  # as tcgetattr answers it
        program.write(b"h")
        program.until(READY)
        program.until("1 annotation · by place")
        program.leave("q")


@pytest.mark.parametrize(
    ("pressed", "kept", "given_up"),
    [
        (b"\x1b", b"\x1b", True),
        (b"hj", b"hj", False),
        (b"\x1b[?2026;2$y", b"\x1b[?2026;2$y", False),
        (b"\x1b[A\x1bOB", b"\x1b[A\x1bOB", False),
        (b"\x1b[?2026;2$y\x1b", b"\x1b[?2026;2$y\x1b", True),
        (b"\x1b]11;rgb:0/0/0\x1b\\", b"\x1b]11;rgb:0/0/0\x1b\\", False),
    ],
)
def test_esc_is_told_from_other_keys_and_from_answers(pressed: bytes, kept: bytes, given_up: bool) -> None:
    loading = Loading("a name")
    source, target = os.pipe()
    os.write(target, pressed)
    os.close(target)
    loading.wait(lambda: False, source)
    os.close(source)
    assert (loading.typed, loading.given_up) == (kept, given_up)


def test_a_long_name_and_one_that_a_terminal_would_act_on_are_drawn_safely() -> None:
    picture = Loading("\x1b]0;x\x07" + "n" * 500).picture(40, 3)
    assert "\x1b]" not in picture
    assert "\x07" not in picture
    assert "…" in picture


def test_it_shows_that_it_is_at_work_until_another_has_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    enough = Event()

    def write(text: str) -> None:
        written.append(text)
        if len(written) == 5:
            enough.set()

    monkeypatch.setattr("reader.start.loading.write", write)
    monkeypatch.setattr("reader.start.loading.BEAT", 0.001)
    loading = Loading("field-manual.docx")
    loading.picture(100, 30)
    loading.live()
    assert enough.wait(10)
    loading.leave()
    signs = [text[text.index("opening …") : text.index("\x1b[K")] for text in written]
    assert signs[:5] == ["opening … ·", "opening … · ·", "opening … · · ·", "opening …", "opening … ·"]
    count = len(written)
    loading.leave()
    assert len(written) == count
    assert not [thread for thread in enumerate_threads() if thread.name == "loading"]


@pytest.mark.parametrize("room", [1, 9, 12])
def test_signs_of_life_stay_within_the_window(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    written: list[str] = []
    monkeypatch.setattr("reader.start.loading.write", written.append)
    monkeypatch.setattr("reader.start.loading.BEAT", 0.001)
    loading = Loading("field-manual.docx")
    loading.picture(room + 4, 3)
    loading.live()
    while len(written) < 3:
        pass
    loading.leave()
    assert all(len(text.split("\x1b[2m")[1].split("\x1b[K")[0]) <= room for text in written)


def test_the_beginning_of_a_text_is_shown_before_the_interface_is_there() -> None:
    loading = Loading("a.md")
    loading.picture(80, 24)
    asked: list[tuple[int, int]] = []

    def beginning(columns: int, rows: int) -> str:
        asked.append((columns, rows))
        return ""

    loading.show(beginning)
    assert asked == [(80, 24)]
    loading.shown = True
    loading.show(beginning)
    assert len(asked) == 1, "the interface has the terminal"


@pytest.mark.slow
def test_of_a_large_plain_text_the_beginning_is_there_first_and_all_of_it_follows(tmp_path: Path) -> None:
    source = tmp_path / "large.txt"
    line = "The keeper of the harbour counts the boats at seven, and again when the lamps are lit. "
    source.write_text("\n\n".join(f"Paragraph {n}. {line * 4}" for n in range(6000)))
    with Program((*reader(), str(source)), SIZE, Home(tmp_path / "home").environment) as program:
        program.until(READY, updated=True)
        program.write(b")")
        program.until(READY, gone=("reading …", "being saved"))
        program.write(b"h")
        program.until("1 annotation")
        program.write(b"G")
        program.until("Paragraph 5999.")
        assert "1 annotation" in program.text
        program.leave("q")
