"""A Markdown file tells more of an annotation than is read in it, so that it can be read back whole.

It stands in a link definition, which Markdown programs take in and do not show:

    [hl-7f3a2b1c]: reader:7f3a2b1c-… '{"created": "…", "modified": "…", "at": [12, 40], …}'

`at` is its place in the article's text, in code points. What Markdown cannot show letter by letter is told as it is:
`raised` (pieces of the quote shown in other letters: place, length, letters, one after the other), `quote`, `note`,
`rivals` (text, time), `tags`. Of a page note `lines` are the lines of its text. The same of an article, where several
stand in one file: its title, authors, address and file name, under `[article]`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.errors import NotImported
from reader.exchange.formats.markdown.markdown_text import note, quote_markdown, unquote_markdown
from reader.exchange.input import json_of
from reader.exchange.json_text import dump, note_digest, times, write_moment
from reader.exchange.raised import edits
from reader.exchange.sanitize import note_texts, source_name, web_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.article import Article
    from reader.exchange.records import ExportedAnnotation, Options

ARTICLE = "article"
_LINE = re.compile(r"\[(hl-\w+|article)\]: reader:(\S*) '(\{.*\})'\s*")
_UNSAFE = re.compile(r"[^\w \"\\,.;:{}\[\]()/?!+-]|(?<=[-])-|\[(?=\[)|\](?=\])|(?<=[A-Za-z]):")
"""What no program may take for a sign of its own, or an editor for a mode line; JSON has an escape for each."""


class Record(NamedTuple):
    """A `Record` is one such line, read: the name of its block, its id, and what it tells."""

    name: str
    id: str
    facts: dict[str, Any]


def record_line(name: str, entry: ExportedAnnotation, tags: Sequence[str]) -> str:
    """Write the line for an annotation whose block is called `name`, and whose tags are written as `tags`."""
    annotation = entry.annotation
    facts: dict[str, Any] = {**times(annotation)}
    if digest := note_digest(annotation):
        facts["digest"] = digest
    span = entry.target.span if entry.target else None
    if span is not None:
        facts["at"] = [span.start, span.end]
    changed = edits(annotation.quote, entry.raised)
    if changed:
        facts["raised"] = [value for edit in changed for value in edit]
    elif unquote_markdown(quote_markdown(annotation.quote)) != annotation.quote:
        facts["quote"] = annotation.quote
    if annotation.rivals or "\n".join(note(annotation.note)) != annotation.note:
        facts["note"] = annotation.note
    if annotation.rivals:
        facts["rivals"] = [[one.text, write_moment(one.written)] for one in annotation.rivals]
    if [f"#{tag}" for tag in annotation.tags] != list(tags):
        facts["tags"] = list(annotation.tags)
    if not annotation.targets:
        facts["lines"] = sum(len(note(text)) + 1 + 2 * bool(mark) for mark, text in note_texts(entry))
    return _line(name, annotation.id, facts)


def article_line(article: Article, options: Options) -> str:
    """Write the line for one of several articles in a file."""
    facts = {
        "title": article.title,
        "authors": list(article.authors),
        "url": web_address(article),
        "source": source_name(article, paths=options.paths),
    }
    return _line(ARTICLE, article.id, facts)


def read_record(line: str) -> Record | None:
    """Read the record that a line is; None for any other."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    try:
        facts = json_of(found[3])
    except NotImported:
        facts = {}
    return Record(found[1], found[2], facts)


def _line(name: str, own_id: str, facts: dict[str, Any]) -> str:
    return f"[{name}]: reader:{re.sub(r'[^0-9A-Za-z-]', '', own_id)} '{_sealed(facts)}'"


def _sealed(value: Any) -> str:
    """JSON in which no text has a sign that acts in Markdown."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_sealed(name)}:{_sealed(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        # A blank keeps two brackets from being taken for a link.
        return "[" + ", ".join(map(_sealed, value)).replace("[", " [") + "]"
    if isinstance(value, str):
        return '"' + _UNSAFE.sub(_escaped, dump(value, indent=False)[1:-1]).replace("[", r"\u005b") + '"'
    return dump(value, indent=False)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\u{unit:04x}" for unit in _units(match[0]))


def _units(sign: str) -> list[int]:
    data = sign.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
