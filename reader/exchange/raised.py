"""Raised and lowered letters are shown in texts that have no marks (10⁸, H₂O, x^{a/b}), and found in the article again.

Unicode has small letters for most powers and indices. Where it has none for a piece, that stands as Org and TeX write
it, `^{…}` or `_{…}`; what is raised for its looks alone (a reference in brackets, several words) stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import MarkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.domain.document import Document
    from reader.domain.span import Span

_HIGH = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ",
        strict=True,
    )
)
_LOW = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_HIGH |= {letter: letter for letter in _HIGH.values()}
_LOW |= {letter: letter for letter in _LOW.values()}
_FORMULA = re.compile(r"[^\s\[\]{}]{1,12}")
"""What a power or an index may be that Unicode has no letters for."""


class Raised(NamedTuple):
    """A `Raised` is a piece of a quote, in its code points, that its article shows raised, or lowered."""

    start: int
    end: int
    high: bool


class Edit(NamedTuple):
    """An `Edit` is a piece of what is shown, and the quote's own `letters` that stand there."""

    at: int
    length: int
    letters: str


def raised_in(document: Document, span: Span) -> tuple[Raised, ...]:
    """List what is raised or lowered in `span`, in order and apart from each other."""
    found: list[Raised] = []
    for mark in document.marks_in(span):
        if mark.kind in (MarkKind.SUP, MarkKind.SUB):
            start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
            if start < end and (not found or found[-1].end <= start - span.start):
                found.append(Raised(start - span.start, end - span.start, mark.kind is MarkKind.SUP))
    return tuple(found)


def show(quote: str, raised: Sequence[Raised]) -> str:
    """Write the quote with its powers and indices."""
    return "".join(shown for _letters, shown in _pieces(quote, raised)) if raised else quote


def edits(quote: str, raised: Sequence[Raised]) -> list[Edit]:
    """Tell where `show` writes something else than the quote's letters: what `restore` needs."""
    found, at = [], 0
    for letters, shown in _pieces(quote, raised):
        if letters != shown:
            found.append(Edit(at, len(shown), letters))
        at += len(shown)
    return found


def restore(shown: str, changed: Iterable[Edit]) -> str:
    """Restore the quote's own letters."""
    parts, at = [], 0
    for edit in changed:
        parts += [shown[at : edit.at], edit.letters]
        at = edit.at + edit.length
    return "".join([*parts, shown[at:]])


def _pieces(quote: str, raised: Sequence[Raised]) -> Iterator[tuple[str, str]]:
    at = 0
    for one in raised:
        yield quote[at : one.start], quote[at : one.start]
        letters = quote[one.start : one.end]
        yield letters, _small(letters, high=one.high)
        at = one.end
    yield quote[at:], quote[at:]


def _small(letters: str, *, high: bool) -> str:
    small = _HIGH if high else _LOW
    if all(letter in small for letter in letters):
        return "".join(small[letter] for letter in letters)
    return f"{'^' if high else '_'}{{{letters}}}" if _FORMULA.fullmatch(letters) else letters
