"""How a plain text uses its lines is decided purely from a sample of them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import BlockKind
from reader.domain.patterns import deferred
from reader.formats.plain_text.drawn import is_drawn, is_stamped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Lines(StrEnum):
    """`Lines` says what a line end means."""

    PARAGRAPH = "paragraph"
    WRAPPED = "wrapped"
    KEPT = "kept"


class LineShape(NamedTuple):
    """A `LineShape` is the decision and why; `kind` and `language` of the blocks where lines are kept, `width` where
    they are full.
    """

    lines: Lines
    reason: str
    kind: BlockKind = BlockKind.VERSE
    language: str = ""
    width: int = 0


LONG = 100
"""Cells beyond which nobody wraps by hand; a line so long is a paragraph."""
SHORT = 40
"""Cells below which nobody wraps prose; lines so short are verse or a list."""
NARROW = 55
"""Cells below which the longest line of a text is not a full one."""
MOST = 0.6
"""Share of lines that must look like a log's for all to be taken for one."""
BLANKS = " \t\f\xa0\u3000"
"""What may stand about a paragraph without being part of it. Other control characters are text, to be seen."""
TAB = 4
"""Columns of a tab at the head of a paragraph; programs set it between two and eight."""
MOST_INDENTED = 8
"""Blanks before the first line of a paragraph at most; what is further in is a quotation or a figure."""
MOST_FIRST = 0.6
"""Share of lines that may be first lines: where more are indented, it is verse."""
PROSE = 60
"""Cells of a full line from which on one that nearly fills it may be of a text that was not wrapped anew."""
NEARLY = 0.75
"""Share of a full line that such a line has."""

