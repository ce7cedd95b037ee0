"""Queries are compiled to one test, fast enough to be asked of 10,000 annotations at each letter typed."""

from __future__ import annotations

from functools import cache, reduce
from operator import methodcaller
from typing import TYPE_CHECKING

from reader.domain.local_time import is_dated
from reader.domain.query.terms import BEGINS, TEXT
from reader.domain.query.times import moment
from reader.domain.search_pattern import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from reader.domain.query.subject import Subject
    from reader.domain.query.terms import Query, Term

    Test = Callable[[Subject], bool]


WORDY = frozenset({TEXT, "note", "quote"})
"""Fields whose words stand in an annotation itself, or, without a field, in its article's title too."""


def matcher(query: Query, now: datetime) -> Test:
    """Compile `query` to what tells whether a subject answers to it, with ages counted back from `now`.

    The empty query is answered by all.
    """
    alternatives = [_all([_test(term, now) for term in terms]) for terms in query.alternatives]
    if len(alternatives) == 1:
        return alternatives[0]
    return lambda subject: any(test(subject) for test in alternatives)


def tags_wanted(query: Query) -> Callable[[str], bool] | None:
    """Tell of which tags everything that answers to `query` has one; None where it may have none of them."""
    wanted = []
    for terms in query.alternatives:
        asked = next((term for term in terms if term.field in ("tag", BEGINS) and not term.negated), None)
        if asked is None:
            return None
        wanted.append(_tag_test(asked))
    return cache(lambda tag: any(test(tag) for test in wanted))


def words_wanted(query: Query) -> Sequence[Term] | None:
    """Tell the terms, of words that stand in a note, a quote, a tag or a title, of which everything that answers to
    `query` fits one; None where it may fit none of them.
    """
    wanted = []
    for terms in query.alternatives:
        asked = [term for term in terms if term.field in WORDY and term.value.strip() and not term.negated]
        if not asked:
            return None
        wanted.append(max(asked, key=lambda term: len(term.value)))
    return wanted


def _all(tests: Sequence[Test]) -> Test:
    return reduce(_both, tests) if tests else lambda _subject: True


def _both(one: Test, other: Test) -> Test:
    return lambda subject: one(subject) and other(subject)


def _test(term: Term, now: datetime) -> Test:
    test = _positive(term, now)
    return (lambda subject: not test(subject)) if term.negated else test


def _positive(term: Term, now: datetime) -> Test:
    match term.field:
        case "tag" | "#":
            return _tagged(term)
        case "colour":
            return lambda subject: subject.colour == term.value
        case "is" | "has" | "status":
            fact = f"{term.field}:{term.value}"
            return lambda subject: subject.has(fact)
        case "since":
            start = moment(term.value, now)
            return lambda subject: subject.modified >= start
        case "before":
            end = moment(term.value, now)
            return lambda subject: subject.modified < end and is_dated(subject.modified)
    field, wanted = term.field, fold(term.value)
    return methodcaller("holds", field, wanted)


def _tagged(term: Term) -> Test:
    test = _tag_test(term)
    return lambda subject: any(map(test, subject.tags))


def _tag_test(term: Term) -> Callable[[str], bool]:
    """`tag:law` (or `law/*`) is that tag and all that are nested in it; `#la` is every tag that begins so."""
    wanted = fold(term.value)
    # Cached, both of them: many annotations share a few tags.
    if term.field == BEGINS:
        return cache(lambda tag: fold(tag).startswith(wanted))
    stem = wanted.removesuffix("/*")
    return cache(lambda tag: (folded := fold(tag)) == stem or folded.startswith(stem + "/"))
