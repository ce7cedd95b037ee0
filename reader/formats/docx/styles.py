"""The styles of a Word document say what its paragraphs and runs are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.formats.docx.ooxml import child, name_of, number, says, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DEEPEST = 20
"""Styles that one is based on: some are based on themselves."""
_QUOTES = frozenset(("quote", "intense quote", "block text", "block quote", "quotations"))
_CODE = frozenset(("code", "html preformatted", "source code", "preformatted text", "verbatim", "code block", "macro"))
_CODE_RUNS = frozenset(
    ("code", "html code", "verbatim char", "source code char", "inline code", "html typewriter", "macro text char")
)
_BELOW_TITLES = frozenset(("author", "authors", "date", "affiliation", "abstract"))
"""What looks as a title does, in the styles of some programs, and is none."""
_CONTENTS = ("toc ", "contents ")


class Style(NamedTuple):
    """A `Style` is one style with all that it takes from those it is based on."""

    name: str = ""
    level: int = 0
    """Of a heading: 1 to 6."""
    quote: bool = False
    code: bool = False
    contents: bool = False
    """Whether it is a line of the machine-made contents."""
    list_id: str = ""
    list_level: int = -1
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    hidden: bool | None = None


class WordStyles:
    """`WordStyles` are the styles by their ids; one that is not there says nothing."""

    def __init__(self, root: Element | None) -> None:
        nodes = [] if root is None else [one for one in root if name_of(one) == "style"]
        self._nodes = {value(one, "styleId"): one for one in nodes}
        self._found: dict[str, Style] = {}

    def get(self, style_id: str) -> Style:
        """Return the style of that id."""
        found = self._found.get(style_id)
        if found is None:
            found = self._found[style_id] = self._read(style_id)
        return found

    def _read(self, style_id: str) -> Style:
        chain: list[Element] = []
        while (node := self._nodes.get(style_id)) is not None and len(chain) < DEEPEST:
            chain.append(node)
            style_id = value(child(node, "basedOn"))
        style = Style() if chain else _by_id(style_id)
        for node in reversed(chain):
            style = _with(style, node)
        return style


def _by_id(style_id: str) -> Style:
    """A style that the document does not have: programs that write none count on Word's own, by their ids."""
    kind = style_id.lower()
    level = number(kind.removeprefix("heading")) if kind.startswith("heading") else int(kind == "title")
    return Style(kind, level if 0 < level < 7 else 0, kind in ("quote", "intensequote"), kind == "htmlpreformatted")


def _with(style: Style, node: Element) -> Style:
    """A style with what one based on it says."""
    name = value(child(node, "name")).lower()
    paragraph, run = child(node, "pPr"), child(node, "rPr")
    outline = number(value(child(paragraph, "outlineLvl")), -1)
    kind = name.removeprefix("heading ")
    level = number(kind) if kind != name and number(kind) > 0 else outline + 1 if 0 <= outline < 9 else style.level
    level = 1 if name == "title" else level if outline != 9 else 0
    level = 0 if name in _BELOW_TITLES and outline < 0 else level
    numbered = child(paragraph, "numPr")
    list_id = value(child(numbered, "numId"))
    return Style(
        name,
        min(level, 6),
        style.quote or name in _QUOTES,
        style.code or name in (_CODE if value(node, "type") != "character" else _CODE_RUNS),
        style.contents or name.startswith(_CONTENTS),
        list_id or style.list_id,
        number(value(child(numbered, "ilvl")), -1) if numbered is not None else style.list_level,
        *(
            found if (found := says(run, what)) is not None else before
            for what, before in (
                ("b", style.bold),
                ("i", style.italic),
                ("strike", style.strike),
                ("vanish", style.hidden),
            )
        ),
    )
