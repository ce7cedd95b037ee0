"""A diff, a patch, or commits with theirs are read as headings (commits, files, hunks) with their lines as code."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata
from reader.formats.kinds import FORMATS, Format
from reader.formats.plain_text.terminal_codes import strip_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.document import Parsed

VERSION = FORMATS[Format.DIFF].version

_COMMIT = deferred(r"commit [0-9a-f]{7,64}\b")
_GIT = deferred(r'diff --(?:git|cc|combined) "?(?:a/)?(.*?)"?(?: "?b/(.*?)"?)?$')
_INDEX = deferred(r"Index: (.+)$")
_OLD, _NEW = deferred(r"--- (?!\d+,\d+ ----)"), deferred(r"\+\+\+ ([^\t]+)")
_HUNK = deferred(r"@@+ .* @@+|\*{15}$")


def parse_diff(text: str) -> Parsed:
    """Parse the document of a diff. Raises NotOpened where nothing is in it."""
    return add_metadata(html_of_diff(strip_codes(text)), "diff", VERSION)


def html_of_diff(text: str, level: int = 1) -> str:
    """Write the same as HTML, its headings from `level` on."""
    lines = text.split("\n")
    deeper = any(_COMMIT.match(line) for line in lines)
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
        elif path := _path(line, after, named):
            heading, named = f"<h{of_files}>{escape(path)}</h{of_files}>", True
        elif _HUNK.match(line):
            left, added = _lengths(line)
            named = False
            heading = f"<h{of_files + 1}>{escape(line)}</h{of_files + 1}>"
        if heading:
            yield _code(kept)
            yield heading
            kept = [line] if _OLD.match(line) else []
        else:
            kept.append(line)
    yield _code(kept)


def _path(line: str, after: str, named: bool) -> str:
    """The file that a line begins; git and Subversion name it before the two lines that every diff has."""
    if match := _GIT.match(line):
        old, new = match[1], match[2] or match[1]
        return new if old == new else f"{old} → {new}"
    if match := _INDEX.match(line):
        return match[1].strip()
    if _OLD.match(line) and (match := _NEW.match(after)) and not named:
        name = match[1].strip() if match[1].strip() != "/dev/null" else line[4:].split("\t")[0].strip()
        return name.removeprefix("b/").removeprefix("a/")
    return ""


_COUNTS = deferred(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


def _lengths(line: str) -> tuple[int, int]:
    """How many lines of the old file and of the new one a hunk has; nothing where it does not say."""
    match = _COUNTS.match(line)
    return (int(match[1] or 1), int(match[2] or 1)) if match else (0, 0)


def _code(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return f'<pre><code class="language-diff">{escape(text)}</code></pre>' if text.strip() else ""
