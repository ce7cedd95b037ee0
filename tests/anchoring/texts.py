"""Texts written for the tests, and edits that are known word by word."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import NamedTuple

from hypothesis import strategies as st

from reader.domain.span import Span

HARBOUR = """\
# The harbour at low water

When the tide runs out of the inner harbour, the boats lean on their legs and the mud begins to speak. It ticks and \
sighs; small holes open and close where worms draw the water down. Nobody who lives here hears it any more.

The harbour master keeps two books. In the first he writes arrivals, with the name of the boat, her draught and what \
she carries. In the second, which has no title, he writes what he sees from his window, and at what hour.

## What the second book says

On the third of March a heron stood on the slip for forty minutes and caught nothing. On the fourth it came back. The \
entry for the fifth is one word long, and the word is "patience".

Some entries are about weather, but most are about people: who walks to the end of the mole alone, who is met there, \
who throws bread. He never gives a name. "The one in the grey coat" appears on eleven pages before she is given a dog.

- The slip is to be kept clear.
- Nets are to be dried on the northern wall only.
- Dues are paid at the office, before noon.

## What the first book leaves out

Arrivals are easily counted. What cannot be counted is how long a boat hesitates outside, in the grey water beyond the \
bar, before her skipper decides that there is depth enough. The harbour master knows the depth to a hand, and yet he \
does not signal; it is not his decision. He only writes down the hour.

Patience, he told me, is mostly a matter of having a window.
"""

ORCHARD = """\
Of the forty trees that my grandmother planted, nineteen are alive. They stand in four rows on the slope behind the \
barn, and the wind has taught all of them the same bow.

Grafting is an old deceit: you tell the root of a crab apple that it is a Gravenstein, and for sixty years it believes \
you. The scar stays visible. Children put their fingers into it.

We press in October. The mill is driven by a belt from the tractor, and the pomace goes to the pigs of the neighbour, \
who brings us a ham at Easter and thinks that he has the better of the bargain. Perhaps he has.

A sweet cider needs a sharp apple, a bitter one and a dull one. The sharp gives it a voice, the bitter something to \
say, and the dull keeps both from shouting. My grandmother wrote the proportions on the door of the cellar, in pencil, \
and changed them every year.

In a wet autumn the yeast of the skins is enough; in a dry one we wait for days, and listen at the barrels with an ear \
to the wood, as one listens at the door of a sickroom.

When the last trees are gone the slope will be worth more. A man from the town has told us how much.
"""


class Edited(NamedTuple):
    """A text, an edited one, and where each old word is in the new one (None where it is gone)."""

    old: str
    new: str
    words: list[tuple[Span, Span | None]]


def edited(text: str, rate: float, seed: int) -> Edited:
    """`text` with about `rate` of its words replaced or dropped, words put in, and one paragraph moved."""
    chance = random.Random(seed)
    paragraphs = text.split("\n\n")
    starts = [0, *accumulate(len(one) + 2 for one in paragraphs)]
    order = list(range(len(paragraphs)))
    order.insert(chance.randrange(len(order)), order.pop(chance.randrange(len(order))))
    new = ""
    words: list[tuple[Span, Span | None]] = []
    for n in order:
        at = starts[n]
        for word in paragraphs[n].split(" "):
            old = Span(at, at + len(word))
            at += len(word) + 1
            fate = chance.random() / rate if rate else 1.0
            if fate < 0.25:
                words.append((old, None))
                continue
            if fate < 0.5:
                new += chance.choice(("indeed", "seldom", "harbourless", "quinces", "evenly")) + " "
            written = "otherwise" if 0.5 <= fate < 1.0 else word
            words.append((old, Span(len(new), len(new) + len(written)) if written == word else None))
            new += written + " "
        new = new.rstrip(" ") + "\n\n"
    return Edited(text, new, sorted(words, key=lambda pair: pair[0]))


_LATIN = ["the", "a", "of", "mud", "heron", "tide", "harbour", "window", "slip", "patience", "Gravenstein", "10"]
_WORDS = st.sampled_from([*_LATIN, "漢", "字", "ภาษา", "👍🏽", "é"])
_BETWEEN = st.sampled_from([" ", " ", " ", ", ", ". ", "\n", "\n\n", " — "])


@st.composite
def prose(draw: st.DrawFn, most: int = 60) -> str:
    """Text of a few words that come again and again, which is what makes anchoring hard."""
    pairs = draw(st.lists(st.tuples(_WORDS, _BETWEEN), min_size=1, max_size=most))
    return "".join(word + between for word, between in pairs)


def spans_of(text: str) -> st.SearchStrategy[Span]:
    """Spans of `text` that hold at least one code point."""
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return ends.map(sorted).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair))
