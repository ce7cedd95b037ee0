"""Our own Markdown is read back: its quotes, notes and tags as the file shows them now, edited or not.

A block is found by its `^hl-` name. Where a text is still what was written, the record below it tells it letter by
letter; where somebody changed it, what stands there is what is meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from reader.domain.annotation import Colour, NoteText
from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.formats.markdown.markdown_notes import PAGE_NOTE, STARRED
from reader.exchange.formats.markdown.markdown_record import ARTICLE, Record, read_record
from reader.exchange.formats.markdown.markdown_text import note, quote_markdown, unquote_markdown
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id, uuid_of
from reader.exchange.input import number, text, text_of, texts, time
from reader.exchange.raised import Edit, restore
from reader.exchange.tag_names import TagNames, hashtag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FRONT_LIMIT = 65_536
"""Characters of front matter at most: ours has some hundred."""
_ANCHOR = re.compile(r"(.*?) ?\^(hl-\w+)\s*")
_KINDS = "|".join([*map(str, Colour), PAGE_NOTE])
_FACTS = re.compile(rf"[*_]({_KINDS})((?: · [^*]*)?)[*_]((?: #\S+)*)(?: \^(hl-\w+))?\s*")
"""Programs that tidy Markdown write either sign of emphasis."""
_RIVAL = re.compile(r"\*Also written, [\d: -]+:\*")
MARK = "\0"
"""Stands for such a line; no text that is read has one."""


class _Block(NamedTuple):
    """A block's lines: of its quote, and of its note; its record, its facts."""

    name: str
    quote: Sequence[str] | None
    note: Sequence[str]
    record: Record | None
    facts: re.Match[str] | None


def read(data: bytes) -> ImportResult:
    """Read the annotations of such a file. Raises NotImported."""
    content = text_of(data)
    front, body = _front(content)
    source = _provenance(front)
    found, empty = [], 0
    for one in _blocks(body):
        if isinstance(one, Record):
            source = _provenance({"reader-id": one.id, **one.facts})
            continue
        made = _imported(one, source)
        if made.quote or made.note:
            found.append(made)
        else:
            empty += 1
    if not found and not empty:
        raise NotImported("it is no Markdown of this program: no block of it has a ^hl- name")
    return ImportResult.of(found, ("blocks without quote and note", empty))


def _front(content: str) -> tuple[Mapping[str, Any], list[str]]:
    lines = content.lstrip("\ufeff").split("\n")
    if lines[0].rstrip() != "---":
        return {}, lines
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    try:
        front = yaml.safe_load("\n".join(lines[1:end])[:FRONT_LIMIT]) if end else None
    except (yaml.YAMLError, ValueError, RecursionError):
        front = None
    return front if isinstance(front, dict) else {}, lines[end + 1 :] if end else lines


def _provenance(facts: Mapping[str, Any]) -> Provenance:
    return Provenance(
        title=text(facts.get("title")),
        authors=texts(facts.get("authors")),
        url=text(facts.get("url")),
        name=text(facts.get("source")).rpartition("/")[2],
        article_id=uuid_of(text(facts.get("reader-id"))),
    )


def _blocks(lines: Sequence[str]) -> Iterator[_Block | Record]:
    """The blocks, and before those of an article its record where several are in the file."""
    at = begun = 0
    records = {index: one for index, line in enumerate(lines) if (one := read_record(line)) is not None}
    recorded = _own_records(lines, records)
    # What stands in a page note and has no record itself was pasted there.
    noted = {
        at - up for at, one in records.items() for up in range(1, min(at, number(one.facts.get("lines")) or 0) + 1)
    }
    while at < len(lines):
        record = records.get(at)
        facts = _FACTS.fullmatch(lines[at])
        anchor = _ANCHOR.fullmatch(lines[at])
        if record is not None and record.name == ARTICLE:
            yield record
        elif anchor is not None and lines[at].startswith(">") and (at not in noted or at in recorded):
            block, at = _of_quote(lines, at, begun, anchor[2], recorded.get(at, at))
            yield block
        elif record is not None and (following := _facts_after(lines, at, record.name)) is not None:
            yield _of_page(lines, at, begun, record, following)
            at = following
        elif facts is not None and facts[4]:
            yield _Block(facts[4], None, _trimmed(lines[_after_heading(lines, begun, at) : at]), None, facts)
        else:
            at += 1
            continue
        at += 1
        begun = at


