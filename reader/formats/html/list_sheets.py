"""A page's own style sheets say how its lists are numbered: with letters, in brackets, by the numbers of all levels."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.list_numbers import STYLE, numeral_of
from reader.formats.html.sections import DRAWN_AS, TAG
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

RULES, LISTS, LONGEST = 100, 1000, 2000
"""Rules that say something of lists, and lists, that are looked at, at most, and characters of what a rule is for."""
_COMMENT = deferred(r"/\*.*?\*/", re.DOTALL)
_ITEMS = deferred(r"\s*>?\s*li(?:\.[\w-]+)?\s*::?(?:before|marker)$|(?<=[\w\]-])::?marker$", re.IGNORECASE)
"""What a selector ends with that says what stands before the items of a list."""
_LEVELS = deferred(r"counters\(\s*[\w-]+\s*,\s*([\"'])(.{0,3}?)\1")
_COUNTER = deferred(
    r"(?:^|[\s:])(?:([\"'])(.{0,3}?)\1\s*)?counter\(\s*[\w-]+\s*(?:,\s*([\w-]+)\s*)?\)\s*(?:([\"'])(.{0,6}?)\4)?"
)
_DEEP = deferred(r"(?:^|\s)lst-[\w-]+-([1-8])(?:\s|$)")
_CITED = deferred(r"\s*\[(?=[^\]]*[^\W\d_])\w[^\[\]\n]{0,30}\]\s*")
_COMPOUND = deferred(r"(\w+)?((?:[.#][\w-]+)*)(?::first-of-type|:not\([^)]*\))?")
_NAMES = deferred(r"[.#][\w-]+")


def number_lists(root: Element) -> None:
    """Tell each list of a page how its style sheets number it, where they say so and it does not."""
    lists = list(islice(root.iter("ol"), LISTS))
    sheets = [style.text or "" for style in root.iter("style")] if lists else []
    for selector, inside in islice(chain.from_iterable(map(_rules, sheets)), RULES):
        bare = _ITEMS.sub("", selector)
        style = STYLE.search(inside)
        for one in lists:
            if not _selects(bare, one):
                continue
            if bare != selector and "content" in inside:
                _draw(one, inside)
            elif bare == selector and style is not None and not STYLE.search(one.get("style") or ""):
                one.set("style", f"{one.get('style') or ''};list-style-type:{style[1]}")


def nest_lists(root: Element) -> None:
    """Put a list into the item before it, where only its class says how deep it is, as word processors write them."""
    for one in list(islice(root.iter("ol", "ul"), LISTS)):
        match = _DEEP.search(one.get("class") or "")
        outer = one.getprevious() if match else None
        if match is None or outer is None or outer.tag not in ("ol", "ul") or (outer.tail or "").strip():
            continue
        for _ in range(int(match[1]) - 1):
            last = next(outer.iterchildren("li", reversed=True), None)
            inner = next(last.iterchildren("ol", "ul", reversed=True), None) if last is not None else None
            if inner is None:
                break
            outer = inner
        last = next(outer.iterchildren("li", reversed=True), None)
        if last is not None:
            one.tail = None
            last.append(one)


def part_labels(root: Element) -> None:
    """Set the number of a paragraph apart from its words, where it is in an element of its own, as style sheets do."""
    for paragraph in root.iter("p"):
        before = paragraph.getprevious()
        if before is not None and before.tag == "span" and not (before.tail or "").strip():
            _put_into(paragraph, before)
        if len(paragraph) < 2 or (paragraph.text or "").strip():
            continue
        label = paragraph[0]
        if label.tag in ("span", "b", "strong") and not label.tail and TAG.fullmatch(text_in(label)):
            label.tail = " "


def _put_into(paragraph: Element, label: Element) -> None:
    """Put what a cited work is called, which stands before its paragraph, into that."""
    parent = label.getparent()
    first = parent is not None and label.getprevious() is None and not (parent.text or "").strip()
    if first and _CITED.fullmatch(text_in(label)):
        paragraph.insert(0, label)
        label.tail, paragraph.text = f" {(paragraph.text or '').lstrip()}", None


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors that say something of lists, each with what it says. Sheets are long, and few rules do."""
    for said in ("list-style", "counter(", "counters("):
        closed = -1
        while (at := sheet.find(said, closed + 1)) >= 0:
            opened, closed = sheet.rfind("{", 0, at), sheet.find("}", at)
            if opened < 0 or closed < 0:
                break
            yield from _selectors(sheet, opened, closed)


def _selectors(sheet: str, opened: int, closed: int) -> Iterator[tuple[str, str]]:
    begin = 1 + max(sheet.rfind(sign, max(0, opened - LONGEST), opened) for sign in "{};")
    yield from ((one.strip(), sheet[opened + 1 : closed]) for one in _COMMENT.sub("", sheet[begin:opened]).split(","))


def _selects(selector: str, element: Element) -> bool:
    """Whether a selector of names, and of elements about elements, means a list."""
    parts = selector.replace(">", " ").split()
    if not parts or not _is(parts[-1], element) or (len(parts) == 1 and parts[0] in ("ol", "*")):
        return len(parts) == 1 and parts[0] == "ol"
    node = element.getparent()
    for part in reversed(parts[:-1]):
        while node is not None and not _is(part, node):
            node = node.getparent()
        if node is None:
            return False
        node = node.getparent()
    return True


def _is(compound: str, element: Element) -> bool:
    match = _COMPOUND.fullmatch(compound)
    if match is None or not (match[1] or match[2]) or (match[1] and match[1].lower() != element.tag):
        return False
    words = (element.get("class") or "").split()
    return all(
        name[1:] in words if name.startswith(".") else name[1:] == element.get("id")
        for name in _NAMES.findall(match[2])
    )


def _draw(one: Element, rule: str) -> None:
    """Write before the items of a list what a rule has drawn there."""
    levels, counter = _LEVELS.search(rule), _COUNTER.search(rule)
    start = one.get("start") or "1"
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
    for item in one.iterchildren("li"):
        if levels is not None:
            above = next((around.get(DRAWN_AS) for around in item.iterancestors("li")), None)
            sign = f"{above.rstrip('.')}{levels[2]}{number}" if above else str(number)
            item.set(DRAWN_AS, f"{sign}." if "." not in sign else sign)
        elif counter is not None:
            numeral = numeral_of(number, counter[3] or "") or str(number)
            sign = f"{counter[2] or ''}{numeral}{(counter[5] or '').strip() or '.'}"
            if sign != f"{number}.":
                item.set(DRAWN_AS, sign)
        number += 1
