"""Listings of a page are written in many ways: where lines are elements of their own, they become lines of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.tree import remove, text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

_HINTS = ('"fragment"', '"de1"', '"pre"')
"""What stands in the text of a page that has listings whose lines are elements outside of `pre`."""
_FRAME = deferred(r"(?:^|[\s_-])(?:fragment|code|listing|source|src)(?:$|[\s_-])|^\w+ source-", re.IGNORECASE)
"""What is called that holds lines of code, which then may be called no more than lines."""
_SET_AS_CODE = deferred(r"\bmonospace\b|white-space\s*:\s*pre\b", re.IGNORECASE)
"""How a style says that it is code."""
_LINE = deferred(r"(?:^|\s)(?:line|pre|de\d)(?:$|\s)")
_OWN_LINE = deferred(r"(?:^|\s)(?:line|token-line|code-line|view-line)(?:$|\s)|^cl$")
_BLOCK = deferred(r"display\s*:\s*(?:block|flex|grid)", re.IGNORECASE)
_INSIDE = ("pre", "div", "ol", "ul", "li", "p")
"""What may hold a line of a listing, or its number."""


def open_listings(root: Element, text: str) -> None:
    """Let each listing of a page, whose `text` this is, be one `pre` with its lines, and nothing else."""
    for field in list(root.iter("textarea")):
        if field.get("readonly") is not None and (field.text or "").strip():
            field.tag = "pre"
    written = list(root.iter("pre"))
    holders = list(root.iter("div", "ol")) if any(hint in text for hint in _HINTS) else list(_about(written))
    for holder in holders:
        lines = _lines_in(holder)
        if lines:
            _join(holder, lines)
    for listing in written:
        _end_lines(listing)
        _drop_numbers(listing)


def _about(written: Sequence[Element]) -> Iterator[Element]:
    """What holds several listings: each may be a line of one."""
    for one in written:
        row = one.getparent()
        holder = row.getparent() if row is not None and row.tag in ("div", "li") else None
        if row is not None and row.getprevious() is None and holder is not None:
            yield holder


def _lines_in(holder: Element) -> Sequence[Element]:
    """The elements in one that are a line of code each; none where it holds anything else."""
    lines = list(holder)
    tag = "li" if holder.tag == "ol" else "div"
    if (
        len(lines) < 2
        or (holder.text or "").strip()
        or any(line.tag != tag or (line.tail or "").strip() for line in lines)
    ):
        return []
    if any(above.tag == "pre" for above in holder.iterancestors()) and holder.tag == "div":
        return []
    return lines if all(map(_is_one_pre, lines)) or all(map(_is_called_line, lines)) else []


def _is_one_pre(line: Element) -> bool:
    """Whether all that is in an element is one line that is code by itself, behind its number."""
    listings = list(line.iter("pre"))
    if len(listings) != 1 or "\n" in text_in(listings[0]).strip("\n"):
        return False
    rest = text_in(line).replace(text_in(listings[0]), "", 1).strip()
    return not rest or rest.isdigit()


def _is_called_line(line: Element) -> bool:
    name = line.get("class") or ""
    if line.tag == "li":
        inner = line[0] if len(line) == 1 else None
        return inner is not None and inner.tag == "div" and _LINE.search(inner.get("class") or "") is not None
    if name.split() == ["pre"]:
        return True
    parent = line.getparent()
    if parent is None or _LINE.search(name) is None:
        return False
    return bool(_FRAME.search(parent.get("class") or "") or _SET_AS_CODE.search(parent.get("style") or ""))


def _join(holder: Element, lines: Sequence[Element]) -> None:
    holder.tag, holder.text = "pre", None
    for line in lines:
        code = next(line.iter("pre"), None)
        if code is not None:
            line[:], line.text, code.tail = [code], None, None  # without its number
        for node in line.iter():
            if node is not line and node.tag in _INSIDE:
                node.tag = "span"
            node.text = _plain(node.text)
            if node is not line:
                node.tail = _plain(node.tail)
        line.tag, line.tail = "span", "\n"


def _plain(text: str | None) -> str | None:
    """Outside of `pre` blanks are written so that they stay."""
    return text.replace("\xa0", " ").strip("\n") if text else text


def _end_lines(listing: Element) -> None:
    """Lines that only a style sheet would put below each other have an end."""
    holder = listing[0] if len(listing) == 1 and listing[0].tag == "code" else listing
    if len(holder) < 2 or "\n" in text_in(holder).strip("\n"):
        return
    if any(line.tag != "span" or line.tail for line in holder):
        return
    named = all(line.get("id") for line in holder)
    if named or (next(listing.iter("br"), None) is None and all(map(_is_own_line, holder))):
        for line in holder:
            ended = len(line) > 0 and line[-1].tag == "br" and not line[-1].tail
            line.tail = None if ended else "\n"


def _is_own_line(line: Element) -> bool:
    return (
        _OWN_LINE.search(line.get("class") or "") is not None
        or _BLOCK.search(line.get("style") or "") is not None
        or line.get("data-line") is not None
    )


def _drop_numbers(numbers: Element) -> None:
    """Take the numbers of lines away that stand beside a listing of as many."""
    said = text_in(numbers).split()
    if len(said) < 2 or said != [str(number) for number in range(1, len(said) + 1)]:
        return
    for listing in _beside(numbers):
        if text_in(listing).rstrip("\n").count("\n") + 1 == len(said):
            remove(numbers)
            return


def _beside(numbers: Element) -> Iterator[Element]:
    beside = numbers.getnext()
    if beside is not None and beside.tag in ("pre", "div", "code"):
        yield from beside.iter("pre")
