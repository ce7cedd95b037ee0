"""The derived index: it answers what the library itself would, or nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.article import Article, Source, Status, Version, last_opened
from reader.domain.document import Block, BlockKind, Document
from reader.domain.joins import Join
from reader.domain.ports import Change, MarkCounts, OpenedLast
from reader.domain.shingles import fingerprint, likeness
from reader.domain.span import Span
from reader.domain.tags import composed_tag
from reader.library.phrases import find_seen_places, search
from reader.storage.catching_up import catch_up
from reader.storage.compaction import compact
from reader.storage.file import library_file
from reader.storage.index import text_words
from reader.storage.index.database import SCHEMA, IndexDatabase
from reader.storage.questions import Without
from tests.storage.conftest import store_in
from tests.storage.records import NOON, annotation, any_annotation, any_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.storage import FileStore

ADDRESSES = ("/texts/harbour.txt", "https://example.org/sand", "/texts/\udcff.txt")


@pytest.fixture(autouse=True)
def _of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_file, "SMALL", 0)


def database_of(store: FileStore) -> Path:
    return store.paths.own_state / "index.sqlite"


def plain(folder: Path) -> FileStore:
    """The same library on a machine that has no index."""
    return store_in(folder, "other-00000002", state=folder / "other")


def answers(store: FileStore) -> dict[str, object]:
    """What is asked of a whole library, in a form in which the order of records does not count."""
    ids = [one.id for one in store.annotations()]
    hashes = [version.hash for one in store.articles() for version in one.versions]
    return {
        "articles": {one.id: (one, sorted(str(one.seen).split())) for one in store.articles()},
        "from": {a: {one.id for one in store.articles_from(a)} for a in ADDRESSES},
        "of text": {h: {one.id for one in store.articles_of_text(h)} for h in hashes},
        "opened last": _opened_last(store),
        "waiting": {one.id for one in store.articles_waiting()},
        "counts": {name: one for name, one in store.counts().items() if any(one)},
        "tags": {one.tag: one for one in store.tags_in_use()},
        "tag sets": _sets(store),
        "tagged": {one.id: one.tags for one in store.articles_tagged()},
        "by article": {name: sorted(map(composed_tag, tags)) for name, tags in store.tags_by_article().items() if tags},
        "with": {w: _with(store, w) for w in ("a", "law", "\u00e9")},
        "near": {w: _near(store, w) for w in ("a", "law", "\u00e9")},
        "beginning": {one[:3]: {each.id for each in store.annotations_beginning(one[:3])} for one in ids},
    }


def _opened_last(store: FileStore) -> tuple[list[object], int]:
    """When the first three were opened and what was marked in them, and how many there are in all."""
    found = store.opened_last(3)
    if found is None:
        articles, counts = list(store.articles()), store.counts()
        first = sorted((one for one in articles if one.status is not Status.ARCHIVED), key=last_opened, reverse=True)
        found = OpenedLast([(one, counts.get(one.id, MarkCounts())) for one in first[:3]], len(articles))
    # Which of those that were opened at one time comes first is no matter.
    last = last_opened(found.articles[-1][0])[0] if found.articles else None
    return [
        (one, marks) if last_opened(one)[0] != last else last_opened(one)[0] for one, marks in found.articles
    ], found.all


def _sets(store: FileStore) -> Counter[frozenset[str]]:
    found: Counter[frozenset[str]] = Counter()
    for tags, count in store.tag_sets().items():
        found[frozenset(tags)] += count
    return found


def _with(store: FileStore, words: str) -> set[str]:
    """The annotations that hold the words, of those in which they may stand."""
    return {
        one.id for one in store.annotations_with(words) if find_seen_places(f"{one.whole_note}\n{one.quote}", words)
    }


def _near(store: FileStore, words: str) -> set[tuple[str, str]]:
    """The same, with the articles that they are said to be in."""
    near = store.annotations_near(words)
    if near is None:
        return {(one.article_id, one.id) for one in store.annotations() if one.id in _with(store, words)}
    return {(name, one) for name, ids in near.items() for one in ids if one in _with(store, words)}


def document(text: str) -> Document:
    return Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), parser="plain", parser_version=1)


def read(store: FileStore, n: int, text: str) -> Article:
    name = store.keep(document(text))
    one = Article(
        f"article-{n}", f"Title {n}", NOON, sources=(Source(f"/{n}"),), versions=(Version(name, NOON, len(text)),)
    )
    store.save_articles([Change(None, one)])
    return one


@given(st.data())
def test_it_answers_what_the_rows_say(data: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        store = store_in(folder)
        for _ in range(3):
            articles = data.draw(st.lists(any_article(), max_size=3))
            store.save_articles([Change(None, one) for one in articles])
            made = data.draw(st.lists(any_annotation(), max_size=4))
            store.save_annotations([Change(None, one) for one in made])
            known = list(store.annotations())
            deletes = data.draw(st.booleans())
            if known and deletes:
                store.save_annotations([Change(data.draw(st.sampled_from(known)), None)])
            whole = list(store.articles())
            if len(whole) > 1 and data.draw(st.booleans()):
                store.save_joins([Change(None, Join(whole[0].id, whole[1].id))])
            match data.draw(st.sampled_from(("journal", "written", "made"))):
                case "written":
                    compact(store)
                case "made":
                    compact(store)
                    assert catch_up(store) or not store.paths.library.exists()
            assert answers(store) == answers(plain(folder))


def test_it_is_asked_at_all(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    read(store, 1, "The sand stays.")
    compact(store)
    assert store.index_is_behind
    assert store.counts() == {}
    assert store.index_is_missed
    assert catch_up(store)
    store = store_in(tmp_path)
    assert not store.index_is_behind
    assert [one.id for one in store.articles()] == ["article-1"]
    assert not store.index_is_missed
    read(store, 2, "The cable lies.")
    assert store.index_is_behind, "its text is to be taken in"
    compact(store)
    with closing(sqlite3.connect(database_of(store))) as database:
        (articles,) = database.execute("select count(*) from article").fetchone()
    assert articles == 2, "the writing of the library file took it along"
    assert catch_up(store)
    assert not store.index_is_behind


LETTERS = st.text("ab \u00e9\u0301\u6d77\u5e95-'.\u00ad\u00bd\u0130\n", max_size=24)


@given(st.lists(LETTERS, min_size=1, max_size=6), st.data())
def test_a_text_in_which_the_words_stand_is_a_candidate(texts: list[str], data: st.DataObject) -> None:
    with (
        closing(sqlite3.connect(":memory:", isolation_level=None)) as connection,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(text_words, "SEVERAL_TEXTS", 0)
        connection.executescript(SCHEMA)
        writer = text_words.WordWriter(connection)
        for n, text in enumerate(texts):
            writer.put(str(n), text)
        writer.flush()
        text = data.draw(st.sampled_from(texts))
        start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        words = data.draw(st.sampled_from((text[start:end], text[start:end].replace("\u00e9", "e"))))
        without = text_words.texts_without(connection, words)
        found = {str(n) for n, one in enumerate(texts) if find_seen_places(one, words)}
        assert without is None or not found & without


TEXT = " ".join(f"word{n} of{n % 7} the{n % 11} sand{n % 13}" for n in range(400))
OTHER = " ".join(f"cable{n} in{n % 5} no{n % 9} sea{n % 17}" for n in range(400))


def test_latest_texts_are_in_the_order_of_articles_but_for_those_that_have_changed(tmp_path: Path) -> None:
    for n in (2, 0, 1, 3):
        read(store_in(tmp_path), n, f"{TEXT} only{n}")
    compact(store_in(tmp_path))
    catch_up(store_in(tmp_path))
    store = store_in(tmp_path)
    every = Without()
    assert store.latest_texts(every) == [one.latest.hash for one in store.articles()]
    some = {one.latest.hash for one in list(store.articles())[::2]}
    assert store.latest_texts(some) == [one.latest.hash for one in store.articles() if one.latest.hash in some]
    assert store.latest_texts(()) == []
    changed = next(one for one in store.articles() if one.id == "article-0")
    store.save_articles([Change(changed, changed._replace(title="Another"))])
    assert store.latest_texts(every) == [one.latest.hash for one in store.articles() if one.id != "article-0"]
    assert plain(tmp_path).latest_texts(every) is None, "without an index"


@pytest.mark.parametrize("share", [0.9, 0.5])
def test_a_near_text_is_a_candidate(tmp_path: Path, share: float) -> None:
    store = store_in(tmp_path)
    read(store, 1, TEXT)
    read(store, 2, OTHER)
    compact(store)
    assert catch_up(store)
    edited = TEXT[: int(len(TEXT) * share)] + OTHER[int(len(OTHER) * share) :]
    sketch = fingerprint(edited)
    assert likeness(sketch, fingerprint(TEXT)) > 0.25
    near = [one.id for one in store_in(tmp_path).articles_like(sketch)]
    assert "article-1" in near
    assert [one.id for one in store_in(tmp_path).articles_like(fingerprint("nothing of all that"))] == []


def test_a_text_that_is_not_known_of_is_always_a_candidate(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    read(store, 1, TEXT)
    compact(store)
    assert catch_up(store)
    read(store, 2, OTHER)
    sketch = fingerprint("nothing of all that")
    assert [one.id for one in store.articles_like(sketch)] == ["article-2"]
    compact(store)
    assert [one.id for one in store.articles_like(sketch)] == ["article-2"]
    store.know_sketch(store.articles_like(sketch)[0].latest.hash, fingerprint(OTHER))
    assert store.articles_like(sketch) == []


def spoil_start(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeros_within(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 3 * 4096):
        data[at : at + 4096] = bytes(4096)
    path.write_bytes(bytes(data))


def older(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("update meta set value = 'of long ago' where name = 'format'")
    database.commit()
    database.close()


def without_a_table(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("drop table marked")
    database.commit()
    database.close()


def counted_wrong(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("update marked set highlights = 77")
    database.execute("update tagged set count = 77")
    database.execute("update article set record = replace(record, 'Title', 'Other')")
    database.commit()
    database.close()


def with_pages_of_each_other(path: Path) -> None:
    data = path.read_bytes()
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    path.write_bytes(b"".join([pages[0], *reversed(pages[1:])]))


def with_other_letters(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"article-1", b"article-2").replace(b"law", b"lax"))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "is_sealed"),
    [
        (with_other_letters, False),
        pytest.param(zeros_within, True, marks=pytest.mark.slow),
        *(
            pytest.param(spoil, sealed, marks=pytest.mark.slow)
            for sealed, some in (
                (True, (counted_wrong, spoil_start, cut, without_a_table)),
                (False, (older, with_pages_of_each_other, a_folder, Path.unlink)),
            )
            for spoil in some
        ),
    ],
)
def test_what_is_wrong_with_it_makes_no_answer_wrong(
    tmp_path: Path, spoil: Callable[[Path], None], is_sealed: bool
) -> None:
    store = store_in(tmp_path)
    for n in range(30):
        read(store, n, f"{TEXT} {n}")
        store.save_annotations(
            [Change(None, annotation(f"{n:08d}", tags=("law", f"tag{n}"))._replace(article_id=f"article-{n}"))]
        )
    compact(store)
    assert catch_up(store)
    store.close()
    for part in ("-wal", "-shm"):
        path = database_of(store)
        path.with_name(path.name + part).unlink(missing_ok=True)
    spoil(database_of(store))
    if is_sealed:  # as if it had happened while it was written
        IndexDatabase(store.paths).seal()
    store = store_in(tmp_path)
    assert answers(store) == answers(plain(tmp_path))
    assert len(list(search(store, "word17 of3"))) == 30
    assert store.index_is_behind
    if spoil is not a_folder:
        assert catch_up(store), "it is made anew"
        store = store_in(tmp_path)
        assert answers(store) == answers(plain(tmp_path))
        assert not store.index_is_missed


def test_who_finds_it_locked_asks_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_in(tmp_path)
    read(store, 1, TEXT)
    compact(store)
    assert catch_up(store)
    other = sqlite3.connect(database_of(store), isolation_level=None)
    other.execute("pragma locking_mode=exclusive")
    other.execute("begin exclusive")
    try:
        store.know_sketch("0" * 64, fingerprint(OTHER))
        compact(store)
        assert len(store.articles()) == 1
    finally:
        other.close()


def test_only_one_process_makes_it(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    read(store, 1, TEXT)
    compact(store)
    index = IndexDatabase(store.paths)
    with index.alone() as mine:
        assert mine
        assert not catch_up(store)
    assert catch_up(store)


def test_every_table_is_of_one_library_or_of_texts() -> None:
    from reader.storage.catching_up import CLEARED

    made = {line.split("(")[0].split()[-1] for line in SCHEMA.splitlines() if line.startswith("create table")}
    assert made - set(CLEARED) == {"meta", "text", "posting", "pairs", "vocabulary"}
