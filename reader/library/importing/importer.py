"""Annotations of other programs are taken in: each in its article, found in the article's text where one is kept.

A file is read (`exchange`), and what is to become of its annotations decided (`file_intake`). Nothing is written before
all of a file has been decided.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported, NotRecognised, StoreError
from reader.domain.ports import Change
from reader.exchange.detect import detect
from reader.exchange.format_table import reader
from reader.exchange.imported import Provenance
from reader.library.importing.comparison import Fate
from reader.library.importing.embedded_notes import read_embedded
from reader.library.importing.file_intake import FileIntake
from reader.library.importing.known_files import LARGE, KnownFile, key_of, note, recall
from reader.library.importing.report import Report
from reader.library.importing.shelves import Shelves
from reader.library.same_work import SAME_WORK

if TYPE_CHECKING:
    from collections.abc import Callable, Container, MutableMapping, Sequence

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
MANY = 50
"""From so many articles of one file on, all annotations are read at once: one by one each costs a seek."""


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
        self.done: list[Change[Annotation]] = []
        """Every change that was made to annotations, as it was stored."""
        self.made: list[str] = []
        """The ids of the articles that were made."""
        self.joined: list[str] = []
        """The ids of the articles that were joined with others."""
        self.renamed: list[Change[Article]] = []
        """The articles of which their program said no title before."""

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
        by_source: defaultdict[Provenance, list[Imported]] = defaultdict(list)
        unnamed = Provenance(title=PurePath(name).stem)
        for one in read.annotations:
            by_source[one.source if any(one.source) else unnamed].append(_with_line_ends(one))
        count, remarks = len(read.annotations), list(read.remarks)
        del read
        intake = self._decide(by_source, report, chosen, progress)
        del by_source  # What was read is decided: of 20,000 annotations it is 10 MB, and so is what is written of them.
        self._save(intake)
        if memory is not None and len(intake.programs) == 1 and len(intake.facts) == count:
            (program,) = intake.programs
            note(memory, key, program, intake.facts, KnownFile(count, report.left_out, remarks))
        return report

    def take_in_document(self, path: str) -> Report:
        """Take in what others have marked and written in a PDF or DOCX, with its text. Raises ReaderErrors."""
        opened = self._read_in(path)
        kind = opened.document.parser
        report = Report(remarks=list(filter(None, (opened.notice,))))
        imported = list(read_embedded(opened.embedded, opened.document.text, kind, opened.article.id))
        self._shelves = None  # It has one article more, or a text more of one.
        self._save(self._decide(_by_source(imported), report, kind))
        return report

    def decide(self, imported: Sequence[Imported], program: str) -> Sequence[Change[Annotation]]:
        """Decide what taking in annotations of an article that the library has would change; nothing is written."""
        return self._decide(_by_source(imported), Report(), program).changes

    def _decide(
        self,
        by_source: MutableMapping[Provenance, list[Imported]],
        report: Report,
        program: str,
        progress: Progress = lambda _done, _of: None,
    ) -> FileIntake:
        if self._shelves is None:
            self._shelves = Shelves(self._store)
        intake = FileIntake(self._store, self._shelves, report, program, self._now(), self._forgets)
        open_ = intake.unsettled(by_source)
        self._shelves.read(all_of_it=len(open_) >= MANY)
        for number, source in enumerate(sources := list(open_)):
            # What is decided is let go of: the annotations of a file take more room than all else.
            intake.take(source, open_.pop(source))
            del by_source[source]
            progress(number + 1, len(sources))
        return intake

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
        # What is new is stored as it was decided: to read it back would be one more of each record.
        self.done += [
            one if one.before is None and one.after is not None else Change(one.before, stored[at], one.by)
            for at, one in enumerate(intake.changes)
        ]
        self.made += [one.id for one in intake.articles]
        self.joined += [one.id for one in intake.joins]
        self.renamed += intake.renamed
        if self._shelves is not None:
            self._shelves.forget()


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
