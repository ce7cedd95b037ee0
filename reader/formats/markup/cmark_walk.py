"""What cmark writes of plain Markdown becomes a document as it is, without a tree of it.

cmark writes one form. To parse that anew, survey it and make an object of each element takes longer than cmark does.
Whatever is no element of Markdown itself, as HTML in the text, is left to the walk through a tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from reader.domain.document import BlockKind, MarkKind
from reader.domain.patterns import deferred
from reader.formats.builder import SHORT, Builder, collapsed
from reader.formats.html.flow import PARAGRAPH, Flow, ListLevel
from reader.formats.html.sections import language_named
from reader.formats.html.tree import is_writable
from reader.formats.html.visibility import Visibility
from reader.formats.html.walk import Slugs
from reader.formats.html.written_lines import unescaped
from reader.formats.html.written_tables import WrittenTables
from reader.formats.markup.cmark_lines import MARKED, CmarkLines, is_silent, target_of
from reader.formats.progress import tell_begun

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Document
    from reader.formats.builder import Line
    from reader.formats.html.flow import Leave

    Read = Callable[[str, int], int]
    """Reads an element: the words behind its tag, the place behind these; answers where to go on."""

DEEPEST = 200
"""Elements within each other beyond which the tree is walked through: from it what is nested too deeply is left out."""
_PIECE = deferred(
    r"<(p|li|h[1-6])>([^<]*(?:<(?!/?(?:p|li|ul|ol|h[1-6]|pre|blockquote|table|hr|div|input|img|br)\b)[^<]*)*)</\1>\s*"
    r"|<([^<>]*)>([^<]*)"
)
"""An element that holds words and marks, or a tag and the words behind it."""
_MORE = ("<img", "<div")
"""What is no plain element, and stands in many texts: any other is found on the way."""
_COMMENT = deferred(r"<!--[^<>-]*(?:-[^<>-]+)*-->")
"""What says nothing, and ends where any program sees its end."""
_BOX = deferred(r'<input type="checkbox" (checked="" )?disabled="" />([^<]*)')
_NEAR = 200_000
"""Characters in which that is looked for before anything is read."""
_UNKNOWN = deferred(r"&(?!(?:amp|lt|gt|quot|#x27);)")
_DRAWN_BY_SCRIPT = deferred(r"matex|latex|katex|-math")
_TAGS = deferred(r"<[^<>]*>")
_CALLOUT = deferred(r"\s*<p>\s*\[!")
_CODE = deferred(r'(?:<code(?: class="([^"]*)")?>([^<]*)</code>|([^<]*))</pre>\s*')
_START = deferred(r'ol start="(\d{1,9})"')
_SIGN = deferred(r"\s*<(em|strong)>\s*[(\[]?[\w.]{1,15}[)\].:]{1,2}\s*</\1>\s*<")
"""How an item begins that may have its sign written in it."""
_BULLET = deferred(r"\s*(?:<(?:p|strong|a [^<>]*)>\s*)*[•·▪◦‣●○\uf0b7\xa0]")
_HOLDERS = frozenset(("body", "li", "blockquote"))
_LISTS = frozenset(("ul", "ol"))
_IN_LINE = frozenset(("p", "li", "a", "h1", "h2", "h3", "h4", "h5", "h6", *MARKED))


class _MoreThanPlainError(Exception):
    """There is more in what cmark wrote than plain elements."""


def walk_cmark(html: str, parser: str, version: int) -> Document | None:
    """Make the document of what cmark wrote; None where there is more in it than elements of Markdown.

    Headings have the names that GitHub gives them. Raises NotParsed beyond the limits of `Builder`.
    """
    if not is_writable(html) or ("&" in html and _UNKNOWN.search(html)):
        return None
    tell_begun()
    walk = _CmarkWalk(html)
    try:
        walk.read()
    except _MoreThanPlainError:
        return None
    finally:
        walk.end()
    return walk.builder.finish(parser, version)


def may_be_plain(html: str) -> bool:
    """Tell whether there may be nothing but elements of Markdown in what cmark wrote, as far as is seen at once."""
    return html != "" and not any(html.find(sign, 0, _NEAR) >= 0 for sign in _MORE)


def without_comments(html: str) -> str:
    """Return what cmark wrote without the comments whose end any program sees."""
    return _COMMENT.sub("", html) if "<!" in html else html


class _CmarkWalk:
    """A walk through what cmark wrote."""

    def __init__(self, html: str) -> None:
        self.builder = Builder()
        nothing = Visibility(etree.Element("body"), ())
        self._flow = Flow(self.builder, lambda href: href, nothing, frozenset(), {}, frozenset(), {}, frozenset())
        self._text = f"{html}</body>"
        self._lines = CmarkLines()
        self._tables = WrittenTables(self._lines.line, is_silent)
        self._slugs = Slugs()
        self._languages: dict[str | None, str] = {}
        """Of the classes of code: the language that they name."""
        self._levels: list[tuple[str, Leave]] = [("body", None)]
        self._inside = "body"
        """What one is in."""
        self._fresh = False
        """Whether an item has just begun."""
        self._readers: dict[str, Read] = {
            "blockquote": self._quotation,
            "br /": self._break,
            "hr /": self._rule,
            "li": self._item,
            "ol": self._ordered_list,
            "p": self._paragraph,
            "pre": self._code,
            "table": self._table,
            "ul": self._list,
        }

    def read(self) -> None:
        """Read all of it."""
        text, piece, readers = self._text, _PIECE.match, self._readers
        at = self._tail(0)
        while self._levels:
            match = piece(text, at)
            if match is None:
                raise _MoreThanPlainError
            name, inner, raw, words = match.groups()
            if name is None:
                at = readers[raw](words, match.end()) if raw in readers else self._read(raw, words, match.end())
                continue
            if "<" in inner or "&" in inner:
                line = self._lines.line(inner)
            elif len(inner) < SHORT and inner.isprintable() and "  " not in inner:
                line = inner.lstrip(" "), ()
            else:
                line = collapsed(inner).lstrip(" "), ()
            if line is None or not self._add(name, inner, line):
                words = inner[: inner.index("<")] if "<" in inner else inner
                at = self._enter(name, words, inner, match.start(2) + len(words))
            else:
                at = match.end()

    def end(self) -> None:
        """End, and let go of what holds this itself: nothing is collected where texts are parsed."""
        self._readers.clear()
        self.builder.end()

    def _add(self, name: str, inner: str, line: Line) -> bool:
        """Add an element that is one line; False where it has to be entered."""
        flow = self._flow
        if name == "li":
            if self._inside not in _LISTS:
                raise _MoreThanPlainError
            if not line[0] or (not line[0][0].isalnum() and _BULLET.match(line[0])) or _SIGN.match(inner):
                return False
            flow.add_item(line)
            return True
        if self._inside not in _HOLDERS:
            raise _MoreThanPlainError
        if name != "p":
            slug = self._slug(inner)
            flow.add_heading(line, int(name[1]), "", (slug,) if slug else ())
        elif flow.lists or flow.quote:
            after = flow.further
            head = self._fresh and self.builder.current is None
            self.builder.add(line, self.builder.next if head else after, after, flow.root)
        else:
            self.builder.add(line, PARAGRAPH, PARAGRAPH)
        self._fresh = False
        return True

    def _slug(self, inner: str) -> str:
        return self._slugs.name(unescaped(_TAGS.sub("", inner)) if "<" in inner or "&" in inner else inner)

    def _enter(self, name: str, words: str, inner: str, at: int) -> int:
        """Enter an element that is more than a line."""
        if name in self._readers:
            return self._readers[name](words, at)
        if self._inside not in _HOLDERS:
            raise _MoreThanPlainError
        self._flow.begin(BlockKind.HEADING, level=int(name[1]))
        slug = self._slug(inner)
        if slug:
            self.builder.anchor(slug)
        return self._hold(name, words, at, self._flow.resume)

    def _read(self, raw: str, words: str, at: int) -> int:
        """Read what is not read by its tag alone."""
        name = raw.partition(" ")[0]
        if raw[:1] == "/":
            return self._leave(raw[1:], words, at)
        if name == "a" or name in MARKED:
            return self._mark(name, raw, words, at)
        if name[:1] == "h" and len(name) == 2 and name[1:].isdecimal() and raw == name:
            return self._enter(name, words, self._text[at - len(words) : self._text.find(f"</{name}>", at)], at)
        start = _START.fullmatch(raw)
        if start is None:
            raise _MoreThanPlainError
        return self._begin_list("ol", words, at, int(start[1]))

    def _leave(self, name: str, words: str, at: int) -> int:
        inside, leave = self._levels.pop()
        if inside != name:
            raise _MoreThanPlainError
        if leave is not None:
            leave()
        self._fresh = False
        if self._levels:
            self._inside = self._levels[-1][0]
            if words != "\n" or self.builder.current is not None:
                self._say(words)
        return at

    def _hold(self, name: str, words: str, at: int, leave: Leave) -> int:
        """Go on in an element that was begun."""
        self._levels.append((name, leave))
        if len(self._levels) > DEEPEST:
            raise _MoreThanPlainError
        self._inside = name
        self._fresh = name == "li"
        if words != "\n" or self.builder.current is not None:
            self._say(words)
        return at

    def _say(self, words: str) -> None:
        """Add words that stand in an element among others."""
        if not words:
            return
        if self._inside not in _IN_LINE and not words.isspace():
            raise _MoreThanPlainError
        self.builder.text(unescaped(words))

    def _paragraph(self, words: str, at: int) -> int:
        if self._inside not in _HOLDERS:
            raise _MoreThanPlainError
        if not (self._fresh and self.builder.current is None):
            self._flow.resume()
        return self._hold("p", words, at, self._flow.resume)

    def _item(self, words: str, at: int) -> int:
        start = at - len(words)
        if self._inside not in _LISTS or _BULLET.match(self._text, start) or _SIGN.match(self._text, start):
            raise _MoreThanPlainError
        box = _BOX.match(self._text, at) if not words else None
        if box is None:
            self._flow.begin_next_item()
            return self._hold("li", words, at, self._flow.resume)
        self._flow.begin_next_item(checked=box[1] is not None)
        return self._hold("li", box[2], box.end(), self._flow.resume)

    def _list(self, words: str, at: int) -> int:
        return self._begin_list("ul", words, at, 1)

    def _ordered_list(self, words: str, at: int) -> int:
        return self._begin_list("ol", words, at, 1)

    def _begin_list(self, name: str, words: str, at: int, start: int) -> int:
        if self._inside not in _HOLDERS:
            raise _MoreThanPlainError
        return self._hold(name, words, at, self._flow.begin_list(ListLevel(name == "ol", start, 1)))

    def _quotation(self, words: str, at: int) -> int:
        if self._inside not in _HOLDERS or _CALLOUT.match(self._text, at - len(words)):
            raise _MoreThanPlainError
        return self._hold("blockquote", words, at, self._flow.begin_quotation())

    def _mark(self, name: str, raw: str, words: str, at: int) -> int:
        if (
            self._inside not in _IN_LINE
            or raw != name != "a"
            or (name == "a" and any("a" in one for one in self._levels))
        ):
            raise _MoreThanPlainError
        closing = f"</{name}>"
        alone = self._text.startswith(closing, at)
        said = unescaped(words)
        target: str | None = ""
        if name == "a":
            inner = words if alone else self._text[at - len(words) : self._text.find(closing, at)]
            target = target_of(raw, unescaped(_TAGS.sub("", inner)))
        if target is None:
            raise _MoreThanPlainError
        kind = MARKED.get(name, MarkKind.LINK)
        if not alone:
            self.builder.open(kind, target)
            return self._hold(name, words, at, self.builder.close)
        self.builder.marked(kind, said, target)
        return self._tail(at + len(closing))

    def _break(self, words: str, at: int) -> int:
        if self._inside not in _IN_LINE:
            raise _MoreThanPlainError
        self.builder.line()
        self._say(words)
        return at

    def _rule(self, words: str, at: int) -> int:
        if self._inside not in _HOLDERS:
            raise _MoreThanPlainError
        self._flow.resume()
        self.builder.rule()
        self._fresh = False
        self._say(words)
        return at

    def _code(self, words: str, at: int) -> int:
        match = _CODE.match(self._text, at - len(words))
        if match is None or self._inside not in _HOLDERS:
            raise _MoreThanPlainError
        classes = match[1]
        if classes not in self._languages:
            self._languages[classes] = _language(classes or "")
        flow = self._flow
        flow.begin(BlockKind.CODE, language=self._languages[classes])
        self.builder.verbatim(unescaped(match[2] or match[3] or ""))
        flow.resume()
        self._fresh = False
        return match.end()

    def _table(self, words: str, at: int) -> int:
        start = at - len(words)
        end = self._text.find("</table>", start)
        if self._inside not in _HOLDERS or not self._tables.add(self._flow, self._text[start:end]):
            raise _MoreThanPlainError
        self._fresh = False
        return self._tail(end + 8)

    def _tail(self, at: int) -> int:
        """Add the words that stand behind an element; answer where they end."""
        end = self._text.index("<", at)
        if end > at and (self.builder.current is not None or self._text[at:end] != "\n"):
            self._say(self._text[at:end])
        return end


def _language(classes: str) -> str:
    """The language that classes name."""
    if _DRAWN_BY_SCRIPT.search(classes):
        raise _MoreThanPlainError
    return language_named(unescaped(classes).split()) or ""
