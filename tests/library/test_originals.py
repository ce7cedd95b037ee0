"""Places in the very files that articles were read from."""

from __future__ import annotations

import html
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.domain.article import Article, Source, Version
from reader.domain.ports import WebPage
from reader.domain.selectors import Selectors
from reader.domain.span import Span
from reader.formats import parse
from reader.library.carrying import look_for
from reader.library.originals import FileOriginal
from tests.world import NOON

if TYPE_CHECKING:
    from pathlib import Path

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
CHAPTER = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>
 <h1>{0}</h1>
 <p>The <em>sand</em>
   stays here. Nobody brought it in part {0}.</p> <p>The sand stays here.</p></body></html>"""


def book(path: Path) -> None:
    items = "".join(f'<item id="c{n}" href="text/ch{n}.xhtml" media-type="application/xhtml+xml"/>' for n in (1, 2))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr(
            "OEBPS/content.opf",
            f"<package><metadata/><manifest>{items}</manifest>"
            '<spine><itemref idref="c1"/><itemref idref="c2"/></spine></package>',
        )
        for number, title in ((1, "One"), (2, "Two")):
            archive.writestr(f"OEBPS/text/ch{number}.xhtml", CHAPTER.format(title))


def original(path: Path) -> tuple[FileOriginal, str]:
    parsed = parse(path.read_bytes(), name=path.name)
    article = Article(
        "a", "A", NOON, format=parsed.format, sources=(Source(str(path)),), versions=(Version("v", NOON, 1),)
    )
    return FileOriginal(article, parsed.document), parsed.document.text


def test_a_quote_of_a_book_is_found_in_the_body_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    book(path)
    found, text = original(path)
    seen = []
    for quote in ("The sand stays here.", "Nobody brought it in part"):
        for match in re.finditer(re.escape(quote), text):
            part = found.part(Span(*match.span()))
            assert part is not None
            with zipfile.ZipFile(path) as archive:
                page = archive.read(f"OEBPS/{part.source}").decode()
            body = re.sub("<[^>]+>", "", page.partition("<body>")[2].partition("</body>")[0])
            assert " ".join(part.span.of(body).split()) == quote
            seen.append((part.source, part.span.start))
    assert len(set(seen)) == len(seen) == 6
    assert {name for name, _ in seen} == {"text/ch1.xhtml", "text/ch2.xhtml"}


def test_a_file_that_is_not_there_has_no_places(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    book(path)
    found, _text = original(path)
    path.unlink()
    assert found.part(Span(0, 3)) is None


def test_a_plain_text_begins_where_its_words_begin(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff\r\n\r\nOne line.\r\n\r\nAnother line.\r\n".encode())
    found, text = original(path)
    assert found.start == 2
    assert text.startswith("One line.")
    path.write_text(json.dumps("other words"))
    assert original(path)[0].start == 0
    assert found.part(Span(0, 3)) is None


PAGE = """<html><head><title>The harbour</title></head><body>
<script>var whole = "The sand stays here. Nobody brought it.";</script>
<h1>The harbour</h1>
<p>The <b>sand</b>
   stays&nbsp;here. Nobody brought it.</p>

<p>The sand goes.</p><ul>
  <li>one</li>
  <li>two</li>
</ul><table><tr><td>6.00</td><td>Heron</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("sand stays\xa0here.", "sand\n   stays\xa0here."),
        ("brought it.\n\nThe sand goes.", "brought it.\n\nThe sand goes."),
        ("goes.\n\none\ntwo", "goes.\n  one\n  two"),
        ("6.00\tHeron", "6.00Heron"),
    ],
)
def test_a_quote_of_a_page_is_told_as_a_browser_has_it(quote: str, there: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    found, text = original(path)
    start = text.index(quote)
    part = found.part(Span(start, start + len(quote)))
    assert part is not None
    words = part.quote
    assert (part.source, words.exact) == ("", there)
    body = html.unescape(re.sub("<[^>]+>", "", PAGE.partition("<body>")[2].partition("</body>")[0]))
    assert part.span.of(body) == there
    assert body.count(words.prefix + words.exact + words.suffix) == 1, "the script that has it too is no other place"
    assert look_for(text, Selectors(words)).span == Span(start, start + len(quote)), "and it comes home"


class _Kept:
    """Pages of the web, as they came."""

    def page(self, address: str) -> WebPage | None:
        text = PAGE.replace("harbour", "Hafen für alle")
        return WebPage(text.encode("cp1252"), address, "text/html; charset=windows-1252") if "//" in address else None

    def keep(self, address: str, page: WebPage) -> None:
        raise AssertionError(address, page)


def test_a_page_of_the_web_is_looked_at_as_it_came() -> None:
    page = _Kept().page("https://example.org/a")
    assert page is not None
    parsed = parse(page.data, name="a.html", charset="windows-1252")
    sources = (Source("https://example.org/a"),)
    article = Article("a", "A", NOON, format="html", sources=sources, versions=(Version("v", NOON, 1),))
    text = parsed.document.text
    start = text.index("Hafen für alle\n\nThe sand")
    span = Span(start, start + len("Hafen für alle\n\nThe sand"))
    part = FileOriginal(article, parsed.document, _Kept()).part(span)
    assert part is not None
    assert part.quote.exact == "Hafen für alle\nThe sand"
    assert FileOriginal(article, parsed.document).part(span) is None
