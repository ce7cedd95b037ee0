"""Opening an address: by which program, away from the terminal, and what is told where there is none."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotOpened
from reader.ui.terminal import browser
from reader.ui.terminal.browser import Browser, browsers, show, start
from tests.ui.fakes import reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADDRESS = "https://example.org/a?b=c&d=$(e) f"


def first(environment: dict[str, str], system: str, *programs: str) -> Browser | None:
    return next(iter(browsers(environment, system, lambda name: name in programs)), None)


def test_each_system_has_its_own_way() -> None:
    assert first({}, "darwin", "open") == Browser(("open",))
    assert first({"WSL_DISTRO_NAME": "Debian"}, "linux", "wslview", "explorer.exe") == Browser(("wslview",))
    assert first({"WSL_DISTRO_NAME": "Debian"}, "linux", "explorer.exe") == Browser(("explorer.exe",))
    assert first({"DISPLAY": ":0"}, "linux", "xdg-open", "firefox") == Browser(("xdg-open",))
    assert first({"WAYLAND_DISPLAY": "w"}, "linux", "firefox") == Browser(("firefox",))
    assert first({"TERMUX_VERSION": "1"}, "linux", "termux-open-url") == Browser(("termux-open-url",))


def test_without_a_display_nothing_is_started_that_needs_one() -> None:
    assert first({}, "linux", "xdg-open", "firefox", "w3m") is None


def test_what_the_user_named_comes_first() -> None:
    assert first({"BROWSER": "w3m"}, "linux", "w3m") == Browser(("w3m",), console=True)
    assert first({"BROWSER": "/usr/bin/lynx -accept_all"}, "linux", "/usr/bin/lynx") == Browser(
        ("/usr/bin/lynx", "-accept_all"), console=True
    )
    named = {"BROWSER": "gone:firefox --new-tab %s", "DISPLAY": ":0"}
    assert first(named, "linux", "firefox", "xdg-open") == Browser(("firefox", "--new-tab", "%s"))
    assert first({"BROWSER": "'unbalanced"}, "darwin", "open") == Browser(("open",))
    assert first({"BROWSER": " : "}, "darwin", "open") == Browser(("open",))


def program(folder: Path, body: str) -> str:
    file = folder / "browse"
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return str(file)


async def test_it_has_no_terminal_and_gets_the_address_as_one_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = program(tmp_path, f'echo noise; echo more >&2; cat; printf "%s|" "$@" > {tmp_path}/got')
    assert await start((words,), ADDRESS, {"PATH": "/usr/bin:/bin"})
    assert (tmp_path / "got").read_text() == f"{ADDRESS}|"
    assert await start((words, "--to=%s", "-x"), ADDRESS, {"PATH": "/usr/bin:/bin"})
    assert (tmp_path / "got").read_text() == f"--to={ADDRESS}|-x|"
    assert capfd.readouterr() == ("", "")


async def test_one_that_fails_or_is_not_there_is_passed_over(tmp_path: Path) -> None:
    assert not await start((program(tmp_path, "exit 3"),), ADDRESS, {})
    assert not await start((str(tmp_path / "none"),), ADDRESS, {})
    assert not show((str(tmp_path / "none"),), ADDRESS, {})
    assert show((program(tmp_path, "exit 0"),), ADDRESS, {})


async def test_one_that_runs_on_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "PATIENCE", 0.1)
    words = program(tmp_path, "exec sleep 60")
    began = asyncio.ensure_future(start((words,), ADDRESS, {"PATH": "/usr/bin:/bin"}))
    await asyncio.sleep(0)
    assert not began.done(), "others have their turn meanwhile"
    assert await began
    child = browser._still_open.pop()
    child.kill()
    child.wait()


@pytest.mark.parametrize(
    ("environment", "told"),
    [({}, "no browser could be started; the address is https://example.org/a (sent to the terminal)")],
)
async def test_without_a_browser_the_address_is_told_and_copied(
    environment: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.terminal.browser.browsers", lambda *_: [])
    monkeypatch.setattr("reader.ui.terminal.clipboard.desktop_ways", lambda *_: [])
    monkeypatch.delenv("TMUX", raising=False)
    async with reader() as it:
        app = it.pilot.app
        with pytest.raises(NotOpened, match="no browser") as caught:
            await app.program.browse("https://example.org/a")  # type: ignore[attr-defined]  # the app that the fake makes
        assert str(caught.value) == told
        assert app.clipboard == "https://example.org/a"


async def test_a_consoles_browser_gets_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Callable[[], object]] = []

    async def suspended(work: Callable[[], bool]) -> bool:
        given.append(work)
        return True

    monkeypatch.setattr("reader.ui.terminal.browser.browsers", lambda *_: [Browser(("w3m",), console=True)])
    async with reader() as it:
        monkeypatch.setattr(it.screen.reading.program, "suspended", suspended)
        assert await it.screen.reading.program.browse("https://example.org/a") == "opened by w3m"
    assert len(given) == 1
    assert sys.platform
