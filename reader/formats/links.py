"""Some links may be followed, and lead somewhere: what a page writes on them proves nothing."""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from reader.domain.errors import NotOpened
from reader.domain.patterns import compiled
from reader.domain.web_address import is_web_address
from reader.formats.kinds import named_format, suffix_of


class LinkKind(StrEnum):
    """A `LinkKind` is what following a link does."""

    PAGE = "page"
    MAIL = "mail"
    PLACE = "place"
    FILE = "file"


class Link(NamedTuple):
    """A `Link` is a link that may be followed: `address` is what to open, `host` what to show and to ask about.

    Of a page, `host` is the real one as it is sent (international names in punycode), with an unusual port; of mail
    the mailbox; of a file, or a place within the document, it is empty. `fragment` names a place in what is opened.
    """

    kind: LinkKind
    address: str
    host: str
    fragment: str = ""


LONGEST = 4096
"""Characters of an address at most; browsers and servers take about as many."""

_IGNORED = r"[\t\n\r]"
"""Left out of an address by every browser (WHATWG URL), so they must not hide what it is."""
_UNSEEN = r"[\x00-\x1f\x7f-\xa0\xad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]"
_MAILBOX = r"[\w.!#$%&'*+/=?^`{|}~][\w.!#$%&'*+/=?^`{|}~-]*@[\w-]+(?:\.[\w-]+)*"
_HOST = r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]"
_PORTS = {"http": 80, "https": 443}
_PAGE_OF_A_WIKI = ".md"
"""Pages of wikis link to each other without it."""
_IN_PATH = "/%:@!$&'()*+,;=~-._?#[]|"


def folder_of(address: str) -> str:
    """Return the folder that a source lies in; empty for one that is no file."""
    return os.path.dirname(address) if os.path.isabs(address) else ""  # noqa: PTH117, PTH120  (addresses are texts)


def check_link(href: str, base: str = "", folder: str = "") -> Link:
    """Read the link that `href` is against the address `base`, or else the `folder` of the article's own file.

    Raises NotOpened for one that must not be followed. A file is followed where it is a regular one of a format that
    is read, in the folder or below it after all symbolic links.
    """
    written = compiled(_IGNORED).sub("", href.strip(" \t\n\r\f"))
    if not written or len(written) > LONGEST:
        raise NotOpened("this link leads nowhere")
    if compiled(_UNSEEN).search(written):
        raise NotOpened("this link holds characters that cannot be seen")
    if written.startswith("#"):
        return Link(LinkKind.PLACE, unquote(written[1:]), "")
    try:
        absolute = urljoin(base, written) if is_web_address(base) else written
        parts = urlsplit(absolute)
        port = parts.port
    except ValueError:
        raise NotOpened("this link is written wrongly") from None
    if parts.scheme == "mailto":
        return _mail(absolute)
    is_file = parts.scheme == "file" and parts.netloc in ("", "localhost") and not is_web_address(base)
    if folder and (is_file or not (parts.scheme or parts.netloc)):
        return _file(parts.path, parts.fragment, folder)
    if parts.scheme not in _PORTS:
        kind = f"{parts.scheme}:" if parts.scheme else "relative"
        raise NotOpened(f"only http, https and mailto links are followed, and files beside an article; this is {kind}")
    return _page(absolute, port)


def _mail(absolute: str) -> Link:
    mailbox = unquote(urlsplit(absolute).path)
    if not compiled(_MAILBOX).fullmatch(mailbox):
        raise NotOpened("this link is no address for mail")
    # Nothing but the mailbox goes on: a link could fill in a text, or attach a file where programs allow it.
    return Link(LinkKind.MAIL, f"mailto:{quote(mailbox, safe='@+')}", mailbox)


def _page(absolute: str, port: int | None) -> Link:
    parts = urlsplit(absolute)
    host = ascii_host(parts.hostname or "")
    if parts.username is not None or "\\" in parts.netloc:
        raise NotOpened(f"this link hides that it leads to {host}")
    unusual = port is not None and port != _PORTS[parts.scheme]
    shown = f"{host}:{port}" if unusual else host
    path = quote(parts.path or "/", safe=_IN_PATH)
    query, fragment = quote(parts.query, safe=_IN_PATH), quote(parts.fragment, safe=_IN_PATH)
    address = urlunsplit((parts.scheme, shown, path, query, fragment))
    return Link(LinkKind.PAGE, address, shown, unquote(parts.fragment))


def _file(path: str, fragment: str, folder: str) -> Link:
    """The file beside the article, or below its folder, that a relative link names."""
    name = unquote(path)
    if compiled(_UNSEEN).search(name) or "\0" in name:
        raise NotOpened("this link holds characters that cannot be seen")
    root = os.path.realpath(folder)
    try:
        found = os.path.realpath(os.path.join(root, name))  # noqa: PTH118  (a text all the way)
        if not suffix_of(found) and not os.path.lexists(found):
            found = os.path.realpath(found + _PAGE_OF_A_WIKI)
        regular = stat.S_ISREG(os.stat(found).st_mode)  # noqa: PTH116
    except (OSError, ValueError):
        raise NotOpened(f"{name}: there is no such file beside the article") from None
    if os.path.commonpath((root, found)) != root:
        raise NotOpened(f"{name}: it lies outside of the article's folder", do="open it from the shell")
    if not regular:
        raise NotOpened(f"{name}: it is no regular file")
    if not suffix_of(found) or named_format(found) is None:
        raise NotOpened(f"{name}: files of this kind are not read")
    return Link(LinkKind.FILE, found, "", unquote(fragment))


def ascii_host(host: str) -> str:
    """Write a host as it is sent: lower case, punycode, an IPv6 address in brackets. Raises NotOpened for none."""
    if ":" in host:
        name = f"[{host.lower()}]"
    else:
        try:
            name = host.lower() if host.isascii() else host.encode("idna").decode()
        except UnicodeError:
            raise NotOpened(f"there can be no host called {host}") from None
    if not compiled(_HOST).fullmatch(name) or len(name) > 253:
        raise NotOpened(f"there can be no host called {host}" if host else "it names no host")
    return name
