"""Kept documents come back as they were, and damaged ones not at all."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind, text_hash
from reader.domain.span import Span
from reader.storage.disk.system import REAL
from reader.storage.texts.document_file import LARGE, DamagedDocument, pack, unpack, unpack_text
from reader.storage.texts.kept_texts import Texts
from tests.storage.conftest import paths_in

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = ("One sentence.", "Another — with more in it.", "Köln 東京 👩‍👩‍👧")


def document(paragraphs: tuple[str, ...] = PARAGRAPHS) -> Document:
    text = "\n\n".join(paragraphs)
    starts = [text.index(one) for one in paragraphs]
    blocks = [Block(BlockKind.PARAGRAPH, Span(at, at + len(one))) for at, one in zip(starts, paragraphs, strict=True)]
    blocks[0] = blocks[0]._replace(kind=BlockKind.HEADING, level=2)
    blocks[-1] = blocks[-1]._replace(
        kind=BlockKind.TABLE,
        rows=((Span(starts[-1], starts[-1] + 2), Span(starts[-1] + 3, starts[-1] + 4)), ()),
        header=1,
        aligns=("left", ""),
        checked=False,
    )
    marks = (Mark(MarkKind.LINK, Span(0, 3), "https://example.com/"), Mark(MarkKind.NOTE, Span(5, 5), "1"))
    return Document(text, tuple(blocks), marks, (("top", 0),), ((0, "1"), (15, "ii")), "plain", 3)


def test_a_document_comes_back_whole(tmp_path: Path) -> None:
    texts = Texts(REAL, paths_in(tmp_path))
    name = texts.keep(document())
    found = texts.document(name)
    assert found == document()
    assert found is not None
    assert found.blocks[-1] == document().blocks[-1]
    assert list(found.blocks[1:]) == list(document().blocks[1:])
    assert found.block_index(20) == 1
    assert found.marks_in(Span(0, 5)) == list(document().marks)
    assert found.page_at(16) == "ii"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(0, 3))
def test_any_text_comes_back(text: str, cut: int) -> None:
    blocks = tuple(Block(kind, Span(min(cut, len(text)), len(text)), number=7) for kind in BlockKind)
    marks = tuple(Mark(kind, Span(0, len(text)), text[:9]) for kind in MarkKind)
    kept = Document(text, blocks, marks)
    assert unpack(pack(kept, text_hash(text)), text_hash(text)) == kept


@pytest.mark.parametrize("length", [1, LARGE])
def test_a_text_is_kept_as_it_is(length: int) -> None:
    kept = document(("a" * length, "b"))
    data = pack(kept, text_hash(kept.text))
    assert data.endswith(kept.text.encode())
    assert unpack(data, text_hash(kept.text)) == kept


@pytest.mark.parametrize("length", [1, LARGE - 3])
def test_a_text_that_an_earlier_version_has_packed_comes_back(length: int) -> None:
    kept = document(("a" * length, "b"))
    first, _, rest = pack(kept, text_hash(kept.text)).partition(b"\n")
    head = json.loads(first) | {"packed": True}
    data = json.dumps(head).encode() + b"\n" + rest[: head["columns"]] + zlib.compress(kept.text.encode(), 1)
    assert unpack(data, text_hash(kept.text)) == kept
    assert unpack_text(data, text_hash(kept.text)) == kept.text


@given(st.binary(max_size=3))
def test_what_is_put_behind_a_text_is_not_of_it(behind: bytes) -> None:
    name = text_hash(document().text)
    data = pack(document(), name) + behind
    assert unpack(data, name) == document()
    assert unpack_text(data, name) == document().text


def test_a_text_is_not_taken_for_another() -> None:
    kept = document(("a", "b"))
    with pytest.raises(DamagedDocument):
        unpack(pack(kept, text_hash(kept.text)), text_hash("another"))


def test_a_text_that_was_kept_without_a_crc_is_known_by_its_hash() -> None:
    kept = document(("a", "b"))
    first, _, rest = pack(kept, text_hash(kept.text)).partition(b"\n")
    head = {name: value for name, value in json.loads(first).items() if name not in {"hash", "text_crc"}}
    data = json.dumps(head).encode() + b"\n" + rest
    assert unpack(data, text_hash(kept.text)) == kept
    with pytest.raises(DamagedDocument):
        unpack(data, text_hash("another"))


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_document_is_never_shown(data: st.DataObject) -> None:
    packed = bytearray(pack(document(), text_hash(document().text)))
    start = packed.index(b"\n") + 1  # what stands in the first line only says how to read the rest
    at = data.draw(st.integers(start, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    name = text_hash(document().text)
    with suppress(DamagedDocument):
        assert unpack_text(bytes(packed), name) == document().text
    try:
        found = unpack(bytes(packed), name)
    except DamagedDocument:
        return
    assert found == document()
    assert unpack_text(bytes(packed), name) == document().text


def test_keeping_it_again_writes_nothing_or_a_newer_parse(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    texts = Texts(REAL, paths)
    name = texts.keep(document())
    before = (paths.texts / name).stat().st_ino
    texts.keep(document())
    texts.keep(document()._replace(parser_version=2))
    assert (paths.texts / name).stat().st_ino == before
    texts.keep(document()._replace(parser_version=4))
    found = texts.document(name)
    assert found is not None
    assert found.parser_version == 4
    (paths.texts / name).write_bytes(b"broken")
    assert texts.document(name) is None
    texts.keep(document())
    assert texts.document(name) == document()


def test_a_name_that_is_no_hash_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    texts = Texts(REAL, paths_in(tmp_path))
    assert texts.document("../secret") is None
    assert texts.document("") is None
