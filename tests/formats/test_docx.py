"""Documents of Word that are none. What good ones become is measured in `test_quality`."""

from __future__ import annotations

import pytest

from reader.domain.errors import NotOpened, NotParsed
from reader.formats.docx import parse_docx
from tests.formats.making import archive, word
from tests.formats.quality import Expected


def test_what_is_none() -> None:
    with pytest.raises(NotOpened, match="no text part"):
        parse_docx(archive({"word/other.xml": "x"}))
    with pytest.raises(NotOpened, match="damaged"):
        parse_docx(archive({"word/document.xml": "not XML"}))
    with pytest.raises(NotOpened, match="Word would write"):
        parse_docx(archive({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}))
    with pytest.raises(NotOpened):
        parse_docx(word(Expected("", [], "", "", "", [])))


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotParsed, match="far more"):
        parse_docx(archive({"word/document.xml": b"<x/>", "word/styles.xml": bytes(70 * 2**20)}))
