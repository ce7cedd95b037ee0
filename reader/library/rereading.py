"""A text that an older parser made can be read anew: that is told, and done only when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.document import text_hash
from reader.domain.errors import NotOpened, NotParsed
from reader.domain.ports import Rereading
from reader.domain.web_address import is_web_address
from reader.formats.kinds import is_current, parser_of_today
from reader.library.sources import STANDARD_INPUT, file_state, read_file

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.ports import Rereadings

BETTER = "read better now"
"""What is said of a text that the parsers of today make another one of."""


def reads_better(article: Article, known: Rereadings | None = None) -> bool:
    """Tell whether the file that the latest text was read from makes another text now, though it has not been written
    since; it is read once for each parser, where the answer is `known` afterwards.

    Nothing but the file is touched. Of a web page it is not known without fetching it, which nobody has asked for.
    """
    source = article.sources[-1] if article.sources else None
    if source is None or not article.versions or is_current(article.latest.parser):
        return False
    try:
        stamp = file_state(source.address)
    except NotOpened:
        return False
    if stamp != (source.size, source.mtime_ns):
        return False
    version, asked = article.latest.hash, Rereading(parser_of_today(article.latest.parser), *stamp, another=False)
    found = known.reread(version) if known is not None else None
    if found is None or found._replace(another=False) != asked:
        try:
            data = read_file(source.address)
        except NotOpened:
            return False
        found = asked._replace(another=_makes_another(data, Path(source.address).name, version))
        if known is not None:
            known.note_reread(version, found)
    return found.another


def _makes_another(data: bytes, name: str, version: str) -> bool:
    from reader.formats import parse  # noqa: PLC0415  (what was kept by the parsers of today is not parsed)

    try:
        return text_hash(parse(data, name=name, apart=True).document.text) != version
    except (NotOpened, NotParsed):
        return False  # what takes too long is not read at every start either


def address_again(article: Article) -> str:
    """Return the source that was read last of those that can be read once more. Raises NotOpened where none can."""
    for source in reversed(article.sources):
        address = source.address
        if address != STANDARD_INPUT and (is_web_address(address) or Path(address).exists()):
            return address
    remedy = f"give it a file or a page: reader attach {article.id[:8]} SOURCE"
    raise NotOpened("it cannot be read again: nothing that it was read from is there", article.title, remedy)
