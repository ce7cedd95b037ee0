"""In pilots a save is waited for, however long the machine takes: what is shown before is tested where a gate holds it.

A machine under load takes longer for a save than the program waits before it shows what is not stored yet; what a test
did next would come before the save then, or after it, by chance.
"""

from __future__ import annotations

import pytest

from reader.ui.reading import unsaved


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "PATIENCE", 60)
