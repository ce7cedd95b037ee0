"""Highlights brought over to a new version, and the rehearsal that writes nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Origin, State
from reader.domain.ports import Change
from reader.domain.segment.sentences import sentences
from reader.domain.span import Span
from reader.library import carrying
from reader.library.carrying import Carried, list_uncarried, rehearse
from tests.library.conftest import new_library

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from reader.domain.annotation import Annotation
    from reader.library import Library, Opened

SENTENCES = (
    "The harbour empties twice a day, and nobody on the quay looks up.",
    "Boats settle on their keels like cattle lying down for the night.",
    "Children walk out to the sandbank with buckets and come back with crabs.",
    "Then the water returns without hurry, first in the channels, then over the flats.",
    "An engineer from the capital once measured how much sand it carries.",
    "His figures hang framed in the office, and every year they are a little more wrong.",
)
TEXT = " ".join(SENTENCES)


def mark_all(library: Library, opened: Opened) -> list[Annotation]:
    """A highlight on every sentence, and a page note."""
    session = library.session(opened)
    text = opened.document.text
    session.page_note("all of it")
    return [session.highlight(span) for span in sentences(text, 0, len(text))]


def edited(kept: list[bool], added: str) -> str:
    return " ".join([added, *(one for one, stays in zip(SENTENCES, kept, strict=True) if stays)])


edits = st.builds(
    edited,
    st.lists(st.booleans(), min_size=len(SENTENCES), max_size=len(SENTENCES)).filter(any),
    st.sampled_from(["", "A new first sentence stands here.", "Two new ones. Both are short."]),
).filter(lambda text: text.strip() != TEXT)


@given(edits)
def test_every_highlight_is_looked_for_once_and_none_is_lost_from_the_library(text: str) -> None:
    library = new_library()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "harbour.txt"
        path.write_text(TEXT, encoding="utf-8")
        first = library.open(str(path))
        marked = mark_all(library, first)
        path.write_text(text, encoding="utf-8")
        second = library.open(str(path))
    before = {one.id: one for one in library.store.annotations()}
    told = rehearse(library.store, second.article, second.document)
    assert {one.id: one for one in library.store.annotations()} == before, "a rehearsal writes nothing"
    carried = library.carry(second)
    after = {one.id: one for one in library.store.annotations()}
    assert after.keys() == before.keys()
    for one in marked:
        *older, target = after[one.id].targets
        assert tuple(older) == before[one.id].targets
        assert (target.version, target.origin) == (second.version, Origin.CARRIED)
        if target.span is None:
            assert target.selectors == older[-1].selectors
        elif target.state is State.ANCHORED:
            assert target.span.of(second.document.text) == one.quote
    assert not list_uncarried(list(after.values()), second.version)
    assert library.carry(second) == Carried()
    fates = Counter(one.fate for one in told)
    assert carried == Carried(**{name: fates[name] for name in ("anchored", "moved", "check", "lost")})


def test_what_stayed_is_in_place_and_what_went_is_lost(library: Library, read: Callable[[str, str], Opened]) -> None:
    mark_all(library, read("harbour.txt", TEXT))
    opened = read("harbour.txt", " ".join(SENTENCES[1:]))
    assert str(library.carry(opened)) == "5 highlights in place, 1 lost"
    (lost,) = library.session(opened).annotations.orphans
    assert lost.quote == SENTENCES[0]


def test_other_words_are_told(library: Library, read: Callable[[str, str], Opened]) -> None:
    mark_all(library, read("harbour.txt", TEXT))
    opened = read("harbour.txt", TEXT.replace("nobody on the quay", "everybody on the quay"))
    assert str(library.carry(opened)) == "6 highlights in place, 1 of them reworded"
    assert str(Carried(moved=1)) == "1 highlight in place, reworded"


def test_a_highlight_goes_through_the_versions_between(library: Library, read: Callable[[str, str], Opened]) -> None:
    opened = read("harbour.txt", TEXT)
    library.session(opened).highlight(Span(0, len(SENTENCES[0])))
    for text in (f"New. {TEXT}", f"Newer. {TEXT}", f"Newest. {TEXT}"):
        opened = read("harbour.txt", text)
    assert library.carry(opened) == Carried(anchored=1)
    (one,) = library.store.annotations()
    assert [target.version for target in one.targets] == [opened.article.versions[0].hash, opened.version]


def test_without_the_old_text_the_quote_is_looked_for(library: Library, read: Callable[[str, str], Opened]) -> None:
    mark_all(library, read("harbour.txt", TEXT))
    opened = read("harbour.txt", f"New. {TEXT}")
    # As where the folder of texts was not copied along: the article knows no version but the new one.
    article = opened.article._replace(versions=opened.article.versions[-1:])
    carried = carrying.carry(library.store, article, opened.version, opened.document, lambda _done, _of: None)
    assert carried == Carried(anchored=len(SENTENCES))


def test_what_has_a_version_and_no_place_in_it_is_looked_for_by_its_quote(
    library: Library, read: Callable[[str, str], Opened]
) -> None:
    # So damage leaves it, or another program.
    one, *_ = mark_all(library, read("a.txt", TEXT))
    (target,) = one.targets
    lost = target._replace(selectors=target.selectors._replace(position=None))
    library.store.save_annotations([Change(one, one._replace(targets=(lost,)))])
    opened = read("a.txt", f"A new first sentence stands here. {TEXT}")
    assert library.carry(opened) == Carried(anchored=len(SENTENCES))


def test_many_are_saved_in_batches_and_told(
    library: Library, read: Callable[[str, str], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "BATCH", 4)
    mark_all(library, read("harbour.txt", TEXT))
    told: list[tuple[int, int]] = []
    library.carry(read("harbour.txt", f"New. {TEXT}"), lambda done, of: told.append((done, of)))
    assert told == [(4, 6), (6, 6)]


def test_a_rehearsal_tells_each_highlight_in_the_order_of_its_text(
    library: Library, read: Callable[[str, str], Opened]
) -> None:
    opened = read("harbour.txt", TEXT)
    mark_all(library, opened)
    told = rehearse(library.store, opened.article, opened.document._replace(text=" ".join(SENTENCES[3:])))
    assert [one.quote for one in told] == list(SENTENCES)
    assert [one.fate for one in told] == ["lost"] * 3 + ["anchored"] * 3
    assert [one.found for one in told] == ["", "", "", *SENTENCES[3:]]
    assert told[-1].as_json()["quote"] == SENTENCES[-1]
