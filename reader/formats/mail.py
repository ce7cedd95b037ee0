"""A message (RFC 5322, MIME) or a box of them (mbox) is decoded, with what they quote as quotations."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from reader.domain.decode import decode, normal, whole
from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.domain.wording import one_line
from reader.formats.html.converted import add_metadata
from reader.formats.html.tree import tree_of
from reader.formats.kinds import FORMATS, Format
from reader.formats.plain_text.plain import html_of_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

VERSION = FORMATS[Format.MAIL].version

_ENCRYPTED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
DEEPEST = 8
"""Messages and parts within each other that are looked into."""
_FROM = deferred(rb"^From [^\r\n]*\r?\n(?=[!-9;-~]+:[ \t\r\n])", re.MULTILINE)
"""What stands before each message of a box, and a header after it: a sentence may begin so."""
_DATED = deferred(
    rb"From \S.*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2})\b.*\d{4}\s*$"
)
"""The same line as programs write it, with a day: no sentence has that."""
_COUNTED = deferred(rb"(\d{1,9})[ \t]*\r?\n(?=[!-9;-~]+:)")
"""What Apple's mail writes before a message: its bytes, behind which stand facts of its own."""
_STUFFED = deferred(rb"^>(>*From )", re.MULTILINE)
_UUENCODED = deferred(
    r"^begin [0-7]{3,4} ([^\n]{1,200})\n(?:[!-`][^\n]{0,90}\n){1,400000}?(?:[` ]?\n)?end[ \t]*(?:\n|\Z)", re.MULTILINE
)
_QUOTED = deferred(r"(?:>[ ]?)+")
_DIFF = deferred(r"^(?:diff --git |Index: \S+\n={20}|--- \S+.*\n\+\+\+ )", re.MULTILINE)


def parse_mail(data: bytes) -> Parsed:
    """Parse the document of a message, or of a box of messages. Raises NotOpened where nothing in it can be read."""
    messages = [message_from_bytes(one) for one in _messages(data)]
    if len(messages) == 1 and (page := _saved_page(messages[0])) is not None:
        return page
    alone = len(messages) == 1
    html = "".join(_message(one, alone=alone) for one in messages)
    said = _metadata(messages[0]) if alone else Metadata()
    return add_metadata(html, "mail", VERSION, said)


