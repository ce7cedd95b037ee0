"""Records to store, and strategies for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from reader.domain.annotation import Annotation, Colour, Origin, State, Target
from reader.domain.article import Article, Source, Status, Version
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ARTICLE = "7d9f1c30-0000-5000-8000-000000000001"


def annotation(annotation_id: str = "a-1", **fields: Any) -> Annotation:
    given = {"article_id": ARTICLE, "created": NOON, "modified": NOON, "targets": (target("v1", 5, 12),), **fields}
    return Annotation(id=annotation_id, **given)


def target(version: str, start: int, end: int, **fields: Any) -> Target:
    return Target(
        version, Selectors(TextQuoteSelector("x" * (end - start), "before", "after"), Span(start, end)), **fields
    )


def article(article_id: str = ARTICLE, **fields: Any) -> Article:
    return Article(id=article_id, **{"title": "Police chiefs", "added": NOON, **fields})


texts = st.text(max_size=30)
times = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
names = st.text(min_size=1, max_size=12)
tags = st.lists(names, max_size=4, unique=True).map(tuple)
confidences = st.floats(0, 1)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 10**7))
    return Span(start, start + draw(st.integers(0, 10**4)))


selectors = st.builds(Selectors, st.builds(TextQuoteSelector, texts, texts, texts), st.one_of(st.none(), spans()))


@st.composite
def targets(draw: st.DrawFn) -> tuple[Target, ...]:
    versions = draw(st.lists(st.sampled_from(["v1", "v2", "v3", "v4"]), unique=True, max_size=4))
    kinds = st.builds(Target, st.just(""), selectors, st.sampled_from(State), confidences, st.sampled_from(Origin))
    found = [draw(kinds) for _ in versions]
    return tuple(
        Target(version, one.selectors, one.state, one.confidence, one.origin)
        for version, one in zip(versions, found, strict=True)
    )


def any_annotation(annotation_id: st.SearchStrategy[str] = names) -> st.SearchStrategy[Annotation]:
    return st.builds(
        Annotation,
        id=annotation_id,
        article_id=names,
        created=times,
        modified=times,
        targets=targets(),
        note=texts,
        tags=tags,
        colour=st.sampled_from(Colour),
        star=st.booleans(),
        creator=texts,
        extra=st.dictionaries(names, texts.map(repr), max_size=3).map(lambda found: tuple(sorted(found.items()))),
    )


def any_article(article_id: st.SearchStrategy[str] = names) -> st.SearchStrategy[Article]:
    return st.builds(
        Article,
        id=article_id,
        title=texts,
        added=times,
        authors=st.lists(texts, max_size=3).map(tuple),
        language=texts,
        date=texts,
        url=texts,
        format=texts,
        sources=st.lists(
            st.builds(Source, names, texts, texts, st.integers(-1, 2**40), st.integers(-1, 2**62)),
            max_size=3,
            unique_by=lambda source: source.address,
        ).map(tuple),
        versions=st.lists(
            st.builds(Version, names, times, st.integers(0, 10**7), texts),
            max_size=3,
            unique_by=lambda version: version.hash,
        ).map(lambda found: tuple(sorted(found, key=lambda version: version.added))),
        progress=st.floats(0, 1),
        status=st.sampled_from(Status),
        tags=tags,
        opened=st.one_of(st.none(), times),
    )
