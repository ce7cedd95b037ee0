"""A PDF may bring its outline: the entries are headings, on the lines where their words stand."""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

from reader.domain.patterns import deferred
from reader.formats.pdf.table_rows import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.formats.pdf.order import Column
    from reader.formats.pdf.segments import Segment

ENTRIES = 10_000
"""Entries that are read; what has more loops."""
LINES = 4
"""Lines that a heading may take."""
ALIKE = 0.6
"""Share of the words of a line and an entry that stand in both where the line is what the entry is about."""
LONGEST = 200
"""Characters of an entry that becomes a heading of its own."""

NEAR = 1
"""Pages before and behind the one to which an entry leads, on which its words are looked for as well."""

_BROKEN = "-"
_WORD = deferred(r"[^\W_]+")
_NUMBERS = deferred(r"^(?:(?:\d+|[ivxlc]+|[a-z]) )+(?=\w)")


class OutlineEntry(NamedTuple):
    """An `OutlineEntry` is a line of the outline, with the number of the page that it leads to, and how high there,
    where that is said.
    """

    title: str
    level: int
    page: int
    top: float | None = None


class OutlineTitle(NamedTuple):
    """An `OutlineTitle` is a heading of some level in a column: it begins in a line and takes a few, or is not there
    and stands before.
    """

    level: int
    lines: int
    text: str = ""


Titles = dict[tuple[int, int], list[OutlineTitle]]
"""By the numbers of the column and of the line in it."""


def read_outline(pdf: pypdfium2.PdfDocument, pages: int) -> list[OutlineEntry]:
    """Read the entries that lead to a page, up to one that leads beyond so many: of a book's first few not all of it
    is waited for.
    """
    found = []
    try:
        for one in islice(pdf.get_toc(max_depth=20), ENTRIES):
            target = one.get_dest()
            page = target.get_index() if target else None
            title = " ".join((one.get_title() or "").split())
            if page is not None and page >= pages:
                break
            if page is not None and title:
                found.append(OutlineEntry(title, one.level + 1, page, _top(target)))
    except (pypdfium2.PdfiumError, UnicodeError):
        pass  # what was read until then is right
    return found


def _top(target: pypdfium2.PdfDest) -> float | None:
    """How high on its page the target is: ISO 32000, 12.3.2.2."""
    mode, numbers = target.get_view()
    where = {1: 1, 3: 0, 5: 3, 7: 0}.get(mode)  # XYZ, FitH, FitR, FitBH
    return numbers[where] if where is not None and len(numbers) > where else None


def part_at(entries: Iterable[OutlineEntry], seam: int) -> tuple[set[int], set[int]]:
    """Part the pages that entries lead to at a page: those of entries for which it is looked before it only, and those
    for which it is looked on both sides, or that depend on such. All others are looked for from it on.
    """
    before: set[int] = set()
    near: list[int] = []
    for page in sorted({entry.page for entry in entries}):
        if near and page - near[-1] > 2 * NEAR:  # there is no page on which both are looked for
            if near[-1] + NEAR >= seam:
                break
            before.update(near)
            near = []
        near.append(page)
    if near and near[-1] + NEAR < seam:
        return before | set(near), set()
    return before, set(near) if near and near[0] - NEAR < seam else set()


def place(entries: Sequence[OutlineEntry], pages: Mapping[int, Sequence[Column]], count: int) -> dict[int, Titles]:
    """Tell where each entry is, by page, in a document of so many. One whose words stand nowhere near is a heading of
    its own at its place.
    """
    placed: dict[int, Titles] = {}
    words: dict[int, list[list[str]]] = {}
    for entry in entries:
        for page in (entry.page, entry.page + NEAR, entry.page - NEAR):
            if not 0 <= page < count:
                continue
            if page not in words:
                words[page] = [[_words_of_line(one.text) for one in _lines(column)] for column in pages[page]]
            found = _find(entry, pages[page], words[page], placed.get(page, {}))
            if found is not None:
                place, lines = found
                placed.setdefault(page, {}).setdefault(place, []).append(OutlineTitle(min(6, entry.level), lines))
                break
        else:
            if 0 <= entry.page < count:
                where = _nearest(entry, pages[entry.page])
                lines = _alike(entry, pages[entry.page], where) if where not in placed.get(entry.page, {}) else 0
                title = OutlineTitle(min(6, entry.level), lines, "" if lines else entry.title[:LONGEST])
                placed.setdefault(entry.page, {}).setdefault(where, []).append(title)
    return placed


