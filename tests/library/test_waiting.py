"""Articles that wait for their text: read as pages of their quotes, given a text, joined and taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.annotation import Annotation, ImportOrigin, Origin, State, Target
from reader.domain.article import Article, article_id
from reader.domain.errors import NotFound, NotOpened, NotUnderstood
from reader.domain.ports import Change
from reader.domain.selectors import Selectors, TextQuoteSelector
from tests.world import NOON

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library import Library

TEXT = "# The Harbour\n\nNobody brought the sand here. It stays.\n"
FIRST, SECOND = "Nobody brought the sand here.", "Words that are in no text."


def waiting(library: Library, *quotes: str, title: str = "The Harbour", authors: tuple[str, ...] = ()) -> Article:
    """An article as an import leaves it; the places at the source are the opposite of the order given."""
    article = Article(article_id(f"{title}{authors}"), title, NOON, authors=authors, url="https://example.org/harbour")
    library.store.save_articles([Change(None, article)])
    changes = []
    for number, quote in enumerate(quotes):
        target = Target("", Selectors(TextQuoteSelector(quote)), State.ORPHAN, 0.0, Origin.CARRIED)
        facts = {"place": ["location", 100 - number, 100 - number], "chapter": "One"}
        origins = (ImportOrigin("kindle", facts),)
        one = Annotation(f"{article.id} {number}", article.id, NOON, NOON, (target,), origins=origins)
        changes.append(Change(None, one))
    library.store.save_annotations(changes)
    return article


def text_in(folder: Path) -> str:
    path = folder / "harbour.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_it_opens_as_a_page_of_its_quotes_in_the_order_of_the_source(library: Library) -> None:
    opened = library.open(waiting(library, SECOND, FIRST).id)
    text = opened.document.text
    assert (opened.waiting, opened.version) == (True, "")
    assert text.index(FIRST) < text.index(SECOND)
    assert "location 99" in text
    assert "D fetches" in text
    session = library.session(opened)
    assert [one.span.of(text) for one in session.annotations.placed] == [FIRST, SECOND]
    assert not session.annotations.orphans


def test_its_annotations_are_edited_as_any_other_and_nothing_of_the_page_is_kept(library: Library) -> None:
    article = waiting(library, FIRST)
    before = library.store.annotations(article.id)[0]
    session = library.session(library.open(article.id))
    session.set_note(before.id, "mine")
    session.set_tags(before.id, ["a"])
    session.delete(before.id)
    session.undo()
    (after,) = library.store.annotations(article.id)
    assert (after.note, after.tags, after.targets) == ("mine", ("a",), before.targets)
    assert len(session.annotations.placed) == 1


def test_who_needs_the_text_is_told_how_to_give_it(library: Library) -> None:
    article = waiting(library, FIRST)
    with pytest.raises(NotOpened, match="reader attach"):
        library.parse(article.id)


def test_a_text_that_holds_its_quotes_is_its_text(library: Library, tmp_path: Path) -> None:
    article = waiting(library, FIRST)
    opened = library.open(text_in(tmp_path))
    library.carry(opened)
    (listed,) = library.collection.articles()
    assert (listed.article.id, listed.highlights) == (opened.article.id, 1)
    (placed,) = library.session(opened).annotations.placed
    assert placed.span.of(opened.document.text) == FIRST
    assert library.store.article(article.id) == library.store.article(opened.article.id)


@pytest.mark.parametrize("quotes", [(SECOND,), (FIRST, SECOND), ("It stays.",)])
def test_one_that_may_be_another_is_offered(library: Library, tmp_path: Path, quotes: tuple[str, ...]) -> None:
    article = waiting(library, *quotes)
    opened = library.open(text_in(tmp_path))
    assert f"reader join {article.id[:8]}" in opened.notice
    assert len(library.collection.articles()) == 2


def test_what_is_given_to_it_is_its_text_and_what_is_not_found_stays(library: Library, tmp_path: Path) -> None:
    article = waiting(library, FIRST, SECOND, title="Something else")
    opened = library.attach(article, text_in(tmp_path))
    library.carry(opened)
    session = library.session(opened)
    assert [one.annotation.quote for one in session.annotations.placed] == [FIRST]
    assert [one.quote for one in session.annotations.orphans] == [SECOND]


def test_a_join_is_taken_back_and_is_not_made_again(library: Library, tmp_path: Path) -> None:
    article = waiting(library, FIRST)
    path = text_in(tmp_path)
    opened = library.open(path)
    apart = library.take_apart(opened.article)
    assert {one.id for one in apart} == {article.id, opened.article.id}
    assert {one.article.id: one.highlights for one in library.collection.articles()} == {
        article.id: 1,
        opened.article.id: 0,
    }
    library.open(path)
    assert len(library.collection.articles()) == 2
    with pytest.raises(NotFound):
        library.take_apart(opened.article)


def test_the_one_that_has_a_text_stands_for_both(library: Library, tmp_path: Path) -> None:
    article = waiting(library, SECOND)
    opened = library.open(text_in(tmp_path))
    whole = library.join(opened.article, article)
    assert whole.id == opened.article.id
    assert whole.url == article.url
    with pytest.raises(NotUnderstood):
        library.join(whole, whole)
