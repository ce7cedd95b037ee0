"""What can be exported from where one is, is offered and written here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reader.exchange.file_names import slug
from reader.exchange.files import write_file
from reader.exchange.gather import gather
from reader.exchange.records import PLAIN, Options
from reader.library.originals import with_original

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.ports import WebPages
    from reader.exchange.export_forms import ExportForm
    from reader.exchange.records import Exported
    from reader.library import Opened
    from reader.ui.program.services import Services
    from reader.ui.reading.state import Reading


@dataclass(frozen=True, slots=True)
class Scope:
    """A `Scope` is some annotations to be exported.

    `articles` reads them from the library, so it is called off the UI thread.
    """

    label: str
    name: str
    """What a file of them is called, without its ending."""
    articles: Callable[[], Iterable[Exported]]
    options: Options = PLAIN

    def chunks(self, chosen: ExportForm) -> Iterator[str]:
        """Write the text of the export, in pieces. Raises a ReaderError."""
        return chosen.chunks(self.articles(), self.options)

    def write(self, chosen: ExportForm, path: Path) -> Path:
        """Write the export into a file, whatever was there. Raises NotExported."""
        write_file(path, chosen.file(self.articles(), path.name, self.options))
        return path.absolute()

    def preview(self, chosen: ExportForm, lines: int) -> list[str]:
        """Show how the export looks: some lines of what its first highlights are written as. Raises a ReaderError."""
        first = next(iter(self.articles()), None)
        if first is None:
            return []
        marked = [entry for entry in first.entries if entry.annotation.targets] or list(first.entries)
        chunks = chosen.chunks([first._replace(entries=tuple(marked[:2]))], self.options)
        text = "".join(islice(chunks, PREVIEWED))
        if text.startswith("---\n"):
            text = text.partition("\n---\n")[2]
        return [line for line in text.split("\n") if line.strip() and "]: reader:" not in line][:lines]


PREVIEWED = 50
"""Pieces of an export that a preview is made of: far more than its lines."""


def of_library(services: Services, query: str = "") -> list[Scope]:
    """List what answers to the query, where there is one; and everything."""
    library, options = services.library, Options(colours=services.settings.colours)
    found = Scope("what is shown", "annotations", lambda: library.collection.exported(services.query(query)), options)
    everything = Scope("all annotations of the library", "annotations", library.collection.exported, options)
    return [found, everything] if query else [everything]


def of_listed(services: Services, article: Article | None, query: str) -> list[Scope]:
    """List what is marked in the article that is current in a list; what answers to the query; and everything."""
    if article is None:
        return of_library(services, query)
    read, options = services.library.collection.exported_article, Options(colours=services.settings.colours)
    return [
        Scope(f"“{article.title}”", slug(article.title), lambda: read(article), options),
        *of_library(services, query),
    ]


def of_article(reading: Reading) -> list[Scope]:
    """List what the pane shows, where it is filtered; the article's annotations; the library's."""
    opened, listing = reading.opened, reading.pane.listing
    name = slug(opened.article.title)
    everything = tuple(reading.annotations)
    pages = reading.program.services.library.collection.pages
    options = Options(colours=reading.program.services.settings.colours)
    scopes = [
        Scope(
            f"{_counted(len(everything))} of this article",
            name,
            lambda: [_exported(opened, everything, pages)],
            options,
        )
    ]
    if len(listing) < len(everything):
        shown = tuple(listing.entries)
        label = f"the {len(shown)} that the pane shows"
        scopes.insert(0, Scope(label, name, lambda: [_exported(opened, shown, pages)], options))
    return [*scopes, *of_library(reading.program.services)]


def _exported(opened: Opened, annotations: Sequence[Annotation], pages: WebPages | None) -> Exported:
    gathered = gather(opened.article, annotations, opened.document, opened.version)
    return with_original(gathered, opened.document, pages)


def _counted(count: int) -> str:
    return "the annotation" if count == 1 else f"{count} annotations"


def file_name(scope: Scope, chosen: ExportForm) -> str:
    """Propose a name, in the current folder."""
    return f"{scope.name}{chosen.extension}"
