"""Pages become a document: all in one process, or the first half in one and the second in another.

Whatever needs no more than its page is done where that was read. What all pages say of each is told in rounds: how
large the letters are, what stands at the edges, where gutters are, what the outline names at the seam, what goes on
over it, which words there are. Then each half is written, and the first takes the second in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.errors import NotOpened
from reader.formats.beside import ALONE
from reader.formats.pdf.bookmarks import NEAR, OutlineTitle, part_at, place, titles_of
from reader.formats.pdf.compose import compose
from reader.formats.pdf.margins import MarginFacts, Margins
from reader.formats.pdf.marks import PageMark, locate
from reader.formats.pdf.order import ColumnFacts, PageRows
from reader.formats.pdf.paragraphs import body_size, in_paragraphs, letters_by_size
from reader.formats.pdf.seam import join
from reader.formats.pdf.segments import pack_segments, unpack_segments
from reader.formats.pdf.table_rows import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.domain.document import Document, Embedded
    from reader.formats.beside import Dialogue
    from reader.formats.pdf.bookmarks import OutlineEntry, Titles
    from reader.formats.pdf.order import Column
    from reader.formats.pdf.pages import PageText


class ReadPages(NamedTuple):
    """`ReadPages` are the pages that one process has read, from the number `first` on, and what all pages of the
    document are called, with its outline.
    """

    pages: Sequence[PageText]
    first: int
    labels: Sequence[str]
    outline: Sequence[OutlineEntry] = ()


class Assembled(NamedTuple):
    """An `Assembled` is a document, what readers have marked in it, and how many of its pages are pictures."""

    document: Document
    embedded: tuple[Embedded, ...]
    pictured: int


def assemble(read: ReadPages, version: int, dialogue: Dialogue = ALONE) -> Assembled:
    """Assemble the document of the pages; who has its second half tells the other, and has nothing then.

    Raises NotOpened where there is no text.
    """
    pages, count = [page.segments for page in read.pages], len(read.labels)
    pictured = sum(page.pictured for page in read.pages)
    told = dialogue.share((letters_by_size(pages), pictured, [list(map(tuple, page.marks)) for page in read.pages]))
    pictured = sum(one for _, one, _ in told)
    if not any(letters for letters, _, _ in told):
        raise NotOpened(_no_text(count, pictured))
    body = body_size([letters for letters, _, _ in told])
    margins = Margins(pages, body, [page.bounds for page in read.pages])
    facts = [MarginFacts._make(one) for one in dialogue.share(tuple(margins.facts()))]
    rows = PageRows(margins.drop(facts, count))
    columns = rows.read([ColumnFacts._make(one) for one in dialogue.share(tuple(rows.facts()))], dialogue.follows)
    titles = _titles(read, columns, dialogue)
    found = (
        paragraph
        for number, page_columns in enumerate(columns, read.first)
        for index, column in enumerate(page_columns)
        for paragraph in in_paragraphs(column, number, titles_of(titles.get(number), index))
    )
    document = compose(join(found, body, dialogue), body, read.labels, version, dialogue)
    marks = [list(map(PageMark._make, one)) for _, _, part in told for one in part]
    embedded = () if dialogue.follows else locate(marks, read.labels, document)
    return Assembled(document, embedded, pictured)


def _no_text(count: int, pictured: int) -> str:
    if not count:
        return "has no pages in it"
    if pictured:
        return "is a scan: it holds pictures of pages and no text"
    return "holds no text"


def _titles(read: ReadPages, columns: Sequence[Sequence[Column]], dialogue: Dialogue) -> Mapping[int, Titles]:
    """The headings of the outline on these pages. Those about the seam are found by who has the first half."""
    entries, count = read.outline, len(read.labels)
    here = dict(enumerate(columns, read.first))
    if dialogue.alone or not entries:
        return place(entries, here, count)
    seam = read.first if dialogue.follows else read.first + len(columns)
    before, across = part_at(entries, seam)
    if dialogue.leads:
        if across:
            here |= {number: list(map(unpack_segments, page)) for number, page in dialogue.hear()}
        titles = place([one for one in entries if one.page in before or one.page in across], here, count)
        if across:
            dialogue.say({number: _packed(one) for number, one in titles.items() if number >= seam})
        return titles
    if across:
        near = {page for one in across for page in range(one - NEAR, one + NEAR + 1)}
        dialogue.say([(number, list(map(_lines, here[number]))) for number in sorted(near & here.keys())])
    titles = place([one for one in entries if one.page not in before and one.page not in across], here, count)
    return titles | {number: _unpacked(one) for number, one in dialogue.hear().items()} if across else titles


def _lines(column: Column) -> list[tuple[object, ...]]:
    # No heading is looked for in a table.
    return [] if isinstance(column, Table) else pack_segments(column)


def _packed(titles: Titles) -> dict[Any, Any]:
    return {place: list(map(tuple, found)) for place, found in titles.items()}


def _unpacked(titles: dict[Any, Any]) -> Titles:
    return {place: list(map(OutlineTitle._make, found)) for place, found in titles.items()}