def titles_of(titles: Titles | None, column: int) -> dict[int, list[OutlineTitle]]:
    """Find the headings of one column, by the numbers of the lines in which they begin."""
    return {line: found for (number, line), found in titles.items() if number == column} if titles else {}


def _lines(column: Column) -> Sequence[Segment]:
    return [] if isinstance(column, Table) else column


def _find(
    entry: OutlineEntry, columns: Sequence[Column], words: Sequence[Sequence[str]], taken: Titles
) -> tuple[tuple[int, int], int] | None:
    """Where the words of a title are all that a line says, or a few lines together; with or without its number.

    Of several it is the one to which the entry leads: a running head may say the same.
    """
    title = words_of(entry.title)
    for exact in (True, False):
        wanted = title if exact else _NUMBERS.sub("", title)
        found = [
            ((number, index), lines)
            for number, column in enumerate(words)
            for index, line in enumerate(column)
            if line
            and (number, index) not in taken
            and wanted.startswith((line if exact else _NUMBERS.sub("", line)).removesuffix(_BROKEN))
            and (lines := _length(wanted, column[index : index + LINES], exact=exact))
        ]
        if found:
            return min(found, key=lambda one: _distance(entry, columns, one[0]))
    return None


def _distance(entry: OutlineEntry, columns: Sequence[Column], place: tuple[int, int]) -> float:
    """How far a line is from where the entry leads; of those of which that is not said the largest are the nearest."""
    number, index = place
    line = _lines(columns[number])[index]
    if entry.top is None:
        return -line.size - line.bold
    # It leads to a little above its line.
    below = entry.top - line.y
    return below if below >= 0 else -3 * below


def _length(wanted: str, lines: Sequence[str], *, exact: bool) -> int:
    said = ""
    for count, line in enumerate(lines, 1):
        said = said[:-1] + line if said.endswith(_BROKEN) else f"{said} {line}".strip()
        if wanted == (said if exact else _NUMBERS.sub("", said)):
            return count
        if len(said) > len(wanted) + 12:
            return 0
    return 0


def _nearest(entry: OutlineEntry, columns: Sequence[Column]) -> tuple[int, int]:
    """The first line that stands below the place that the entry leads to; the first of all where that is not said."""
    if entry.top is not None:
        for number, column in enumerate(columns):
            for index, line in enumerate(_lines(column)):
                if line.y < entry.top + 0.2 * line.size and not line.turn:
                    return number, index
    return 0, 0


def _alike(entry: OutlineEntry, columns: Sequence[Column], where: tuple[int, int]) -> int:
    """How many lines at a place say about what an entry is called, as `&` is for “and”; 0 where they do not."""
    number, index = where
    if entry.top is None or number >= len(columns):
        return 0
    wanted, said = _plain_words(entry.title), set[str]()
    best = 0
    for count, line in enumerate(_lines(columns[number])[index : index + LINES], 1):
        said |= _plain_words(line.text)
        if said and len(wanted & said) >= ALIKE * len(wanted | said):
            best = count
    return best


def _plain_words(title: str) -> set[str]:
    """The words of a title without their accents, however many of them are not said in both."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(one))
    return set(_WORD.findall(plain.replace("&", " and ")))


def _words_of_line(line: str) -> str:
    """The words of a line, with a hyphen where its end breaks the last of them."""
    return words_of(line) + (_BROKEN if line.endswith(("-", "\u2010", "\xad")) else "")


def words_of(title: str) -> str:
    """Cut a title into its words, by which the outline and the text agree."""
    return " ".join(_WORD.findall(title.casefold()))
