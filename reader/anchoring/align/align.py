"""Two texts are aligned word by word, in four steps: spine, gaps, slides, moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import SPINE, Alignment, Box
from reader.anchoring.align.gaps import fill_between, fill_head, fill_tail
from reader.anchoring.align.moves import find_moves
from reader.anchoring.align.slides import slide
from reader.anchoring.align.spine import heaviest_chain, unique_runs

if TYPE_CHECKING:
    from reader.anchoring.words import Words

# Eight equal words in a row, found once on either side, are the same passage in any prose; shorter sequences are left
# to the gaps, where their neighbours have a say.
SURE = 8


def align(old: Words, new: Words) -> Alignment:
    """Align the words of `old` with those of `new`.

    Takes time about linear in the texts, more where little is equal.
    """
    alignment = Alignment(old, new)
    box = Box(0, len(alignment.old), 0, len(alignment.new))
    box = fill_tail(alignment, fill_head(alignment, box, SPINE), SPINE)
    fill_between(alignment, box, heaviest_chain(alignment, unique_runs(alignment, box, SURE)))
    slide(alignment)
    find_moves(alignment)
    return alignment
