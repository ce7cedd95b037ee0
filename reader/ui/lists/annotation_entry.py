"""An entry of the pane or of a list shows one annotation: quote, note, tags and place.

`entry_rows` makes its rows without colours; `EntryDrawing` makes strips of them for the pane, each once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment

from reader.domain.annotation import RETURNED, State
from reader.domain.wording import one_line, say_page
from reader.ui.draw.cells import Styled, drawn, fit_to, line_width, width_of, wrap_line
from reader.ui.draw.strips import CompactStrip, styles_of
from reader.ui.draw.theme import IN_PEN, PENS, Ground, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.style import Style
    from textual.app import App
    from textual.strip import Strip

    from reader.domain.annotation import Annotation
    from reader.domain.colour import Colour
    from reader.domain.document import Document
    from reader.domain.span import Span
    from reader.ui.draw.cells import Line
    from reader.ui.draw.note_markdown import NoteLine
    from reader.ui.draw.strips import Styles


QUOTE_ROWS = 4
"""Rows of a quote that is not unfolded: enough to know it again, with the text beside it."""
NOTE_ROWS = 12
"""Rows of a note that is not unfolded: most notes whole, and still several entries on a screen of 30 rows."""


class Where(NamedTuple):
    """A `Where` says what an entry says of its place: `¶ 3`, `p. 12`; and how it was found in the version that is
    open.
    """

    label: str = ""
    state: State = State.ANCHORED
    check: bool = False
    quote: str = ""
    """Its words in that version, where they are not those that it was last seen with."""
    colour: str = ""
    """What the person calls its colour."""


def where(annotation: Annotation, document: Document, version: str) -> Where:
    """Return what an entry says of a version: the source's page where it has pages, else the paragraph's number; its
    words.
    """
    target = annotation.target_in(version)
    if target is None:
        return Where() if annotation.is_page_note else Where(state=State.ORPHAN)
    words = target.selectors.quote.exact
    span, quote = target.span, words if words != annotation.quote else ""
    if span is None:
        return Where(state=target.state, quote=quote)
    return Where(place_label(document, span), target.state, target.check, quote)


def place_label(document: Document, span: Span) -> str:
    """Tell where a piece of the text is, for people: the source's page where it has pages, else the paragraph's
    number.
    """
    page = document.page_at(span.start)
    return say_page(page) if page is not None else f"¶ {document.block_index(span.start) + 1}"


def entry_rows(annotation: Annotation, where: Where, width: int, *, unfolded: bool = False) -> list[Line]:
    """Draw the rows of an entry, each at most `width` cells; one at least."""
    words = where.quote or annotation.quote
    quote = wrap_line((Styled(one_line(words), Role.QUOTE),), width) if words else []
    rows = _cut(quote, 0 if unfolded else QUOTE_ROWS, width)
    texts = [one.text for one in annotation.rivals] or [annotation.note]
    for index, text in enumerate(texts):
        if index:
            rows.append((Styled(fit_to(f"or, from {annotation.rivals[index].device}:", width).rstrip(), Role.WARN),))
        rows += _cut(_note(text, width) if text.strip() else [], 0 if unfolded else NOTE_ROWS, width)
    if annotation.returned:
        rows += wrap_line((Styled(RETURNED, Role.WARN),), width)
    return _with_foot(rows, annotation, where, width) or [(Styled("(an empty note)", Role.FAINT),)]


def _with_foot(rows: list[Line], annotation: Annotation, where: Where, width: int) -> list[Line]:
    """Tags below, and the place to the right of the last row where it has room."""
    tags = list(_tag_rows(annotation.tags, width))
    rows = [*rows, *tags]
    right = tuple(_place(annotation, where))
    if not right:
        return rows
    room = line_width(right)
    last = rows.pop() if rows else ()
    used = line_width(last)
    # Two blanks keep the place apart from what is before it.
    if last and used + 2 + room > width:
        rows.append(last)
        last, used = (), 0
    return [*rows, (*last, Styled(" " * max(0, width - used - room), Role.NOTE), *right)]


def _place(annotation: Annotation, where: Where) -> Iterator[Styled]:
    if annotation.foreseen:
        yield Styled("not saved yet ", Role.WARN)
    if where.colour:
        yield Styled(f"{where.colour} ", IN_PEN[annotation.colour])
    if annotation.star:
        yield Styled("★ ", Role.STRONG)
    if where.state is State.ORPHAN:
        yield Styled("lost", Role.WARN)
        return
    if where.check:
        yield Styled("reworded? ", Role.WARN)
    elif where.state is State.MOVED:
        yield Styled("reworded ", Role.FAINT)
    if where.label:
        yield Styled(where.label, Role.FAINT)


def _tag_rows(tags: Iterable[str], width: int) -> Iterator[Line]:
    row: list[Styled] = []
    used = 0
    for tag in tags:
        text = fit_to(f"#{tag}", width).rstrip()
        cells = width_of(text)
        if row and used + 2 + cells > width:
            yield tuple(row)
            row, used = [], 0
        if row:
            row.append(Styled("  ", Role.NOTE))
            used += 2
        row.append(Styled(text, Role.TAG))
        used += cells
    if row:
        yield tuple(row)


def _cut(rows: list[Line], limit: int, width: int) -> list[Line]:
    if not limit or len(rows) <= limit:
        return rows
    *before, last = rows[limit - 1] or (Styled("", Role.NOTE),)
    kept = last.text.rstrip().rstrip(".,;:")
    if line_width(tuple(before)) + width_of(kept) >= width:
        kept = kept[:-1]
    return [*rows[: limit - 1], (*before, Styled(kept.rstrip() + "…", last.style))]


def _note(text: str, width: int) -> list[Line]:
    from reader.ui.draw.note_markdown import note_lines  # noqa: PLC0415  (2 ms, and most highlights have no note)

    return [row for line in note_lines(text) for row in _note_rows(line, width)]


def _note_rows(line: NoteLine, width: int) -> list[Line]:
    if line.keep:
        return [tuple(Styled(fit_to(one.text, width).rstrip(), one.style) for one in line.pieces)]
    if not line.lead:
        return wrap_line(line.pieces, width)
    # The bar of a quotation goes on beside all of its rows.
    below = line.lead if line.lead.startswith("│") else " " * len(line.lead)
    return wrap_line(line.pieces, width, (Styled(line.lead, Role.FAINT),), (Styled(below, Role.FAINT),))


MARGIN = 5
"""Cells beside an entry's text: the rule and a blank, the bar and a blank, and a blank after it."""
KEPT = 500
"""Entries kept as drawn: some screens of them; a bound, so that paging through 10,000 does not keep them all."""

