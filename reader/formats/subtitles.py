"""Subtitles and transcripts (SRT, WebVTT, SBV, ASS) are read as what is said: cues that follow each other are joined.

A new paragraph begins where somebody else speaks, after a pause, and behind a sentence where it has become long. When
each is said is a place of the text, as the pages of a book are.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import Metadata
from reader.domain.errors import NotOpened
from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata
from reader.formats.kinds import FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.domain.document import Parsed

VERSION = FORMATS[Format.SUBTITLES].version

PAUSE = 4.0
"""Seconds in which nothing is said, behind which a paragraph begins."""
LONG = 500
"""Characters from which on a paragraph ends with its sentence."""
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_CUE = deferred(rf"[ \t]*{_TIME}[ \t]*(?:-->|,)[ \t]*{_TIME}(?=[ \t]|$)")
_NUMBER = deferred(r"\ufeff?\d{1,6}[ \t]*$")
_NOT_SAID = deferred(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_SPEAKER = deferred(r"<v(?:\.[\w.-]+)?[ \t]+([^<>\n]{1,80})>")
_TAG = deferred(r"</?[a-zA-Z][^<>\n]{0,200}>|<\d[\d:.]{3,15}>|\{\\[^{}\n]{0,200}\}|\{[yYbBiI]:[^{}\n]{0,40}\}")
_ITALIC = deferred(r"<i>(.*?)</i>", re.DOTALL | re.IGNORECASE)
_OURS = deferred("[\x01-\x04]")
"""What stands for elements until all else of a paragraph is escaped."""
_TURN = deferred(r"(?:[-–—‐]\s?(?=\S)|>>+\s*)")
_NAMED = deferred(r"([A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .'’-]{1,30}):[ \t]+(?=\S)")
_SENTENCE = deferred(r"[.!?…。！？♪][\"'”’»)]*$")
_DIALOGUE = deferred(r"Dialogue:[ \t]*(.*)")
_ASS_TITLE, _ASS_FORMAT = (
    deferred(r"^Title:[ \t]*(.+)$", re.MULTILINE),
    deferred(r"^\[Events\]\s*^Format:(.*)$", re.MULTILINE),
)
_ASS = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


class _Cue(NamedTuple):
    """What is said from a second to another; who says it, where that is told."""

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str = ""


def parse_subtitles(text: str) -> Parsed:
    """Parse the document of subtitles. Raises NotOpened where nothing is said in them."""
    cues = list(_of_ass(text) if _DIALOGUE.search(text) and "[Events]" in text else _cues(text.split("\n")))
    title = ""
    if text.lstrip("\ufeff").startswith("WEBVTT"):
        title = text.lstrip("\ufeff").partition("\n")[0].removeprefix("WEBVTT").strip(" \t-–—")
    elif match := _ASS_TITLE.search(text):
        title = match[1].strip()
    if not cues:
        raise NotOpened("holds no subtitles", do="read it with --format plain")
    return add_metadata("".join(_paragraphs(cues)), "subtitles", VERSION, Metadata(title=title))


def _cues(lines: Sequence[str]) -> Iterator[_Cue]:
    """Those of SRT, WebVTT and SBV: a line of times, and what is said up to an empty line or the next times."""
    at = 0
    while at < len(lines):
        match = _CUE.match(lines[at])
        at += 1
        if match is None:
            if _NOT_SAID.match(lines[at - 1]):
                while at < len(lines) and lines[at].strip():
                    at += 1
            continue
        said: list[str] = []
        while at < len(lines) and not _CUE.match(lines[at]):
            ends = not lines[at].strip() and _begins(lines, at + 1)
            if ends or (_NUMBER.match(lines[at]) and at + 1 < len(lines) and _CUE.match(lines[at + 1])):
                break
            said.append(lines[at])
            at += 1
        speaker = _SPEAKER.search("\n".join(said))
        times = match.groups()
        yield _Cue(_seconds(times[:4]), _seconds(times[4:]), tuple(said), speaker[1].strip() if speaker else "")


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a cue, a note or nothing follows an empty line: some files have empty lines within what is said."""
    further = [line for line in lines[at : at + 3] if line.strip()][:2]
    return not further or any(_CUE.match(line) for line in further) or _NOT_SAID.match(further[0]) is not None


def _of_ass(text: str) -> Iterator[_Cue]:
    """The dialogue of (Advanced) SubStation Alpha, whose columns its own head names."""
    head = _ASS_FORMAT.search(text)
    names = [one.strip().lower() for one in (head[1] if head else _ASS).split(",")]
    for match in _DIALOGUE.finditer(text):
        cells = [one.strip() for one in match[1].split(",", len(names) - 1)]
        row = dict(zip(names, cells, strict=False))
        times = [re.fullmatch(_TIME, row.get(one, "")) for one in ("start", "end")]
        start, end = (_seconds(one.groups()) if one else 0.0 for one in times)
        said = re.split(r"\\[Nn]", row.get("text", "").replace("\\h", " "))
        yield _Cue(start, end, tuple(said), row.get("name", ""))


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, rest = (one or "0" for one in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{rest}")


def _paragraphs(cues: Sequence[_Cue]) -> Iterator[str]:
    """HTML of what is said."""
    words, speaker, end, began, last, in_turn = "", "", 0.0, 0.0, "", False
    for cue in cues:
        for number, raw in enumerate(_OURS.sub("\ufffd", line) for line in cue.lines):
            line = _TAG.sub("", _ITALIC.sub("\x01\\1\x02", raw))
            line = " ".join(unescape(line).split())
            bare = line.replace("\x01", "").replace("\x02", "").strip()
            if not bare or bare == last:
                continue  # what scrolls up is shown twice
            last = bare
            turn = _TURN.match(bare) or _NAMED.match(bare)
            other = not number and cue.speaker != speaker
            # Behind what one of two answers somebody else speaks, or the first goes on.
            ended = in_turn and _SENTENCE.search(words.rstrip("\x02"))
            pause = not number and (cue.start - end > PAUSE or ended)
            if words and (turn or other or pause or (len(words) > LONG and _SENTENCE.search(words.rstrip("\x02")))):
                yield _paragraph(words, began)
                words = ""
            if not words:
                began, in_turn = cue.start, turn is not None
                named = cue.speaker if cue.speaker and (other or not speaker) else ""
                words = f"\x03{named}:\x04 " if named else ""
                speaker = cue.speaker
            words += f"{'' if not words or words[-1] == ' ' else ' '}{line}"
        end = cue.end
    if words:
        yield _paragraph(words, began)


def _paragraph(words: str, began: float) -> str:
    said = escape(words)
    for sign, tag in (("\x01", "<em>"), ("\x02", "</em>"), ("\x03", "<strong>"), ("\x04", "</strong>")):
        said = said.replace(sign, tag)
    hours, rest = divmod(int(began), 3600)
    time = f"{hours}:{rest // 60:02}:{rest % 60:02}"
    return f'<p><span role="doc-pagebreak" title="{time}"></span>{said}</p>'
