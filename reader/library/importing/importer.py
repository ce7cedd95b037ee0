"""Annotations of other programs are taken in: each in its article, found in the article's text where one is kept.

A file is read (`exchange`), and what is to become of its annotations decided (`file_intake`). Nothing is written before
all of a file has been decided; of one with more than PORTION annotations before a portion of it has been, for all of
them take more room than a computer may have: what is in stays when the disk is full then, and the file can be taken in
again.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported, NotRecognised, StoreError
from reader.domain.ports import Change
from reader.exchange.detect import detect
from reader.exchange.format_table import reader
from reader.exchange.imported import Provenance, by_article, count_articles
from reader.library.importing.comparison import Fate
from reader.library.importing.embedded_notes import read_embedded
from reader.library.importing.file_intake import FileIntake
from reader.library.importing.known_files import LARGE, KnownFile, key_of, note, recall
from reader.library.importing.report import Report
from reader.library.importing.shelves import Shelves
from reader.library.same_work import SAME_WORK

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, MutableMapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.ports import Clock, Store
    from reader.exchange.imported import Imported
    from reader.library.importing.known_files import FileMemory
    from reader.library.importing.passages import Known
    from reader.library.opened import Opened

    Progress = Callable[[int, int], None]
    """Told how many articles of how many are done."""


BY_NAME = ("bookokrat", "org")
"""Formats that are told by the end of the file's name alone: many files that end so are somebody else's."""
PORTION, PORTION_LENGTH = 20_000, 16 << 20
"""Annotations that are decided and written together, and code points of theirs, give or take an article's."""


