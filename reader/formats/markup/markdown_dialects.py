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
_NOT_SHOWN = deferred(r"(?:\[(?:TOC|toc|\[(?:toc|TOC|_TOC_)\])\]|\$\{toc\}|\*\[[^\]\n]{1,60}\]:[ \t].*)[ \t]*$")
"""Where programs put the contents, which the reader has by itself, and what an abbreviation means when pointed at."""
_LETTERED = deferred(
    r" {0,3}(?:\((?:[a-zA-Z]|[ivx]{1,5}|\d{1,3}|@\w{0,20})\)|(?:[a-zA-Z]|[ivx]{1,5})\)|(?:[a-z]|[ivx]{1,5}|#)\.)"
    r"[ \t]+\S"
)
_SEEN = deferred(
    r"\n(?: {0,3}(?:\((?:[aAiI1]|@\w{0,20})\)|[aAiI]\)|[ai#]\.)[ \t]|\[(?:TOC|toc|\[(?:toc|TOC|_TOC_))\]|\*\[)"
)
"""What one of the two begins with."""
_DEFINED = deferred(r" {0,2}[:~][ \t]+\S")
_ITEM_OR_QUOTE = deferred(r"(?:[-*+]|\d{1,9}[.)]|>)[ \t]")
_BLOCK_NAME = deferred(r"(?<=\S)[ \t]+\^(?:[a-zA-Z][\w-]{3,40}|(?=\d*[a-z])[0-9a-z]{6})[ \t]*$")
# Code in a line comes first, and stays.
_SIGNS = (
    r"(?P<code>(?<!`)(`{1,40})(?!`).{1,1000}?(?<!`)\2(?!`))|\^\[(?P<note>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,2000})\]"
    r"|(?P<comment>%%(?=[^%\n])[^%`\n]{1,400}?%%)|(?<![=\w])==(?=[^\s=])(?P<marked>[^\n=]{1,400}?)(?<=[^\s=])==(?![=\w])"
)
_SIGNS += (
    r"|\{\+\+(?P<added>[^\n]{1,400}?)\+\+\}|(?P<deleted>\{--[^\n]{1,400}?--\}|\{>>[^\n]{1,400}?<<\})"
    r"|\{~~[^\n]{1,400}?~>(?P<put>[^\n]{0,400}?)~~\}|\{==(?P<pointed>[^\n]{1,400}?)==\}"
)
"""CriticMarkup: changes as they would be accepted, no comments."""
_CRITIC = ("{++", "{--", "{>>", "{~~", "{==")
_RAISED = r"|(?<=[\w)\]])\^(?P<raised>[\w+−-]{1,12})\^(?!\^)|(?<=[\w)])~(?P<lowered>[\w+−-]{1,12})~(?!~)"
_IN_LINE_BESIDE_FORMULAS, _IN_LINE = deferred(_SIGNS), deferred(_SIGNS + _RAISED)


def read_dialects(text: str) -> str:
    """Write a text without what only a program reads in it, and what that would show as cmark reads it."""
    if "\n: " in text or "\n:\t" in text:
        text = "\n".join(_with_definitions(text.split("\n")))
    if not (holds_any(text, "{%", "{{<", "{{%", "{:", "^", "==", "~", "%%", *_CRITIC) or _SEEN.search(f"\n{text}")):
        return text
    notes: list[str] = []
    lines = _lines(text.split("\n"), notes)
    return "\n".join((*lines, *(f"\n[^in-line-{at}]: {note}" for at, note in enumerate(notes, 1))))


def _with_definitions(lines: list[str]) -> Iterator[str]:
    """The lines, further paragraphs of a definition, which are indented as code is, each as a further definition."""
    inside = False
    fence = before = ""
    for line in lines:
        indented = line.startswith(("    ", "\t"))
        bare = line[1:] if line.startswith("\t") else line[4:] if indented else line
        match = fence_of(line)
        if match and (not fence or (match[1].startswith(fence) and not match[2])):
            fence = "" if fence else match[1]
        if not inside or not indented:
            inside = _DEFINED.match(line) is not None or (inside and not line.strip())
            yield line
        elif fence or match or not before.strip():
            begins = not fence and not match and bare[:1].strip() and not _ITEM_OR_QUOTE.match(bare)
            yield f": {bare}" if begins else bare
        else:
            yield bare
        before = line


def _lines(lines: list[str], notes: list[str]) -> Iterator[str]:
    fence = ""
    hidden = 0
    in_formula = False
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
        if line[:1] in ("[", "*", "$") and _NOT_SHOWN.match(line):
            continue
        if after and _LETTERED.match(line) and _LETTERED.match(after):
            line += "\\"  # items of a list that cmark does not know
        if "{" in line and (said := _of_template(line)) is not None:
            yield from said
            continue
        in_formula ^= line.count("$$") % 2 == 1
        if "^" in line or "==" in line or "~" in line or "%%" in line or holds_any(line, *_CRITIC):
            # In formulas the same signs are others.
            beside = in_formula or holds_any(line, "$", "\\(", "\\[", "\\begin")
            signs = _IN_LINE_BESIDE_FORMULAS if beside else _IN_LINE
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
    if match["deleted"]:
        return ""
    if match["added"] or match["put"] is not None:
        return match["added"] or match["put"]
    if marked := match["marked"] or match["pointed"]:
        return f"<mark>{marked}</mark>"
    found = match.groupdict()
    for tag, sign in (("sup", "raised"), ("sub", "lowered")):
        if found.get(sign):
            return f"<{tag}>{found[sign]}</{tag}>"
    return match[0]
