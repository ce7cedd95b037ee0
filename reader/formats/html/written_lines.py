"""Lines are read as lxml and cmark write them: in one form, in which nothing but a tag has a `<` in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from reader.domain.document import MarkKind
from reader.domain.patterns import deferred
from reader.formats.builder import collapsed
from reader.formats.html.inline import MARKS, target_at
from reader.formats.html.visibility import hides_nothing

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from reader.formats.builder import InLine, Line
    from reader.formats.html.flow import Flow


WrittenMark = tuple[str, MarkKind | None, str]
"""The name of an element in a line, which mark it is, and its value."""
_MARK = deferred(r"<([^<>]*)>(?:<([^<>]*)>)?([^<]*)</(\w+)>(?:</(\w+)>)?([^<]*)")
"""A mark in a line, with the one that may be all that it holds, and the words behind it."""
_ALL_IN_ONE = deferred(r"<(\w+)>([^<\s](?:[^<]*[^<\s])?)</\1>")
"""A line of which all is marked."""
_ATTRIBUTE = deferred(r' ([^\s=<>"]+)="([^"<>]*)"')
_REFERENCE = deferred(r"&(#?\w+);")
UNKNOWN = deferred(r"&(?!(?:amp|lt|gt|quot|#13|#10|#9);)")
"""A reference that lxml writes of no text: the name of something that is declared elsewhere."""
_SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "#13": "\r", "#10": "\n", "#9": "\t", "#x27": "'"}
_SILENT = frozenset(("align", "class", "dir", "href", "id", "lang", "rel", "style", "target", "xml:lang"))
"""The attributes that say nothing of a line or of what is in it, but for its names and where it leads."""


class WrittenLines(ABC):
    """`WrittenLines` reads the lines of one text; `marks` are the tags of those that are nothing but a mark."""

    def __init__(self, marks: Mapping[str, WrittenMark]) -> None:
        self.marks = marks

    @abstractmethod
    def mark(self, raw: str, said: str) -> WrittenMark | None:
        """Return what an element in a line is, of any other tag and these words; None where it is more."""

    def line(self, inner: str) -> Line | None:
        """Return the words of what an element holds and the marks in them, as `line_of` does; None where that does."""
        if "<" not in inner:
            return collapsed(unescaped(inner) if "&" in inner else inner).lstrip(" "), ()
        whole = _ALL_IN_ONE.fullmatch(inner)
        if whole is not None and (mark := self.marks.get(whole[1])) is not None:
            said = unescaped(whole[2]) if "&" in whole[2] else whole[2]
            return (said, ((mark[1], 0, len(said), ""),) if mark[1] else ()) if collapsed(said) == said else None
        first = inner[: inner.index("<")]
        found = _MARK.findall(inner)
        if "&" in inner:
            first = unescaped(first)
            found = [(raw, two, unescaped(said), *ends, unescaped(tail)) for raw, two, said, *ends, tail in found]
        return None if first.isspace() else self._marked(first, found, inner.count("<"))

    def _marked(self, first: str, found: Sequence[tuple[str, ...]], signs: int) -> Line | None:
        """The line that begins so, and has those marks, where they have all of so many signs."""
        pieces = [first]
        marks: list[InLine] = []
        at = len(first)
        for raw, within, said, closed, second, tail in found:
            if not said or said[0].isspace() or said[-1].isspace():
                return None
            start, at = at, at + len(said)
            signs -= 2
            if within or second:
                inner = self.marks.get(within)
                if inner is None or inner[1] is None or closed != within:
                    return None
                signs -= 2
                marks.append((inner[1], start, at, ""))
                closed = second
            mark = self.marks.get(raw) or self.mark(raw, said)
            if mark is None or mark[0] != closed:
                return None
            if mark[1] is not None:
                marks.append((mark[1], start, at, mark[2]))
            pieces += (said, tail)
            at += len(tail)
        words = collapsed("".join(pieces))
        return (words, marks) if not signs and len(words) == at and words and not words[0].isspace() else None


class LxmlLines(WrittenLines):
    """`LxmlLines` reads the tags and lines of one page as lxml writes them: most tags stand a hundred times in it."""

    def __init__(self, flow: Flow) -> None:
        super().__init__({name: (name, kind, "") for name, kind in {"span": None, **MARKS}.items()})
        self._flow = flow
        self._silent: dict[str, bool] = {}
        """Of attributes as they are written: whether they say nothing."""

    def is_silent(self, written: str) -> bool:
        """Tell whether attributes that are written so say nothing of their element, wherever it stands."""
        if not written:
            return True
        silent = self._silent.get(written)
        if silent is None:
            attributes = attributes_in(written)
            silent = self._say_nothing(attributes)
            if "id" not in attributes:
                self._silent[written] = silent
        return silent

    def _say_nothing(self, attributes: Mapping[str, str]) -> bool:
        return (
            _SILENT.issuperset(attributes)
            and hides_nothing(attributes.get("class", ""), attributes.get("style", ""))
            and attributes.get("id") not in self._flow.wanted
        )

    def mark(self, raw: str, said: str) -> WrittenMark | None:
        """Return what an element in a line is; it may have attributes that say nothing."""
        name = raw.partition(" ")[0]
        if name == "a":
            target = self._target_of(raw[1:], said)
            return None if target is None else (name, MarkKind.LINK, target)
        mark = self.marks.get(name)
        return mark if mark is not None and self.is_silent(raw[len(name) :]) else None

    def _target_of(self, written: str, said: str) -> str | None:
        if written[:7] == ' href="' and written.count('"') == 2:
            return target_at(self._flow, unescaped(written[7:-1]), None, said)
        attributes = attributes_in(written)
        attributes.pop("title", None)  # of what is no drawing it says nothing
        if not self._say_nothing(attributes):
            return None
        return target_at(self._flow, attributes.get("href", ""), attributes.get("class"), said)


def attributes_in(written: str) -> dict[str, str]:
    """Return the attributes that are written so."""
    found = _ATTRIBUTE.findall(written)
    if sum(len(name) + len(value) + len(' =""') for name, value in found) != len(written):
        return {written: ""}  # a page may have names of any signs: nothing is known of these
    return {name: unescaped(value) for name, value in found}


def unescaped(text: str) -> str:
    """Return a text or a value as it was before it was written so."""
    return _REFERENCE.sub(_sign, text) if "&" in text else text


def _sign(match: re.Match[str]) -> str:
    return _SIGNS[match[1]]
