"""What an e-mail says of itself."""

from __future__ import annotations

from email.header import decode_header, make_header
from email.parser import HeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from reader.domain.decode import whole
from reader.domain.document import Metadata


def read_headers(text: str) -> Metadata:
    """Title, authors and date from a message's headers (RFC 5322, 2047)."""
    head = text.partition("\n\n")[0]
    message = HeaderParser().parsestr(head.partition("\n")[2] if head.startswith("From ") else head)
    senders = getaddresses([_decoded(message["From"])])
    authors = tuple(name or address for name, address in senders if name or address)
    return Metadata(title=_decoded(message["Subject"]), authors=authors, date=_date(message["Date"]))


def _date(value: object) -> str:
    try:
        return parsedate_to_datetime(str(value or "")).isoformat()
    except ValueError:
        return ""


def _decoded(value: object) -> str:
    raw = str(value or "")
    try:
        return whole(str(make_header(decode_header(raw))))
    except (ValueError, LookupError):
        return whole(raw)
