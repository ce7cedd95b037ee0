"""Questions across articles, and what changes many annotations at once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation
from reader.domain.errors import NotFound, NotUnderstood
from reader.domain.ports import Change
from reader.domain.query import parse
from reader.domain.span import Span
from tests.library.conftest import new_library
from tests.world import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.library import Library, Opened

HARBOUR = "The harbour empties twice a day.\n\nBoats settle like cattle.\n"
CABLE = "A cable lies on the floor of the sea.\n\nNobody has seen it since.\n"


@pytest.fixture
def two(library: Library, read: Callable[[str, str], Opened]) -> Library:
    """A library of two articles: three annotations in one, and one in the other."""
    harbour, cable = library.session(read("harbour.txt", HARBOUR)), library.session(read("cable.txt", CABLE))
    harbour.highlight(Span(34, 59), tags=["law"])
    harbour.highlight(Span(0, 32), note="why twice?", tags=["law/police", "sea"])
    harbour.page_note("all of it")
    cable.highlight(Span(0, 37), tags=["lawyers", "sea"])
    return library


def quotes(library: Library, query: str = "") -> list[str]:
    return [one.annotation.quote for one in library.collection.annotations(parse(query) if query else None)]


def test_articles_are_listed_with_what_is_in_them(two: Library) -> None:
    told = {one.article.title: (one.highlights, one.notes) for one in two.collection.articles()}
    assert told == {"Harbour": (2, 2), "Cable": (1, 0)}
    assert [one.article.title for one in two.collection.articles(parse("harb"))] == ["Harbour"]


def test_the_article_opened_last_is_first(two: Library) -> None:
    early, late = (one.article for one in two.collection.articles())
    opened = late._replace(opened=late.added.replace(year=2030))
    two.store.save_articles([Change(late, opened)])
    assert [one.article.id for one in two.collection.articles()] == [late.id, early.id]


def test_annotations_come_by_article_in_the_order_of_its_text(two: Library) -> None:
    first, second = HARBOUR.strip().split("\n\n")
    assert quotes(two) == [CABLE.split("\n")[0], "", first, second]
    assert quotes(two, "tag:law/*") == [first, second]
    assert quotes(two, "in:harbour has:note") == ["", first]


@pytest.mark.parametrize(
    "query", ["", "law", "twice", "harbour", "-law", "tag:sea", "#law", "has:note", "zzz", "a OR sea"]
)
def test_article_by_article_the_same_annotations_are_found(two: Library, query: str) -> None:
    collection, asked = two.collection, parse(query) if query else None
    shelf = collection.shelf()
    assert shelf.annotations == 4
    pieces = list(collection.annotations_by_article(asked, shelf))
    assert len(pieces) == len(shelf.articles)
    assert [one for piece in pieces for one in piece] == collection.annotations(asked)


def test_a_listing_is_asked_again_of_how_the_articles_were(two: Library) -> None:
    listing = two.collection.listing()
    asked = [parse(query) for query in ("harb", "tag:sea", "cable", "-status:read", "zzz")]
    told = [two.collection.articles(one) for one in asked]
    assert list(map(len, told)) == [1, 2, 1, 2, 0]
    two.retitle(two.known("Harbour"), "Port")
    assert list(map(listing.answers, asked)) == told
    assert listing.answers(None) == listing.listed


def test_annotations_are_looked_up_as_they_are(two: Library) -> None:
    found = two.collection.annotations()
    two.store.save_annotations([Change(found[0].annotation, None)])
    assert two.collection.as_they_are(found) == found[1:]


def test_an_export_asks_for_each_article_once(two: Library) -> None:
    told = list(two.collection.exported())
    assert [one.article.title for one in told] == ["Cable", "Harbour"]
    assert [len(one.entries) for one in told] == [1, 3]
    assert told[0].text == CABLE.strip()
    (plain,) = two.collection.exported(parse("in:cable"), places=False)
    assert (plain.text, plain.entries[0].where) == ("", None)


def test_an_export_reads_an_article_when_its_turn_comes(two: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read, asked = two.store.annotations, []

    def annotations(article_id: str) -> Sequence[Annotation]:
        asked.append(article_id)
        return read(article_id)

    ids = [one.article.id for one in sorted(two.collection.articles(), key=lambda one: one.article.title)]
    monkeypatch.setattr(two.store, "annotations", annotations)
    export = two.collection.exported()
    for turn in (1, 2):
        assert next(export).article.id == ids[turn - 1]
        assert asked == ids[:turn]


def test_an_annotation_is_named_by_the_beginning_of_its_id(two: Library) -> None:
    ids = [one.annotation.id for one in two.collection.annotations()]
    assert all(two.collection.annotation(name).annotation.id == name for name in ids)
    assert two.collection.annotation(ids[0][:8].upper()).article.title == "Cable"
    with pytest.raises(NotFound, match="more than one"):
        two.collection.annotation("0000")
    for word in ("", "ffff"):
        with pytest.raises(NotFound, match="no such annotation"):
            two.collection.annotation(word)


def test_an_annotation_whose_article_is_gone_is_in_no_answer(two: Library) -> None:
    cable = two.known("Cable")
    two.store.save_articles([Change(cable, None)])
    assert len(quotes(two)) == 3
    with pytest.raises(NotFound):
        two.collection.annotation("00000004")


def test_what_was_deleted_comes_back(two: Library) -> None:
    (one,) = two.collection.annotations(parse("in:cable"))
    two.store.save_annotations([Change(one.annotation, None)])
    (gone,) = two.collection.trash()
    assert (gone.article.title, gone.annotation.quote) == ("Cable", one.annotation.quote)
    assert two.collection.trash(two.known("Harbour").id) == []
    assert two.collection.trash(query=parse("in:cable")) == [gone]
    assert two.collection.trash(query=parse("harbour")) == []
    cable = gone.article.id
    assert two.collection.trash(cable, parse("in:cable")) == []
    assert two.collection.trash(cable, parse("-in:cable")) == [gone]
    two.collection.restore(gone.annotation)
    assert (len(two.collection.annotations()), two.collection.trash()) == (4, [])


def test_tags_are_counted_the_most_used_first(two: Library) -> None:
    assert two.tags.in_use() == [("sea", 2), ("law", 1), ("law/police", 1), ("lawyers", 1)]


def test_tags_of_articles_are_tags(two: Library) -> None:
    two.tag_article(two.known("Harbour"), ["sea", "read later", "law"])
    assert two.tags.in_use()[-1] == ("read later", 0)
    assert two.tags.on_articles() == {"sea": 1, "read later": 1, "law": 1}
    harbour = two.known("Harbour").id
    assert harbour in two.tags.retag("law", "right").articles
    assert two.tags.retag("read later", None) == (frozenset(), frozenset({harbour}))
    assert two.known("Harbour").tags == ("sea", "right")
    assert ("right", 1) in two.tags.in_use()


def test_a_tag_is_renamed_with_those_inside_it_and_no_others(two: Library) -> None:
    assert len(two.tags.retag("law", "right").annotations) == 2
    assert {name for name, _ in two.tags.in_use()} == {"sea", "right", "right/police", "lawyers"}
    assert len(two.tags.retag("sea", None).annotations) == 2
    assert {name for name, _ in two.tags.in_use()} == {"right", "right/police", "lawyers"}
    with pytest.raises(NotFound, match="no annotation has this tag"):
        two.tags.retag("law", "right")


names = st.sampled_from(["a", "b", "a/b", "a/b/c", "ab", "b/a"])


@given(st.lists(st.lists(names, unique=True, max_size=4), max_size=4), names, st.none() | names)
def test_after_a_renaming_nobody_has_the_old_tag_and_everybody_the_rest(
    given_tags: list[list[str]], old: str, new: str | None
) -> None:
    library = new_library()
    tagged = [(f"{n:08d}-0000", tuple(tags)) for n, tags in enumerate(given_tags)]
    library.store.save_annotations(
        [Change(None, Annotation(name, "article", NOON, NOON, tags=tags)) for name, tags in tagged]
    )

    def moves(tag: str) -> bool:
        """What becomes a tag below itself takes none with it."""
        return tag == old or (is_in(tag, old) and not (new or "").startswith(f"{old}/"))

    having = [name for name, tags in tagged if any(map(moves, tags))]
    try:
        changed = library.tags.retag(old, new)
    except NotFound:
        assert not having or old == new
        return
    after = {one.id: one.tags for one in library.store.annotations()}
    assert changed.annotations == set(having)
    for name, tags in tagged:
        renamed = [new + tag.removeprefix(old) for tag in tags if new is not None and moves(tag)]
        assert Counter(after[name]) == Counter({*renamed, *(tag for tag in tags if not moves(tag))})


def test_several_tags_become_one_or_none_does(two: Library) -> None:
    before = two.tags.in_use()
    with pytest.raises(NotFound, match="nowhere"):
        two.tags.retag(["law", "nowhere"], "x")
    for name in ("", " ", "/"):
        with pytest.raises(NotUnderstood):
            two.tags.retag(["law"], name)
    assert two.tags.in_use() == before
    assert len(two.tags.retag(["law", "law/police"], "law/police").annotations) == 1
    assert two.tags.in_use() == [("law/police", 2), ("sea", 2), ("lawyers", 1)]


def test_a_tag_is_one_however_its_accents_were_typed() -> None:
    library = new_library()
    spelled = ["cafe\u0301", "café", "हिन्दी", "cafe"]
    library.store.save_annotations(
        [
            Change(None, Annotation(f"{at:08d}-0000", "a", NOON + timedelta(hours=at), NOON, tags=(tag,)))
            for at, tag in enumerate(spelled)
        ]
    )
    assert library.tags.in_use() == [("cafe\u0301", 2), ("cafe", 1), ("हिन्दी", 1)]
    assert len(library.tags.retag("café", "Café").annotations) == 2
    assert library.tags.in_use() == [("Café", 2), ("cafe", 1), ("हिन्दी", 1)]


def is_in(tag: str, old: str) -> bool:
    return f"{tag}/".startswith(f"{old}/")
