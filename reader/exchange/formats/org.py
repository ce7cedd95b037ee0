"""Org is written exactly as org-remark keeps its notes: the file opens in Emacs with the highlights live.

One heading of the first level an article, one of the second a highlight, with org-remark's properties. Its `beg` and
`end` count characters of the file that is named, from 1; they stand only where the article's text is that file's.
Properties of ours stand where Org has no room for what they say: `reader-id` (of the article, too), `reader-created`,
`reader-modified`, `reader-state`, `reader-star`, `reader-code` (the quote is the code below it), and as JSON
`reader-quote`, `reader-note` and `reader-tags`, for what cannot be told from what is shown. What texts say is kept from
being taken for Org's own markup, by a comma in front of a line or an empty space (U+200B) within it. A fence of code in
a note is a source block.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.annotation import RETURNED
from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.domain.web_address import has_scheme
from reader.exchange.imported import Imported, ImportResult, Provenance, imported_id, uuid_of
from reader.exchange.input import colour, json_of, text, text_of, texts, time
from reader.exchange.json_text import dump, note_digest, times
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, FilePiece, Options, write_pieces
from reader.exchange.sanitize import is_lost, lines_visible, note_texts, source_name, visible, visible_line, web_address
from reader.exchange.tag_names import TagNames, org_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_OWN = re.compile(r"\*|\s*(?:#|:[\w-]+:)|,")
"""Starts of lines that Org would take for a heading, a keyword or a drawer."""
_ACTIVE = re.compile(
    r"""\[(?=[\[\d/%\#]|fn:|cite) | <(?=[<\d%]) | \{(?=\{) | @(?=@)
    | \\(?=[A-Za-z(\[\\]) | -(?=\*-)
    | \b(?:vim?|ex|Local\ Variables|elisp|shell)(?=:) | (?:src|call)(?=_)
    | (?<=\s):(?=[\w@\#%:]+:$)       # tags at a heading's end
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Within a line: links, targets, times, macros, entities, what Emacs and Vim obey, and tags at its end."""
_OBEYED = re.compile(r"\[(?=\[)|-(?=\*-)|\b(?:vim?|ex|Local Variables)(?=:)", re.IGNORECASE)
_EMPHASIS = re.compile(r"""(?:^|(?<=[\s\-({'"\u200b]))[*/=~+_](?=\S)|[_^](?=[\w{(*])|(?<=[*/=~+])[*/=~+](?=\S)""")
_KEYWORD = re.compile(r"(?:TODO|DONE|COMMENT)(?=\s|$)|\[#")
_EMPTY = "\u200b"
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_VERBATIM = re.compile(
    rf"""{_CODE.pattern} | (?<![\w\\$])\$(?![\s$])(?:[^$\n]*[^\s$\\.,])?\$(?=[\s\-.,;:?'")]|$)
    | \$\$[^$\n]+\$\$ | \\\(.{{1,500}}?\\\) | \\\[.{{1,500}}?\\\]""",
    re.VERBOSE,
)
"""Code, and what Org takes for a formula."""
_RUN = re.compile(r"\\(?:input|include|write|open|read|immediate|catcode|[gex]?def|let|csname|special|usepackage)")
"""What may do more than set a formula, where it is set."""
_FORMULA = "\ufdd1"
"""Stands for a formula while its line is made calm: it is no character of any text."""
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([\w+#.-]*)[ \t]*")
_IN_SOURCE = re.compile(r"(?=,*(?:\*|#\+))")
_TAGS = re.compile(r":(?:[^\s:]+:)+")
_STARS = re.compile(r"(\*+) (.*)")
_PROPERTY = re.compile(r"\s*:([\w-]+):(.*)")
_BEGIN, _END = "#+begin_src", "#+end_src"


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, an annotation at a time."""
    return write_pieces(exported, options, pieces)


def pieces(exported: Exported, options: Options = PLAIN) -> Iterator[FilePiece]:
    """Cut the article into what is renewed by itself."""
    article = exported.article
    name = web_address(article) or source_name(article, paths=options.paths)
    head = [
        f"* {_line(article.title)}",
        ":PROPERTIES:",
        f":org-remark-file: {_value(name)}",
        f":reader-id: {article.id}",
    ]
    yield FilePiece("title", "\n".join([*head, ":END:", ""]))
    names = TagNames(org_tag)
    for entry in exported.entries:
        text, mark = _entry(exported, entry, names, options), f":reader-id: {entry.annotation.id}"
        yield FilePiece(entry.annotation.id, text, mark, takes_rest=True)


def _entry(exported: Exported, entry: ExportedAnnotation, names: TagNames, options: Options) -> str:
    annotation = entry.annotation
    tags = [names(tag) for tag in annotation.tags]
    shown = f"  :{':'.join(tags)}:" if tags else ""
    lines = [f"** {_line(entry.words or 'Note')}{shown}", ":PROPERTIES:", f":org-remark-id: {annotation.id[:8]}"]
    span = entry.target.span if entry.target else None
    start = exported.original.start if exported.original else None
    if span is not None and start is not None:
        lines += [f":org-remark-beg: {start + span.start + 1}", f":org-remark-end: {start + span.end + 1}"]
    lines += [f":org-remark-label: {annotation.colour}", f":reader-id: {annotation.id}"]
    lines += [f":reader-{name}: {moment}" for name, moment in times(annotation).items()]
    if digest := note_digest(annotation):
        lines.append(f":reader-note-digest: {digest}")
    if name := options.colour_name(annotation):
        lines.append(f":reader-colour-name: {name}")
    if is_lost(entry):
        lines.append(":reader-state: not found in this version")
    if annotation.star:
        lines.append(":reader-star: t")
    if annotation.returned:
        lines.append(f":reader-returned: {RETURNED}")
    code = annotation.quote if entry.language is not None else ""
    body = _source(code.split("\n"), entry.language or "") if code else []
    for mark, note in note_texts(entry):
        body += ([f"/{mark}/"] if mark else []) + _note(note)
    if annotation.quote:
        plain = _value(annotation.quote)
        lines.append(f":org-remark-original-text: {plain}")
        if _as_it_was(plain) != annotation.quote:
            lines.append(f":reader-quote: {_json(annotation.quote)}")
    if code:
        lines.append(":reader-code: t")
    if not annotation.rivals and _noted(_note(annotation.note)) != lines_visible(annotation.note):
        lines.append(f":reader-note: {_json(annotation.note)}")
    if tags != list(annotation.tags):
        lines.append(f":reader-tags: {_json(list(annotation.tags))}")
    return "\n".join([*lines, ":END:", *body, ""])


def _note(text: str) -> list[str]:
    """The lines of a note: its fences as source blocks, all else as it was typed."""
    lines: list[str] = []
    given = lines_visible(text).split("\n") if text else []
    at = 0
    open_ended: set[str] = set()  # no line further down closes them
    while at < len(given):
        fence, end = _FENCE.fullmatch(given[at]), None
        if fence is not None and fence[1] not in open_ended:
            end = next((to for to in range(at + 1, len(given)) if _closes(given[to], fence[1])), None)
            open_ended |= {fence[1]} if end is None else set()
        if fence is None or end is None:
            formula = _formula_end(given, at)
            if formula is not None:
                within = (_OBEYED.sub(f"\\g<0>{_EMPTY}", line) for line in given[at:formula])
                lines += [f",{line}" if _OWN.match(line) else line for line in within]
                at = formula
            lines.append(_kept(given[at]))
            at += 1
        else:
            lines += _source(given[at + 1 : end], fence[2])
            at = end + 1
    return lines


def _closes(line: str, fence: str) -> bool:
    line = line.strip()
    return line.startswith(fence) and not line.strip(fence[0])


def _source(lines: Sequence[str], language: str) -> list[str]:
    return [f"{_BEGIN} {language or 'text'}", *(_in_source(line) for line in lines), _END]


def _in_source(line: str) -> str:
    # A link or a mode line is one in code, too.
    line = _ACTIVE.sub(lambda match: match[0] + _EMPTY if match[0][0] in "[-vexlLEVX" else match[0], visible(line))
    return f",{line}" if _IN_SOURCE.match(line) else line


def _line(content: str) -> str:
    line = _calm(visible_line(content)).lstrip("*") or "…"
    # Nothing parts two of them: Org takes an empty space for the beginning of a formula, too.
    line = line.replace("$", r"\dollar{}") if line.count("$") > 1 else line
    return _EMPTY + line if _KEYWORD.match(line) else line


def _value(content: str) -> str:
    """A property's: read as it stands, by programs that know it, so only what an editor obeys is parted."""
    return _OBEYED.sub(f"\\g<0>{_EMPTY}", visible_line(content)) or "…"


def _json(value: object) -> str:
    return _OBEYED.sub(f"\\g<0>{_EMPTY}", dump(value, indent=False).replace(_EMPTY, r"\u200b"))


def _kept(line: str) -> str:
    formulas: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[0].startswith("`") or _RUN.search(match[0]):
            return match[0]
        formulas.append(_OBEYED.sub(f"\\g<0>{_EMPTY}", match[0]))
        return _FORMULA

    kept = iter(formulas)
    line = _calm(_VERBATIM.sub(keep, line.replace(_FORMULA, "\ufffd")))
    line = "".join(next(kept) if sign == _FORMULA else sign for sign in line) if formulas else line
    return f",{line}" if _OWN.match(line) else line


def _formula_end(given: Sequence[str], at: int) -> int | None:
    """Where the formula that a line of `$$` opens is closed by another one; None where it opens none."""
    if given[at].strip() != "$$":
        return None
    end = next((to for to in range(at + 1, len(given)) if given[to].strip() in ("$$", "")), None)
    within = "\n".join(given[at:end])
    return end if end is not None and given[end].strip() and not _RUN.search(within) else None


def _calm(line: str) -> str:
    """The line, with an empty space behind every sign that Org would take for one of its own; code stays as it is."""
    parts, at = [], 0
    for code in _CODE.finditer(line):
        parts += [_calm_words(line[at : code.start()]), code[0]]
        at = code.end()
    calmed = "".join([*parts, _calm_words(line[at:])])
    return _ACTIVE.sub(f"\\g<0>{_EMPTY}", calmed)


def _calm_words(words: str) -> str:
    return _EMPHASIS.sub(f"\\g<0>{_EMPTY}", words)


def _as_it_was(line: str) -> str:
    return line.replace(r"\dollar{}", "$").replace(_EMPTY, "")


def _noted(lines: Sequence[str]) -> str:
    """The note that the lines below a drawer are: the way back of `_note`."""
    found: list[str] = []
    within = False
    for line in lines:
        if not within and line.startswith(f"{_BEGIN} "):
            within = True
            language = line.removeprefix(f"{_BEGIN} ").strip()
            found.append(f"```{'' if language == 'text' else language}")
        elif within and line.strip().lower() == _END:
            within = False
            found.append("```")
        elif within:
            found.append(line[1:] if line.startswith(",") and _IN_SOURCE.match(line[1:]) else line)
        else:
            found.append(line[1:] if line.startswith(",") and _OWN.match(line[1:]) else line)
    return _as_it_was("\n".join(found))


def read(data: bytes) -> ImportResult:
    """Read the highlights of such a file, with all that stands below each, sub-headings too. Raises NotImported.

    A heading of somebody's own among them is a page note; what stands in no article of org-remark's is counted.
    """
    content = text_of(data)
    if ":org-remark-" not in content:
        raise NotImported("it has none of org-remark's properties")
    sections = [_Section(level, *_split(heading), *_drawer(body)) for level, heading, body in _sections(content)]
    source, chapter, above, found = Provenance(), "", 0, list[Imported]()
    left_out = Counter[str]()
    for at, one in enumerate(sections):
        made: Imported | None
        if "org-remark-id" in one.properties:
            above = one.level
            made = _imported(source, one, _below(sections, at), chapter)
        elif one.level == 1:
            source, chapter, above = _article(sections, at), "", 0
            continue
        elif above and one.level > above:
            continue  # It is a part of the note above.
        else:
            above = 0
            if _holds_highlights(sections, at):
                chapter = text(one.title)
            made = _page_note(source, one, _below(sections, at), is_chapter=chapter == text(one.title))
        if made is None:
            continue
        if any(made.source) and (made.quote or made.note):
            found.append(made)
        else:
            left_out["headings without quote and note" if any(made.source) else "headings that are no highlights"] += 1
    return ImportResult.of(found, *left_out.items())


class _Section(NamedTuple):
    level: int
    title: str
    tags: list[str]
    properties: dict[str, str]
    note: str


def _article(sections: Sequence[_Section], at: int) -> Provenance:
    """The article of a heading of the first level; none where neither it nor what is below it is a highlight's."""
    one = sections[at]
    address = one.properties.get("org-remark-file", one.properties.get("org-remark-nov-file", ""))
    own = uuid_of(one.properties.get("reader-id", ""))
    if not address and not own and not _holds_highlights(sections, at):
        return Provenance()
    url = address if has_scheme(address) else ""
    name = "" if url else text(address).rpartition("/")[2]
    return Provenance(text(one.title), url=text(url), name=name, article_id=own, key=text(address))


def _holds_highlights(sections: Sequence[_Section], at: int) -> bool:
    """Whether a heading is a chapter of a book: there are highlights below it."""
    below = itertools.takewhile(lambda one: one.level > sections[at].level, _after(sections, at))
    return any("org-remark-id" in one.properties for one in below)


def _after(sections: Sequence[_Section], at: int) -> Iterator[_Section]:
    """Those that follow; a slice would be one more of them all for each."""
    return (sections[index] for index in range(at + 1, len(sections)))


def _below(sections: Sequence[_Section], at: int) -> str:
    """What stands under the sub-headings of a note, with them."""
    pieces = []
    for one in _after(sections, at):
        if one.level <= sections[at].level or "org-remark-id" in one.properties:
            break
        depth = min(6, one.level - sections[at].level + 2)
        pieces.append("\n\n".join(filter(None, (f"{'#' * depth} {one.title}", one.note))))
    return "\n\n".join(pieces)


def _page_note(source: Provenance, one: _Section, below: str, *, is_chapter: bool) -> Imported | None:
    """A heading of somebody's own. Of a chapter only what was written under it is one."""
    note = one.note if is_chapter else "\n\n".join(filter(None, (one.title, one.note, below)))
    if is_chapter and not note:
        return None
    name = imported_id("org-remark", source.title, source.name, one.title)
    return Imported(name, source, note=text(note), tags=texts(one.tags), program="org-remark")


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
        # One that nothing closes, for the file was cut off, goes as far as there are properties.
        drawer = list(filter(None, map(_PROPERTY.match, body[1:end]))) if end else _begun(body)
        properties = {found[1]: _as_it_was(found[2].strip()) for found in drawer}
        rest = body[(end or len(drawer)) + 1 :]
        rest = rest[1:] if not end and rest and rest[0].lstrip().startswith(":") else rest
    if "reader-code" in properties and _END in rest:
        rest = rest[rest.index(_END) + 1 :]
    return properties, _noted("\n".join(rest).strip("\n").split("\n"))


def _begun(body: Sequence[str]) -> list[re.Match[str]]:
    matches = map(_PROPERTY.match, itertools.islice(body, 1, None))
    return list(filter(None, itertools.takewhile(bool, matches)))


def _imported(source: Provenance, one: _Section, below: str, chapter: str) -> Imported:
    properties = one.properties
    own = uuid_of(properties.get("reader-id", ""))
    name = own or properties["org-remark-id"]
    words = _kept_value(properties, "reader-quote") or properties.get("org-remark-original-text", "")
    words = words or ("" if one.title == "Note" else one.title)
    return Imported(
        id=own or imported_id("org-remark", source.title, name),
        source=source,
        selectors=Selectors(TextQuoteSelector(text(words)), _position(properties)) if words else None,
        note=text("\n\n".join(filter(None, (_told(properties, one.note), below)))),
        tags=texts(_kept_value(properties, "reader-tags") or one.tags),
        colour=colour(properties.get("org-remark-label")),
        star="reader-star" in properties,
        created=time(properties.get("reader-created")),
        modified=time(properties.get("reader-modified")),
        program="" if own else "org-remark",
        origin_id="" if own else name,
        note_digest=text(properties.get("reader-note-digest")),
        chapter=chapter,
    )


def _told(properties: dict[str, str], shown: str) -> str:
    """The note letter by letter, where what is shown is still what was written for it."""
    told = text(_kept_value(properties, "reader-note"))
    return told if told and _noted(_note(told)).strip("\n") == shown else shown


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
