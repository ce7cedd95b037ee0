"""The whole page of a web article, as a further version of it, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotFetched, NotOpened
from reader.domain.ports import WebPage
from reader.domain.span import Span
from reader.formats import fetch
from reader.library import Library
from reader.library.opened import Relation
from tests.memory_store import MemoryStore
from tests.world import NOON, Notebook, counted, numbered

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library import Opened

SENTENCE = "The sand of the harbour moves by night, and nobody who lives there has ever seen how it does."
ASIDE = "".join(
    f"<p>Reader {number} writes that it was all quite different when he was young.</p>" for number in range(9)
)
PAGE = (
    f"<html><title>Sand</title><body><nav>Home, sea, sand</nav><main><h1>Sand</h1>{f'<p>{SENTENCE}</p>' * 3}</main>"
    f"<div class=comments>{ASIDE}</div></body></html>"
)


@pytest.fixture
def article(library: Library, tmp_path: Path) -> Opened:
    """A page of which the article is open, with a highlight."""
    file = tmp_path / "sand.html"
    file.write_text(PAGE, encoding="utf-8")
    opened = library.open(str(file))
    start = opened.document.text.index(SENTENCE)
    library.session(opened).highlight(Span(start, start + len(SENTENCE)))
    return opened


def test_the_whole_page_is_a_version_and_the_highlights_come_along(library: Library, article: Opened) -> None:
    assert "Reader 1" not in article.document.text
    whole = library.read_whole(article.article)
    assert whole.relation is Relation.CHANGED
    assert "Reader 1" in whole.document.text
    assert "Home, sea, sand" in whole.document.text
    assert str(library.carry(whole)).startswith("1 highlight in place")
    assert len(whole.article.versions) == 2


def test_again_it_is_the_article_and_nothing_is_read_for_that(
    library: Library, article: Opened, tmp_path: Path
) -> None:
    whole = library.read_whole(article.article)
    library.carry(whole)
    (tmp_path / "sand.html").unlink()
    back = library.read_whole(whole.article)
    assert back.document.text == article.document.text
    assert (back.version, len(back.article.versions)) == (article.version, 2)
    (highlight,) = library.store.annotations(article.article.id)
    assert highlight.target_in(back.version) is not None


@pytest.mark.slow
def test_it_stays_the_whole_page_when_it_changes(library: Library, article: Opened, tmp_path: Path) -> None:
    whole = library.read_whole(article.article)
    (tmp_path / "sand.html").write_text(PAGE.replace("Reader 1", "Reader one"), encoding="utf-8")
    assert "Reader one" in library.open(str(tmp_path / "sand.html")).document.text
    assert "Reader one" in library.read_again(whole.article).document.text


def test_much_that_is_left_out_is_told(article: Opened) -> None:
    assert "of the page's text is left out; W reads the whole page" in article.notice


def test_other_articles_have_no_page(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "sand.txt"
    file.write_text("The sand moves.\n", encoding="utf-8")
    with pytest.raises(NotOpened, match="no web page"):
        library.read_whole(library.open(str(file)).article)


class Pages(dict[str, WebPage]):
    """What is kept, in memory."""

    def page(self, address: str) -> WebPage | None:
        return self.get(address)

    def keep(self, address: str, page: WebPage) -> None:
        self[address] = page


@pytest.mark.parametrize("kept", [True, False])
def test_the_page_of_an_address_is_read_without_a_network(kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, address = Pages(), "https://sand.example/one"
    store, notebook = MemoryStore(clock=lambda: NOON, entropy=counted()), Notebook()
    library = Library(store, notebook, notebook, now=lambda: NOON, new_id=numbered(), pages=pages)
    came = fetch.Fetched(PAGE.encode(), address, "text/html; charset=utf-8")
    monkeypatch.setattr(fetch, "fetch", lambda *_, **__: came)
    opened = library.open(address)
    assert pages[address] == WebPage(came.data, address, came.content_type)

    def fail(*_: object, **__: object) -> None:
        raise NotFetched("there is no network", address)

    monkeypatch.setattr(fetch, "fetch", fail)
    if not kept:
        pages.clear()
        with pytest.raises(NotFetched):
            library.read_whole(opened.article)
        return
    whole = library.read_whole(opened.article)
    assert "Reader 1" in whole.document.text
    assert library.read_whole(whole.article).document.text == opened.document.text


def test_what_is_no_page_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages()
    store, notebook = MemoryStore(clock=lambda: NOON, entropy=counted()), Notebook()
    library = Library(store, notebook, notebook, now=lambda: NOON, new_id=numbered(), pages=pages)
    came = fetch.Fetched(b"# Sand\n", "https://sand.example/a.md", "text/markdown")
    monkeypatch.setattr(fetch, "fetch", lambda *_, **__: came)
    library.open(came.url)
    assert not pages
