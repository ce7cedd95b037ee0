"""Anki's importer reads this text file without a question: a note a line.

Every note has its annotation's id as guid, so that importing again updates it, and its article as deck. A note with
words between `==` becomes a cloze of them (without: the quote in front, the note behind). Tags nest with `::`.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.exchange.formats.markdown.note_html import note_html
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import lines_visible, place, source_name, visible_line, web_address, whole_note
from reader.exchange.tag_names import TagNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEAD = """#separator:tab
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:6
"""
BASIC, CLOZE = "Basic", "Cloze"
"""The note types that every collection has, as Anki calls them in English."""
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])(.+?)(?<=[^\s=])==(?![=\w])")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_ACTS = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\$)", re.IGNORECASE)
"""What begins something that Anki plays or runs, wherever it stands in a field."""
_OPENED = "\ue000"
_CLOSED = "\ue001"
"""Stand-ins for the ends of a cloze while a note is made into HTML (private use: no text of anybody has them)."""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, an annotation at a time."""
    yield HEAD
    names = TagNames(_tag)
    for one in exported:
        for entry in one.entries:
            yield _row(one, entry, names, options)


def _row(exported: Exported, entry: ExportedAnnotation, names: TagNames, options: Options) -> str:
    annotation = entry.annotation
    note = whole_note(entry)
    clozed = _clozed(note)
    source = _source(exported, entry, options)
    quote = _quote(entry)
    if clozed is not None:
        fields = [CLOZE, clozed, _plain(f"{quote}<br>{source}" if quote else source)]
    else:
        front, back = (quote, _html(note)) if quote else (_html(note), "")
        fields = [BASIC, _plain(front), _plain(f"{back}<br>{source}" if back else source)]
    tags = " ".join(names(tag) for tag in annotation.tags)
    cells = [annotation.id, fields[0], _deck(exported.article.title), *fields[1:], tags]
    return "\t".join(cells).replace("\n", " ") + "\n"


def _deck(title: str) -> str:
    """A deck's name, which is no HTML: without what would make it one within another, or a cell in quotes."""
    name = re.sub(r":{2,}", ":", visible_line(title)).replace("\t", " ").strip(": ")
    return name.replace('"', "”") or "reader"


def _quote(entry: ExportedAnnotation) -> str:
    if not entry.annotation.targets:
        return ""
    if entry.language is not None:
        code = escape(lines_visible(entry.annotation.quote)).replace("\n", "<br>")
        return f"<pre>{code}</pre>"
    return escape(lines_visible(entry.words)).replace("\n", "<br>")


def _source(exported: Exported, entry: ExportedAnnotation, options: Options) -> str:
    article = exported.article
    title = escape(visible_line(article.title))
    address = web_address(article)
    told = f'<a href="{escape(address)}">{title}</a>' if address else title
    name = "" if address else escape(visible_line(source_name(article, paths=options.paths)))
    return f"<small>{' · '.join(filter(None, [told, name, escape(place(entry.where))]))}</small>"


def _html(note: str) -> str:
    # In code a line end is one; a field is one line.
    return re.sub(r"(?<=[^>])\n(?=[^<])", "<br>", note_html(note).strip()).replace("\n", "")


def _plain(field: str) -> str:
    """A field of a card without clozes: Anki takes two braces for one of its own, plays sounds, and runs LaTeX."""
    return _ACTS.sub("&#91;", field).replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;").replace("\t", "&#9;")


def _clozed(note: str) -> str | None:
    """The note with its marked words as clozes; None where none are marked."""
    number = 0

    def numbered(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"{_OPENED}{number};{match[1]}{_CLOSED}"

    parts = _CODE.split(note)
    marked = "".join(part if at % 2 else _MARKED.sub(numbered, part) for at, part in enumerate(parts))
    if not number:
        return None
    field = _plain(_html(marked))
    within = re.compile(f"{_OPENED}(\\d+);(.*?){_CLOSED}", re.DOTALL)
    return within.sub(lambda match: f"{{{{c{match[1]}::{match[2].replace('::', '&#58;&#58;')}}}}}", field)


def _tag(name: str) -> str:
    return re.sub(r"[\s\"]+", "_", visible_line(name)).replace("/", "::").strip(":") or "_"
