"""Org, exactly as org-remark keeps its notes: the file opens in Emacs with the highlights live.

One heading of the first level an article, one of the second a highlight, with org-remark's properties. Its `beg` and
`end` count characters from 1. Properties of ours stand only where Org has no room for what they say: `reader-id`,
`reader-state`, `reader-star`, and as JSON `reader-quote` (a quote of several lines) and `reader-tags` (tags with signs
in them). What texts say is kept from being taken for Org's own markup, by a comma in front of a line or an empty space
(U+200B) within it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reader.domain.annotation import RETURNED
from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.imported import Imported, Provenance, Reading, imported_id, uuid_of
from reader.exchange.input import colour, json_of, text, text_of, texts
from reader.exchange.output import dump
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.sanitize import lines_visible, lost, note_texts, one_line, source_name, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OWN = re.compile(r"\*|\s*(?:#|:[\w-]+:)|,")
"""Starts of lines that Org would take for a heading, a keyword or a drawer."""
_ACTIVE = re.compile(r"\[(?=\[)|-(?=\*-)|\b(?:vim?|ex|Local Variables)(?=:)|(?<=\s):(?=[\w@#%:]+:$)", re.IGNORECASE)
"""Within a line: a link, what Emacs and Vim obey, and tags at its end."""
_CALMED = re.compile(r"(?<=[\[\-:msix])\u200b(?=[\[*:\w@#%])", re.IGNORECASE)
_NOT_IN_TAG = re.compile(r"[^\w@#%]")
_TAGS = re.compile(r":(?:[\w@#%]+:)+")
_STARS = re.compile(r"(\*+) (.*)")
_PROPERTY = re.compile(r"\s*:([\w-]+):(.*)")


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, an annotation at a time."""
    for one in exported:
        article = one.article
        name = web_address(article) or source_name(article, paths=options.paths)
        yield f"* {_line(article.title)}\n:PROPERTIES:\n:org-remark-file: {_line(name)}\n:END:\n"
        for entry in one.entries:
            yield _entry(entry)


def _entry(entry: Entry) -> str:
    annotation = entry.annotation
    tags = [_NOT_IN_TAG.sub("_", one_line(tag)) for tag in annotation.tags]
    shown = f"  :{':'.join(tags)}:" if tags else ""
    lines = [f"** {_line(annotation.quote or 'Note')}{shown}", ":PROPERTIES:", f":org-remark-id: {annotation.id[:8]}"]
    span = entry.target.span if entry.target else None
    if span is not None:
        lines += [f":org-remark-beg: {span.start + 1}", f":org-remark-end: {span.end + 1}"]
    lines += [f":org-remark-label: {annotation.colour}", f":reader-id: {annotation.id}"]
    if lost(entry):
        lines.append(":reader-state: not found in this version")
    if annotation.star:
        lines.append(":reader-star: t")
    if annotation.returned:
        lines.append(f":reader-returned: {RETURNED}")
    if annotation.quote:
        plain = _line(annotation.quote)
        lines.append(f":org-remark-original-text: {plain}")
        if plain != annotation.quote:
            lines.append(f":reader-quote: {_calm(dump(annotation.quote, indent=False))}")
    if tags != list(annotation.tags):
        lines.append(f":reader-tags: {_calm(dump(list(annotation.tags), indent=False))}")
    lines.append(":END:")
    for mark, note in note_texts(entry):
        lines += ([f"/{mark}/"] if mark else []) + [_kept(line) for line in lines_visible(note).split("\n")]
    return "\n".join(lines) + "\n"


def _line(content: str) -> str:
    return _calm(one_line(content)).lstrip("*") or "…"


def _kept(line: str) -> str:
    line = _calm(line)
    return f",{line}" if _OWN.match(line) else line


def _calm(line: str) -> str:
    return _ACTIVE.sub("\\g<0>\u200b", line)


def _as_it_was(line: str) -> str:
    return _CALMED.sub("", line)


def read(data: bytes) -> Reading:
    """The highlights of such a file. Raises NotImported."""
    content = text_of(data)
    if ":org-remark-" not in content:
        raise NotImported("it has none of org-remark's properties")
    source, found, empty = Provenance(), [], 0
    for level, heading, body in _sections(content):
        properties, note = _drawer(body)
        title, tags = _split(heading)
        if level == 1:
            address = properties.get("org-remark-file", "")
            url = address if "://" in address else ""
            source = Provenance(text(title), url=text(url), name="" if url else text(address).rpartition("/")[2])
        elif "org-remark-id" in properties:
            made = _imported(source, title, tags, properties, note)
            if made.quote or made.note:
                found.append(made)
            else:
                empty += 1
    return Reading.of(found, ("headings without quote and note", empty))


def _sections(content: str) -> Iterator[tuple[int, str, list[str]]]:
    level, heading = 0, ""
    body: list[str] = []
    for line in content.split("\n"):
        stars = _STARS.match(line)
        if stars is None:
            body.append(line)
            continue
        if level:
            yield level, heading, body
        level, heading, body = len(stars[1]), stars[2], []
    if level:
        yield level, heading, body


def _split(heading: str) -> tuple[str, list[str]]:
    """A heading's words, and the tags at its end."""
    words = heading.rsplit(maxsplit=1)
    if len(words) == 2 and _TAGS.fullmatch(words[1]):
        return _as_it_was(words[0].strip()), words[1].strip(":").split(":")
    return _as_it_was(heading.strip()), []


def _drawer(body: list[str]) -> tuple[dict[str, str], str]:
    """The properties of a section, and the text below them as it was before it was written."""
    properties = {}
    rest = body
    if body and body[0].strip().upper() == ":PROPERTIES:":
        end = next((at for at, line in enumerate(body) if line.strip().upper() == ":END:"), 0)
        drawer = filter(None, map(_PROPERTY.match, body[1:end]))
        properties = {found[1]: _as_it_was(found[2].strip()) for found in drawer}
        rest = body[end + 1 :]
    lines = [line[1:] if line.startswith(",") and _OWN.match(line[1:]) else line for line in rest]
    return properties, "\n".join(map(_as_it_was, lines)).strip("\n")


def _imported(source: Provenance, title: str, tags: list[str], properties: dict[str, str], note: str) -> Imported:
    own = uuid_of(properties.get("reader-id", ""))
    name = own or properties["org-remark-id"]
    words = _kept_value(properties, "reader-quote") or properties.get("org-remark-original-text", "")
    words = words or ("" if title == "Note" else title)
    return Imported(
        id=own or imported_id("org-remark", source.title, name),
        source=source,
        selectors=Selectors(TextQuoteSelector(text(words)), _position(properties)) if words else None,
        note=text(note),
        tags=texts(_kept_value(properties, "reader-tags") or tags),
        colour=colour(properties.get("org-remark-label")),
        star="reader-star" in properties,
    )


def _position(properties: dict[str, str]) -> Span | None:
    """What org-remark calls beg and end: characters counted from 1."""
    ends = [properties.get(f"org-remark-{name}", "") for name in ("beg", "end")]
    if not all(re.fullmatch(r"[1-9][0-9]{0,11}", one) for one in ends):
        return None
    start, end = (int(one) - 1 for one in ends)
    return Span(start, end) if start < end else None


def _kept_value(properties: dict[str, str], name: str) -> Any:
    """What one of our own properties says; None where it is missing, or was changed until it is no JSON."""
    try:
        return json_of(properties.get(name, "null"))
    except NotImported:
        return None
