"""A file of ours is written anew where people wrote in it too: our pieces are renewed, what is theirs stays as it is.

The base is what was written last: of each piece its lines, as a hash. A piece that still stands so is ours; what is in
no piece is theirs, byte for byte. Of an annotation's piece one line ends with its mark: by it it is found wherever it
was moved; where it stands otherwise, somebody changed it, and nothing is renewed. Other pieces (front matter, headings)
that were changed are theirs from then on.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from reader.exchange.records import FilePiece

_WORD = deferred(r"[^\W_]+")
"""Without the underscore, which is a sign of emphasis in both languages: it is put anew, or parted from its word."""
_HEADING = deferred(r"\*+ ")
"""Of Org, where a piece ends with what is read as its note."""
_FOR_PROGRAMS = deferred(r"\[[^\]]+\]: reader:\S+ '\{.*\}'|:reader-(?:id|created|modified|note-digest): \S+")


class Written(NamedTuple):
    """A `Written` is a piece as it was written: its mark and which of its `lines` has it (no mark: found by its
    words alone).
    """

    key: str
    digest: str
    lines: int
    mark: str = ""
    at: int = 0


class Renewal(NamedTuple):
    """A `Renewal` says what becomes of a file: its `text`; the keys of pieces that `left`, and of those that
    somebody `changed`.
    """

    text: str
    left: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    theirs: bool = False
    """Whether anything but our own pieces and blank lines stands in it."""


class _Part(NamedTuple):
    """Lines of a file that stand together; `key` is the piece's, or None for lines that are theirs."""

    lines: tuple[str, ...]
    key: str | None = None


def base_of(pieces: Sequence[FilePiece]) -> list[Written]:
    """Make the base that these pieces are."""
    return [_written(piece) for piece in pieces]


def adopt_base(text: str, new: Sequence[FilePiece]) -> list[Written]:
    """Guess the base of a file of which none is known: what of the new pieces is in it, as they are now."""
    marks = {mark for line in text.splitlines() for mark in _marks(line.rstrip())}
    return [one for one in base_of(new) if not one.mark or one.mark in marks]


def join_pieces(pieces: Sequence[FilePiece]) -> str:
    """Join these pieces to a new file."""
    return "\n".join(piece.text for piece in pieces)


def renew(
    text: str,
    base: Sequence[Written],
    new: Sequence[FilePiece],
    *,
    kept: Container[str] = (),
    before: Mapping[str, str] | None = None,
    force: bool = False,
) -> Renewal:
    """Renew the pieces of the file `text` by those that are `new`.

    Those of `base` that are not new leave, but for the `kept`.

    With `force` pieces that somebody changed are renewed as well, where their ends can be told. Where the file was
    read back, `before` has what the pieces would have been before that: one that was changed is renewed where its new
    text has all words that stand in it, and one that was taken out is put in again.
    """
    end = next((one for one in ("\r\n", "\n", "\r") if one in text), "\n")
    lines = _lines(text, end)
    now = {piece.key: _written(piece) for piece in new if piece.mark}
    places, changed = _places(lines, base, now, force=force, find=_ReadBack(lines, before, new) if before else None)
    if changed:
        return Renewal(text, changed=tuple(changed), theirs=True)
    parts = _parted(lines, places)
    there = {part.key for part in parts}
    fresh = {piece.key: piece for piece in new}
    # A heading or the front matter that stands no more as it was written is theirs, changed or taken out.
    gone = {one.key for one in base if not one.mark and one.key not in there}
    keys = [piece.key for piece in new if piece.key not in gone]
    parts = _without(parts, lambda key: key not in fresh and key not in kept)
    left = tuple(one.key for one in base if one.mark and one.key not in fresh and one.key not in kept)
    parts = [_Part(_as_lines(fresh[one.key].text, end), one.key) if one.key in fresh else one for one in parts]
    for at, key in enumerate(keys):
        if key not in there:
            _insert(parts, _Part(_as_lines(fresh[key].text, end), key), keys[:at], end)
    theirs = any(line.strip() for part in parts if part.key is None for line in part.lines)
    return Renewal("".join(line for part in parts for line in part.lines), left, theirs=theirs)