def _messages(data: bytes) -> list[bytes]:
    """The messages of a box, or the only one."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if match := _COUNTED.match(data):
        return [data[match.end() : match.end() + int(match[1])]]
    if not data.startswith(b"From "):
        return [data]
    starts = [
        match for match in _FROM.finditer(data)
        if _begins(data, match.start()) or _DATED.match(match[0].rstrip()) is not None
    ]  # fmt: skip
    ends = [*(match.start() for match in starts[1:]), *([len(data)] if starts else ())]
    found = [_STUFFED.sub(rb"\1", data[match.end() : end]) for match, end in zip(starts, ends, strict=True)]
    return found or [data.partition(b"\n")[2]]


def _begins(data: bytes, at: int) -> bool:
    """Whether a message may begin there: at the start, or behind a blank line."""
    return (
        at == 0 or data[:at].endswith((b"\n\n", b"\r\n\r\n"))
        if at < 4
        else data[at - 4 : at].endswith((b"\n\n", b"\n\r\n"))
    )


def _message(message: Message, *, alone: bool, depth: int = 0) -> str:
    """A message as HTML: its subject as a heading, of several also who wrote it and when, what it says."""
    said = _metadata(message)
    level = min(1 + depth, 6)
    head = f"<h{level}>{escape(said.title or ('' if alone else '(no subject)'))}</h{level}>"
    if not alone:
        byline = ", ".join(filter(None, (*said.authors, said.date.replace("T", " ")[:16])))
        head += f"<p>{escape(byline)}</p>" if byline else ""
    parts = _parts(message, depth)
    return head + "".join(parts)


def _parts(message: Message, depth: int) -> list[str]:
    """What a message or a part of one says, and the names of what is attached to it."""
    found: list[str] = []
    attached: list[str] = []
    _read(message, depth, found, attached)
    if attached:
        found.append(f"<p>Attachment{'s' * (len(attached) > 1)}: {escape(', '.join(attached))}</p>")
    return found


def _read(part: Message, depth: int, found: list[str], attached: list[str]) -> None:
    kind = part.get_content_type()
    inside = part.get_payload() if part.is_multipart() else ""
    if kind == "message/rfc822" and isinstance(inside, list) and inside and depth < DEEPEST:
        found.extend(_message(one, alone=False, depth=depth + 1) for one in inside if isinstance(one, Message))
    elif kind in _ENCRYPTED:
        found.append("<p>[encrypted: what it says cannot be read here]</p>")
    elif isinstance(inside, list):
        if depth >= DEEPEST:
            return
        for one in _chosen(kind, [one for one in inside if isinstance(one, Message)]):
            _read(one, depth + 1, found, attached)
    elif _is_attached(part):
        attached.append(_name(part))
    elif kind == "text/html":
        found.append(_of_html(_text(part)))
    else:
        found.append(_of_text(_UUENCODED.sub(lambda match: _named_file(match, attached), _text(part)), part))


def _named_file(match: re.Match[str], attached: list[str]) -> str:
    """A file that is written into the text, as was done before MIME, is attached."""
    attached.append(one_line(match[1]))
    return "\n"


def _chosen(kind: str, parts: Sequence[Message]) -> Sequence[Message]:
    """Of alternatives the plain one, where it says anything; of a signed or related text the text."""
    if kind != "multipart/alternative":
        return parts[:1] if kind == "multipart/signed" else parts
    plain = [one for one in parts if one.get_content_type() == "text/plain" and _text(one).strip()]
    pages = [one for one in parts if one.get_content_type() == "text/html"]
    return (plain or pages or list(parts[-1:]))[:1]


def _is_attached(part: Message) -> bool:
    said = str(part.get("Content-Disposition") or "").strip().lower()
    kind = part.get_content_type()
    return said.startswith("attachment") or kind not in ("text/plain", "text/html", "text/x-diff", "text/x-patch")


def _name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError):
        name = None
    return one_line(_decoded(name)) if name else part.get_content_type()


def _text(part: Message) -> str:
    try:
        data = part.get_payload(decode=True)
        charset = str(part.get_content_charset() or "")
    except (ValueError, LookupError, AssertionError, TypeError):  # the last where a charset comes in pieces
        data, charset = _undecoded(part), ""
    if not isinstance(data, bytes) or not data:
        return ""
    if charset.lower().replace("_", "-") in ("utf-7", "unicode-1-1-utf-7"):
        # Of the encodings in which harmless bytes spell something else the one that was made for mail.
        return normal(data.decode("utf-7", "replace"))
    return decode(data, charset) or ""


def _undecoded(part: Message) -> bytes:
    """The bytes of a body whose header says of them what cannot be."""
    del part["Content-Type"]
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _of_html(text: str) -> str:
    root = tree_of(text) if text.strip() else None
    body = None if root is None else root.find("body")
    if root is None:
        return ""
    inside = root if body is None else body
    for head in list(inside.iter("head", "title")):
        head.clear()
    html = "".join(etree.tostring(one, encoding="unicode", method="html") for one in inside)
    return f"<div>{escape(inside.text or '')}{html}</div>"


def _of_text(text: str, part: Message) -> str:
    """Plain text: flowed lines joined (RFC 3676), what is quoted as quotations, a patch as code."""
    if part.get_content_subtype() in ("x-diff", "x-patch"):
        return _code(text)
    diff = _DIFF.search(text)
    body, patch = (text[: diff.start()], text[diff.start() :]) if diff else (text, "")
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    joins = str(part.get_param("delsp") or "").lower() == "yes"
    lines = list(_lines(body, joins=joins) if flowed else _quoted(body.split("\n")))
    return "".join(_quotations(lines, _flowing if flowed else html_of_plain)) + (_code(patch) if patch else "")


def _code(text: str) -> str:
    return f'<pre><code class="language-diff">{escape(text)}</code></pre>'


def _quoted(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each line with how deeply it is quoted."""
    for line in lines:
        match = _QUOTED.match(line)
        yield (match[0].count(">"), line[match.end() :]) if match else (0, line)