_DIFF = deferred(r"diff --git |Index: |--- \S.*\n\+\+\+ \S|commit [0-9a-f]{40}\n")
_MANUAL = deferred(r"([A-Za-z0-9_.:+-]+)\(\d\w*\)\s.*\s\1\(\d\w*\)$")
_HEADERS = deferred(
    r"(From|To|Cc|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Sender):\s", re.IGNORECASE
)
_WIDE = deferred(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
_LANGUAGES = {
    "c": "c", "h": "c", "cc": "cpp", "cpp": "cpp", "css": "css", "csv": "csv", "diff": "diff", "go": "go",
    "hs": "haskell",
    "ini": "ini", "java": "java", "js": "javascript", "json": "json", "lua": "lua", "patch": "diff", "py": "python",
    "rb": "ruby", "rs": "rust", "sh": "bash", "sql": "sql", "toml": "toml", "ts": "typescript", "tsv": "tsv",
    "xml": "xml", "yaml": "yaml", "yml": "yaml",
}  # fmt: skip


MANUAL = "a manual page"


def shape_of(lines: Sequence[str], suffix: str = "", laid_out: Callable[[], bool] = lambda: True) -> LineShape:
    """Tell how a text uses its lines. `lines` are its first ones, `suffix` that of its name, without the dot.

    `laid_out` answers whether any line of it is drawn, where that is sooner asked of all than of each long one.
    """
    filled = [line for line in lines if line.strip()]
    kept = _kept(filled, suffix)
    if kept or not filled:
        return kept or LineShape(Lines.PARAGRAPH, "nothing in it")
    # What is laid out may be wider than the text is.
    looked_at = sum(map(len, filled)) < LONG * len(filled) or laid_out()
    lengths = sorted(map(cells, (looked_at and [line for line in filled if not is_drawn(line)]) or filled))
    usual = lengths[len(lengths) * 9 // 10]
    if usual > LONG:
        return LineShape(Lines.PARAGRAPH, "long lines")
    runs = _runs(lines)
    if len(runs) > 1 and sum(len(run) == 1 for run in runs) >= 0.8 * len(runs):
        return LineShape(Lines.PARAGRAPH, "a blank line after nearly every line")
    if lengths[-1] < NARROW and usual < SHORT:
        return LineShape(Lines.KEPT, "short lines")
    if len(runs) == 1 and len(filled) > 1 and not is_prose(filled, usual) and not _is_indented(filled, usual):
        return LineShape(Lines.KEPT, "lines that end early, and no blank ones")
    # Between many short lines the few that were wrapped say how wide the text is.
    return LineShape(Lines.WRAPPED, "blank lines between runs of lines", width=usual if usual >= SHORT else lengths[-1])


def _kept(filled: Sequence[str], suffix: str) -> LineShape | None:
    """The kinds of text whose lines must stay as they are."""
    head = "\n".join(filled[:2])
    if suffix in _LANGUAGES:
        return LineShape(Lines.KEPT, f"a .{suffix} file", BlockKind.CODE, _LANGUAGES[suffix])
    if _DIFF.match(head):
        return LineShape(Lines.KEPT, "a diff", BlockKind.CODE, "diff")
    if head.startswith("#!/"):
        return LineShape(Lines.KEPT, "a script", BlockKind.CODE)
    if filled and _MANUAL.match(filled[0]):
        return LineShape(Lines.KEPT, MANUAL)
    if is_mail(filled):
        return LineShape(Lines.KEPT, "an e-mail")
    if suffix == "log" or sum(map(is_stamped, filled)) > MOST * max(len(filled), 2):
        return LineShape(Lines.KEPT, "a log")
    return None


def is_mail(filled: Sequence[str]) -> bool:
    """Tell whether a text begins with two headers of a message or more (RFC 5322), after an mbox's own line if any."""
    head = [line for line in filled[:8] if not line.startswith("From ")]
    return bool(head and _HEADERS.match(head[0]) and sum(_HEADERS.match(line) is not None for line in head) > 1)


def is_diff(text: str) -> bool:
    """Tell whether a text begins as a diff does, or as a commit with one."""
    return _DIFF.match(text) is not None


def cells(line: str) -> int:
    """Tell how wide a line is: a letter of Chinese, Japanese or Korean is as wide as two others."""
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def is_tight(letter: str) -> bool:
    """Tell whether words go on without a blank after this letter, as in Chinese and Japanese; Korean has blanks."""
    return letter > "\u2e80" and not "\uac00" <= letter <= "\ud7a3" and not "\u3130" <= letter <= "\u318f"


def is_unspaced(letter: str) -> bool:
    """Tell whether a word goes on without a blank after this letter: in Chinese and Japanese, and in Thai, Lao, Khmer
    and Burmese, which have blanks between sentences only.
    """
    thai = "\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u109f" or "\u1780" <= letter <= "\u17ff"
    return thai or is_tight(letter)


def is_prose(run: Sequence[str], width: int) -> bool:
    """Tell whether lines were broken because they were full: the next word would not have fitted into `width`."""
    body = run[:-1]
    widths = [cells(line) for line in body]
    if not body or min(widths) >= width - 8:
        return bool(body) or len(run) == 1
    full = sum(
        wide + 1 + _first_word(after) > width or (width >= PROSE and _goes_on(line, wide, after, width))
        for line, wide, after in zip(body, widths, run[1:], strict=True)
    )
    return full >= 0.7 * len(body)


def _goes_on(line: str, wide: int, after: str, width: int) -> bool:
    """Whether a line that nearly fills its width ends within a sentence: it was changed after it had been wrapped."""
    end, begin = line.rstrip()[-1:], after.lstrip()[:1]
    return wide >= NEARLY * width and begin.islower() and (end.isalnum() or end == ",")


def _first_word(line: str) -> int:
    words = line.split(maxsplit=1)
    # Chinese and Japanese break anywhere, so one character is what might have fitted.
    return (2 if is_tight(words[0][0]) else cells(words[0])) if words else 0


def indent(line: str) -> int:
    """Count the columns before the first sign: a wide blank takes two, a tab as far as to the next stop."""
    blank = line[: len(line) - len(line.lstrip(BLANKS))]
    return len(blank.replace("\u3000", "  ").expandtabs(TAB)) if blank.strip(" ") else len(blank)


def paragraphs_of(run: Sequence[str], width: int) -> list[Sequence[str]]:
    """Split a run where the first lines of its paragraphs are further in than the others, or all others further in
    than these; the run itself where they are not.
    """
    indents = list(map(indent, run))
    margin = min(indents)
    firsts = [number for number, wide in enumerate(indents) if margin + 2 <= wide <= margin + MOST_INDENTED]
    if not firsts or (len(firsts) == 1 and firsts[0] == 0):
        return [run]
    if len(firsts) <= len(run) * MOST_FIRST:
        found = _split(run, firsts if firsts[0] == 0 else [0, *firsts], width)
        if found:
            return found
    outer = [number for number, wide in enumerate(indents) if wide == margin]
    inner = {wide for wide in indents if wide != margin}
    hangs = indents[0] == margin and len(outer) > 1 and len(inner) == 1
    return (hangs and _split(run, outer, width)) or [run]


def _split(run: Sequence[str], starts: Sequence[int], width: int) -> list[Sequence[str]]:
    """The paragraphs that begin there; none where not all of them are prose, or none is longer than a line."""
    paragraphs = [run[start:end] for start, end in zip(starts, [*starts[1:], len(run)], strict=True)]
    wrapped = any(len(lines) > 1 for lines in paragraphs)
    return paragraphs if wrapped and all(is_prose(lines, width) for lines in paragraphs) else []


def _is_indented(run: Sequence[str], width: int) -> bool:
    return width >= PROSE and len(paragraphs_of(run, width)) > 1


def _runs(lines: Sequence[str]) -> list[list[str]]:
    """Lines between blank ones."""
    runs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
