"""An import is what another program's file holds, before it is looked for in any text of ours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple, overload
from uuid import UUID

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.domain.ids import name_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from reader.domain.annotation import NoteText, Target
    from reader.domain.selectors import Selectors

IMPORTS = "0b9a3c1e-7d52-5d0e-8f4b-3a6c5e1d2f70"
"""Namespace of the ids of imported annotations (RFC 9562, version 5)."""


class SourcePlace(NamedTuple):
    """A `SourcePlace` says where an annotation stands, as its program counts: both ends inclusive, only comparable
    within one `unit`.

    `unit` is `location` (Kindle's), `page`, `offset` or whatever else the program counts in.
    """

    unit: str
    start: int
    end: int


class Provenance(NamedTuple):
    """A `Provenance` is the article that an annotation was made in, as far as the file tells; each may be empty, and so
    may all.

    `name` is a file's name without a path. `article_id` and `version` are ours, from our own formats. `doi` is a bare
    DOI (`10.…/…`), `tags` are those of the whole document. `key` is what the program itself tells its documents apart
    by (a number, a path, a fingerprint): two of one title in one file are two works where nothing else tells.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    name: str = ""
    article_id: str = ""
    version: str = ""
    doi: str = ""
    tags: tuple[str, ...] = ()
    key: str = ""

    @property
    def is_bare(self) -> bool:
        """Tell whether it says no more of the work than how it is called."""
        return not (self.authors or self.url or self.doi or self.article_id)


class Imported(NamedTuple):
    """An `Imported` is one annotation as it comes in.

    `id` is its own where the file names a UUID, else derived from what the file tells it apart by: importing the
    file again gives the same. It may be the id of an annotation that the library has with other words; those stay.
    `created` and `modified` are as the file says, however far in the future.
    """

    id: str
    source: Provenance
    selectors: Selectors | None = None
    """None for a note on the whole article. A position is a hint: most programs count in a text of their own."""
    utf16: bool = False
    """Whether the position counts UTF-16 code units; `utf16.code_points` converts it, given the text."""
    note: str = ""
    tags: tuple[str, ...] = ()
    colour: Colour = Colour.YELLOW
    star: bool = False
    created: datetime | None = None
    modified: datetime | None = None
    creator: str = ""
    rivals: tuple[NoteText, ...] = ()
    targets: tuple[Target, ...] = ()
    """From our own formats: its places in the versions of `source`."""
    extra: tuple[tuple[str, str], ...] = ()
    """(name, JSON text) of what the program knew beyond these fields: its place in the book, its style."""
    program: str = ""
    """Which program made it (`kindle`, `readwise`); empty where it is the one that the format is named after."""
    origin_id: str = ""
    """What the program itself tells it apart by, for as long as it exists, whatever is edited in it (a UUID, a key, a
    number); empty where it has nothing of the kind: then article, place and words do."""
    place: SourcePlace | None = None
    """Where it stands, as the program counts; None where it does not say."""
    chapter: str = ""
    """The heading that the program names for it; empty where it names none."""
    note_digest: str = ""
    """From our own formats: `output.note_digest` of when the file was written; empty where it does not tell."""

    @property
    def quote(self) -> str:
        """Return the marked words; empty for a note on the whole article."""
        return self.selectors.quote.exact if self.selectors else ""


MOST = 200_000
"""Annotations of one file. They take half a gigabyte until they are in the library; nobody has as many."""


class ImportedLater(Sequence[Imported]):
    """`ImportedLater` are the annotations of a large file, those of one article after the other: each is made anew
    whenever it is asked for, and let go.
    """

    def __init__(self, make: Callable[[], Iterator[Imported]], articles: int) -> None:
        """`articles` is how many they are of."""
        self._make = make
        self.articles = articles

    def __iter__(self) -> Iterator[Imported]:
        return self._make()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, index: int) -> Imported: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Imported, ...]: ...
    def __getitem__(self, index: int | slice) -> Imported | tuple[Imported, ...]:
        return tuple(self)[index]


class ImportResult(NamedTuple):
    """An `ImportResult` says what a file held: its annotations, and how many records were left out for which reason."""

    annotations: Sequence[Imported] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences on what else the user must know: bytes that could not be read, records that were merged."""

    @classmethod
    def of(cls, annotations: Iterable[Imported], *left_out: tuple[str, int]) -> ImportResult:
        """Keep those of `left_out` of which there are any. Raises NotImported for more annotations than MOST."""
        if isinstance(annotations, ImportedLater):
            some: Sequence[Imported] = annotations  # they were counted as the file was read
        else:
            some = tuple(islice(annotations, MOST + 1))
            check_number(len(some))
        return cls(some, tuple((reason, count) for reason, count in left_out if count))


def count_articles(annotations: Sequence[Imported]) -> int:
    """Count the articles that annotations are of."""
    return annotations.articles if isinstance(annotations, ImportedLater) else len({one.source for one in annotations})


def by_article(annotations: Sequence[Imported], unnamed: Provenance) -> Iterator[tuple[Provenance, list[Imported]]]:
    """Yield the annotations of one article after the other, and let go of each; `unnamed` is that of those that name
    none.
    """
    if isinstance(annotations, ImportedLater):
        for source, those in groupby(annotations, lambda one: one.source):
            yield source if any(source) else unnamed, list(those)
        return
    found: dict[Provenance, list[Imported]] = {}
    for one in annotations:
        found.setdefault(one.source if any(one.source) else unnamed, []).append(one)
    del annotations
    while found:
        source = next(iter(found))
        yield source, found.pop(source)


def check_number(annotations: int) -> None:
    """Check that there are no more than any file has. Raises NotImported."""
    if annotations > MOST:
        raise NotImported(f"it has more than {MOST:,} annotations", do="take it in in parts")


def imported_id(program: str, *parts: str) -> str:
    """Make the id of an annotation that has none of its own, from what tells it apart in its program."""
    return name_id(IMPORTS, "\0".join((program, *parts)))


def unnamed_book(key: str, program: str) -> str:
    """Call a book of which its program says a number and no title."""
    return f"Book {key} of {program}"


def is_unnamed(title: str, key: str) -> bool:
    """Tell whether a book is called so for want of a title."""
    return bool(key) and title.startswith(f"Book {key} of ")


def uuid_of(text: str) -> str:
    """Return the UUID that `text` is, with `urn:uuid:` or without; empty where it is none."""
    try:
        return str(UUID(text.removeprefix("urn:uuid:"))) if len(text) <= 45 else ""  # The urn's length.
    except ValueError:
        return ""
