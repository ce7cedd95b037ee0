"""A page is fetched from the web: no other code opens connections.

One request at a time to an address that was checked and that is the one connected to, so that a name cannot lead
elsewhere between check and use. No cookies, no credentials, no proxies, nothing is sent but what `_headers` says.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from http.client import responses
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from reader import __version__
from reader.domain.errors import NotFetched, NotOpened
from reader.domain.patterns import deferred
from reader.formats.detect import format_of_type
from reader.formats.links import LinkKind, check_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from urllib3.response import BaseHTTPResponse

    Progress = Callable[[int, int | None], None]
    """Told bytes received and, where known, of how many. What it raises ends the transfer."""

SIZE = 20_000_000
"""Bytes at most, unpacked; an article has a hundredth of that, a long PDF a quarter."""
HOPS = 10
"""Redirects at most; browsers allow twenty, real pages need three."""
CONNECT, SILENCE = 10.0, 10.0
"""Seconds to connect, and to wait for the next byte."""
TOTAL = 60.0
"""Seconds for all of it."""
SLOWEST = 1000
"""Bytes a second below which, after SILENCE, nothing will come of it."""
PIECE = 65_536
_CHARSET = deferred(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
REDIRECTS = frozenset((301, 302, 303, 307, 308))
NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Fetched:
    """A `Fetched` is what came.

    `url` is where it was at last; `not_modified` says that what is kept is still what is there.
    """

    data: bytes
    url: str
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    not_modified: bool = False

    @property
    def name(self) -> str:
        """Return the address without what follows the path: its ending tells a format where nothing else does."""
        return urlsplit(self.url)._replace(query="", fragment="").geturl()

    @property
    def charset(self) -> str:
        """Return the encoding that the server says it is in; empty where it says nothing."""
        match = _CHARSET.search(self.content_type)
        return match[1] if match else ""

    @property
    def format(self) -> str:
        """Return the format that the server says it is in; empty where that proves nothing."""
        return format_of_type(self.content_type, self.data)


def fetch(
    url: str, *, etag: str = "", modified: str = "", progress: Progress | None = None, typed: bool = True
) -> Fetched:
    """Fetch what is at `url`. With `etag` or `modified`, of what was kept, only if it has changed since.

    `typed` says that the user wrote this address: then, and only there, a machine of the own network may answer.
    Raises NotFetched.
    """
    end = monotonic() + TOTAL
    trusted = _parts(url).netloc if typed else ""
    for _ in range(HOPS + 1):
        parts = _parts(url)
        with _Connection(parts, private=parts.netloc == trusted) as connection:
            response = connection.get(_headers(parts, etag, modified))
            if response.status in REDIRECTS:
                url = _next(url, response.headers.get("Location"))
                continue
            return _read(url, response, end, progress)
    raise NotFetched(f"leads on and on: more than {HOPS} redirects", to=url)


def _parts(url: str) -> SplitResult:
    try:
        link = check_link(url)
    except NotOpened as error:
        raise NotFetched(error.what, to=_plain(url)) from None
    if link.kind is not LinkKind.PAGE:
        raise NotFetched("is no address of a page", to=_plain(url))
    return urlsplit(link.address)


class _Connection:
    """One request to one checked address."""

    def __init__(self, parts: SplitResult, *, private: bool) -> None:
        self._parts = parts
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        address = _address(host, port, private=private)
        timeout = urllib3.Timeout(connect=CONNECT, read=SILENCE)
        # The address is connected to, the name is what is asked for and what the certificate must be of.
        if parts.scheme == "https":
            self._pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
                address, port, timeout=timeout, retries=False, server_hostname=host, assert_hostname=host
            )
        else:
            self._pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout, retries=False)

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def get(self, headers: dict[str, str]) -> BaseHTTPResponse:
        """Ask; the body is not read yet."""
        target = self._parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        try:
            return self._pool.urlopen("GET", target, headers=headers, redirect=False, preload_content=False)
        except (HTTPError, OSError, ValueError) as error:
            raise NotFetched(_reason(error), to=self._parts.netloc) from error


def _address(host: str, port: int, *, private: bool) -> str:
    """The address of a host. All that it has must be allowed: which one answers is not ours to choose."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched("there is no such host, or no network", to=host) from error
    addresses = [str(one[4][0]) for one in found]
    if not private and not all(is_public(one) for one in addresses):
        raise NotFetched("leads into a private network", to=host, do="type the address itself if you mean it")
    return addresses[0]