EMPTY = (
    ("", "No annotation yet."),
    ("", ""),
    ("h", "  this sentence"),
    ("H", "  any one, by its letter"),
    ("v", "  a few words"),
    ("a", "  a note on it"),
    ("A", "  a note on all of it"),
    ("", ""),
    ("?", "  every key"),
)
"""Shown while there is no annotation: keys and what they mark."""
EMPTY_FILTER = (("", "Nothing answers to it."), ("", ""), ("Esc", "  shows all of them"))


class EntryDrawing:
    """An `EntryDrawing` draws for one pane, in one width and theme at a time."""

    def __init__(self, where: Callable[[Annotation], Where], on_tags: Callable[[], object] = lambda: None) -> None:
        """`where` tells the place of an annotation in the version that is open.

        `on_tags` is called before the first tag is drawn: most annotations have none, whose colours nobody asks for.
        """
        self._where = where
        self._on_tags = on_tags
        self._has_tags = False
        self._strips: dict[tuple[str, str, Ground, bool], tuple[Annotation, list[Strip]]] = {}
        self._rows: dict[tuple[tuple[str, Role], ...], Strip] = {}
        self._styles: Styles | None = None
        self._width = 0
        self._below = False
        self._tag_colours: Mapping[str, Colour] = {}

    @property
    def prepared(self) -> bool:
        """Tell whether it has been told what to draw for."""
        return self._styles is not None

    def prepare(self, app: App[object], width: int, *, below: bool) -> None:
        """Draw in this theme and width from now on; `below` the text there is no rule to its left."""
        styles = styles_of(app)
        if self._styles is not styles:
            self._styles = styles
            self._forget()
        if (width, below) != (self._width, self._below):
            self._width, self._below = width, below
            self._forget()

    def colour_tags(self, colours: Mapping[str, Colour]) -> bool:
        """Show tags in these colours from now on; whether that changes anything."""
        changed = colours != self._tag_colours
        if changed:
            self._tag_colours = colours
            self._forget()
        return changed

    def _forget(self) -> None:
        self._strips.clear()
        self._rows.clear()

    def entry(self, annotation: Annotation, heading: str, ground: Ground, *, unfolded: bool) -> list[Strip]:
        """Draw all rows of an entry with the heading above it and the blank below it, on the page or lifted off it."""
        # By its id, and then by identity: to hash a whole annotation costs more than to draw a row.
        key = (annotation.id, heading, ground, unfolded)
        kept = self._strips.get(key)
        if kept is None or kept[0] is not annotation:
            if len(self._strips) > KEPT:
                self._strips.clear()
            strips = list(self._entry(annotation, heading, ground, unfolded=unfolded))
            kept = self._strips[key] = (annotation, strips)
        return kept[1]

    def _entry(self, annotation: Annotation, heading: str, ground: Ground, *, unfolded: bool) -> Iterator[Strip]:
        if heading:
            yield self._row([(heading, Role.SECTION)])
            yield self.row()
        bar = [("▎" if ground is Ground.PAGE else "▌", PENS[annotation.colour]), (" ", Role.TEXT)]
        if annotation.tags and not self._has_tags:
            self._has_tags = True
            self._on_tags()
        rows = entry_rows(annotation, self._where(annotation), max(8, self._width - MARGIN), unfolded=unfolded)
        if self._tag_colours:
            from reader.ui.lists.tag_rows import with_tag_colours  # noqa: PLC0415  (for who has given tags colours)

            rows = with_tag_colours(rows, self._tag_colours)
        for row in rows:
            yield self._row([*bar, *row], ground)
        yield self.row()

    def head(self, text: str, *, active: bool) -> Strip:
        """Draw the first row; below the text it is the rule between the two."""
        look = Role.HEAD_ACTIVE if active else Role.HEAD
        if not self._below:
            return self.row((fit_to(text, max(1, self._width - 3)), look))
        text = fit_to(text, max(1, min(width_of(text), self._width - 5)))
        rule = "─" * max(0, self._width - width_of(text) - 4)
        style = self._style
        pieces = [
            Segment("── ", style(Role.RULE)),
            Segment(drawn(text), style(look)),
            Segment(f" {rule}", style(Role.RULE)),
        ]
        return CompactStrip(pieces).crop(0, self._width)

    def empty(self, row: int, *, filtered: bool) -> Strip:
        """Draw a row of what is said while no entry is shown."""
        lines = EMPTY_FILTER if filtered else EMPTY
        key, text = lines[row] if row < len(lines) else ("", "")
        return self.row((key, Role.KEY), (fit_to(text, max(1, self._width - 3 - len(key))), Role.LABEL))

    def row(self, *pieces: tuple[str, Role]) -> Strip:
        """Draw a row that is shown again and again: the head, a blank one, what is said while no entry is shown."""
        strip = self._rows.get(pieces)
        if strip is None:
            if len(self._rows) > KEPT:
                self._rows.clear()
            strip = self._rows[pieces] = self._row(pieces)
        return strip

    def _row(self, pieces: Sequence[tuple[str, Role]], ground: Ground = Ground.PAGE) -> Strip:
        """Texts, each with its role, behind the rule between the panes, filled up to the width."""
        style = self._style
        segments = [Segment("  " if self._below else "│ ", style(Role.RULE))]
        used = 2
        for text, role in pieces:
            segments.append(Segment(drawn(text), style(role, ground)))
            used += width_of(text)
        segments.append(Segment(" " * max(0, self._width - used), style(Role.TEXT, ground)))
        return CompactStrip(segments, max(used, self._width)).crop(0, self._width)

    def _style(self, role: Role, ground: Ground = Ground.PAGE) -> Style:
        assert self._styles is not None
        return self._styles.role(role, ground)
