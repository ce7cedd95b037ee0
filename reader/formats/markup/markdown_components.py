"""MDX is Markdown in which a program's modules are named and its components stand: their words are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_MODULE = deferred(r"import[ \t]+(?:[\w*{][^\n'\"]*[ \t]from[ \t]+)?(?P<q>['\"])[^'\"\n]+(?P=q)[ \t]*;?[ \t]*$")
_EXPORT = deferred(r"export[ \t]+(?:const|let|default|function|async)\b")
_REMARK = deferred(r"\{/\*.*?\*/\}")
_FENCE = deferred(r"[ \t]*(`{3,}|~{3,})")
# Code in a line comes first, and stays.
_COMPONENT = deferred(
    r"(?P<code>(?<!`)(?P<ticks>`{1,40})(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`))"
    r"|<(?P<end>/?)[A-Z][\w.]{0,60}"
    r"(?P<said>(?:[ \t]+[\w:-]{1,60}(?:=(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'|\{[^{}\n]{0,400}\}))?){0,40})"
    r"[ \t]*(?P<empty>/?)>|</?>"
)
_EXPRESSION = deferred(r"(<[a-z][\w-]{0,20}(?:[ \t][^<>{}\n]{0,400})?)[ \t][\w-]{1,60}=\{[^{}\n]{0,400}\}")
"""What an element of HTML is told by the program."""
_OPENS = deferred(r"[ \t]*<[A-Z][\w.]{0,60}(?:[ \t][^<>]{0,400})?$")
_LABEL = deferred(r"(?:^|[ \t])(?:label|title|summary|heading|header|caption)=(?:\"([^\"]+)\"|'([^']+)')")
LINES, REMARK = 20, 200
"""Lines over which one tag may go, and one remark."""
STEP = 2
"""Blanks by which what is in a component is indented at most, for each that it is in."""


def read_components(text: str) -> str:
    """Write a text of MDX without its modules, remarks and tags of components, each with what it is labelled.

    Any other text stays as it is: there such tags are words.
    """
    if "{/*" not in text and not text.startswith("import ") and "\nimport " not in text:
        return text
    lines = text.split("\n")
    return "\n".join(_read(lines)) if _is_mdx(lines) else text


def _is_mdx(lines: list[str]) -> bool:
    """Whether a line outside of code names a module, at the beginning of a paragraph, or is a remark."""
    fence = before = ""
    for line in lines:
        match = _FENCE.match(line)
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
        elif not fence and _is_of_mdx(line, before):
            return True
        before = line
    return False


def _is_of_mdx(line: str, before: str) -> bool:
    begins = not before.strip() or _MODULE.match(before) is not None
    return line.startswith("{/*") or (begins and _MODULE.match(line) is not None)


def _read(lines: list[str]) -> Iterator[str]:
    fence = ""
    depth = at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        match = _FENCE.match(line)
        if match and (not fence or match[1].startswith(fence)):
            fence = "" if fence else match[1]
            yield _dedented(line, depth)
        elif fence:
            yield _dedented(line, depth)
        elif _MODULE.match(line):
            yield ""
        elif _EXPORT.match(line):
            while at < len(lines) and lines[at].strip():
                at += 1
            yield ""
        elif line.lstrip().startswith("{/*") and "*/}" not in line:
            end = next((one for one in range(at, min(at + REMARK, len(lines))) if "*/}" in lines[one]), None)
            if end is None:
                yield line
            else:
                at = end + 1
        else:
            last = min(at + LINES, len(lines))
            while at < last and _OPENS.match(line) and lines[at].strip():
                line = f"{line} {lines[at].strip()}"
                at += 1
            shown, depth = _without_tags(line, depth)
            yield from shown


def _dedented(line: str, depth: int) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(blanks, STEP * depth) :]


def _without_tags(line: str, depth: int) -> tuple[list[str], int]:
    """The lines that one becomes, and in how many components the next stands."""
    labels: list[str] = []
    opened = 0

    def put(match: re.Match[str]) -> str:
        nonlocal opened
        if match["code"]:
            return match[0]
        if match["said"] is not None:
            opened += 0 if match["empty"] else -1 if match["end"] else 1
            label = _LABEL.search(match["said"])
            if label:
                labels.append(label[1] or label[2])
        return ""

    line = _EXPRESSION.sub(r"\1", line) if "={" in line else line
    bare = _COMPONENT.sub(put, _REMARK.sub("", line)) if "<" in line or "{/*" in line else line
    within = max(0, min(depth, depth + opened))
    after = max(0, depth + opened)
    if bare == line:
        return [_dedented(line, within)], after
    if bare.strip():
        return [_dedented(" ".join((*labels, bare)) if labels else bare, within)], after
    return [part for label in labels for part in ("", f"**{label}**")] + [""], after
