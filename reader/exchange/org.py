"""Org, exactly as org-remark keeps its notes: the file opens in Emacs with the highlights live.

One heading of the first level an article, one of the second a highlight, with org-remark's properties. Its `beg` and
`end` count characters from 1. What a note says is kept from being taken for Org's own markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, Origin, Reading, imported_id
from reader.exchange.input import colour, text, text_of, texts
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.wording import lines_visible, note_texts, one_line, source_name, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OWN = re.compile(r"^(\*|\s*#\+|\s*:[\w-]+:|,)")
"""Lines that Org would take for a heading, a keyword or a drawer."""
_LINK = re.compile(r"\[\[")
_TAG = re.compile(r"[^\w@#%]+")
_HEADING = re.compile(r"^(\*+) (.*?)((?:\s+:[\w@#%:]+:)?)\s*$")
_PROPERTY = re.compile(r"^\s*:([\w-]+):\s*(.*?)\s*$")


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, an annotation at a time."""
    for one in exported:
        article = one.article
        name = web_address(article) or source_name(article, paths=options.paths)
        yield f"* {_line(article.title)}\n:PROPERTIES:\n:org-remark-file: {one_line(name)}\n:END:\n"
        for entry in one.entries:
            yield _entry(entry)


def _entry(entry: Entry) -> str:
    annotation = entry.annotation
    tags = ":".join(_TAG.sub("_", tag.replace("/", "_")) for tag in annotation.tags)
    title = _line(annotation.quote or "Note")
    lines = [f"** {title}{f'  :{tags}:' if tags else ''}", ":PROPERTIES:", f":org-remark-id: {annotation.id[:8]}"]
    span = entry.target.span if entry.target else None
    if span is not None:
        lines += [f":org-remark-beg: {span.start + 1}", f":org-remark-end: {span.end + 1}"]
    lines += [f":org-remark-label: {annotation.colour}", f":reader-id: {annotation.id}"]
    if annotation.quote:
        lines.append(f":org-remark-original-text: {one_line(annotation.quote)}")
    lines.append(":END:")
    for mark, note in note_texts(entry):
        lines += ([f"/{mark}/"] if mark else []) + [_kept(line) for line in lines_visible(note).split("\n")]
    return "\n".join(lines) + "\n"


def _line(text_: str) -> str:
    return _LINK.sub("[\u200b[", one_line(text_)).lstrip("*") or "…"


def _kept(line: str) -> str:
    line = _LINK.sub("[\u200b[", line)
    return f",{line}" if _OWN.match(line) else line


def read(data: bytes) -> Reading:
    """The highlights of such a file. Raises NotImported."""
    content = text_of(data)
    if ":org-remark-" not in content:
        raise NotImported("it has none of org-remark's properties")
    source, found = Origin(), []
    for heading, body in _sections(content):
        level, title, tags = heading
        properties, note = _drawer(body)
        if level == 1:
            address = properties.get("org-remark-file", "")
            url = address if "://" in address else ""
            source = Origin(title, url=url, name="" if url else address.rpartition("/")[2])
        elif "org-remark-id" in properties:
            found.append(_imported(source, title, tags, properties, note))
    return Reading(tuple(found))


def _sections(content: str) -> Iterator[tuple[tuple[int, str, str], list[str]]]:
    heading: tuple[int, str, str] | None = None
    body: list[str] = []
    for line in content.split("\n"):
        match = _HEADING.match(line)
        if match:
            if heading:
                yield heading, body
            heading, body = (len(match[1]), match[2].strip(), match[3].strip()), []
        else:
            body.append(line)
    if heading:
        yield heading, body


def _drawer(body: list[str]) -> tuple[dict[str, str], str]:
    """The properties of a section, and the text below them as it was before it was written."""
    properties = {}
    rest = body
    if body and body[0].strip().upper() == ":PROPERTIES:":
        end = next((at for at, line in enumerate(body) if line.strip().upper() == ":END:"), 0)
        properties = {found[1]: found[2] for line in body[1:end] if (found := _PROPERTY.match(line))}
        rest = body[end + 1 :]
    lines = [line[1:] if line.startswith(",") and _OWN.match(line[1:]) else line for line in rest]
    return properties, "\n".join(lines).replace("[\u200b[", "[[").strip("\n")


def _imported(source: Origin, title: str, tags: str, properties: dict[str, str], note: str) -> Imported:
    quote = properties.get("org-remark-original-text", "")
    name = properties.get("reader-id") or properties["org-remark-id"]
    words = quote or ("" if title == "Note" else title)
    return Imported(
        id=imported_id("org-remark", source.title, name),
        source=source,
        selectors=Selectors(TextQuoteSelector(text(words))) if words else None,
        note=text(note),
        tags=texts([tag for tag in tags.split(":") if tag]),
        colour=colour(properties.get("org-remark-label")),
        external_id=name,
    )
