"""Signs that single programs have beside Markdown become what cmark knows, or go, where they are for the program only.

Tags of templates are of Jekyll, GitBook and Hugo; what is highlighted, comments and names of blocks of Obsidian; notes
within a line, raised and lowered letters of Pandoc; lines of attributes of kramdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.markup.markdown_boxes import fence_of, holds_any

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

COMMENT = 200
"""Lines of a comment between two lines of signs at most."""
_TAG = deferred(r"[ \t]*\{%-?[ \t]*(\w+)[ \t]*([^%\n]{0,300}?)[ \t]*-?%\}[ \t]*$")
_SHORTCODE = deferred(r"[ \t]*\{\{[<%][ \t]*(/?)[ \t]*([\w./-]+)[ \t]*([^\n]{0,600}?)[ \t]*/?[ \t]*[>%]\}\}[ \t]*$")
_SAID = deferred(r"""(?:caption|title|alt|text|summary)[ \t]*=[ \t]*(?:"([^"\n]*)"|'([^'\n]*)')""")
_QUOTED = deferred(r"""[ \t]*["']([^"'\n]{1,200})["'][ \t]*$""")
_ADDRESS = deferred(r"""(?:url[ \t]*=[ \t]*)?["'](https?://[^"'\s]+)["']""")
_ATTRIBUTES = deferred(r"[ \t]*\{:[^{}\n]{1,200}\}[ \t]*$")
_CONTENTS = deferred(r"[ \t]*[-*+1.]{1,2}[ \t]+\S.{0,40}$")
_BLOCK_NAME = deferred(r"(?<=\S)[ \t]+\^(?:[a-zA-Z][\w-]{3,40}|(?=\d*[a-z])[0-9a-z]{6})[ \t]*$")
# Code in a line comes first, and stays.
_SIGNS = (
    r"(?P<code>(?<!`)(`{1,40})(?!`).{1,1000}?(?<!`)\2(?!`))|\^\[(?P<note>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,2000})\]"
    r"|(?P<comment>%%(?=[^%\n])[^%`\n]{1,400}?%%)|(?<![=\w])==(?=[^\s=])(?P<marked>[^\n=]{1,400}?)(?<=[^\s=])==(?![=\w])"
)
_RAISED = r"|(?<=[\w)\]])\^(?P<raised>[\w+−-]{1,12})\^(?!\^)|(?<=[\w)])~(?P<lowered>[\w+−-]{1,12})~(?!~)"
_IN_LINE_BESIDE_FORMULAS, _IN_LINE = deferred(_SIGNS), deferred(_SIGNS + _RAISED)


def read_dialects(text: str) -> str:
    """Write a text without what only a program reads in it, and what that would show as cmark reads it."""
    if not holds_any(text, "{%", "{{<", "{{%", "{:", "^", "==", "~", "%%"):
        return text
    notes: list[str] = []
    # In formulas the same signs are others.
    signs = _IN_LINE if not holds_any(text, "$", "\\(", "\\[") else _IN_LINE_BESIDE_FORMULAS
    lines = _lines(text.split("\n"), signs, notes)
    return "\n".join((*lines, *(f"\n[^in-line-{at}]: {note}" for at, note in enumerate(notes, 1))))


def _lines(lines: list[str], signs: re.Pattern[str], notes: list[str]) -> Iterator[str]:
    fence = ""
    hidden = 0
    for at, line in enumerate(lines):
        if at < hidden:
            continue
        match = fence_of(line)
        if match and (not fence or (match[1].startswith(fence) and not match[2])):
            fence = "" if fence else match[1]
        if fence or match or line.startswith(("    ", "\t")):
            yield line
            continue
        if line.strip() == "%%" and "%%" in (further := [one.strip() for one in lines[at + 1 : at + 1 + COMMENT]]):
            hidden = at + 2 + further.index("%%")
            continue
        after = lines[at + 1] if at + 1 < len(lines) else ""
        if "{:" in after and "toc" in after and _ATTRIBUTES.fullmatch(after) and _CONTENTS.fullmatch(line):
            continue  # where kramdown puts the contents, which the reader has by itself
        if "{" in line and (said := _of_template(line)) is not None:
            yield from said
            continue
        if "^" in line or "==" in line or "~" in line or "%%" in line:
            line = signs.sub(lambda match: _in_line(match, notes), _BLOCK_NAME.sub("", line))
        yield line


def _of_template(line: str) -> list[str] | None:
    """What a line that is a tag of a template shows; None for any other line."""
    if _ATTRIBUTES.fullmatch(line):
        # Those below a heading or a paragraph are its own, and are read there.
        return None if "#" in line else [""]
    if (tag := _TAG.match(line)) is not None:
        return _shown(tag[1], tag[2])
    if (code := _SHORTCODE.match(line)) is not None:
        return _shown(("end" if code[1] else "") + code[2], code[3])
    return None


def _shown(name: str, arguments: str) -> list[str]:
    if name == "highlight":
        return ["```" + arguments.split(" ")[0]]
    if name == "endhighlight":
        return ["```"]
    said = _SAID.search(arguments)
    words = (said[1] or said[2] or "") if said else ""
    if not words and name in ("tab", "tabs", "details", "expand") and (quoted := _QUOTED.match(arguments)):
        words = quoted[1]
    if words:
        return ["", f"**{words}**" if name in ("tab", "details", "expand", "stepper", "step") else words, ""]
    address = _ADDRESS.search(arguments)
    return ["", f"<{address[1]}>", ""] if address else [""]


def _in_line(match: re.Match[str], notes: list[str]) -> str:
    if match["comment"]:
        return ""
    if match["note"]:
        notes.append(match["note"])
        return f"[^in-line-{len(notes)}]"
    if match["marked"]:
        return f"<mark>{match['marked']}</mark>"
    found = match.groupdict()
    for tag, sign in (("sup", "raised"), ("sub", "lowered")):
        if found.get(sign):
            return f"<{tag}>{found[sign]}</{tag}>"
    return match[0]
