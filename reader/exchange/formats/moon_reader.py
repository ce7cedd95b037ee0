"""Moon+ Reader's `.mrexpt` has highlights and notes of one book or several, sixteen lines each after a line of `#`.

The lines are: number, book, path, path in small letters, chapter, a split of it, position, length, colour (a signed
number of alpha, red, green and blue), milliseconds, the text of a bookmark, note, highlight, and whether it is
underlined, struck through, waved. Line ends within are `<BR>`. Two lines on the layout may stand before. A record whose
note is `#` names the chapter of those after it. Facts: lockcp/mrexpt2html, readest's and other importers of the format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id
from reader.exchange.input import colour, text, text_of, time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIELDS = 16
CHAPTER = 10_000_000
"""Characters that no chapter has: a place is its number and the position in it."""


def is_export(content: str) -> bool:
    """Tell whether a text has a record of this format near its beginning."""
    return next(_records(content.split("\n", 60)[:60]), None) is not None


def read(data: bytes) -> ImportResult:
    """Read the highlights and notes. Raises NotImported."""
    content = text_of(data)
    found, bookmarks = [], 0
    chapter = ""
    any_record = False
    for fields in _records(content.split("\n")):
        any_record = True
        if fields[11].strip() == "#":
            chapter = " ".join(fields[12].replace("<BR>", " ").split())
            continue
        made = _imported(fields, chapter)
        if made.quote or made.note:
            found.append(made)
        else:
            bookmarks += 1
    if not any_record:
        raise NotImported("it is no export of Moon+ Reader")
    return ImportResult.of(found, ("bookmarks", bookmarks))


def _records(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The fields of each record. Those that are numbers say that it is one: a note may be a `#` too."""
    at = 0
    while at + FIELDS < len(lines) + 1:
        fields = lines[at + 1 : at + 1 + FIELDS]
        numbers = (0, 4, 6, 7, 8, 9)
        if lines[at].strip() == "#" and len(fields) >= 13 and all(_is_number(fields[index]) for index in numbers):
            yield [*fields, *[""] * (FIELDS - len(fields))]
            at += 1 + FIELDS
        else:
            at += 1


def _is_number(line: str) -> bool:
    return line.strip().removeprefix("-").isdecimal() and len(line) < 20


def _imported(fields: Sequence[str], chapter: str) -> Imported:
    note, quote = (text(fields[index].replace("<BR>", "\n")).strip() for index in (11, 12))
    number, title, path = fields[0].strip(), text(fields[1]).strip(), text(fields[2])
    start = max(0, int(fields[4])) * CHAPTER + max(0, int(fields[6]))
    moment = time(int(fields[9]))
    name = path.replace("\\", "/").rpartition("/")[2]
    return Imported(
        id=imported_id("moon-reader", title or name, number, fields[9].strip(), quote or note),
        source=Provenance(title or name.rpartition(".")[0], name=name, key=path),
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        colour=colour(f"#{int(fields[8]) & 0xFFFFFF:06x}"),
        created=moment,
        modified=moment,
        program="moon-reader",
        place=SourcePlace("position", start, start + max(0, int(fields[7]))),
        chapter=text(chapter),
    )
