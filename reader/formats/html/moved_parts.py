"""Some parts of a page are put in their place by a script or a style, or stand in a frame or an attribute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from reader.domain.patterns import deferred
from reader.formats.html.tree import is_prose, remove, tree_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STREAMED = deferred(r"\$RC\(\s*[\"']([^\"']{1,80})[\"']\s*,\s*[\"']([^\"']{1,80})[\"']")
"""What React writes into a page that it sends in pieces: a place, and what comes there."""
_PIECE = deferred(r"(.{0,40})S:([\da-f]{1,8})")
_FOOTNOTES = ("d-footnote", "foot-note", "footnote", "inline-footnote")
"""Elements that libraries for notes define."""
_KEPT = deferred(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_KEPT_BY_CLASS = deferred(r"(?:^|\s)whitespace-(?:pre|break-spaces)")
"""How a style or its class says that lines are kept."""
_LINES = deferred(r"\S[^\S\n]*\n|\n[^\S\n]*\S")
_AS_WRITTEN = frozenset(("pre", "code", "script", "style", "textarea"))
_BLOCK = deferred(r"(?:^|;)\s*display\s*:\s*block", re.IGNORECASE)
LONGEST = 400
"""Characters of a tag in which a style is looked for."""
MOST = 200
"""Pieces and frames at most."""


def put_in_place(root: Element, text: str) -> None:
    """Put what a page, whose `text` this is, was sent later where it belongs, and the pages of frames into it."""
    if next(root.iter("template"), None) is not None:
        _put_pieces(root)
    for tag in _FOOTNOTES:
        for note in list(root.iter(tag)):
            note.tag = "span"
            note.set("class", "inline-footnote")
    if "popover" in text:
        _open_notes(root)
    if "display:block" in text or "display: block" in text:
        for part in list(root.iter("span")):
            if _BLOCK.search(part.get("style") or "") and not any(above.tag == "pre" for above in part.iterancestors()):
                part.tag = "div"  # its words are none of the line before it
    if "whitespace-" in text or _keeps_lines(text):
        _break_lines(root)
    if "srcdoc" in text:
        for frame in list(root.iter("iframe"))[:MOST]:
            _open_frame(frame)


def _keeps_lines(text: str) -> bool:
    """Whether the style of some element, and not a sheet, may say that lines are kept."""
    at = text.find("white-space")
    while at >= 0:
        tag = text[text.rfind("<", max(0, at - LONGEST), at) : at]
        if "style=" in tag and ">" not in tag:
            return True
        at = text.find("white-space", at + 1)
    return False


def _break_lines(root: Element) -> None:
    """End the lines that a style keeps as they are written, as `pre` does."""
    for holder in list(root.iter("div", "p", "span", "blockquote", "td", "li", "section", "article")):
        said = holder.get("style") or holder.get("class")
        if not said or not (
            _KEPT.search(holder.get("style") or "") or _KEPT_BY_CLASS.search(holder.get("class") or "")
        ):
            continue
        for node in list(holder.iter("*")):
            if node.tag not in _AS_WRITTEN and node.text and _LINES.search(node.text):
                first, *lines = node.text.strip("\n").split("\n")
                node.text = first
                _put_lines(node, 0, lines)
            parent = node.getparent()
            if node is not holder and parent is not None and node.tail and _LINES.search(node.tail):
                first, *lines = node.tail.split("\n")
                node.tail = first
                _put_lines(parent, parent.index(node) + 1, lines)


def _put_lines(parent: Element, at: int, lines: list[str]) -> None:
    for line in lines:
        end = etree.Element("br")
        end.tail = line
        parent.insert(at, end)
        at += 1


def _put_pieces(root: Element) -> None:
    said = {piece: place for script in root.iter("script") for place, piece in _STREAMED.findall(script.text or "")}
    places = {one.get("id"): one for one in root.iter("template") if one.get("id")}
    pieces = [
        one for one in root.iter("div") if one.get("hidden") is not None and _PIECE.fullmatch(one.get("id") or "")
    ]
    for piece in pieces[:MOST]:
        name = piece.get("id") or ""
        match = _PIECE.fullmatch(name)
        named = f"{match[1]}P:{match[2]}" if match else ""
        place = places.get(said.get(name) or named)
        if place is None or any(above is piece for above in place.iterancestors()):
            continue
        remove(piece)
        piece.tail = None
        del piece.attrib["hidden"]
        place.addnext(piece)  # before what follows the place
        place.tail, piece.tail = None, place.tail


def _open_notes(root: Element) -> None:
    """Notes that are shown over the page, and stand in an attribute of their sign only."""
    for link in list(root.iter("a"))[:MOST]:
        said = link.get("data-content") or link.get("data-bs-content") or ""
        if said and not link.get("href") and "footnote" in (link.get("class") or ""):
            inner = tree_of(f"<div>{said}</div>")
            link.tag, link.text = "span", None
            link[:] = list(inner.iter("div"))[:1] if inner is not None else []
            link.set("class", "inline-footnote")


def _open_frame(frame: Element) -> None:
    inner = tree_of(frame.get("srcdoc") or "")
    body = inner.find("body") if inner is not None else None
    if body is None or not is_prose(body):
        return
    frame.tag, frame.text = "div", body.text
    frame[:] = list(body)
    for name in list(frame.attrib):
        del frame.attrib[name]
