"""Outside texts stand inside a Markdown file: quotes letter by letter, notes as the Markdown that they are.

Neither can leave its place or start anything: no raw HTML, image, embed, comment or heading, no query of a plug-in
(Dataview, Templater), no tag or block id in a quote, no editor's mode line. Checked against CommonMark with raw HTML
on and against what Obsidian adds to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.exchange.sanitize import UNSEEN, lines_visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUSPECT = re.compile(rf"[\\`*_\[<&~=%$#^:\n\t\r{UNSEEN}]")
"""Without any of these, and without a block's sign in front, a text is itself in Markdown."""
_FIRST = frozenset(" >+-|0123456789")
_INLINE = re.compile(
    r"""[\\`*\[~]
    | (?<![^\W_])_ | _(?![^\W_])     # between two letters or digits it is only itself
    | <(?=[a-z/!?%])                 # a tag, a comment, a template
    | &(?=\#?\w{1,32};)              # an entity
    | ==+ | %%+                      # Obsidian: mark, comment
    | \$(?!\d)                       # a formula, not a price
    | (?:(?<=\s)|^)[#^](?=\S)        # Obsidian: tag, block id
    | \b(?:vim?|ex|Local\ Variables):  # a mode line
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_SIGNS = {entity: sign for sign, entity in _ENTITIES.items()}
_WRITTEN = re.compile(r"\\[!-/:-@\[-`{-~]|&(?:lt|amp);")
_BLOCK = re.compile(r"([ \t]*)((?:[-+>|]|:(?=-)|=(?==*\s*$)|#{1,6}(?=\s|$)|\d{1,9}(?=[.)](?:\s|$)))?)")


def quote_markdown(text: str) -> list[str]:
    """Write the lines of `text`, each showing in Markdown exactly its own characters."""
    if _SUSPECT.search(text):
        return [_quoted_line(line) for line in lines_visible(text).split("\n")]
    return [_begun(text) if text[:1] in _FIRST else text]


def unquote_markdown(lines: Sequence[str]) -> str:
    """Read the text whose lines these are: the way back of `quote_markdown`, for what has no sign that cannot be
    seen.
    """
    return _WRITTEN.sub(_read, "\n".join(lines))


def _read(match: re.Match[str]) -> str:
    return _SIGNS.get(match[0]) or match[0][1:]


def inline(text: str) -> str:
    """Put `text` on one line, for a heading."""
    return _quoted_line(visible_line(text))


def _quoted_line(line: str) -> str:
    return _begun(_INLINE.sub(_escaped, line))


def _begun(line: str) -> str:
    """The line with the sign of a block in front, if there is one, made to stand for itself."""
    blank, sign = _BLOCK.match(line).groups()  # type: ignore[union-attr]  # matches anything, an empty line too
    rest = line[len(blank) + len(sign) :]
    # Indented by ordinary blanks it would become code.
    indent = "\u00a0" * len(blank.expandtabs(4))
    if sign.isdigit():
        return f"{indent}{sign}\\{rest}"
    return f"{indent}\\{sign}{rest}" if sign else indent + rest


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found[-1] == ":":
        return f"{found[:-1]}\\:"
    return _ENTITIES.get(found) or "".join(f"\\{sign}" for sign in found)


_IN_NOTE = re.compile(
    r"""<(?=[a-z/!?%])
    | `+(?=\s*\$?=)                  # Dataview, inline
    | (?<=!)\[                       # an image, an embed
    | (?<=\])\((?!<?(?:https?://|mailto:|[\w./#%-]{0,200}[)>]))  # a link to anything but the web and the vault
    | (?<=\]):(?!\ {0,3}<?https?://)  # the same, at a distance
    | %%+
    | ^\s{0,3}\#(?=\#{0,5}(?:\s|$))  # a heading
    | ^\ {0,3}[=-](?=[=-]*\s*$)      # a heading's underline, a rule
    | (?:(?<=\s)|^)\^(?=[\w-]+\s*$)
    | \b(?:vim?|ex|Local\ Variables):
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*")
_LANGUAGES = frozenset(
    (
        *("bash", "c", "cpp", "css", "csv", "diff", "go", "html", "ini", "java", "javascript", "json", "latex", "lua"),
        *("markdown", "python", "r", "ruby", "rust", "sh", "sql", "text", "toml", "typescript", "xml", "yaml"),
    )
)
"""Of code in notes: languages that no plug-in is known to run on sight, unlike `dataviewjs` or `query`."""


def note(text: str) -> list[str]:
    """Write the lines of a note, which is Markdown itself and stays it, without what could act or leave its place."""
    if not _SUSPECT.search(text) and text[:1] not in _FIRST:
        return [text]
    lines: list[str] = []
    prose: list[str] = []
    waiting = iter(_fenced(lines_visible(text).strip("\n").split("\n")))
    for line in waiting:
        fence = _FENCE.fullmatch(line)
        if fence is None:
            prose.append(line)
            continue
        lines += _prose(prose)
        prose = []
        code = []
        for inner in waiting:
            closing = inner.strip()
            if closing.startswith(fence[1]) and not closing.strip(fence[1][0]):
                break
            code.append(inner)
        lines += _code(code, fence[2])
    return lines + _prose(prose)


def _fenced(lines: list[str]) -> list[str]:
    """With fences about code that is code by its indent alone: in them it is code to every program, wherever it stands.

    What is indented below the item of a list is a part of it.
    """
    found: list[str] = []
    fence, is_listed, after_blank = "", False, True
    at = 0
    while at < len(lines):
        line = lines[at]
        opened = _FENCE.fullmatch(line)
        if opened is not None and (not fence or line.strip() == fence):
            fence = "" if fence else opened[1]
        elif not fence and after_blank and not is_listed and _INDENTED.match(line):
            end = next((index for index in range(at, len(lines)) if not _INDENTED_OR_BLANK.match(lines[index])), None)
            some = "\n".join(lines[at:end]).rstrip().split("\n")
            code = [_INDENT.sub("", one, count=1) for one in some]
            longest = max((len(run) for one in code for run in re.findall("`+", one)), default=0)
            mark = "`" * max(3, longest + 1)
            found += [mark, *code, mark]
            at += len(some)
            after_blank = False
            continue
        elif line.strip() and not line[:1].isspace():
            is_listed = _ITEM.match(line) is not None or (is_listed and not after_blank)
        after_blank = not line.strip()
        found.append(line)
        at += 1
    return found


_INDENT = re.compile(r" {4}| {0,3}\t")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)[ \t]*\S")
_INDENTED_OR_BLANK = re.compile(r"(?: {4}| {0,3}\t)|[ \t]*$")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:\s|$)")


