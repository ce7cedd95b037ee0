"""The query language: what is written, what it means, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.colour import Colour
from reader.domain.errors import NotUnderstood
from reader.domain.local_time import UNDATED
from reader.domain.query import Query, Subject, Term, matcher, parse, tags_wanted
from reader.domain.query.parsing import FACTS, FIELDS
from reader.domain.query.times import moment, understood
from reader.domain.search_pattern import fold

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
SUBJECT = Subject(
    created=NOW - timedelta(days=40),
    modified=NOW - timedelta(days=10),
    texts=lambda: {
        "quote": "The sand\nstays — Café",
        "note": "Both halves",
        "in": "The Harbour That Moves",
        "author": "A. Writer",
        "source": "harbour-1.md",
    },
    tags=("law/police", "claim"),
    colour="red",
    facts=lambda: frozenset({"has:note", "is:highlight", "is:starred", "status:reading"}),
)


def answers(text: str) -> bool:
    return matcher(parse(text), NOW)(SUBJECT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sand",
        "SAND stays",
        '"sand stays"',
        "cafe",
        "police",
        "halves harbour",
        "tag:claim",
        "tag:law/*",
        "tag:law",
        "#la",
        "#law/po",
        '#"claim"',
        "tag:LAW/police",
        "colour:red",
        "color:RED",
        'in:"harbour that"',
        "note:both",
        "quote:stays",
        "author:writer",
        "source:harbour",
        "has:note",
        "is:starred",
        "status:reading",
        "since:30d",
        "since:2026-11",
        "before:2026-11-20",
        "before:yesterday",
        "-has:tag",
        "-tag:polic",
        "-#olice",
        "nothing OR sand",
        "nothing here OR tag:claim -colour:blue",
        "- sand OR sand",
        "-that:",
    ],
)
def test_what_answers(text: str) -> None:
    assert answers(text)
    wanted = tags_wanted(parse(text))
    assert wanted is None or any(map(wanted, SUBJECT.tags)), "nothing that answers is passed over"


def test_tags_that_all_answers_have() -> None:
    wanted = tags_wanted(parse("colour:red tag:law/* OR tag:claim sand"))
    assert wanted is not None
    assert [tag for tag in ("law", "law/police", "lawn", "CLAIM", "other") if wanted(tag)] == [
        "law",
        "law/police",
        "CLAIM",
    ]
    assert tags_wanted(parse("tag:law OR sand")) is None
    assert tags_wanted(parse("-tag:law")) is None


@pytest.mark.parametrize(
    "text",
    [
        "sand -stays",
        "that:",
        '"stays Both"',
        "tag:la",
        "#police",
        "-#law",
        "-tag:law",
        "tag:la/*",
        "colour:blue",
        "in:sand",
        "quote:both",
        "is:orphan",
        "since:5d",
        "before:2026-11-01",
        "nothing OR nobody",
        "sand nothing OR -sand",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not answers(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour:pink", "colour: takes one of yellow, red"),
        ("is:gone", "is: takes one of lost"),
        ("since:soon", "takes a date"),
        ("before:2026-13-01", "takes a date"),
        ("OR sand", "nothing before OR"),
        ("sand OR", "nothing after OR"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        parse(text)


def terms() -> st.SearchStrategy[Term]:
    values = st.text(min_size=1).filter(lambda text: text.strip() == text)
    free = [name for name in FIELDS if name not in (*FACTS, "since", "before")]
    known = st.sampled_from([(field, value) for field, some in FACTS.items() for value in some])
    aged = st.tuples(st.sampled_from(["since", "before"]), st.sampled_from(["30d", "2026-01-31", "today"]))
    named = st.tuples(st.sampled_from(["", "#", *free]), values)
    pairs = st.one_of(known, aged, named)
    return st.builds(lambda pair, negated: Term(pair[0], pair[1], negated), pairs, st.booleans())


@given(st.lists(st.lists(terms(), min_size=1).map(tuple), min_size=1).map(tuple))
def test_a_query_written_out_is_understood_the_same(alternatives: tuple[tuple[Term, ...], ...]) -> None:
    query = Query(alternatives)
    assert parse(str(query)) == query


@given(st.text())
def test_any_text_is_a_query_or_refused_in_words(text: str) -> None:
    try:
        query = parse(text)
    except NotUnderstood:
        return
    assert matcher(query, NOW)(SUBJECT) in (True, False)
    assert parse(str(query)) == query


@given(st.text(max_size=8))
def test_a_time_that_is_understood_can_be_told(value: str) -> None:
    if understood(value):
        moment(value, NOW)
    else:
        with pytest.raises(ValueError, match="neither"):
            moment(value, NOW)


@pytest.mark.parametrize(
    ("value", "then"),
    [
        ("30d", NOW - timedelta(days=30)),
        ("12h", NOW - timedelta(hours=12)),
        ("2w", NOW - timedelta(weeks=2)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-02", datetime(2026, 2, 1, tzinfo=UTC)),
        ("today", datetime(2026, 11, 22, tzinfo=UTC)),
        ("999999999d", datetime.min.replace(tzinfo=UTC)),
    ],
)
def test_moments(value: str, then: datetime) -> None:
    assert moment(value, NOW) == then


@pytest.mark.parametrize("when", ["2026-11-12", "2026-01-01"])
def test_since_takes_in_what_was_changed_at_exactly_that_moment(when: str) -> None:
    start = moment(when, NOW)
    for before, answered in ((0, True), (-1, True), (1, False)):
        at = start - timedelta(microseconds=before)
        one = Subject(created=NOW, modified=at, texts=dict)
        assert matcher(parse(f"since:{when}"), NOW)(one) is answered
        assert matcher(parse(f"before:{when}"), NOW)(one) is not answered


def test_an_age_takes_in_what_was_changed_at_exactly_that_moment() -> None:
    one = Subject(created=NOW, modified=moment("30d", NOW), texts=dict)
    assert matcher(parse("since:30d"), NOW)(one)


@pytest.mark.parametrize("text", ["colour:claim", "color:CLAIM", 'colour:"Claim"', "colour:red", "-colour:aside OR x"])
def test_a_colour_goes_by_the_name_that_the_person_gave_it(text: str) -> None:
    names = {Colour.RED: "claim", Colour.GREY: "aside"}
    query = parse(text, names)
    assert matcher(query, NOW)(SUBJECT)
    assert parse(str(query)) == query


def test_a_name_that_no_colour_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(NotUnderstood, match=r"grey, main claim, not 'clam'"):
        parse("colour:clam", {Colour.RED: "main claim"})
    with pytest.raises(NotUnderstood):
        parse("colour:claim")
    assert str(parse('colour:"main claim"', {Colour.RED: "main claim"})) == "colour:red"


def test_a_time_that_nobody_knows_is_before_none() -> None:
    one = Subject(created=UNDATED, modified=UNDATED, texts=dict)
    assert not matcher(parse("before:2030-01-01"), NOW)(one)
    assert not matcher(parse("since:1990-01-01"), NOW)(one)


def test_days_begin_at_midnight_where_the_asker_is() -> None:
    today, yesterday = moment("today", NOW), moment("yesterday", NOW)
    assert (today.hour, today.minute, today - yesterday) == (0, 0, timedelta(days=1))
    assert moment("2026-11", NOW).day == moment("2026", NOW).month == 1


@pytest.mark.parametrize("age", ["999999999y", "99999999999999999999d"])
def test_an_age_beyond_all_calendars_reaches_back_to_the_first_day(age: str) -> None:
    assert moment(age, NOW) == datetime.min.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [('"a\\\\b"', "a\\b"), ('"a\\"b"', 'a"b'), ('"a\\', "a\\"), ('"a', "a"), ('"', "")],
)
def test_a_backslash_takes_the_next_letter_as_it_is(text: str, value: str) -> None:
    assert [term.value for terms in parse(text).alternatives for term in terms] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("-", ["-"]),
        ("a -", ["a", "-"]),
        ('"a b"c', ["a b", "c"]),
        ('"a b" c', ["a b", "c"]),
        (":a", [":a"]),
        ("a:b", ["a:b"]),
        ('"" a', ["", "a"]),
    ],
)
def test_where_a_word_ends_and_the_next_begins(text: str, values: list[str]) -> None:
    assert [term.value for terms in parse(text).alternatives for term in terms] == values


@pytest.mark.parametrize(("once", "now"), [("is:orphan", "is:lost"), ("-is:moved", "-is:reworded")])
def test_words_of_before_go_on_working_beside_those_of_now(once: str, now: str) -> None:
    assert parse(once) == parse(now)
    assert str(parse(once)) == now


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain  Words", "plain words"),
        ("Étude", "etude"),
        ("STRASSE straße", "strasse strasse"),
        ("\ufb01ne", "fine"),
        ("Ａ １ ｶﾞ ۲ یک", "a 1 か 2 يك"),
        ("don’t “so” a—b a -- b wait…", 'don\'t "so" a-b a - b wait...'),
        ("Łódź hy\u00adphen œuvre ½", "lodz hyphen oeuvre 1/2"),
        ("\u0301", "\u0301"),
    ],
)
def test_what_is_compared_has_no_case_accents_or_forms(text: str, folded: str) -> None:
    assert fold(text) == folded
