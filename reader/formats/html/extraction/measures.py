"""Each element of a page holds so much text, so much of it as links, and so much as prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.names import KNOWN
from reader.formats.html.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element as Element

LINE = 25
"""Characters from which on a piece of text is a line of prose, and not a label or a name."""
LABEL = 150
"""Characters at most of the line that names the author and the day."""
MOST = 0.5
"""Share from which on something is most of what it is a part of."""
HASH_LINK = 0.3
"""What a link within the page counts as one: those of notes and terms stand in the midst of prose."""

_NOT_TEXT = (
    "audio button canvas datalist embed head iframe input link meta noscript object option script select style svg"
    " template textarea title video dialog"
)
NOT_TEXT = frozenset(_NOT_TEXT.split())
_BLOCKS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())
_CAPTION = deferred(r"(?:^|[\s_-])(?:caption|credits?)(?:$|[\s_-])", re.IGNORECASE)
"""What a picture's words are called where they are in no figure."""
_COMMA = deferred("[,،﹐﹑﹒、，；;]")


@lru_cache(KNOWN)
def _is_caption(classes: str) -> bool:
    return _CAPTION.search(classes) is not None


class Measures:
    """`Measures` are figures of the elements of `body` by their index in `nodes`, each of all that is inside."""

    def __init__(self, body: Element) -> None:
        self.nodes = [node for node in body.iter() if isinstance(node.tag, str)]
        self.index = {node: at for at, node in enumerate(self.nodes)}
        count = len(self.nodes)
        self.parents = [-1] * count
        self.ends = [0] * count
        """The index after the last element inside."""
        self.own = [0] * count
        """Characters of an element's own lines: of itself and what is inline in it."""
        self.own_linked = [0.0] * count
        self.own_commas = [0] * count
        self.blocks = [0] * count
        """The number of blocks directly or deeper inside."""
        self.comments: frozenset[int] | None = None
        """What readers wrote, once it has been asked for."""
        self._captions = [False] * count
        self._read()
        for at, caption in enumerate(self._captions):
            if caption:
                self.own[at], self.own_linked[at] = 0, 0.0
        self.prose = [
            max(0.0, own - linked) if own >= LINE and linked < own / 2 else 0.0
            for own, linked in zip(self.own, self.own_linked, strict=True)
        ]
        self.length, self.linked, self.commas = self.own[:], self.own_linked[:], self.own_commas[:]
        self._sum_up()

    def _read(self) -> None:
        """Give each piece of text to the block that it is a line of."""
        count = len(self.nodes)
        visibility = Visibility(self.nodes[0], [node for node in self.nodes if node.tag == "script"])
        owner, link, silent = [0] * count, [0.0] * count, [False] * count
        for at, node in enumerate(self.nodes):
            above = node.getparent()
            parent = self.index.get(above, -1) if above is not None and at else -1
            self.parents[at] = parent
            tag = node.tag
            owner[at] = at if tag in BLOCKS or parent < 0 else owner[parent]
            silent[at] = (
                tag in NOT_TEXT
                or (parent >= 0 and silent[parent])
                or (at > 0 and bool(names := node.keys()) and visibility.is_hidden(node, names))
            )
            self._captions[at] = (
                tag in ("figure", "figcaption")
                or (parent >= 0 and self._captions[parent])
                or ((said := node.get("class")) is not None and _is_caption(said))
            )
            share = 0.0 if parent < 0 else link[parent]
            if tag == "a":
                share = HASH_LINK if (node.get("href") or "#").startswith("#") else 1.0
            link[at] = share
            if not silent[at] and node.text:
                self._add(owner[at], node.text, share)
            if parent >= 0 and node.tail and not silent[parent]:
                self._add(owner[parent], node.tail, link[parent])

    def _add(self, at: int, text: str, link: float) -> None:
        words = text.split()
        if words:
            length = sum(map(len, words)) + len(words)
            self.own[at] += length
            if link:
                self.own_linked[at] += link * length
            self.own_commas[at] += len(_COMMA.findall(text))

    def _sum_up(self) -> None:
        for at in range(len(self.nodes) - 1, -1, -1):
            self.ends[at] = max(self.ends[at], at + 1)
            parent = self.parents[at]
            if parent < 0:
                continue
            self.ends[parent] = max(self.ends[parent], self.ends[at])
            self.length[parent] += self.length[at]
            self.linked[parent] += self.linked[at]
            self.commas[parent] += self.commas[at]
            self.prose[parent] += self.prose[at]
            self.blocks[parent] += self.blocks[at] + (self.nodes[at].tag in BLOCKS)

    def above(self, at: int) -> Iterator[int]:
        """Climb the elements about one, the innermost first."""
        while at >= 0 and (at := self.parents[at]) >= 0:
            yield at

    def holder(self, some: Iterable[int]) -> int:
        """Find the innermost element that all of them are in, or are."""
        few = sorted(some)
        return next(
            (at for at in (few[0], *self.above(few[0])) if self.ends[at] >= max(self.ends[one] for one in few)), 0
        )

    def outermost(self, some: Iterable[int]) -> Iterator[int]:
        """Keep those elements that lie in no other of them."""
        end = 0
        for at in sorted(some):
            if at >= end:
                end = self.ends[at]
                yield at

    def without(self, out: frozenset[int], figures: Sequence[float] = ()) -> list[float]:
        """Count the prose of each element, or other `figures`, less what those hold that are out."""
        less = list(figures or self.prose)
        for at in self.outermost(out):
            gone, above = less[at], at
            while above >= 0:
                less[above] -= gone
                above = self.parents[above]
        return less

    def link_share(self, at: int) -> float:
        """Tell how much of an element's text is links."""
        return self.linked[at] / self.length[at] if self.length[at] else 0.0
