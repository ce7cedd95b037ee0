"""Annotations whose article's record is gone: shown under an article made up from what they know, and mended."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from reader.domain.article import Version, article_id
from reader.domain.document import Block, BlockKind, Document, text_hash
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.storage.compaction import compact
from reader.storage.copies.doctor import Trouble, diagnose, repair
from tests.storage.conftest import store_in
from tests.storage.records import ARTICLE, NOON, annotation, article, target

if TYPE_CHECKING:
    from pathlib import Path

    from reader.storage import FileStore

TEXT = "The sand stays\n\nNobody brought it on purpose, and nobody takes it away."
DOCUMENT = Document(
    TEXT,
    (Block(BlockKind.HEADING, Span(0, 14), level=1), Block(BlockKind.PARAGRAPH, Span(16, len(TEXT)))),
)
HASH = text_hash(TEXT)


def filled(folder: Path) -> None:
    """An article with three annotations, its file written, and nothing else that knows of it."""
    store = store_in(folder)
    store.keep(DOCUMENT)
    store.save_articles([Change(None, article(versions=(Version(HASH, NOON, len(TEXT)),)))])
    targets = (target(HASH, 16, 22),)
    store.save_annotations([Change(None, annotation(f"a-{n}", note=f"note {n}", targets=targets)) for n in range(3)])
    compact(store)
    forget(folder)


def forget(folder: Path) -> None:
    for name in ("backups", "state"):
        shutil.rmtree(folder / name, ignore_errors=True)


def lose(folder: Path) -> None:
    """Take the article's record out of the file."""
    file = folder / "library.json"
    tables = json.loads(file.read_text())
    tables["articles"] = {}
    file.write_text(json.dumps(tables))
    forget(folder)


def check_shown(store: FileStore) -> None:
    (one,) = store.articles()
    assert (one.id, one.title, [each.hash for each in one.versions]) == (ARTICLE, "The sand stays", [HASH])
    assert store.article(ARTICLE) == one
    assert {each.note for each in store.annotations(ARTICLE)} == {"note 0", "note 1", "note 2"}
    assert len(store.annotations_in(ARTICLE, HASH)) == 3


def check(folder: Path) -> None:
    filled(folder)
    lose(folder)
    check_shown(store_in(folder))
    (finding,) = [one for one in diagnose(store_in(folder)) if one.trouble is Trouble.NO_ARTICLE]
    assert finding.mendable
    assert "3 annotations" in finding.text
    assert any("The sand stays" in one for one in repair(store_in(folder)))
    check_shown(store_in(folder))
    assert not store_in(folder).lost_articles()
    assert Trouble.NO_ARTICLE not in {one.trouble for one in diagnose(store_in(folder))}


def test_they_are_shown_under_an_article_made_up_and_the_doctor_makes_it_again(tmp_path: Path) -> None:
    check(tmp_path)


def test_the_test_catches_a_store_that_makes_none_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.storage.store.make_up", lambda *_: None)
    with pytest.raises((AssertionError, ValueError)):
        check(tmp_path)


def test_without_its_text_it_is_called_by_a_quote(tmp_path: Path) -> None:
    filled(tmp_path)
    lose(tmp_path)
    shutil.rmtree(tmp_path / "texts")
    (one,) = store_in(tmp_path).articles()
    assert (one.title, one.versions) == ("xxxxxx", ())


def test_in_the_journal_as_in_the_file(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation(note="alone"))])
    assert [one.id for one in store.articles()] == [ARTICLE]
    store.save_annotations([Change(store.annotations()[0], None)])
    assert store.articles() == []
    assert store.article(ARTICLE) is None


def test_an_article_that_was_deleted_is_not_made_up(tmp_path: Path) -> None:
    filled(tmp_path)
    store = store_in(tmp_path)
    store.save_articles([Change(store.article(ARTICLE), None)])
    assert (store.articles(), store.article(ARTICLE), store.lost_articles()) == ([], None, [])


def test_annotations_that_do_not_say_of_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "library.json"
    rows = {"1": {"uuid": "u", "note": "precious", "quote": "words of it"}, "2": {"uuid": "v", "note": "too"}}
    file.write_text(json.dumps({"annotations": rows}))
    store = store_in(tmp_path)
    assert [(one.id, one.title) for one in store.articles()] == [("", "words of it")]
    repair(store)
    (one,) = store_in(tmp_path).articles()
    assert one.id == article_id("words of it")
    assert {each.note for each in store_in(tmp_path).annotations(one.id)} == {"precious", "too"}
