"""What can be exported from where one is, and the writing of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.query import parse
from reader.exchange.file_names import slug
from reader.exchange.files import write_file
from reader.exchange.format_table import writer
from reader.exchange.gather import gather
from reader.library.originals import with_original

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from reader.domain.annotation import Annotation
    from reader.exchange.format_table import Format
    from reader.exchange.records import Exported
    from reader.library import Opened
    from reader.ui.reading.state import Reading
    from reader.ui.services import Library


@dataclass(frozen=True, slots=True)
class Scope:
    """Some annotations to be exported. `articles` reads them from the library, so it is called off the UI thread."""

    label: str
    name: str
    """What a file of them is called, without its ending."""
    articles: Callable[[], Iterable[Exported]]

    def chunks(self, chosen: Format) -> Iterator[str]:
        """The text of the export, in pieces. Raises a ReaderError."""
        return writer(chosen.name)(self.articles())

    def write(self, chosen: Format, path: Path) -> Path:
        """Write the export into a file, whatever was there. Raises NotExported."""
        write_file(path, self.chunks(chosen))
        return path.absolute()


def of_library(library: Library, query: str = "") -> list[Scope]:
    """What answers to the query, where there is one; and everything."""
    shown = [Scope("what is shown", "annotations", lambda: library.exported(parse(query)))] if query else []
    return [*shown, Scope("all annotations of the library", "annotations", library.exported)]


def of_article(reading: Reading) -> list[Scope]:
    """What the pane shows, where it is filtered; the article's annotations; the library's."""
    opened, listing = reading.opened, reading.pane.listing
    name = slug(opened.article.title)
    everything = tuple(reading.annotations)
    scopes = [
        Scope(
            f"{_counted(len(everything))} of this article",
            name,
            lambda: [_exported(opened, everything)],
        )
    ]
    if len(listing) < len(everything):
        shown = tuple(listing.entries)
        label = f"the {len(shown)} that the pane shows"
        scopes.insert(0, Scope(label, name, lambda: [_exported(opened, shown)]))
    return [*scopes, *of_library(reading.host.services.library)]


def _exported(opened: Opened, annotations: Sequence[Annotation]) -> Exported:
    return with_original(gather(opened.article, annotations, opened.document, opened.version), opened.document)


def _counted(count: int) -> str:
    return "the annotation" if count == 1 else f"{count} annotations"


def file_name(scope: Scope, chosen: Format) -> str:
    """The name that is proposed, in the current folder."""
    return f"{scope.name}{chosen.extension}"
