"""What queries may ask of annotations, and whether any annotation answers to it."""

from __future__ import annotations

import pytest

from reader.domain.annotation import CHECK_BELOW, Annotation, Colour, NoteText, Origin, State, Target
from reader.domain.article import Article, Source, Status
from reader.domain.query import matcher, parse
from reader.domain.query.parsing import FACTS
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.records import ExportedAnnotation
from reader.exchange.sanitize import is_lost
from reader.library.query_subjects import ArticleSubjects, article_subject, subject
from reader.ui.lists.collected_rows import place
from tests.world import NOON

ARTICLE = Article("a", "The Harbour", NOON, authors=("A. Writer",), sources=(Source("/home/me/secret/notes.md"),))
HERE = Target("one", Selectors(TextQuoteSelector("sand"), Span(0, 4)))
HIGHLIGHT = Annotation("1", "a", NOON, NOON, targets=(HERE,))
MOVED = HERE._replace(state=State.MOVED, confidence=CHECK_BELOW - 0.01, origin=Origin.CARRIED)
SOME = (
    Annotation("0", "a", NOON, NOON, note="all of it"),
    *(HIGHLIGHT._replace(colour=colour) for colour in Colour),
    HIGHLIGHT._replace(targets=(MOVED,), star=True),
    HIGHLIGHT._replace(targets=(HERE._replace(state=State.ORPHAN),), tags=("law",)),
    HIGHLIGHT._replace(note="mine", rivals=(NoteText("mine", "", NOON), NoteText("theirs", "", NOON))),
)


def answering(query: str, some: tuple[Annotation, ...] = SOME, article: Article = ARTICLE) -> int:
    matches = matcher(parse(query), NOON)
    return sum(matches(subject(article, one)) for one in some)


@pytest.mark.parametrize("query", [f"{field}:{value}" for field in FACTS for value in FACTS[field]])
def test_some_annotation_answers_to_every_fact_and_some_does_not(query: str) -> None:
    article = ARTICLE._replace(status=Status(query[7:])) if query.startswith("status:") else ARTICLE
    found = answering(query, article=article)
    assert found
    assert found < len(SOME) or query.startswith("status:")
    assert answering(f"-{query}", article=article) == len(SOME) - found


def test_nothing_is_lost_in_a_text_that_is_not_there_yet() -> None:
    waiting = HIGHLIGHT._replace(targets=(HERE._replace(version="", state=State.ORPHAN),))
    assert answering("is:highlight", (waiting,)) == 1
    assert answering("is:lost", (waiting,)) == 0
    assert place(waiting, "").state is State.ANCHORED
    assert not is_lost(ExportedAnnotation(waiting, waiting.targets[0], None))


def test_a_version_may_be_asked_about() -> None:
    one = HIGHLIGHT._replace(targets=(HERE, HERE._replace(version="two", state=State.ORPHAN)))
    orphaned = matcher(parse("is:orphan"), NOON)
    assert orphaned(subject(ARTICLE, one))
    assert orphaned(subject(ARTICLE, one, "two"))
    assert not orphaned(subject(ARTICLE, one, "one"))


def test_folders_above_a_file_are_in_no_answer() -> None:
    assert answering("source:notes.md") == len(SOME)
    assert not answering("source:secret")
    assert matcher(parse("in:harbour author:writer status:unread"), NOON)(article_subject(ARTICLE))


def test_what_was_folded_is_kept_until_the_annotation_changes() -> None:
    subjects = ArticleSubjects(ARTICLE)
    assert subjects(HIGHLIGHT) is subjects(HIGHLIGHT)
    noted = HIGHLIGHT._replace(note="quite another  Nöte")
    assert "another note" in subjects(noted).folded("note")
    subjects.fold([noted])
    assert "another note" in subjects(noted).folded("")
