"""Lines are read as cmark writes them."""

from __future__ import annotations

from reader.domain.document import MarkKind
from reader.domain.patterns import deferred
from reader.formats.html.inline import LONGEST_LINK
from reader.formats.html.written_lines import WrittenLines, WrittenMark, unescaped

MARKED = {
    "em": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "del": MarkKind.STRIKE,
    "code": MarkKind.CODE,
}
"""The marks that cmark knows, but for links."""
_TITLED_LINK = deferred(r'a href="([^"]*)" title="[^"]*"')
_ALIGNED = deferred(r' align="\w+"')


class CmarkLines(WrittenLines):
    """`CmarkLines` reads the lines of one text."""

    def __init__(self) -> None:
        super().__init__({name: (name, kind, "") for name, kind in MARKED.items()})

    def mark(self, raw: str, said: str) -> WrittenMark | None:
        """Return what a link is; any other element is more than cmark writes of Markdown."""
        target = target_of(raw, said)
        return None if target is None else ("a", MarkKind.LINK, target)


def is_silent(written: str) -> bool:
    """Tell whether attributes of a table's part are those that cmark writes."""
    return not written or _ALIGNED.fullmatch(written) is not None


def target_of(raw: str, said: str) -> str | None:
    """Return where a link of this tag and these words leads; None where it is more than a link, or none."""
    if raw[:8] == 'a href="' and raw.count('"') == 2:
        written = raw[8:-1]
    elif (titled := _TITLED_LINK.fullmatch(raw)) is not None:
        written = titled[1]
    else:
        return None
    if len(said) < 3 and said.strip() in ("", "#", "¶"):
        return None
    href = (unescaped(written) if "&" in written else written).strip(" \t\n\r\f")
    return None if href in ("", "#") or len(href) > LONGEST_LINK else href
