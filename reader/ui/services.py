"""What the interface needs of the rest of the program; the command line hands it in."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.settings import Settings
from reader.ui.keys.key_table import COMMANDS
from reader.ui.lists.line_history import LineHistories
from reader.ui.reading.passing import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article, Status
    from reader.domain.ports import Clock, Draft, ReadingPosition
    from reader.domain.query import Query
    from reader.exchange.records import Exported
    from reader.library import Found, Listed, Opened, Request
    from reader.library.carrying import Carried
    from reader.session import Session
    from reader.ui.draw.first_screen import FirstScreen
    from reader.ui.keys.bindings import Command


class Library(Protocol):
    """The collection, as the screens ask for it.

    Methods block and raise `ReaderError`s; they are called from one thread, never the one that draws. Those of drafts
    are called from another one, for they touch nothing else.
    """

    @property
    def read_only(self) -> str:
        """Why nothing can be saved; empty where it can."""

    def open(self, word: str, request: Request | None = None) -> Opened:
        """The article that a path, URL, id or title names, in its latest version."""

    def known(self, word: str) -> Article:
        """The article that a path, URL, id or title names, without opening it."""

    def open_version(self, article: Article, version: str) -> Opened:
        """One kept version of an article."""

    def attach(self, article: Article, word: str, request: Request | None = None) -> Opened:
        """A path or URL as the text that an article waits for."""

    def read_whole(self, article: Article, request: Request | None = None) -> Opened:
        """The whole page of a web article as its newest version; where that is open, its article."""

    def read_again(self, article: Article, request: Request | None = None) -> Opened:
        """What an article was read from last, read anew."""

    def reads_better(self, article: Article) -> bool:
        """Whether it would be another text; touches only the file, and may be called from any thread."""

    def import_files(self, words: Sequence[str]) -> tuple[str, bool]:
        """Take in files and folders of files; what came of them in one line, and whether anything changed."""

    def undo_import(self) -> object:
        """Take the whole last import back."""

    def join(self, one: Article, other: Article) -> Article:
        """Say that two articles are one work; the one that stands for both."""

    def take_apart(self, article: Article) -> Sequence[Article]:
        """Undo what `join` said; the articles that there are then."""

    def session(self, opened: Opened) -> Session:
        """What changes the annotations of an opened article."""

    def carry(self, opened: Opened, progress: Callable[[int, int], None]) -> Carried:
        """Bring them over; tells `progress` how many of how many are done."""

    def take_embedded(self, opened: Opened, session: Session) -> str:
        """Take in what others have marked in a file that was read, as one act; the line that says so."""

    def place(self, article_id: str) -> ReadingPosition | None:
        """Where one was in an article."""

    def remember(self, article_id: str, place: ReadingPosition) -> None:
        """Keep where one is, on this machine."""

    def leave(self, article_id: str, place: ReadingPosition, progress: float) -> None:
        """The article is closed: keep the place, and the progress from 0 to 1."""

    def drafts(self, article_id: str) -> Sequence[Draft]:
        """Notes that were typed and not saved, oldest first."""

    def keep_draft(self, draft: Draft) -> None:
        """Keep typed text until it is saved."""

    def drop_draft(self, article_id: str, annotation_id: str) -> None:
        """Typed text that was saved, or given up."""

    def articles(self, query: Query | None = None) -> Sequence[Listed]:
        """The articles that answer to `query`, the one opened last first."""

    def annotations(self, query: Query | None = None) -> Sequence[Found]:
        """The annotations that answer to `query`, article by article."""

    def exported(self, query: Query | None = None) -> Iterator[Exported]:
        """The same, made ready for a format, each article when its turn comes."""

    def set_status(self, article: Article, status: Status) -> Article:
        """Say how far one is with an article."""

    def tag_article(self, article: Article, tags: Sequence[str]) -> Article:
        """Give an article these tags and no others."""

    def retitle(self, article: Article, title: str) -> Article:
        """Call an article something else."""

    def trash(self, article_id: str | None = None) -> Sequence[Found]:
        """Deleted annotations that can still be brought back, article by article."""

    def restore(self, annotation: Annotation) -> Annotation:
        """Bring a deleted annotation back."""

    def tags(self) -> Sequence[tuple[str, int]]:
        """All tags in use with their number of annotations, the most used first."""


class Services(NamedTuple):
    """All that the interface is given."""

    library: Library
    now: Clock
    settings: Settings = Settings()
    keep_settings: Callable[[Settings], None] = lambda _settings: None
    """Called with what was chosen in the program, to keep it for the next start."""
    keep_first_screen: Callable[[FirstScreen], None] = lambda _screen: None
    """Called when an article is left, to draw its screen at once the next time."""
    tend: Callable[[], str] = str
    """Called off the drawing thread when the program begins and once a minute: joins what other machines sent, and
    answers what changed in one line, or nothing."""
    commands: tuple[Command, ...] = COMMANDS
    """The key table, with the settings' keys in it."""
    pace: Pace = Pace()
    """How fast the person reads."""
    histories: LineHistories = LineHistories()
    """What was typed into lines before."""
    environment: Mapping[str, str] = MappingProxyType({})
    """For $EDITOR, and for what the clipboard can be reached by."""

    def query(self, typed: str) -> Query:
        """The query that was typed, in which colours go by the person's names too. Raises NotUnderstood."""
        from reader.domain.query import parse  # noqa: PLC0415  (the query language is for who filters)

        return parse(typed, self.settings.colours)
