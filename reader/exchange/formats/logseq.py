"""Logseq gets a page of bullets, one a highlight, with its properties under it and its note as a child.

What texts say stays text: no task, tag, drawer, macro, formula or entity comes of a quote, and a note is the Markdown
that it is. Logseq's own parser takes a backslash before any sign for an escape.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.annotation import RETURNED
from reader.exchange.formats.markdown.markdown_text import FORMULA, note
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, FilePiece, Options, write_pieces
from reader.exchange.sanitize import is_lost, note_texts, place, source_name, visible_line, web_address
from reader.exchange.tag_names import TagNames, page_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAB = "\t"
_ACTIVE = re.compile(r"[:{(](?=[:{(])")
"""The first signs of a property (`::`), a macro (`{{`) and a reference to a block (`((`)."""
_SIGN = re.compile(
    r"""[\\`*$\[~^{}] | (?<![^\W_])_ | _(?![^\W_]) | ==?(?==) | (?<==)= | <(?=\S) | \#(?=\S)
    | \((?=\() | (?<=\()\( | (?<=:): | :(?=//) | @(?=@) | (?<=@)@""",
    re.VERBOSE,
)
_URL = re.compile(r"(?<!\S)https?://[^\s<>`\[\](){}|\\^$*~\"']+")
_MARKERS = "NOW|LATER|TODO|DOING|DONE|WAITING|WAIT|CANCELED|CANCELLED|STARTED|IN-PROGRESS|START"
_START = re.compile(rf"[-+>|:=#]|(?:{_MARKERS})(?=\s|$)|\d+(?=[.)](?:\s|$))")
_EMPTY = "\u200b"
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, an annotation at a time."""
    return write_pieces(exported, options, pieces)


def pieces(exported: Exported, options: Options = PLAIN) -> Iterator[FilePiece]:
    """Cut the article into what is renewed by itself. A blank line between two bullets is nothing to Logseq."""
    article = exported.article
    facts = {
        "title": _title(article.title),
        "author": ", ".join(f"[[{_page(author)}]]" for author in article.authors),
        "url": web_address(article) or visible_line(source_name(article, paths=options.paths)),
        "date": _escaped(article.date),
        "reader-id": article.id,
    }
    yield FilePiece("title", "".join(f"{name}:: {value}\n" for name, value in facts.items() if value))
    names = TagNames(_page)
    for entry in exported.entries:
        yield FilePiece(entry.annotation.id, _bullet(entry, names, options), f"  id:: {entry.annotation.id}")


def _bullet(entry: ExportedAnnotation, names: TagNames, options: Options) -> str:
    annotation = entry.annotation
    tags = " ".join(f"#[[{names(tag)}]]" for tag in annotation.tags)
    head = _escaped(entry.words) if annotation.quote else "(page note)"
    lines = [f"- {head} {tags}".rstrip(), f"  id:: {annotation.id}", f"  hl-color:: {annotation.colour}"]
    if name := options.colour_name(annotation):
        lines.append(f"  colour-name:: {name}")
    if annotation.star:
        lines.append("  starred:: true")
    if annotation.returned:
        lines.append(f"  returned:: {RETURNED}")
    where = "not found in this version" if is_lost(entry) else place(entry.where)
    if where:
        lines.append(f"  place:: {where}")
    for mark, text in note_texts(entry):
        written = _note(f"{mark}: {text}" if mark else text)
        lines += [f"{TAB}- {written[0]}", *(f"{TAB}  {line}".rstrip() for line in written[1:])]
    return "\n".join(lines) + "\n"


def _page(name: str) -> str:
    return _ACTIVE.sub(f"\\g<0>{_EMPTY}", page_name(name))


def _title(title: str) -> str:
    """The name of the page, which Logseq takes as it stands, backslashes too; it finds tags and pages in it all the
    same.
    """
    name = _REFERENCE.sub(f"\\g<0>{_EMPTY}", _TAG.sub("\uff03", visible_line(title)))
    return _PLAN.sub(f"\\g<0>{_EMPTY}", name)


def _escaped(text: str) -> str:
    """The text on one line, letter by letter."""
    parts, at = [], 0
    line = visible_line(text)
    for address in _URL.finditer(line):
        parts += [_SIGN.sub(_backslash, line[at : address.start()]), address[0]]
        at = address.end()
    written = "".join([*parts, _SIGN.sub(_backslash, line[at:])])
    # An escaped backslash before a bracket would be the end of a formula.
    written = re.sub(r"\\\\(?=[\])])", f"\\\\\\\\{_EMPTY}", written)
    written = _PLAN.sub(f"\\g<0>{_EMPTY}", written)
    start = _START.match(written)
    if start is None:
        return written
    return f"{start[0]}\\{written[start.end() :]}" if start[0].isdecimal() else f"\\{written}"


def _backslash(match: re.Match[str]) -> str:
    return "".join(f"\\{sign}" for sign in match[0])


def _note(text: str) -> list[str]:
    """A note's lines: the Markdown that it is, without what is Logseq's alone; code as it was written."""
    lines = note(text.replace(_TYPED, "\ufffd").replace("&#", _TYPED))
    fenced, formula = "", False
    for at, line in enumerate(lines):
        fence = re.match(r"`{3,}", line)
        if fence and (not fenced or line.strip() == fenced):
            fenced = "" if fenced else fence[0]
        elif not fenced:
            is_formula = formula ^ bool(line.count("$$") % 2)
            lines[at] = line if formula and is_formula else _calm(line, first=at == 0)
            formula = is_formula
        lines[at] = lines[at].replace(_TYPED, "&#")
    return lines if any(lines) else [""]


def _calm(line: str, *, first: bool) -> str:
    # An empty space keeps the signs apart; in code, too: a macro or a property would be one there.
    line = _ACTIVE.sub(f"\\g<0>{_EMPTY}", line)
    parts, at = [], 0
    for kept in _KEPT.finditer(line):
        parts += [_calm_prose(line[at : kept.start()]), kept[0]]
        at = kept.end()
    line = "".join([*parts, _calm_prose(line[at:])])
    line = _PLAN.sub(f"\\g<0>{_EMPTY}", line)
    line = f"\\{line}" if _DRAWER.match(line) else line
    item = _ITEM.match(line)
    start = item.end() if item else 0
    return f"{line[:start]}\\{line[start:]}" if (first or item) and _TASK.match(line, start) else line


def _calm_prose(text: str) -> str:
    text = _COMMAND.sub(r"\\\g<0>", _ENTITY.sub(_sign, text))
    return _HASH.sub(r"\#", text.replace(_TYPED, r"&\#"))


def _sign(match: re.Match[str]) -> str:
    """What Markdown for others has as an entity, which Logseq would take for a tag."""
    sign = chr(int(match[1]))
    if sign in "%`":  # signs that Obsidian minds
        return sign
    # With a backslash in front a bracket would begin a formula.
    return _EMPTY + sign if sign in "([" else f"\\{sign}"


_TYPED = "\ufdd0"
"""Stands for the beginning of an entity that the person typed: it is no character of any text."""
_ENTITY = re.compile(r"&#(\d+);")
_REFERENCE = re.compile(rf"\[(?=\[)|{_ACTIVE.pattern}")
_TAG = re.compile(r"#(?=\S)")
_KEPT = re.compile(rf"{_CODE.pattern}|{FORMULA.pattern}|\\\(.+?\\\)|\\\[.+?\\\]")
"""Code, and formulas."""
_COMMAND = re.compile(r"\\(?=[^\W\d_])|<(?=\d{4}-)")
"""A backslash before a letter makes an entity or goes; the beginning of a date."""
_DRAWER = re.compile(r":(?=[\w-]+:\s*$)")
_HASH = re.compile(r"(?<![\w/&\\])#(?=[^\s#])(?!\[\[)")
"""What would become a tag: a note's tags are those of its annotation."""
_ITEM = re.compile(r"\s*[-*+]\s+")
_TASK = re.compile(rf"(?:{_MARKERS})(?=\s|$)|\[#")
_PLAN = re.compile(r"\b(?:DEADLINE|SCHEDULED|CLOSED|CLOCK)(?=:)")
"""What makes a date of a block of what follows, wherever it stands."""
