"""These records are what goes to other programs and what comes from them: frozen, and without knowledge of a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.domain.colour import NAMELESS
from reader.exchange.raised import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from reader.domain.annotation import Annotation, Target
    from reader.domain.article import Article
    from reader.domain.colour import Colour
    from reader.domain.selectors import TextQuoteSelector
    from reader.domain.span import Span
    from reader.exchange.raised import Raised


class Location(NamedTuple):
    """A `Location` says where a highlight stands, in a reader's words."""

    headings: tuple[str, ...]
    """The headings above it, the outermost first."""
    page: str
    """The label of the source's page; empty where it has none."""
    paragraph: int
    """The number of its block, from 1, as the pane shows it."""
    percent: int
    """How much of the text lies before it, rounded down."""


class ExportedAnnotation(NamedTuple):
    """An `ExportedAnnotation` is one annotation as it goes out.

    `target` is its place in the exported version, None for a page note or where it was never looked for in that
    version; `where` is None for these, for orphans, and without the document.
    """

    annotation: Annotation
    target: Target | None
    where: Location | None
    raised: tuple[Raised, ...] = ()
    """What of the quote the article shows raised or lowered."""
    language: str | None = None
    """Of the code that the quote is of, as the article names it, or empty; None for what is no code."""

    @property
    def words(self) -> str:
        """Return the quote as people read it, with its powers and indices."""
        return show(self.annotation.quote, self.raised)


class Original(Protocol):
    """An `Original` is the file that an article was read from, looked at when a format asks for it."""

    @property
    def start(self) -> int | None:
        """Tell where the article's text begins in the file's own characters; None where it is not that text."""

    def part(self, span: Span) -> BookPart | None:
        """Tell which of the file's pages (a chapter of a book) `span` of the article's text is in; None where of
        none.
        """


class BookPart(NamedTuple):
    """A `BookPart` is a place within a page as a browser has it: a chapter of a book, or the page that the article
    is.
    """

    source: str
    """The file's name, as the book's manifest has it; empty where the page is the whole article."""
    span: Span
    """In the characters of its body, as a browser counts them."""
    quote: TextQuoteSelector
    """Its words as they stand there, with line ends and blanks, and what stands around them."""


class Exported(NamedTuple):
    """An `Exported` is an article with its annotations: page notes, highlights in the order of the text, those not
    found in it.

    `version` names the text that the places are of. `text` is that text, or empty; formats that do not count in
    code points need it to state positions.
    """

    article: Article
    version: str
    entries: tuple[ExportedAnnotation, ...]
    text: str = ""
    original: Original | None = None
    """The article's source, where it is a file that can still be read."""
    pages: int = 0
    """How many pages the text has, or else how many paragraphs; 0 where it is not known."""


class FilePiece(NamedTuple):
    """A `FilePiece` is a part of an exported file that is renewed by itself: whole lines, with a blank one between
    two pieces.
    """

    key: str
    """What it is of: an annotation's id, or words of its own for what is of none (`front`, a heading)."""
    text: str
    mark: str = ""
    """Of an annotation: what one of its lines ends with, and no other line of the file."""
    takes_rest: bool = False
    """Whether all that people write below it, up to the next heading, is read as a part of it."""


class Options(NamedTuple):
    """`Options` say what an export may tell beyond the annotations.

    Left alone, it tells nothing of the machine or its user.
    """

    exported: datetime | None = None
    """When; left out where None, so that unchanged annotations give an unchanged file."""
    paths: bool = False
    """Whether the article's path on this machine is told, not only its file name."""
    creator: bool = False
    """Whether it is told who made each annotation."""
    colours: Mapping[Colour, str] = NAMELESS
    """What the person calls the colours; written beside them."""
    undated: bool = False
    """Whether our own JSON tells a time that is not known as it is kept, at the beginning of 1970, and not as null."""

    def colour_name(self, annotation: Annotation) -> str:
        """Return what the person calls the colour of a highlight; empty where nothing."""
        return self.colours.get(annotation.colour, "") if annotation.targets else ""

    def colour_words(self, annotation: Annotation, between: str) -> str:
        """Return the colour and, with `between` before it, its name where it has one."""
        return between.join(filter(None, (str(annotation.colour), self.colour_name(annotation))))


PLAIN = Options()
"""Nothing but the annotations."""


def write_pieces(
    exported: Iterable[Exported], options: Options, pieces: Callable[[Exported, Options], Iterable[FilePiece]]
) -> Iterator[str]:
    """Write the pieces of one article after the other into one file, with a blank line between two."""
    between = ""
    for one in exported:
        for piece in pieces(one, options):
            yield between + piece.text
            between = "\n"
