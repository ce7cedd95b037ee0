"""A diff, a patch, or commits with theirs are read as headings (commits, files, hunks) with their lines as code."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata
from reader.formats.kinds import FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.document import Parsed

VERSION = FORMATS[Format.DIFF].version

_COMMIT = deferred(r"commit [0-9a-f]{7,64}\b")
_GIT = deferred(r'diff --git (?:("(?:[^"\\]|\\.)*"|\S.*?) ("(?:[^"\\]|\\.)*"|[^\s/]+/.*)|(\S+))$')
_COMBINED = deferred(r"diff --(?:cc|combined) (\S.*)$")
_PLAIN = deferred(r"diff (?:-\S+ (?:\d+ )?)*(?P<old>[^\s-]\S*) (?P<new>\S+)$")
_INDEX = deferred(r"Index: (.+)$")
_OLD, _NEW = deferred(r"--- (?!\d+(?:,\d+)? ----)"), deferred(r"\+\+\+ ([^\t]+)")
_CONTEXT_OLD, _CONTEXT_NEW = deferred(r"\*\*\* ([^\t]+?)(?:\t|\s\s|$)"), deferred(r"--- ([^\t]+?)(?:\t|\s\s|$)")
_HUNK = deferred(r"@@+ .* @@+|\*\*\* \d+(?:,\d+)? \*{4}|\d+(?:,\d+)?[acd]\d+(?:,\d+)?$")
_STARS = deferred(r"\*{15}")
_MAIL = deferred(r"From [0-9a-f]{40} ")
_SUBJECT = deferred(r"^Subject: +(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_ESCAPED = deferred(r"\\([0-7]{3}|.)")
_LETTERS = {"n": "\n", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "r": "\r", "v": "\v"}

MAIL_HEAD = 12
"""Lines of a mailed commit in which its subject stands."""


def parse_diff(text: str) -> Parsed:
    """Parse the document of a diff. Raises NotOpened where nothing is in it."""
    return add_metadata(html_of_diff(text), "diff", VERSION)


def html_of_diff(text: str, level: int = 1) -> str:
    """Write the same as HTML, its headings from `level` on."""
    lines = text.split("\n")
    deeper = any(_COMMIT.match(line) or _MAIL.match(line) for line in lines)
    return "".join(_elements(lines, level, level + deeper))


def _elements(lines: list[str], level: int, of_files: int) -> Iterator[str]:
    kept: list[str] = []
    named = False
    left = added = 0
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        heading = ""
        inside = left > 0 or added > 0
        if inside:  # a hunk says how many lines it has: what looks like a head in it is none
            left -= line[:1] in (" ", "-", "")
            added -= line[:1] in (" ", "+", "")
        elif _COMMIT.match(line):
            heading, named = f"<h{level}>{escape(line)}</h{level}>", False
        elif _MAIL.match(line):
            heading, named = (
                f"<h{level}>{escape(_subject(lines[number : number + MAIL_HEAD]) or line)}</h{level}>",
                False,
            )
        elif path := _path(line, after, named):
            heading, named = f"<h{of_files}>{escape(path)}</h{of_files}>", True
        elif _STARS.match(line):
            continue  # a context diff has them between its hunks
        elif _HUNK.match(line):
            left, added = _lengths(line)
            named = False
            heading = f"<h{of_files + 1}>{escape(line)}</h{of_files + 1}>"
        if heading:
            yield _code(kept)
            yield heading
            kept = [line] if not _HUNK.match(line) and (_OLD.match(line) or _CONTEXT_OLD.match(line)) else []
        else:
            kept.append(line)
    yield _code(kept)


def _subject(head: list[str]) -> str:
    match = _SUBJECT.search("\n".join(head))
    return " ".join(match[1].split()) if match else ""


def _path(line: str, after: str, named: bool) -> str:
    """The file that a line begins; git and Subversion name it before the two lines that every diff has."""
    if match := _GIT.match(line):
        return _renamed(match[1] or match[3], match[2] or match[3])
    if match := _COMBINED.match(line):
        return _bare(match[1])
    if match := _INDEX.match(line):
        return match[1].strip()
    if match := _PLAIN.match(line):
        return _bare(match["new"])
    if named:
        return ""
    if _OLD.match(line) and (match := _NEW.match(after)):
        return _bare(match[1] if match[1].strip() != "/dev/null" else line[4:].split("\t")[0])
    if not _HUNK.match(line) and (match := _CONTEXT_OLD.match(line)) and (new := _CONTEXT_NEW.match(after)):
        return _bare(new[1] if new[1].strip() != "/dev/null" else match[1])
    return ""


def _renamed(old: str, new: str) -> str:
    before, after = _bare(old), _bare(new)
    return after if before == after else f"{before} → {after}"


def _bare(name: str) -> str:
    """A name without the letter that git puts before it, and as it is written: in quotes bytes are octal numbers."""
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        data = _ESCAPED.sub(_sign, name[1:-1]).encode("latin-1", "replace") if name.isascii() else b""
        name = data.decode("utf-8", "replace") if data else name[1:-1]
    return name.removeprefix("b/").removeprefix("a/") if name[1:2] == "/" else name


def _sign(match: re.Match[str]) -> str:
    return chr(int(match[1], 8) & 0xFF) if len(match[1]) == 3 else _LETTERS.get(match[1], match[1])


_COUNTS = deferred(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


def _lengths(line: str) -> tuple[int, int]:
    """How many lines of the old file and of the new one a hunk has; nothing where it does not say."""
    match = _COUNTS.match(line)
    return (int(match[1] or 1), int(match[2] or 1)) if match else (0, 0)


def _code(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return f'<pre><code class="language-diff">{escape(text)}</code></pre>' if text.strip() else ""