def _own_records(lines: Sequence[str], records: Mapping[int, Record]) -> dict[int, int]:
    """Where the record of each quote stands, by the line that names it.

    Of a file that is pasted into its own note the inner record is the inner quote's; a second copy of a file has its
    own ones.
    """
    found: dict[int, int] = {}
    open_quotes: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if (record := records.get(at)) is not None:
            if waiting := open_quotes.get(record.name):
                found[waiting.pop()] = at
        elif line.startswith(">") and (anchor := _ANCHOR.fullmatch(line)) is not None:
            open_quotes.setdefault(anchor[2], []).append(at)
    # Where more quotes than records were pasted, the outermost has the last.
    last = {one.name: at for at, one in records.items()}
    found |= {lost[0]: last[name] for name, lost in open_quotes.items() if lost and last.get(name, -1) > lost[0]}
    return found


def _of_quote(lines: Sequence[str], anchor: int, begun: int, name: str, own: int) -> tuple[_Block, int]:
    """The block whose quote ends at `anchor`, and its last line; `own` is where its record stands, if it has one."""
    start = anchor
    while start > begun and lines[start - 1].startswith(">"):
        start -= 1
    quote = [line[1:].removeprefix(" ") for line in lines[start : anchor + 1]]
    quote[-1] = _ANCHOR.fullmatch(quote[-1])[1]  # type: ignore[index]  # it was just found
    if own > anchor:
        # All above it is the note's, also what looks like another block: whole files are pasted into notes.
        end = _facts_after(lines, own, "")
        facts = _FACTS.fullmatch(lines[end]) if end is not None else None
        body = _trimmed(lines[anchor + 1 : own])
        return _Block(name, quote, body, read_record(lines[own]), facts), end if end is not None else own
    for at in range(anchor + 1, len(lines)):
        if (facts := _FACTS.fullmatch(lines[at])) is not None:
            return _Block(name, quote, _trimmed(lines[anchor + 1 : at]), None, facts), at
        if lines[at].startswith(">") and _ANCHOR.fullmatch(lines[at]):
            break
    return _Block(name, quote, (), None, None), anchor


def _of_page(lines: Sequence[str], at: int, begun: int, record: Record, facts: int) -> _Block:
    count = number(record.facts.get("lines"))
    start = _after_heading(lines, begun, at) if count is None else max(begun, at - count)
    return _Block(record.name, None, _trimmed(lines[start:at]), record, _FACTS.fullmatch(lines[facts]))


def _facts_after(lines: Sequence[str], at: int, name: str) -> int | None:
    """Which line below a record has the facts; None where it is gone, or is of no block of that `name`."""
    following = next((index for index in range(at + 1, min(at + 4, len(lines))) if lines[index].strip()), None)
    found = _FACTS.fullmatch(lines[following]) if following is not None else None
    return following if found is not None and (not name or found[4] == name) else None


def _after_heading(lines: Sequence[str], begun: int, at: int) -> int:
    return next((index + 1 for index in range(at - 1, begun - 1, -1) if lines[index].startswith("#")), begun)


def _trimmed(lines: Sequence[str]) -> list[str]:
    return "\n".join(lines).strip("\n").split("\n") if any(lines) else []


