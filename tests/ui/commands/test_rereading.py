"""A text that an older parser made: it is told, and read again when it is asked for."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from reader.domain.article import Source, Version
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.library.sources import file_state
from reader.ui.reading.article_opening import BETTER, LOOKING_FOR_BETTER
from tests.ui.fakes import START, OneArticle, document, reader

if TYPE_CHECKING:
    from pathlib import Path


def kept_of_old(tmp_path: Path) -> OneArticle:
    """An article with a highlight, read by an older parser from a file that now reads otherwise."""
    doc = document()
    file = tmp_path / "short.txt"
    file.write_text(doc.text.replace("otter", "_otter_", 1), encoding="utf-8")
    library = OneArticle(doc._replace(text=doc.text.replace("otter", "_otter_", 1)))
    (article,) = library.memory.articles()
    source = Source(str(file), size=file_state(str(file)).size, mtime_ns=file_state(str(file)).mtime_ns)
    version = Version(article.latest.hash, START, article.latest.length, "plain/1")
    library.memory.save_articles([Change(article, article._replace(sources=(source,), versions=(version,)))])
    session = library.session(library.opened)
    start = library.opened.document.text.index("_otter_")
    session.highlight(Span(start, start + len("_otter_")))
    return library


async def test_it_is_told_and_read_again_by_name(tmp_path: Path) -> None:
    async with reader(library=kept_of_old(tmp_path)) as it:
        for thread in threading.enumerate():
            if thread.name == LOOKING_FOR_BETTER:
                await asyncio.to_thread(thread.join)
        await it.pilot.pause()
        assert BETTER in it.message
        assert "_otter_" in it.text
        await it.press(*"))))))")
        sentence = it.cursor
        await it.press(":")
        await it.type("read again")
        await it.press("enter")
        await it.pilot.app.workers.wait_for_complete()
        await it.pilot.pause()
        versions = it.library.memory.articles()[0].versions
        assert len(versions) == 2
        (highlight,) = it.store.annotations()
        target = highlight.target_in(versions[-1].hash)
        assert target is not None
        assert target.selectors.quote.exact == "otter"
        assert it.cursor == sentence  # one is where one was
        await it.press("q")  # the older text below is no place to go back to
        assert it.pilot.app.return_code == 0
