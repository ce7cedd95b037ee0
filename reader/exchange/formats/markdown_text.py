"""Outside texts inside a Markdown file: quotes shown letter by letter, notes kept as the Markdown that they are.

Neither can leave its place or start anything: no raw HTML, image, embed, comment or heading, no query of a plug-in
(Dataview, Templater), no tag or block id in a quote, no editor's mode line. Checked against CommonMark with raw HTML
on and against what Obsidian adds to it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reader.exchange.sanitize import UNSEEN, lines_visible, one_line

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
_BLOCK = re.compile(r"([ \t]*)((?:[-+>|]|:(?=-)|=(?==*\s*$)|#{1,6}(?=\s|$)|\d{1,9}(?=[.)](?:\s|$)))?)")


def quoted(text: str) -> list[str]:
    """The lines of `text`, each showing in Markdown exactly its own characters."""
    if _SUSPECT.search(text):
        return [_quoted_line(line) for line in lines_visible(text).split("\n")]
    return [_begun(text) if text[:1] in _FIRST else text]


def inline(text: str) -> str:
    """`text` on one line: for a heading."""
    return _quoted_line(one_line(text))


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


@lru_cache(maxsize=4096)
def tag(name: str) -> str:
    """A tag as Obsidian writes it: no blanks, at least one character that is not a digit."""
    word = re.sub(r"[^\w/-]+", "-", name).strip("-/")
    return f"#_{word}" if word.isdigit() else f"#{word}" if word else ""


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
    """The lines of a note, which is Markdown itself and stays it, without what could act or leave its place."""
    if not _SUSPECT.search(text) and text[:1] not in _FIRST:
        return [text]
    lines: list[str] = []
    prose: list[str] = []
    waiting = iter(lines_visible(text).strip("\n").split("\n"))
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


DEEP = re.compile(r"[ \t]{17}|(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])){5}")
"""More lists and quotations inside each other than a note needs: near 20, renderers drop the rest of the file."""


def _prose(lines: list[str]) -> list[str]:
    text = "\n".join(_quoted_line(line) if DEEP.match(line) else line for line in lines)
    if text.count("$$") % 2:  # An open formula would swallow the rest of the file.
        text = text.replace("$$", "&#36;&#36;")
    return _IN_NOTE.sub(_entities, text).split("\n") if lines else []


def _entities(match: re.Match[str]) -> str:
    # Entities, not backslashes: a backslash that already stands in front would undo one of ours.
    found = match[0]
    if found.endswith((":", "#", "=", "-")):
        return f"{found[:-1]}&#{ord(found[-1])};"
    return "".join(f"&#{ord(sign)};" for sign in found)


def _code(lines: list[str], language: str) -> list[str]:
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return ["", f"{fence}{language if language.lower() in _LANGUAGES else 'text'}", *lines, fence, ""]
