"""What goes to other programs and what comes from them: frozen records that know no format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from reader.domain.annotation import Annotation, Target
    from reader.domain.article import Article


class Where(NamedTuple):
    """Where a highlight stands, in a reader's words."""

    headings: tuple[str, ...]
    """The headings above it, the outermost first."""
    page: str
    """The label of the source's page; empty where it has none."""
    paragraph: int
    """The number of its block, from 1, as the pane shows it."""
    percent: int
    """How much of the text lies before it, rounded down."""


class Entry(NamedTuple):
    """One annotation as it goes out. `target` is its place in the exported version, None for a page note or where
    it was never looked for in that version; `where` is None for these, for orphans, and without the document.
    """

    annotation: Annotation
    target: Target | None
    where: Where | None


class Exported(NamedTuple):
    """An article with its annotations: page notes, highlights in the order of the text, those not found in it.

    `version` names the text that the places are of. `text` is that text, or empty; formats that do not count in
    code points need it to state positions.
    """

    article: Article
    version: str
    entries: tuple[Entry, ...]
    text: str = ""


class Options(NamedTuple):
    """What an export may tell beyond the annotations. Left alone, it tells nothing of the machine or its user."""

    exported: datetime | None = None
    """When; left out where None, so that unchanged annotations give an unchanged file."""
    paths: bool = False
    """Whether the article's path on this machine is told, not only its file name."""
    creator: bool = False
    """Whether it is told who made each annotation."""


PLAIN = Options()
"""Nothing but the annotations."""
