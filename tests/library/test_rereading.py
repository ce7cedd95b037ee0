"""Texts that an older parser made: told of, read again when it is asked for, and never otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader import formats
from reader.domain.document import Document, Parsed
from reader.domain.errors import NotOpened, NotParsed
from reader.domain.paragraphs import Paragraphs
from reader.domain.span import Span
from reader.formats import parse
from reader.formats.kinds import FORMATS, Format, is_current
from reader.library import opening, rereading
from reader.library.opened import Relation
from reader.library.sources import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from reader.domain.ports import Rereading
    from reader.library import Library, Opened

TEXT = "The sand moves.\n\nNobody _has_ seen it move.\n"


def parse_as_of_old(data: bytes, *, name: str = "", **_: object) -> Parsed:
    text = data.decode().strip()
    document = Document(text, Paragraphs([0], [len(text)]), parser="plain", parser_version=1)
    return parse(data, name=name)._replace(document=document)


@pytest.fixture
def kept(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """A file that was read by an older parser, with a highlight."""
    file = tmp_path / "sand.txt"
    file.write_text(TEXT, encoding="utf-8")
    with monkeypatch.context() as before:
        before.setattr(opening, "parse", parse_as_of_old)
        opened = library.open(str(file))
    session = library.session(opened)
    start = opened.document.text.index("Nobody")
    session.highlight(Span(start, len(opened.document.text)))
    return opened


def test_opening_reads_nothing_again(library: Library, kept: Opened) -> None:
    again = library.open(kept.article.sources[0].address)
    assert again.document.text == kept.document.text
    assert (again.relation, len(again.article.versions)) == (Relation.SAME, 1)
    assert library.reads_better(again.article)


def test_what_is_read_again_is_a_version_and_the_highlights_are_carried(library: Library, kept: Opened) -> None:
    opened = library.read_again(kept.article)
    assert opened.relation is Relation.CHANGED
    assert opened.document.text == "The sand moves.\n\nNobody has seen it move."
    assert [one.parser for one in opened.article.versions] == ["plain/1", f"plain/{FORMATS[Format.PLAIN].version}"]
    assert str(library.carry(opened)).startswith("1 highlight in place")
    (highlight,) = library.store.annotations(kept.article.id)
    assert highlight.target_in(opened.version) is not None
    assert not library.reads_better(opened.article)


def test_what_reads_the_same_is_no_version(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "sand.txt"
    file.write_text("The sand moves.\n", encoding="utf-8")
    opened = library.read_again(library.open(str(file)).article)
    assert (opened.relation, len(opened.article.versions)) == (Relation.SAME, 1)


def test_a_file_that_was_written_since_is_not_looked_into(library: Library, kept: Opened, tmp_path: Path) -> None:
    (tmp_path / "sand.txt").write_text(TEXT + "\nMore.\n", encoding="utf-8")
    assert not library.reads_better(kept.article)
    assert library.read_again(kept.article).document.text.endswith("More.")


def test_a_file_that_is_gone_is_told(library: Library, kept: Opened, tmp_path: Path) -> None:
    (tmp_path / "sand.txt").unlink()
    assert not library.reads_better(kept.article)
    with pytest.raises(NotOpened, match="cannot be read again"):
        library.read_again(kept.article)


class Notes:
    """`Rereadings` in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Rereading] = {}

    def reread(self, version: str) -> Rereading | None:
        return self.kept.get(version)

    def note_reread(self, version: str, found: Rereading) -> None:
        self.kept[version] = found


def test_a_file_is_read_once_for_each_parser_that_is_new(
    library: Library, kept: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, read = Notes(), list[str]()

    def noted(path: str) -> bytes:
        read.append(path)
        return read_file(path)

    monkeypatch.setattr(rereading, "read_file", noted)
    for _ in range(3):
        assert rereading.reads_better(kept.article, notes)
    assert len(read) == 1
    (version,) = notes.kept
    notes.kept[version] = notes.kept[version]._replace(parser="plain/2")
    assert rereading.reads_better(kept.article, notes)
    assert len(read) == 2
    notes.kept[version] = notes.kept[version]._replace(another=False)
    assert not rereading.reads_better(kept.article, notes)
    assert len(read) == 2


def test_what_takes_too_long_is_not_read_at_every_start(
    library: Library, kept: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(data: bytes, **_: object) -> Parsed:
        read.append(data)
        raise NotParsed("takes longer than 60 seconds of processor time to be read")

    notes, read = Notes(), list[bytes]()
    monkeypatch.setattr(formats, "parse", parse)
    for _ in range(2):
        assert not rereading.reads_better(kept.article, notes)
    assert len(read) == 1


def test_which_parser_is_of_today() -> None:
    version = FORMATS[Format.PLAIN].version
    assert [is_current(one) for one in (f"plain/{version}", f"plain/{version - 1}", "other/1", "", "plain/x")] == [
        True,
        False,
        True,
        True,
        True,
    ]
