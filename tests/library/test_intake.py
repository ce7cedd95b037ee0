"""Which article a text belongs to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.domain.article import Article, Source, Version
from reader.domain.document import Block, BlockKind, Document, Metadata, Parsed, text_hash
from reader.domain.shingles import SAME
from reader.domain.span import Span
from reader.library.intake import STILL_IT, as_version, decide
from reader.library.opened import Relation

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = Source("/texts/harbour.md", size=10, mtime_ns=1)
THERE = Source("/elsewhere/harbour.md", size=10, mtime_ns=2)


def parsed(text: str, title: str = "Harbour") -> Parsed:
    document = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), parser="plain", parser_version=1)
    return Parsed(document, Metadata(title=title), "text")


def known(text: str, source: Source = HERE, *, title: str = "Harbour") -> Article:
    return decide(parsed(text, title), source, [], lambda _: 0.0, NOW).article


def never(article: Article) -> float:
    raise AssertionError(f"asked how alike {article.title} is where address and hash decide")


def test_the_first_text_makes_an_article() -> None:
    intake = decide(parsed("The sand stays."), HERE, [], never, NOW)
    assert intake.relation is Relation.NEW
    assert intake.before is None
    assert intake.article.title == "Harbour"
    assert intake.article.versions == (Version(text_hash("The sand stays."), NOW, 15, "plain/1"),)


def test_two_machines_give_it_the_same_id() -> None:
    assert known("The sand stays.").id == known("The sand stays.", THERE, title="Sand").id


def test_the_same_text_at_the_same_place_is_no_new_version() -> None:
    article = known("The sand stays.")
    touched = Source(HERE.address, size=10, mtime_ns=99)
    intake = decide(parsed("The sand stays."), touched, [article], never, LATER)
    assert intake.relation is Relation.SAME
    assert intake.article.versions == article.versions
    assert intake.article.sources == (touched,)


def test_a_changed_text_is_a_version() -> None:
    article = known("The sand stays.")
    intake = decide(parsed("The sand goes."), HERE, [article], lambda _: 0.4, LATER)
    assert (intake.relation, intake.before) == (Relation.CHANGED, article)
    assert [one.hash for one in intake.article.versions] == [text_hash("The sand stays."), text_hash("The sand goes.")]


def test_a_text_that_comes_back_is_the_latest_again() -> None:
    article = decide(parsed("Two."), HERE, [known("One.")], lambda _: 1.0, NOW).article
    back = decide(parsed("One."), HERE, [article], never, LATER).article
    assert [one.hash for one in back.versions] == [text_hash("Two."), text_hash("One.")]


def test_the_same_text_elsewhere_is_the_same_article() -> None:
    article = known("The sand stays.")
    intake = decide(parsed("The sand stays.", "Sand"), THERE, [article], never, LATER)
    assert intake.relation is Relation.SAME
    assert intake.article.id == article.id
    assert {one.address for one in intake.article.sources} == {HERE.address, THERE.address}


@pytest.mark.parametrize(("share", "relation"), [(SAME, Relation.CHANGED), (SAME - 0.01, Relation.NEW)])
def test_a_near_text_elsewhere_is_taken_for_it(share: float, relation: Relation) -> None:
    intake = decide(parsed("The sand stays here."), THERE, [known("The sand stays.")], lambda _: share, LATER)
    assert intake.relation is relation


def test_a_file_that_holds_something_else_is_another_article() -> None:
    article = known("The sand stays.")
    intake = decide(parsed("Quarterly figures."), HERE, [article], lambda _: STILL_IT / 2, LATER)
    assert intake.relation is Relation.NEW
    assert intake.article.id != article.id


def test_a_draft_that_grew_to_many_times_its_length_is_still_the_draft() -> None:
    intake = decide(parsed("The sand stays. " * 9), HERE, [known("The sand stays.")], lambda _: STILL_IT, LATER)
    assert intake.relation is Relation.CHANGED


def test_a_text_of_quite_another_length_elsewhere_is_not_even_compared() -> None:
    intake = decide(parsed("The sand stays. " * 9), THERE, [known("The sand stays.")], never, LATER)
    assert intake.relation is Relation.NEW


def test_standard_input_is_no_address() -> None:
    piped = Source("-")
    article = known("The sand stays.", piped)
    intake = decide(parsed("Something else."), piped, [article], lambda _: SAME / 2, LATER)
    assert intake.relation is Relation.NEW


def test_a_version_may_be_named_by_hand() -> None:
    article = known("The sand stays.")
    intake = as_version(article, parsed("Nothing alike."), THERE, LATER)
    assert intake.article.latest.hash == text_hash("Nothing alike.")
    assert intake.article.id == article.id
