"""These patterns are the marks that may end a sentence, and what may stand between them and the next one."""

from __future__ import annotations

from reader.domain.patterns import deferred

FULL = frozenset("。！？｡।॥؟۔։።፧។៕။༎\u037e")
"""Marks that end a sentence wherever they stand; CJK ones have no blank after them."""

_SINGLE = ".!?…‥‼⁇⁈⁉‽．" + "".join(sorted(FULL))
_CLOSING = r"(?:[\"'”’»›)\]}」』）】》〉］｝]|[“«‹](?!\w))"
"""Some close in one language what they open in another: then no word follows at once."""

STOP = deferred(
    # A run of marks, an ellipsis with blanks in it, or the Greek question mark typed as a semicolon.
    rf"(\.(?:[ \u00a0]\.)+|[{_SINGLE}]+|(?<=[\u0370-\u03ff\u1f00-\u1fff]);)"
    # What closes; in French with a blank before it, which is why no word may follow.
    rf"({_CLOSING}*(?:[ \u00a0\u202f]»(?!\w))?{_CLOSING}*)"
    # Numbers of notes: raised, in brackets, or bare where a blank follows.
    r"((?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[[^\]\[\s]{1,12}\]|\[citation needed\]|[*†‡])+|\d{1,3}(?=\s))?"
    r"(\s*)"
)
"""Groups: marks, closing quotes and brackets, note numbers, blanks. What follows begins at the match's end."""

PARAGRAPH_GAP = deferred(r"\n[^\S\n]*\n|\u2029")
"""No sentence goes on after an empty line."""

OPENING = deferred(r"[\s\"'“”„‚‘’«»‹›「『（(\[{¿¡—–―•*-]*")
"""What may stand before a sentence's first letter."""

WORD = deferred(r"[^\W_]+")

ENUMERATOR = deferred(r"\(?(?:[ivx]{1,5}|[a-z]|\d{1,2})\)\s|[a-h]\.\s+[A-Z]")
"""`(ii) Sign it`, `b) sign it` or `b. Sign it`: begins a sentence although it is small."""

ENUMERATED = deferred(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivxlIVXL]{1,5})")
"""What stands before the stop of an enumeration, when it is all of the sentence so far."""

CAMEL = deferred(r"[a-z]{1,3}[A-Z]")
"""iPhone, eBay: begins a sentence although it is small."""

DOTTED = deferred(r"(?:[^\W\d_]{1,2}\.)+-?[^\W\d_]{1,2}")
"""An acronym or abbreviation with stops in it, without its last one: U.S, e.g, Ph.D."""

NUMERAL = deferred(r"\d|[IVXLCivxlc]+\b|[A-Z]\b")
"""A number, a Roman numeral or a single letter."""
