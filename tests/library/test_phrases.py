"""Words found in all texts that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import reader.library.phrases as phrases
from reader.domain.ports import Change
from reader.domain.selectors import TextQuoteSelector
from reader.domain.span import Span
from reader.library.phrases import AROUND, FoundIn, find_unspaced_place, search
from tests.forking import fork

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from reader.library import Library, Opened


def test_every_place_is_told_with_what_stands_around_it(library: Library, read: Callable[[str, str], Opened]) -> None:
    read("harbour.txt", "The sand stays.\n\nNobody brought\nthe sand here.")
    read("cable.txt", "A cable lies in the sand, and in the SAND it stays." + " More." * 40)
    found = {(one.article.title, one.around) for one in search(library.store, "the  sand")}
    assert {title for title, _ in found} == {"Harbour", "Cable"}
    assert all("\n" not in around and len(around) <= 2 * AROUND + len("the sand") for _, around in found)
    assert all("the sand" in around for _, around in found), "the exact words where they are there"
    assert len(list(search(library.store, "THE SAND"))) == 4, "else in any case"


def test_two_processes_find_what_one_does_in_its_order(
    library: Library, read: Callable[[str, str], Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(40):
        others = " ".join(f"word{n}x{k}" for k in range(30))
        read(f"{n}.txt", f"Text {n} of the sand.\n\n{others}\n\n" + "More — of the sand. " * (n % 3))
    alone = list(library.collection.search("the sand"))
    copies: list[int] = []

    def copied() -> int:
        copies.append(fork())
        return copies[-1]

    monkeypatch.setattr("reader.second_process.fork", copied)
    monkeypatch.setattr(phrases, "may_copy", lambda: True)
    monkeypatch.setattr(phrases, "MANY", 40)
    assert list(library.collection.search("the sand")) == alone
    assert len(alone) == 40 + 39
    assert len(copies) == 1


def test_a_text_that_is_not_kept_is_passed_over(library: Library, read: Callable[[str, str], Opened]) -> None:
    article = read("harbour.txt", "The sand stays.").article
    lost = article._replace(versions=(article.latest._replace(hash="0" * 64),))
    library.store.save_articles([Change(article, lost)])
    assert not list(search(library.store, "sand"))


def test_the_library_searches_titles_tags_and_notes_too(library: Library, read: Callable[[str, str], Opened]) -> None:
    opened = read("tides.txt", "The sand stays.")
    made = library.session(opened).highlight(Span(0, 8), note="why here?", tags=("coast",))
    library.tag_article(opened.article, ["tides/low"])
    found = {
        words: [(one.where, one.annotation and one.annotation.id) for one in library.collection.search(words)]
        for words in (
            "why here",
            "coast",
            "Tides",
            "sand",
        )
    }
    assert found["why here"] == [(FoundIn.NOTE, made.id)]
    assert found["coast"] == [(FoundIn.TAG, made.id)]
    assert (FoundIn.TITLE, None) in found["Tides"]
    assert (FoundIn.TEXT, None) in found["sand"]


@given(
    words=st.lists(st.text("abcé🙂", min_size=4, max_size=9), min_size=6, max_size=30, unique=True),
    between=st.lists(st.sampled_from([" ", "\n\n", "\t", "\xa0", "\n  "]), min_size=30, max_size=30),
    data=st.data(),
)
def test_a_quote_is_found_whatever_blanks_a_browser_has_between_its_words(
    words: list[str], between: list[str], data: st.DataObject
) -> None:
    text = "".join(map("".join, zip(words, between, strict=False))).strip()
    first = data.draw(st.integers(0, len(words) - 4))
    some = words[first : first + 4]
    start, end = text.index(some[0]), 0
    for word in some:
        end = text.index(word, max(start, end)) + len(word)
    quote = TextQuoteSelector("".join(some), "".join(words[:first])[-32:], "".join(words[first + 4 :])[:32])
    squeezed = "".join(words)
    if squeezed.count(quote.prefix + quote.exact + quote.suffix) == 1:
        assert find_unspaced_place(text, quote) == Span(start, end)
    assert find_unspaced_place(text, TextQuoteSelector("nowhere to be seen")) is None


def test_words_within_words_are_no_quote() -> None:
    assert find_unspaced_place("another harbourmaster went", TextQuoteSelector("other harbour")) is None
    assert find_unspaced_place("6.00\tHeron\n18.30", TextQuoteSelector("Heron", "6.00", "18.30")) == Span(5, 10)
