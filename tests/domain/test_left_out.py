"""Modules that are left out while something is imported."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from reader.domain.left_out import LaterAnswer, LaterModule, left_out

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_is_left_out_is_imported_by_the_first_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "seldom_called.py").write_text("def double(number):\n    return 2 * number\n")
    (tmp_path / "asks_for_it.py").write_text("import seldom_called\nfrom seldom_called import double\n")
    with left_out(LaterModule("seldom_called", ("double",)), LaterModule("sys", ("exit",))):
        import asks_for_it  # type: ignore[import-not-found]

        assert isinstance(asks_for_it.seldom_called, LaterModule)
    assert not isinstance(sys, LaterModule)
    assert "seldom_called" not in sys.modules
    assert asks_for_it.double(4) == 8
    import seldom_called  # type: ignore[import-not-found]

    assert not isinstance(seldom_called, LaterModule)
    assert asks_for_it.seldom_called.double(3) == 6


def test_what_is_known_needs_no_import_and_anything_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "seldom_asked.py").write_text("LEVEL = 3\nOTHER = 4\n\ndef named(name):\n    return name\n")
    (tmp_path / "asks.py").write_text(
        "import seldom_asked\nlevel = seldom_asked.LEVEL\nme = seldom_asked.named('me')\n"
    )
    known = {"LEVEL": 3, "named": partial(LaterAnswer, "seldom_asked", "named")}
    with left_out(LaterModule("seldom_asked", known=known)):
        import asks  # type: ignore[import-not-found]
    assert asks.level == 3
    assert "seldom_asked" not in sys.modules
    assert asks.me.upper() == "ME"
    assert asks.seldom_asked.OTHER == 4
    assert not hasattr(asks.seldom_asked, "MISSING")
