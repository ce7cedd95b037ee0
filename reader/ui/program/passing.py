"""Text counts as read that left the screen by keys that read on, after a fair time; and so one's pace is learned.

*Passed* is what left the screen by the keys of rows, sentences, paragraphs and pages, or by the wheel, and not by a
jump, after at least a tenth of the time that its words take at 240 a minute. The last screen never leaves: it is passed
when that time is over.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

USUAL = 240.0
"""Words a minute of somebody who reads silently (Brysbaert 2019 measures 238 for English non-fiction)."""
HURRIED = 0.1
"""Which part of the usual time a passage must have been on the screen: who skims reads; who leafs through does not."""
GLANCE = 1.0
"""Seconds that the last screen must be shown at the least: a text of three lines that is left at once is not read."""
SLOWEST, FASTEST = 40.0, 1200.0
"""Words a minute between which a passage says how fast somebody reads: beyond them is a pause, or leafing."""
MEMORY = 4000.0
"""Words of which the pace is made: a quarter of an hour. What is older counts less and less."""
SAMPLE = 2000
"""Code points in which the words are counted for an estimate: a page."""
SAMPLES = 8
"""From so many places of a long text, so that neither its contents nor its notes speak for all of it."""
STEPS = ((60, 1), (180, 5), (600, 15))
"""Minutes below which they are said in such steps, of more in half hours: nobody's pace is known to a twentieth."""
LARGEST_STEP = 30
WORDLESS = 2.5
"""Code points of a word in scripts that set no blanks between words (Chinese newspapers have 1.5 to 2, Thai some 4)."""


def words_in(text: str) -> float:
    """Tell how many words a text has, by its blanks; where it has hardly any, by its length."""
    return max(float(len(text.split())), sum(map(str.isalpha, text)) / WORDLESS if _is_wordless(text) else 0.0)


def _is_wordless(text: str) -> bool:
    return not text.isascii() and text.count(" ") + text.count("\n") < len(text) / 20


class Pace:
    """A `Pace` is how fast somebody reads, learned from what was read; it is kept on this machine only."""

    def __init__(
        self, words: float = 0.0, minutes: float = 0.0, keep: Callable[[float, float], None] = lambda _w, _m: None
    ) -> None:
        """`words` were read in so many `minutes`; `keep` is called with both when they have changed."""
        self._words, self._minutes, self._keep = words, minutes, keep

    @property
    def per_minute(self) -> float:
        """Return words a minute; the usual number until enough is known."""
        # As if a page had been read at the usual pace before: the first passages alone say little.
        return (self._words + USUAL) / (self._minutes + 1.0)

    def learn(self, words: float, seconds: float) -> None:
        """Learn that so many words were on the screen so long. Pauses and leafing teach nothing."""
        minutes = seconds / 60
        if minutes <= 0 or not SLOWEST <= words / minutes <= FASTEST:
            return
        fading = max(0.0, 1 - words / MEMORY)
        self._words = self._words * fading + words
        self._minutes = self._minutes * fading + minutes

    def keep(self) -> None:
        """Keep it for the next time."""
        self._keep(self._words, self._minutes)


class _Piece(NamedTuple):
    span: Span
    since: datetime


class Passing:
    """`Passing` follows what is on the screen of one text, and adds up what of it was passed."""

    def __init__(self, text: str, passed: float, pace: Pace) -> None:
        """`passed` is the part that was before, from 0 to 1: it counts as the beginning of the text."""
        self._text = text
        self._pace = pace
        self._passed = [Span(0, round(passed * len(text)))]
        self._pieces: list[_Piece] = []
        self._left: datetime | None = None
        """When the screen last changed."""
        self._arrived = True
        """Whether the screen was come to by reading on, or is the first one."""

    def follow(self, shown: Span, now: datetime, *, reading: bool) -> None:
        """Say what is on the screen now; `reading` where one came to it by reading on."""
        if not len(shown):
            return
        if self._pieces and shown == Span(self._pieces[0].span.start, self._pieces[-1].span.end):
            return
        if reading:
            left = [(one, piece.since) for piece in self._pieces for one in _without(piece.span, shown)]
            words = [words_in(span.of(self._text)) for span, _ in left]
            for (span, since), count in zip(left, words, strict=True):
                if _is_fair(count, since, now):
                    self._passed = _joined([*self._passed, span])
            if self._left is not None:
                # From one leaving to the next: by rows, every row stays for as long as a whole screen takes.
                self._pace.learn(sum(words), (now - self._left).total_seconds())
        self._left = now
        self._arrived = reading or not self._pieces
        kept = [
            _Piece(Span(max(one.span.start, shown.start), min(one.span.end, shown.end)), one.since)
            for one in self._pieces
            if one.span.meets(shown)
        ]
        known = Span(kept[0].span.start, kept[-1].span.end) if kept else Span(shown.start, shown.start)
        before = [_Piece(Span(shown.start, known.start), now)] if shown.start < known.start else []
        after = [_Piece(Span(known.end, shown.end), now)] if known.end < shown.end else []
        self._pieces = [*before, *kept, *after]

    def begin(self, now: datetime) -> None:
        """Count what is on the screen from now on: until then one waited, and was shown something to look at."""
        self._pieces = [one._replace(since=now) for one in self._pieces]

    def fraction(self, now: datetime) -> float:
        """Tell which part of the text is passed, from 0 to 1; the end of the text too, where it has been shown long."""
        passed = list(self._passed)
        if self._arrived and self._pieces and not self._text[self._pieces[-1].span.end :].strip():
            long = [one for one in self._pieces if (now - one.since).total_seconds() >= GLANCE]
            passed += [one.span for one in long if _is_fair(words_in(one.span.of(self._text)), one.since, now)]
        return _total(passed) / max(1, len(self._text))

    def minutes_left(self, offset: int) -> int:
        """Tell how many minutes it takes from there to the end, at the person's own pace: about as exact as that can
        be known.
        """
        minutes = self._density * (len(self._text) - offset) / self._pace.per_minute
        step = next((step for limit, step in STEPS if minutes < limit), LARGEST_STEP)
        return round(minutes / step) * step

    @cached_property
    def _density(self) -> float:
        """Words a code point: counted once, for it is asked at every page."""
        text = self._text
        if len(text) > SAMPLE * SAMPLES:
            part = len(text) // SAMPLES
            starts = [part // 2 + part * number for number in range(SAMPLES)]
            text = "\n".join(text[start : start + SAMPLE] for start in starts)
        return words_in(text) / max(1, len(text))


def _is_fair(words: float, since: datetime, now: datetime) -> bool:
    """Whether so many words have been shown for a fair time."""
    return (now - since).total_seconds() >= words / USUAL * 60 * HURRIED


def _without(span: Span, shown: Span) -> list[Span]:
    """What of `span` is not shown."""
    if not span.meets(shown):
        return [span]
    parts = ((span.start, min(span.end, shown.start)), (max(span.start, shown.end), span.end))
    return [Span(start, end) for start, end in parts if start < end]


def _joined(spans: list[Span]) -> list[Span]:
    """The same text in as few spans as can be, in its order."""
    found: list[Span] = []
    for one in sorted(spans):
        if found and one.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def _total(spans: list[Span]) -> int:
    return sum(len(one) for one in _joined(spans))