def _lines(text: str, end: str) -> list[str]:
    if end == "\r\n":
        return text.splitlines(keepends=True)
    parts = text.split(end)
    return [f"{line}{end}" for line in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _as_lines(text: str, end: str) -> tuple[str, ...]:
    return tuple(f"{line}{end}" for line in text.removesuffix("\n").split("\n"))


def _written(piece: FilePiece) -> Written:
    lines = piece.text.removesuffix("\n").split("\n")
    at = next((index for index, line in enumerate(lines) if piece.mark and line.endswith(piece.mark)), 0)
    return Written(piece.key, _digest(lines), len(lines), piece.mark, at)


def _digest(lines: Sequence[str]) -> str:
    # Blanks at a line's end are nobody's words, and editors take them off.
    return sha256("\n".join(line.rstrip() for line in lines).encode(errors="surrogatepass")).hexdigest()


def _places(
    lines: Sequence[str], base: Sequence[Written], now: dict[str, Written], *, force: bool, find: _ReadBack | None
) -> tuple[dict[int, tuple[int, str]], list[str]]:
    """Where each piece of the base starts and ends, by its first line; and the keys of those that were changed."""
    places: dict[int, tuple[int, str]] = {}
    changed: list[str] = []
    marked = {one.mark: one for one in base if one.mark}
    ends: dict[str, int] = {}
    for index, line in enumerate(lines):
        word = line.rstrip()
        for mark in _marks(word):
            if mark in marked:
                ends.setdefault(mark, index)
    for one in base:
        if not one.mark:
            continue
        line_of_mark = ends.get(one.mark)
        found = None
        if line_of_mark is not None:
            read = find and find.place(one, line_of_mark, sorted(ends.values()))
            found = read or _standing(lines, line_of_mark, one, now.get(one.key))
        if found is None and force and line_of_mark is not None:
            found = _around(lines, line_of_mark, one, sorted(ends.values()))
        if found is not None:
            places[found[0]] = (found[1], one.key)
        elif not force and (find is None or line_of_mark is not None):
            changed.append(one.key)
    taken = sorted((start, end) for start, (end, _key) in places.items())
    at = 0
    for one in base:
        if one.mark:
            at = next((end for end, key in places.values() if key == one.key), at)
        elif (begin := _search(lines, one, at, taken)) is not None:
            places[begin] = (begin + one.lines, one.key)
            at = begin + one.lines
    return places, changed


def _marks(line: str) -> list[str]:
    """What a line may be marked with: all of it, or its last word with the blank before it."""
    _head, blank, last = line.rpartition(" ")
    return [line, f" {last}"] if blank else [line]


def _standing(lines: Sequence[str], at: int, old: Written, new: Written | None) -> tuple[int, int] | None:
    """The lines of a piece where it stands as it was written, or as it would be written now."""
    for one in filter(None, (old, new)):
        start = at - one.at
        if start >= 0 and _digest(lines[start : start + one.lines]) == one.digest:
            return start, start + one.lines
    return None


def _around(lines: Sequence[str], at: int, old: Written, marks: Sequence[int]) -> tuple[int, int]:
    """The lines of a piece that was changed, as far as can be told: no further than a blank line before the next."""
    start = at
    while start > 0 and lines[start - 1].startswith(">") and at - start < old.at + old.lines:
        start -= 1
    limit = next((mark for mark in marks if mark > at), len(lines))
    end = min(start + old.lines, limit)
    while end < limit and lines[end].strip():
        end += 1
    while end < limit and end < len(lines) and lines[end - 1].strip() == "" and end > at + 1:
        end -= 1
    return start, max(end, at + 1)


class _ReadBack:
    """Finds pieces that somebody changed, where the new ones say all that is said in them."""

    def __init__(self, lines: Sequence[str], before: Mapping[str, str], new: Sequence[FilePiece]) -> None:
        self._lines = [line.rstrip() for line in lines]
        self._before = before
        self._takes_rest = any(piece.takes_rest for piece in new)
        self._new = {piece.key: piece for piece in new}

    def place(self, one: Written, at: int, marks: Sequence[int]) -> tuple[int, int] | None:
        """The lines of the piece whose mark is in line `at`; None where they hold a word that the new one does not."""
        written = self._before.get(one.key, "").removesuffix("\n").split("\n")
        start = at - next((index for index, line in enumerate(written) if line.endswith(one.mark)), at + 1)
        if start < 0 or one.key not in self._new:
            return None
        ours = {line.rstrip() for line in written if line.strip()}
        said = Counter(_WORD.findall(self._new[one.key].text))
        for end in self._ends(start, at, one.lines, written, next((mark for mark in marks if mark > at), None)):
            held = self._lines[start:end]
            theirs = "\n".join(line for line in held if not _is_made(line, ours))
            if not Counter(_WORD.findall(theirs)) - said and not self._beside(start, end) & ours.difference(held):
                return start, end
        return None

    def _ends(self, start: int, at: int, size: int, written: Sequence[str], limit: int | None) -> list[int]:
        """Where it may end: at a heading, or else with its last line as it was written, or by its length."""
        limit = len(self._lines) if limit is None else limit
        if self._takes_rest:
            heading = next((index for index in range(at + 1, limit) if _HEADING.match(self._lines[index])), limit)
            return [self._trimmed(heading, at)]
        # Programs that tidy Markdown write the other sign of emphasis.
        ends_with = written[-1].rstrip().replace("*", "_")
        last = [index + 1 for index in range(at, limit) if self._lines[index].replace("*", "_") == ends_with]
        paragraph = next((index for index in range(start + size, limit) if not self._lines[index]), limit)
        return last or [self._trimmed(paragraph, at)]

    def _trimmed(self, end: int, at: int) -> int:
        while end > at + 1 and not self._lines[end - 1]:
            end -= 1
        return end

    def _beside(self, start: int, end: int) -> set[str]:
        """The lines next to it, blank ones left out: were they of it, its ends would be wrong."""
        above = next((line for line in reversed(self._lines[:start]) if line), "")
        return {above, next((line for line in self._lines[end:] if line), "")}


def _is_made(line: str, ours: Container[str]) -> bool:
    """Whether a line was made by us: as it would have been written, or for programs alone."""
    return line in ours or _FOR_PROGRAMS.fullmatch(line) is not None


def _search(lines: Sequence[str], one: Written, at: int, taken: Sequence[tuple[int, int]]) -> int | None:
    start: int
    for start in (*range(at, len(lines) - one.lines + 1), *range(min(at, len(lines)))):
        free = not any(begin < start + one.lines and start < end for begin, end in taken)
        if free and _digest(lines[start : start + one.lines]) == one.digest:
            return start
    return None


def _parted(lines: Sequence[str], places: dict[int, tuple[int, str]]) -> list[_Part]:
    parts: list[_Part] = []
    at = 0
    for start in sorted(places):
        end, key = places[start]
        if start < at:
            continue
        if start > at:
            parts.append(_Part(tuple(lines[at:start])))
        parts.append(_Part(tuple(lines[start:end]), key))
        at = end
    return [*parts, _Part(tuple(lines[at:]))] if at < len(lines) else parts


def _without(parts: Sequence[_Part], leaves: Callable[[str], bool]) -> list[_Part]:
    """The parts without pieces that leave, and without the blank line that stood before each."""
    found: list[_Part] = []
    for part in parts:
        if part.key is None or not leaves(part.key):
            found.append(part)
        elif found and found[-1].key is None and found[-1].lines and not found[-1].lines[-1].strip():
            found[-1] = _Part(found[-1].lines[:-1])
    return found


def _insert(parts: list[_Part], part: _Part, before: Sequence[str], end: str) -> None:
    """Put a new piece behind the last of those `before` it, and behind what people wrote below that one."""
    place = 0
    for index, one in enumerate(parts):
        if one.key is not None and one.key in before:
            place = index + 1
    if place < len(parts) and parts[place].key is None:
        section = next((at for at, line in enumerate(parts[place].lines) if line.startswith("#")), None)
        if section is None:
            place += 1
        else:
            lines = parts[place].lines
            parts[place : place + 1] = [_Part(lines[:section]), _Part(lines[section:])]
            place += 1
    if place and parts[place - 1].lines and not parts[place - 1].lines[-1].endswith(("\n", "\r")):
        last = parts[place - 1]
        parts[place - 1] = _Part((*last.lines[:-1], last.lines[-1] + end), last.key)
    ahead = [line for one in parts[:place] for line in one.lines][-1:]
    behind = next((line for one in parts[place:] for line in one.lines), None)
    parts.insert(place, part)
    if behind is not None and behind.strip():
        parts.insert(place + 1, _Part((end,)))
    if ahead and ahead[0].strip():
        parts.insert(place, _Part((end,)))