def _headers(parts: SplitResult, etag: str, modified: str) -> dict[str, str]:
    headers = {
        "Host": parts.netloc,
        "User-Agent": f"terminal-reader/{__version__}",
        "Accept": "text/html,application/xhtml+xml,text/markdown;q=0.9,application/epub+zip,application/pdf,*/*;q=0.5",
        "Accept-Encoding": "gzip, deflate, br",
        "Connection": "close",
    }
    if etag.isascii() and etag.isprintable() and etag:
        headers["If-None-Match"] = etag
    if modified.isascii() and modified.isprintable() and modified:
        headers["If-Modified-Since"] = modified
    return headers


def _next(url: str, location: str | None) -> str:
    if not location:
        raise NotFetched("leads on, but does not say where", to=url)
    try:
        return urljoin(url, location)
    except ValueError:
        raise NotFetched("leads on to what is no address", to=url) from None


def _read(url: str, response: BaseHTTPResponse, end: float, progress: Progress | None) -> Fetched:
    said = {name: _plain(response.headers.get(name, "")) for name in ("Content-Type", "ETag", "Last-Modified")}
    facts = said["Content-Type"], said["ETag"], said["Last-Modified"]
    if response.status == NOT_MODIFIED:
        return Fetched(b"", url, *facts, not_modified=True)
    if response.status >= 400:
        meaning = responses.get(response.status, "an error")
        raise NotFetched(f"the server answers {response.status}, {meaning}", to=url)
    data = _body(url, response, end, progress)
    if not data:
        raise NotFetched("the server sent nothing", to=url)
    return Fetched(data, url, *facts)


def _body(url: str, response: BaseHTTPResponse, end: float, progress: Progress | None) -> bytes:
    length = response.headers.get("Content-Length", "")
    total = int(length) if length.isascii() and length.isdigit() and len(length) < 12 else None
    if total is not None and total > SIZE:
        raise NotFetched(f"is larger than {SIZE // 1_000_000} MB", to=url)
    start = monotonic()
    data = bytearray()
    try:
        # read1 answers what has come: a server that sends a byte a second would hold `read` for hours.
        while piece := response.read1(PIECE, decode_content=True):
            data += piece
            if len(data) > SIZE:
                raise NotFetched(f"is larger than {SIZE // 1_000_000} MB", to=url)
            now = monotonic()
            if now > end or (now - start > SILENCE and len(data) < SLOWEST * (now - start)):
                raise NotFetched("is too slow", to=url)
            if progress is not None:
                progress(len(data), total)
    except (HTTPError, OSError, ValueError) as error:
        raise NotFetched(_reason(error), to=url) from error
    return bytes(data)


def _reason(error: Exception) -> str:
    """What happened, in words of our own: a server's words are not ours to show."""
    name = type(error).__name__
    if "Timeout" in name:
        return "does not answer"
    if "SSL" in name or "SSL" in str(error)[:200]:
        return "cannot prove who it is (its certificate is not valid)"
    if "NewConnection" in name or isinstance(error, ConnectionRefusedError):
        return "cannot be reached"
    if "Decode" in name:
        return "sends what cannot be unpacked"
    return "breaks off, or does not speak HTTP"


def _plain(text: str) -> str:
    """Text of a server as it may be kept and shown."""
    return text[:300] if text.isprintable() and text.isascii() else ""


_CARRIER = ip_network("100.64.0.0/10")
_NAT64 = ip_network("64:ff9b::/96")
_6TO4 = ip_network("2002::/16")


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open internet, however it is wrapped (IPv4 in IPv6, NAT64, 6to4)."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _inner(ip)
        if inner is not None:
            ip = inner
    if isinstance(ip, IPv4Address) and ip in _CARRIER:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip in _6TO4:
        return IPv4Address((int(ip) >> 80) & 0xFFFF_FFFF)
    return ip.teredo[1] if ip.teredo is not None else None