DEEP = re.compile(r"[ \t]{17}|(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])){5}")
"""More lists and quotations inside each other than a note needs: near 20, renderers drop the rest of the file."""


_BACKTICKS = re.compile(r"\\.|`+")
FORMULA = re.compile(r"(?<![\\$])(?:\$(?![\s$])([^$`\n]*?[^$`\s\\])\$(?![\d$])|\$\$([^$`]+)\$\$)")
_TAG = re.compile(r"<(?=[a-z/!?%])[^>]*>", re.IGNORECASE)


def _prose(lines: list[str]) -> list[str]:
    text = "\n".join(_quoted_line(line) if DEEP.match(line) else line for line in lines)
    if text.count("$$") % 2:  # An open formula would swallow the rest of the file.
        text = text.replace("$$", "&#36;&#36;")
    return "".join(_safe(part) for part in re.split(r"(\n[ \t]*\n)", text)).split("\n") if lines else []


def _safe(paragraph: str) -> str:
    """A paragraph in which nothing acts; its code and its formulas as they were written."""
    code, formulas = _verbatim(paragraph)

    def safe(match: re.Match[str]) -> str:
        if match.start() in code:
            return match[0]
        if match[0] == "<" and (formula := formulas.get(match.start())) is not None:
            return formula
        return _entities(match)

    return _IN_NOTE.sub(safe, paragraph)


def _verbatim(paragraph: str) -> tuple[set[int], dict[int, str]]:
    """Where code stands, and what a `<` of a formula is written as, by its place: as TeX has it if it might be a tag's.

    Code is believed only where every line closes what it opens: whatever a program takes the lines for, it is code.
    """
    code: set[int] = set()
    at = 0
    for line in paragraph.split("\n"):
        spans = _code_spans(line)
        if spans is None:
            return set(), {}
        for start, end in spans:
            code.update(range(at + start, at + end))
        at += len(line) + 1
    formulas = {}
    for formula in FORMULA.finditer(paragraph):
        tags = _TAG.search(formula[0])
        for less in re.finditer("<", formula[0]):
            formulas[formula.start() + less.start()] = r"\lt " if tags else "<"
    return code, formulas


def _code_spans(line: str) -> list[tuple[int, int]] | None:
    """The code within a line; None where something is opened that it does not close, or cells may part it."""
    found: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for run in _BACKTICKS.finditer(line):
        escaped = run[0].startswith("\\")
        if opened is None:
            opened = None if escaped else run
        elif run[0] == opened[0]:
            found.append((opened.start(), run.end()))
            opened = None
        elif escaped and run[0].endswith("`"):
            return None  # Within code a backslash escapes nothing: too rare to be followed.
    if opened is not None or (found and "|" in line) or _DATAVIEW.search(line):
        return None
    return found


_DATAVIEW = re.compile(r"`\s*\$?=")
"""A query of Dataview within a line: it would be run."""


def _entities(match: re.Match[str]) -> str:
    # Entities, not backslashes, for what a backslash that already stands in front would undo.
    found = match[0]
    if found == "<":
        before = match.string[: match.start()]
        return found if (len(before) - len(before.rstrip("\\"))) % 2 else "\\<"
    if found.endswith((":", "#", "=", "-")):
        return f"{found[:-1]}&#{ord(found[-1])};"
    return "".join(f"&#{ord(sign)};" for sign in found)


def _code(lines: list[str], language: str) -> list[str]:
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return ["", f"{fence}{language if language.lower() in _LANGUAGES else 'text'}", *lines, fence, ""]
