"""The first screen is what the app will paint a moment later."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from reader.domain.annotation import Colour
from reader.domain.span import Span
from reader.formats.markup.markdown import parse_markdown
from reader.formats.plain_text.plain import parse_plain
from reader.ui.draw.first_paint import ASK, paint, paint_with, undo
from reader.ui.draw.first_rows import article_area, cut_around, draw_around, of_plain_text, pack, picture_of, unpack
from reader.ui.draw.first_screen import FirstScreen, from_bytes, terminal_name
from reader.ui.reading.closing import first_screen
from tests.ui.fakes import reader
from tests.ui.viewing import Viewing, cells, highlight

ARTICLE = Path(__file__).parent.parent.parent / "articles" / "police-chiefs.txt"
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


async def taken(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], offset: int = 0) -> FirstScreen:
    for name, value in TERMINAL.items():
        monkeypatch.setenv(name, value)
    document = parse_plain(ARTICLE.read_text()).document
    text = document.text
    app = Viewing(
        document,
        [
            highlight(1, text, "American police departments"),
            highlight(2, text, "police departments counted arrests", Colour.RED),
        ],
    )
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.view.go_to(offset)
        found = first_screen(app.view, [], "article", (1, 2), pane=False)
    assert found is not None
    return found


@pytest.mark.parametrize("offset", [0, 4000, 100_000])
async def test_laid_out_anew_it_looks_the_same(monkeypatch: pytest.MonkeyPatch, offset: int) -> None:
    screen = await taken(monkeypatch, (100, 29), offset)
    kept = cells(screen.picture, 100, 29)
    # One row more: the app has a status line there.
    anew = cells(picture_of(screen, 100, 30), 100, 30)[:29]
    assert ["".join(cell[0] for cell in row) for row in anew] == ["".join(cell[0] for cell in row) for row in kept]
    assert anew == kept


async def test_it_comes_back_from_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = await taken(monkeypatch, (80, 24))
    again = from_bytes(screen.to_bytes())
    assert again is not None
    assert again.picture == screen.picture
    assert picture_of(again, 60, 20) == picture_of(screen, 60, 20)
    assert again.stands("article", (1, 2))
    assert not again.stands("article", (1, 3))


RICH = """# Head

A *word* and a [link](a).

1. one
2. two

| a | b |
|:--|--:|
| c | d |

```python
code
```
"""


@pytest.mark.parametrize("before", [0, 3])
def test_what_lies_around_comes_back_from_bytes(before: int) -> None:
    document = parse_markdown("before\n\n" * before + RICH).document
    top = document.text.index("Head")
    around = cut_around(document, top, Span(top, top + 4), [(top, top + 2, "red")], pane=True)
    assert around is not None
    again = unpack(pack(around))
    assert again._replace(document=around.document) == around
    for one, other in ((again.document, around.document), (around.document, document)):
        assert (one.text, list(one.blocks), list(one.marks)) == (other.text, list(other.blocks), list(other.marks))
    assert pack(None) == b""


def test_a_picture_whose_text_was_damaged_is_no_screen() -> None:
    data = FirstScreen("a", (0, 0), "t", (80, 24), "picture", "reader-dark", 72, b"around").to_bytes()
    assert from_bytes(data) is not None
    assert from_bytes(data[:-1]) is None
    assert from_bytes(data.replace(b"[80, 24]", b"[8024]")) is None
    assert from_bytes(data.replace(b"[80, 24]", b"8024")) is None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b'{"version": 2}', b"\xff\xfe", b"[" * 20_000])
def test_a_damaged_file_is_no_screen(data: bytes) -> None:
    assert from_bytes(data) is None


async def test_plain_text_never_opened_looks_as_it_will(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ARTICLE.read_bytes()
    around = of_plain_text(data[:8000], len(data))
    assert around is not None
    drawn = draw_around(around, 60, 30, theme="reader-dark", column=72)
    kept = await taken(monkeypatch, (60, 29))
    rows = [["".join(cell[0] for cell in row).rstrip(" ▐") for row in cells(one, 60, 29)]
            for one in (kept.picture, drawn)]  # fmt: skip
    assert [row[3:] for row in rows[0]] == [row[3:] for row in rows[1]]


def test_it_is_drawn_on_a_terminal_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    master, slave = pty.openpty()
    columns, rows = os.get_terminal_size(slave)
    screen = FirstScreen("a", (0, 0), "t", (columns, rows), "\x1b[1;1Hpicture", "reader-dark", 72)
    assert paint(screen._replace(terminal="another"), "t", slave) is None, "a picture for another terminal"
    before = paint(screen, "t", slave)
    assert before is not None
    undo(before, slave)
    drawn = ""
    while not drawn.endswith("\x1b[?1049l"):
        drawn += os.read(master, 1000).decode()
    assert drawn.startswith("\x1b[?1049h")
    assert f"picture{ASK}" in drawn
    os.close(slave)
    os.close(master)


def test_there_is_nothing_to_draw_on_without_a_terminal(tmp_path: Path) -> None:
    screen = FirstScreen("a", (0, 0), "t", (80, 24), "picture", "reader-dark", 72)
    with (tmp_path / "file").open("w") as file:
        assert paint(screen, "t", file.fileno()) is None


def test_a_terminal_is_named_by_what_decides_its_colours() -> None:
    assert terminal_name({"TERM": "xterm"}) != terminal_name({"TERM": "xterm", "NO_COLOR": ""})
    assert terminal_name({"TERM": "xterm", "HOME": "a"}) == terminal_name({"TERM": "xterm", "HOME": "b"})


def test_a_fitting_picture_needs_neither_textual_nor_the_layout() -> None:
    code = "import reader.ui.draw.first_paint, reader.ui.draw.first_screen, sys; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"textual", "rich", "dataclasses", "reader.domain.document", "reader.ui.draw.layout"} & set(found)


@pytest.mark.parametrize("size", [(100, 30), (300, 100), (80, 24), (89, 40), (60, 18)])
@pytest.mark.parametrize("marked", [False, True])
async def test_the_article_stands_where_the_style_sheet_will_put_it(size: tuple[int, int], marked: bool) -> None:
    async with reader(size=size) as running:
        if marked:
            await running.press("h")
        assert running.screen.reading.view.size == article_area(*size, pane=True, marked=marked)


def test_every_key_that_is_pressed_meanwhile_is_there_to_be_read() -> None:
    terminal, descriptor = pty.openpty()
    termios.tcsetwinsize(descriptor, (24, 80))
    before = paint_with(lambda *_: "", descriptor)
    assert before is not None
    try:
        os.write(terminal, b"\x11\x13\x16\r\n")
        assert os.read(descriptor, 16) == b"\x11\x13\x16\r\n"
    finally:
        undo(before, descriptor)
        assert termios.tcgetattr(descriptor) == before
        os.close(terminal)
        os.close(descriptor)
