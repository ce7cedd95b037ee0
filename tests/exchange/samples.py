"""Articles with annotations for the exporters: a small one to be read, and any that hypothesis thinks of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from reader.anchoring import describe
from reader.domain.annotation import Annotation, Colour, NoteText, Origin, State, Target
from reader.domain.article import Article, Source, Version
from reader.domain.document import Block, BlockKind, Document, text_hash
from reader.domain.span import Span
from reader.exchange.gather import gather

if TYPE_CHECKING:
    from reader.exchange.records import Exported

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "The Harbour\n\nThe sand stays 😀 here. Nobody brought it.\n\nWhy\n\nThe harbour moves, and the sand does not."
DOCUMENT = Document(
    TEXT,
    (
        Block(BlockKind.HEADING, Span(0, 11), level=1),
        Block(BlockKind.PARAGRAPH, Span(13, TEXT.index("\n\nWhy"))),
        Block(BlockKind.HEADING, Span(TEXT.index("Why"), TEXT.index("Why") + 3), level=2),
        Block(BlockKind.PARAGRAPH, Span(TEXT.index("The harbour"), len(TEXT))),
    ),
)
VERSION = text_hash(TEXT)
ARTICLE = Article(
    "6f8c4c0e-0000-5000-8000-000000000001",
    "The Harbour",
    NOW,
    authors=("A. Writer", "B. Other"),
    language="en",
    date="2026-11-01",
    url="https://example.org/harbour",
    format="markdown",
    sources=(Source("/home/somebody/secret/harbour.md"),),
    versions=(Version(VERSION, NOW, len(TEXT)),),
    tags=("coast",),
)


def highlight(number: int, quote: str, **facts: object) -> Annotation:
    """A highlight of the first place of `quote` in TEXT."""
    start = TEXT.index(quote)
    target = Target(VERSION, describe(TEXT, Span(start, start + len(quote))))
    when = NOW + timedelta(minutes=number)
    made = {"created": when, "modified": when, "targets": (target,), **facts}
    return Annotation(f"0000000{number}-0000-4000-8000-000000000000", ARTICLE.id, **made)  # type: ignore[arg-type]


LOST = Target("gone", describe("An old sentence was here.", Span(0, 25)), State.ORPHAN, 0.2, Origin.CARRIED)
EXAMPLE: Exported = gather(
    ARTICLE,
    [
        highlight(1, "The sand stays 😀 here.", note="Both *halves*.\n\n- one\n- two", tags=("law/police", "claim")),
        highlight(2, "The harbour moves", colour=Colour.BLUE, star=True),
        highlight(3, "Nobody brought it", note="=SUM(A1)", tags=("to do",)),
        Annotation("00000004-0000-4000-8000-000000000000", ARTICLE.id, NOW, NOW, note="On the whole: good."),
        Annotation(
            "00000005-0000-4000-8000-000000000000",
            ARTICLE.id,
            NOW,
            NOW,
            targets=(LOST,),
            note="mine",
            rivals=(NoteText("mine", "desk", NOW), NoteText("theirs", "laptop", NOW - timedelta(minutes=5))),
        ),
    ],
    DOCUMENT,
)

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(lambda one: bool(one.strip()))
tags = st.lists(words.map(str.strip), max_size=3, unique=True).map(tuple)
spans = st.tuples(st.integers(0, len(TEXT) - 3), st.integers(2, 30)).map(
    lambda pair: Span(pair[0], min(pair[0] + pair[1], len(TEXT)))
)
any_annotation = st.builds(
    lambda name, span, note, some, colour, star: Annotation(
        str(name),
        ARTICLE.id,
        NOW,
        NOW + timedelta(hours=1),
        targets=(Target(VERSION, describe(TEXT, span)),) if span else (),
        note=note,
        tags=some,
        colour=colour,
        star=star,
    ),
    st.uuids(version=4),
    st.one_of(st.none(), spans.filter(lambda span: bool(span.of(TEXT).strip()))),
    words,
    tags,
    st.sampled_from(Colour),
    st.booleans(),
)
exports = st.lists(any_annotation, min_size=1, max_size=5, unique_by=lambda one: one.id).map(
    lambda some: gather(ARTICLE, some, DOCUMENT)
)
