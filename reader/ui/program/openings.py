"""An opening says what article is to be opened, and where in it one begins: by a word, by its text, another version, a
walk's next.

Each function asks the program to show one. Where reading it takes time, `say` is told how far that is, and nothing
when it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.web_address import has_scheme
from reader.domain.wording import say_received
from reader.library import Request
from reader.ui.program.program import Opening
from reader.ui.terminal.main_thread import heard_here

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.ui.program.jumps import Spot, Walk
    from reader.ui.program.program import Program, Say


def read(
    program: Program,
    word: str,
    annotation_id: str = "",
    say: Say | None = None,
    *,
    anchor: str = "",
    spot: Spot | None = None,
) -> None:
    """Open what a path, URL, id or title names."""
    library = program.services.library
    request = _progress(word, say) if say is not None else None
    program.ways.show(Opening(lambda: library.open(word, request), annotation_id, say=say, anchor=anchor, spot=spot))


def walk_to(program: Program, walk: Walk) -> None:
    """Open what `walk` is at; from now on that list is walked."""
    library, hit = program.services.library, walk.current
    program.walk = walk
    program.ways.show(Opening(lambda: library.open(hit.article_id), hit.annotation_id, walk=walk))


def attach(program: Program, article: Article, word: str, say: Say) -> None:
    """Give an article the text of a path or URL, and open it in place of the page of its quotes."""
    library = program.services.library
    request = _progress(word, say)
    program.ways.show(Opening(lambda: library.attach(article, word, request), say=say))


def read_again(program: Program, article: Article, say: Say) -> None:
    """Read what an article was read from anew, and open it where the text differs."""
    library = program.services.library
    say(f"reading “{article.title}” again …")
    program.ways.show(Opening(lambda: library.read_again(article), say=say, same="read again: the text is the same"))


def read_whole(program: Program, article: Article, say: Say) -> None:
    """Open the whole page of a web article as a version, or its article where that is open."""
    library = program.services.library
    fetched = bool(article.sources) and has_scheme(article.sources[-1].address)
    say(f"{'fetching' if fetched else 'reading'} the page of “{article.title}”{' again' if fetched else ''} …")
    program.ways.show(Opening(lambda: library.read_whole(article), say=say, same="the article is the whole page"))


def read_version(program: Program, article: Article, version: str) -> None:
    """Open a kept version of an article, to read only."""
    library = program.services.library
    program.ways.show(Opening(lambda: library.open_version(article, version)))


def _progress(word: str, say: Say) -> Request:
    say(f"opening {word} …")
    told = heard_here(say)
    return Request(progress=lambda done, total: told(f"opening {word} … {say_received(done, total)}"))