class Importer:
    """Takes files in, one after the other. What the library has, deleted or not, is compared, never replaced."""

    def __init__(
        self,
        store: Store,
        now: Clock,
        read_in: Callable[[str], Opened],
        *,
        restore_deleted: bool = False,
        undone: Container[str] = frozenset(),
        memory: FileMemory | None = None,
    ) -> None:
        """`read_in` makes an article of a file that holds annotations of its own. `undone` are the ids of what an
        import brought that was taken back: those may come again. `memory` knows large files again.
        """
        self._store = store
        self._now = now
        self._read_in = read_in
        self._restore = restore_deleted
        self._undone = undone
        self._memory = memory
        self._shelves: Shelves | None = None
        self.new: list[str] = []
        """The ids of the annotations that came in."""
        self.replaced: Mapping[str, Container[str]] = {}
        """Of annotations in files of another library, what values they had there once, where that is known."""
        self.done: list[Change[Annotation]] = []
        """Every change that was made to annotations that were there, as it was stored."""
        self.made: list[str] = []
        """The ids of the articles that were made."""
        self.joined: list[str] = []
        """The ids of the articles that were joined with others."""
        self.renamed: list[Change[Article]] = []
        """The articles of which their program said no title before."""

    @property
    def changed_anything(self) -> bool:
        """Tell whether any annotation came in, or is not what it was."""
        return bool(self.new or self.done)

    def take_in(
        self, data: bytes, name: str, format_name: str = "", progress: Progress = lambda _done, _of: None
    ) -> Report:
        """Take in all annotations of a file, or none where it fails. Raises NotImported, and StoreErrors.

        Its `name` helps to tell the format, and is the title of what the file has no title for.
        """
        memory = self._memory if len(data) >= LARGE else None
        key = key_of(data, name, format_name) if memory is not None else ""
        if memory is not None and (known := recall(memory, key, self._store)) is not None:
            return Report(Counter({Fate.KNOWN: known.annotations}), left_out=known.left_out, remarks=known.remarks)
        try:
            chosen = format_name or detect(data, name)
        except NotImported as error:
            raise NotRecognised(error.what, error.to or name, error.do) from error
        try:
            read = reader(chosen)(data)
        except NotImported as error:
            kind = NotRecognised if chosen in BY_NAME and not format_name else type(error)
            raise kind(error.what, error.to or name, error.do) from error
        del data  # What is decided and written takes room enough.
        report = Report(left_out=dict(read.left_out), remarks=list(read.remarks))
        known = KnownFile(0, dict(read.left_out), list(read.remarks))
        articles = by_article(read.annotations, Provenance(title=PurePath(name).stem))
        of = count_articles(read.annotations)
        del read
        intake = self._intake(report, chosen)
        count = done = 0
        for portion in _portions(articles):
            count += sum(map(len, portion.values()))
            done += len(portion)
            self._decide(intake, portion, lambda left: progress(done - left, of))  # noqa: B023  (called in this turn)
            self._save(intake)
        if memory is not None and len(intake.programs) == 1 and len(intake.facts) == count:
            (program,) = intake.programs
            note(memory, key, program, intake.facts, known._replace(annotations=count))
        return report

    def take_in_document(self, path: str) -> Report:
        """Take in what others have marked and written in a PDF or DOCX, with its text. Raises ReaderErrors."""
        opened = self._read_in(path)
        kind = opened.document.parser
        report = Report(remarks=list(filter(None, (opened.notice,))))
        imported = list(read_embedded(opened.embedded, opened.document.text, kind, opened.article.id))
        self._shelves = None  # It has one article more, or a text more of one.
        intake = self._intake(report, kind)
        self._decide(intake, _by_source(imported))
        self._save(intake)
        return report

    def decide(self, imported: Sequence[Imported], program: str) -> Sequence[Change[Annotation]]:
        """Decide what taking in annotations of an article that the library has would change; nothing is written."""
        intake = self._intake(Report(), program)
        self._decide(intake, _by_source(imported))
        return intake.changes

    def _intake(self, report: Report, program: str) -> FileIntake:
        if self._shelves is None:
            self._shelves = Shelves(self._store)
        return FileIntake(self._store, self._shelves, report, program, self._now(), self._forgets, self.replaced)

    def _decide(
        self,
        intake: FileIntake,
        by_source: MutableMapping[Provenance, list[Imported]],
        progress: Callable[[int], None] = lambda _left: None,
    ) -> None:
        """`progress` is told how many articles are left."""
        open_ = intake.unsettled(by_source)
        for source in list(open_):
            # What is decided is let go of: the annotations of a file take more room than all else.
            intake.take(source, open_.pop(source))
            del by_source[source]
            progress(len(open_))

    def _let_go(self, made: Sequence[Article]) -> None:
        """Take away the articles of which the annotations could not be stored, as far as the disk lets it."""
        self._shelves = None
        with suppress(StoreError):
            there = [self._store.article(one.id) for one in made]
            empty = [
                one for one in there if one is not None and not one.versions and not self._store.annotations(one.id)
            ]
            self._store.save_articles([Change(one, None) for one in empty])

    def _forgets(self, known: Known) -> bool:
        """Whether what was deleted here comes back."""
        return self._restore or known.annotation.id in self._undone

    def _save(self, intake: FileIntake) -> None:
        # Articles first: one without annotations is seen, annotations without their article would not be.
        if intake.articles or intake.renamed:
            self._store.save_articles([*(Change(None, one) for one in intake.articles), *intake.renamed])
        if intake.joins:
            there = {one.id: one for one in self._store.joins()}
            self._store.save_joins([Change(there.get(one.id), one, SAME_WORK) for one in intake.joins])
        try:
            stored = self._store.save_annotations(intake.changes) if intake.changes else ()
        except StoreError:
            self._let_go(intake.articles)
            raise
        for at, one in enumerate(intake.changes):
            if one.before is None and one.after is not None:
                self.new.append(one.after.id)
            else:
                self.done.append(Change(one.before, stored[at], one.by))
        self.made += [one.id for one in intake.articles]
        self.joined += [one.id for one in intake.joins]
        self.renamed += intake.renamed
        del stored
        intake.is_written()
        self._store.settle()
        if self._shelves is not None:
            self._shelves.forget()


def _portions(
    articles: Iterator[tuple[Provenance, list[Imported]]],
) -> Iterator[MutableMapping[Provenance, list[Imported]]]:
    """Some articles at a time, with the line ends that texts have here."""
    portion: dict[Provenance, list[Imported]] = {}
    count = length = 0
    for source, those in articles:
        portion[source] = portion.get(source, []) + list(map(_with_line_ends, those))
        count += len(those)
        length += sum(len(one.quote) + len(one.note) for one in those)
        if count >= PORTION or length >= PORTION_LENGTH:
            yield portion
            portion, count, length = {}, 0, 0
    if portion:
        yield portion


def _with_line_ends(one: Imported) -> Imported:
    """With the line ends that texts have here, where Windows' stand within; what is ours stays letter by letter."""
    if ("\r" not in one.note and "\r" not in one.quote) or one.note_digest or one.source.article_id:
        return one
    if one.selectors is not None and "\r" in one.quote:
        quote = one.selectors.quote._replace(exact=_unix(one.quote))
        one = one._replace(selectors=one.selectors._replace(quote=quote))
    return one._replace(note=_unix(one.note))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_source(imported: Sequence[Imported]) -> MutableMapping[Provenance, list[Imported]]:
    """Those of one article."""
    return {imported[0].source: list(imported)} if imported else {}