def _lines(text: str, *, joins: bool) -> Iterator[tuple[int, str]]:
    """Lines of a flowed text, each joined with those that go on after its last blank; a signature's mark does not."""
    depth, held = 0, ""
    for quoted, line in _quoted(text.split("\n")):
        words = line.removeprefix(" ") if not quoted else line
        if held and quoted != depth:
            yield depth, held
            held = ""
        depth = quoted
        if words.endswith(" ") and words != "-- ":
            held += words[:-1] if joins else words
            continue
        yield depth, held + words
        held = ""
    if held:
        yield depth, held


def _quotations(lines: Sequence[tuple[int, str]], read: Callable[[str], str]) -> Iterator[str]:
    """HTML of lines that are quoted to some depth."""
    at = 0
    while at < len(lines):
        depth, end = lines[at][0], at
        # A blank line inside a quotation is often left without its sign.
        while end < len(lines) and lines[end][0] == depth:
            end += 1
        text = "\n".join(line for _depth, line in lines[at:end])
        if text.strip():
            nested = min(depth, DEEPEST)
            yield "<blockquote>" * nested + _paragraphs(text, read) + "</blockquote>" * nested
        at = end


def _paragraphs(text: str, read: Callable[[str], str]) -> str:
    """Paragraphs of plain text; what follows a signature's mark keeps its lines."""
    body, mark, signature = text.partition("\n-- \n") if not text.startswith("-- \n") else ("", "-- \n", text[4:])
    html = read(body)
    return html + (f'<pre class="verse">{escape(signature.strip(chr(10)))}</pre>' if mark and signature.strip() else "")


def _flowing(text: str) -> str:
    """Lines that have been joined: each is a paragraph."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())


def _saved_page(message: Message) -> Parsed | None:
    """The page in a MIME file that a browser saved (MHTML), as that page is read; None for any other message."""
    if message.get_content_type() != "multipart/related" or message.get("To") or not message.is_multipart():
        return None
    part = next((one for one in message.walk() if one.get_content_type() == "text/html"), None)
    if part is None or not (message.get("Snapshot-Content-Location") or part.get("Content-Location")):
        return None
    from reader.formats.html.page import parse_page  # noqa: PLC0415  (200 ms, and few messages are pages)

    data = part.get_payload(decode=True)
    url = str(message.get("Snapshot-Content-Location") or part.get("Content-Location"))
    charset = str(part.get_content_charset() or "")
    return parse_page(data, url, charset=charset) if isinstance(data, bytes) else None


def _metadata(message: Message) -> Metadata:
    """Title, authors and date from a message's headers (RFC 5322, 2047)."""
    senders = getaddresses([_decoded(message["From"])])
    authors = tuple(one_line(name or address) for name, address in senders if name or address)
    return Metadata(title=one_line(_decoded(message["Subject"])), authors=authors, date=_date(message["Date"]))


def _date(value: object) -> str:
    try:
        return parsedate_to_datetime(str(value or "")).isoformat()
    except (ValueError, IndexError, TypeError):
        return ""


def _eight_bits(value: object) -> str:
    """A header as text; one whose bytes beyond ASCII are written as they are is in the encoding that they look like."""
    pieces = decode_header(value) if isinstance(value, Header) else []
    if len(pieces) == 1 and pieces[0][1] == "unknown-8bit":
        data = pieces[0][0]
        return decode(data) or "" if isinstance(data, bytes) else data
    return str(value or "")


def _decoded(value: object) -> str:
    raw = _eight_bits(value)
    try:
        return whole(str(make_header(decode_header(raw))))
    except (ValueError, LookupError):
        return whole(raw)