def _imported(block: _Block, source: Provenance) -> Imported:
    facts = block.record.facts if block.record else {}
    own = uuid_of(block.record.id) if block.record else ""
    quote = "" if block.quote is None else _quote(block.quote, facts)
    words, rivals = _note(block.note, facts)
    told = block.facts[2].split(" · ") if block.facts else []
    kind = block.facts[1] if block.facts else ""
    return Imported(
        id=own or imported_id("markdown", source.article_id or source.title, block.name),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote), _position(facts)) if quote.strip() else None,
        note=words,
        tags=_tags(block.facts[3].split() if block.facts else [], facts),
        colour=Colour(kind) if kind in set(Colour) else Colour.YELLOW,
        star=STARRED in told,
        created=time(facts.get("created")),
        modified=time(facts.get("modified")),
        rivals=rivals,
        note_digest=text(facts.get("digest")),
    )


def _quote(lines: Sequence[str], facts: Mapping[str, Any]) -> str:
    """The quote's own letters, as far as it shows them still."""
    whole = text(facts.get("quote"))
    if whole and [line.rstrip() for line in quote_markdown(whole)] == [line.rstrip() for line in lines]:
        return whole
    shown = unquote_markdown([line.removesuffix("  ") for line in lines])
    values = facts.get("raised")
    given = values if isinstance(values, list) else []
    changed = [Edit(*given[at : at + 3]) for at in range(0, len(given) - 2, 3)]
    fits = all(
        number(one.at) is not None and number(one.length) is not None and isinstance(one.letters, str)
        for one in changed
    )
    return restore(shown, changed) if fits and _are_shown(shown, changed) else shown


def _are_shown(shown: str, changed: Sequence[Edit]) -> bool:
    """Whether what was raised still stands where it stood."""
    return all(
        len(shown) >= one.at + one.length
        and (piece := shown[one.at : one.at + one.length]) != one.letters
        and (one.letters in piece or not piece.isascii())
        for one in changed
    )


def _note(lines: Sequence[str], facts: Mapping[str, Any]) -> tuple[str, tuple[NoteText, ...]]:
    given = text(facts.get("note"))
    rivals = _rivals(facts.get("rivals"))
    shown = "\n".join(lines)
    if rivals:
        # Between them it is said when each was written, as the machine's zone has it: that is no edit.
        parts = "\n".join(MARK if _RIVAL.fullmatch(line) else line for line in lines).split(MARK)
        written = [given, *(one.text for one in rivals if one.text != given)]
        if len(parts) != len(written):
            return shown, ()
        now = {one: _as_given(part.split("\n"), one) for one, part in zip(written, parts, strict=True)}
        return now[given], tuple(one._replace(text=now[one.text]) for one in rivals if now[one.text])
    return (given, ()) if given and _trimmed(note(given)) == list(lines) else (shown, ())


def _as_given(lines: Sequence[str], given: str) -> str:
    """The text that was written, where it is still shown so, else the lines as they are shown."""
    trimmed = _trimmed(lines)
    return given if trimmed == _trimmed(note(given)) else "\n".join(trimmed)


def _rivals(values: Any) -> tuple[NoteText, ...]:
    found = []
    for one in values if isinstance(values, list) else ():
        when = time(one[1]) if isinstance(one, list) and len(one) == 2 else None
        if when is not None:
            found.append(NoteText(text(one[0]), "", when))
    return tuple(found)


def _tags(shown: Sequence[str], facts: Mapping[str, Any]) -> tuple[str, ...]:
    given = texts(facts.get("tags"))
    names = TagNames(hashtag)
    left = {one.removeprefix("#") for one in shown}
    # Numbers are given within a file, so the start of a name is enough to know it by.
    kept = [tag for tag in given if any(one == names(tag) or one.startswith(f"{names(tag)}_") for one in left)]
    if kept and len(kept) == len(shown) == len(given):
        return tuple(kept)
    return tuple(
        dict.fromkeys(one.removeprefix("#").removeprefix("_") if one[2:].isdigit() else one[1:] for one in shown)
    )


def _position(facts: Mapping[str, Any]) -> Span | None:
    at = facts.get("at")
    ends = [number(one) for one in at] if isinstance(at, list) else []
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] >= ends[1]:
        return None
    return Span(ends[0], ends[1])
