"""What is said and found when an article is opened whose text has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.library import carrying
from reader.ui.reading.article_opening import LOOKING
from reader.ui.reading.state import Reading
from tests.ui.documents import document_of
from tests.ui.fakes import OneArticle, document, reader

if TYPE_CHECKING:
    import pytest


async def test_highlights_are_carried_and_it_is_said_how_far_and_how(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    say = Reading.say

    def recorded(reading: Reading, message: str) -> None:
        said.append(message)
        say(reading, message)

    monkeypatch.setattr(Reading, "say", recorded)
    monkeypatch.setattr(carrying, "BATCH", 1)
    library = OneArticle(document())
    async with reader(library=library) as it:
        await it.press("}", "h", ")", "h")
    changed = document().text.replace("One otter swims. ", "A new sentence. ").replace("Nobody", "No one")
    library.renew(document_of(changed))
    async with reader(library=library) as it:
        assert "the text has changed: 1 highlight in place, 1 lost" in it.message
        assert [one.annotation.quote for one in it.screen.reading.annotations.placed] == ["Two otters sleep."]
        assert [one.quote for one in it.screen.reading.annotations.orphans] == ["One otter swims."]
    looking = f"the text has changed: {LOOKING}"
    assert [one for one in said if LOOKING in one] == [looking, f"{looking} 1 of 2", f"{looking} 2 of 2"]
