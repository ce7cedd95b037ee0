"""What was found in the whole library becomes items of a list, under the titles of their articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.library.phrases import AROUND, FoundIn, find_seen_places
from reader.ui.draw.cells import ItemRows, Line, Styled, cut, line_width, spread, wrap_line
from reader.ui.draw.theme import PENS, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.library.phrases import Hit

PLACES = {FoundIn.TEXT: "", FoundIn.QUOTE: "highlight"}
"""What is said of where it was found, besides what that is called: most is in texts."""
LABEL = 11
"""Cells at the right for that."""


class HitRows:
    """`HitRows` are hits by article, the article first in which something was found first."""

    def __init__(self, found: Sequence[Hit], words: str) -> None:
        self.words = words
        by_article: dict[str, list[Hit]] = {}
        for hit in found:
            by_article.setdefault(hit.article.id, []).append(hit)
        self._counts = {key: len(hits) for key, hits in by_article.items()}
        self.found = [hit for hits in by_article.values() for hit in hits]

    def __len__(self) -> int:
        return len(self.found)

    def index(self, hit: Hit | None) -> int:
        """Tell where it stands; 0 where it is not listed."""
        return self.found.index(hit) if hit in self.found else 0

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw the words with what is around them; what they were found in, where it is no text."""
        hit = self.found[index]
        marked = hit.annotation is not None and hit.annotation.targets
        bar = PENS[hit.annotation.colour] if hit.annotation is not None and marked else Role.PLAIN
        rows = _without_tail(wrap_line(self._around(hit), width - LABEL), width - LABEL)
        label = Styled(PLACES.get(hit.where, str(hit.where)), Role.FAINT)
        first = spread(rows[0], (label,), width) if label.text else rows[0]
        return ItemRows((first, *rows[1:]), self._heading(index, width), gap=0, bar=bar)

    def _around(self, hit: Hit) -> Line:
        """The text around it, the words themselves strong."""
        text = f"#{hit.around}" if hit.where is FoundIn.TAG else _whole_words(hit)
        pieces: list[Styled] = []
        at = 0
        for span in find_seen_places(text, self.words):
            pieces += [Styled(text[at : span.start]), Styled(text[span.start : span.end], Role.KEY)]
            at = span.end
        return (*pieces, Styled(text[at:]))

    def _heading(self, index: int, width: int) -> tuple[Line, ...]:
        article = self.found[index].article
        if index and self.found[index - 1].article.id == article.id:
            return ()
        count = Styled(str(self._counts[article.id]), Role.FAINT)
        title = spread((Styled(article.title, Role.HEADING),), (count,), width)
        return ((), title) if index else (title,)


def _without_tail(rows: list[Line], width: int) -> list[Line]:
    """The rows down to the last one with the words in it: what is around them is a help, and not worth a row."""
    last = max((at for at, row in enumerate(rows) if any(one.style == "key" for one in row)), default=0)
    if last + 1 == len(rows):
        return rows
    row = (*rows[last], Styled(" …"))
    return [*rows[:last], row if line_width(row) <= width else cut((*row, Styled(" ")), width)]


def _goes_on(hit: Hit) -> bool:
    """Whether there is more behind what is shown around the words."""
    if hit.annotation is not None and hit.where in (FoundIn.QUOTE, FoundIn.NOTE):
        whole = hit.annotation.quote if hit.where is FoundIn.QUOTE else hit.annotation.whole_note
        return hit.span.end + AROUND < len(whole)
    behind = len(hit.around) - min(hit.span.start, AROUND) - len(hit.span)
    return hit.where is FoundIn.TEXT and behind >= AROUND - AROUND // 4  # less where runs of blanks were one


def _whole_words(hit: Hit) -> str:
    """What is around it, without the pieces of words at its ends; an ellipsis says that there is more."""
    text = hit.around
    if hit.span.start > AROUND:
        first = text.find(" ", 0, AROUND // 2)
        text = f"…{text[first:]}" if first >= 0 else f"…{text}"
    if _goes_on(hit):
        last = text.rfind(" ", len(text) - AROUND // 2)
        text = f"{text[:last]} …" if last >= 0 else f"{text}…"
    return text
