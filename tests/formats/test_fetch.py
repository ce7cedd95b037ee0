"""Pages from a server on this machine, from one that misbehaves, and from where nothing may be fetched."""

from __future__ import annotations

import gzip
import socket
import zlib

import brotli
import pytest

from reader.domain.errors import NotFetched
from reader.formats import fetch as fetching
from reader.formats.fetch import fetch
from tests.formats.server import Answer, Server

PAGE = b"<!doctype html><title>T</title><p>" + b"The text of an article. " * 20
REFUSED = "leads into a private network"


def test_a_page_with_what_is_known_of_it() -> None:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "ETag": '"e1"',
        "Last-Modified": "Tue, 03 Mar 2026 09:00:00 GMT",
    }
    told: list[tuple[int, int | None]] = []
    with Server(lambda _: Answer(PAGE, headers=headers)) as server:
        got = fetch(f"{server.url}/dir/a.html?x=1#y", progress=lambda done, total: told.append((done, total)))
        ((path, sent),) = server.asked
    assert (got.data, got.etag, got.modified) == (PAGE, '"e1"', "Tue, 03 Mar 2026 09:00:00 GMT")
    assert got.url == f"{server.url}/dir/a.html?x=1#y"
    assert got.name == f"{server.url}/dir/a.html"
    assert got.format == "html"
    assert told[-1] == (len(PAGE), len(PAGE))
    assert path == "/dir/a.html?x=1"
    assert set(sent) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_whether_it_has_changed_is_asked() -> None:
    with Server(lambda _: Answer(status=304, headers={"ETag": '"e1"'})) as server:
        got = fetch(server.url, etag='"e1"', modified="Tue, 03 Mar 2026 09:00:00 GMT")
        sent = server.asked[0][1]
    assert got.not_modified
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"e1"', "Tue, 03 Mar 2026 09:00:00 GMT")


def test_nothing_is_smuggled_into_headers() -> None:
    with Server(lambda _: Answer(PAGE)) as server:
        fetch(server.url, etag='"x"\r\nCookie: a=b')
        assert "If-None-Match" not in server.asked[0][1]


def test_redirects_are_followed_and_cookies_are_not_kept() -> None:
    def answer(path: str) -> Answer:
        if path == "/end":
            return Answer(PAGE)
        return Answer(status=302, headers={"Location": "/end", "Set-Cookie": "a=b; Path=/"})

    with Server(answer) as server:
        assert fetch(f"{server.url}/start").url == f"{server.url}/end"
        assert all("Cookie" not in sent for _, sent in server.asked)


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "only http, https and mailto"),
        ("javascript:alert(1)", "only http, https and mailto"),
        ("mailto:a@b.c", "is no address of a page"),
        ("http://169.254.169.254/latest/", REFUSED),
        ("http://10.0.0.1/", REFUSED),
        ("http://127.0.0.1:9/", REFUSED),
        ("http://[::1]/", REFUSED),
        ("http://0x7f000001/", REFUSED),
        ("http://user:pass@127.0.0.1/", "hides"),
        ("/again", "redirects"),
        ("/\x1b]0;x\x07", "cannot be seen"),
        ("", "does not say where"),
    ],
)
def test_redirects_that_are_refused(location: str, why: str) -> None:
    with Server(lambda _: Answer(status=302, headers={"Location": location})) as server:
        with pytest.raises(NotFetched, match=why) as refusal:
            fetch(server.url)
        assert str(refusal.value).isprintable()


def test_the_own_network_only_where_it_was_typed() -> None:
    with Server(lambda _: Answer(PAGE)) as server:
        with pytest.raises(NotFetched, match=REFUSED):
            fetch(server.url, typed=False)
        assert not server.asked
        assert fetch(server.url).data == PAGE


def test_a_name_that_leads_home_is_refused_whatever_else_it_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("93.184.215.14", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(NotFetched, match=REFUSED):
        fetch("http://rebinding.example/", typed=False)


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    with Server(lambda _: Answer(PAGE)) as server:

        def lookup(host: str, port: int, *args: object, **kwargs: object) -> object:
            asked.append(host)
            return real("127.0.0.1", server.port, type=socket.SOCK_STREAM)

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        assert fetch(f"http://once.example:{server.port}/").data == PAGE
        assert server.asked[0][1]["Host"] == f"once.example:{server.port}"
    # The name is looked up once; after that only the address is.
    assert asked.count("once.example") == 1


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), pytest.param("br", brotli.compress, marks=pytest.mark.slow)],
    ids=["gzip", "deflate", "brotli"],
)
def test_packed_pages_and_bombs(encoding: str, pack: object) -> None:
    bodies = {"/page": PAGE, "/bomb": bytes(fetching.SIZE + 1)}
    with Server(lambda path: Answer(pack(bodies[path]), headers={"Content-Encoding": encoding})) as server:  # type: ignore[operator]
        assert fetch(f"{server.url}/page").data == PAGE
        with pytest.raises(NotFetched, match="larger than 20 MB"):
            fetch(f"{server.url}/bomb")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=404), "answers 404, Not Found"),
        (Answer(status=500), "answers 500"),
        (Answer(status=401, headers={"WWW-Authenticate": 'Basic realm="\x1b]0;x\x07"'}), "answers 401, Unauthorized"),
        (Answer(status=204), "sent nothing"),
        (Answer(b""), "sent nothing"),
        (Answer(PAGE, headers={"Content-Length": "999999999"}), "larger than 20 MB"),
        (Answer(PAGE, headers={"Content-Encoding": "gzip"}), "cannot be unpacked"),
        (Answer(PAGE, headers={"Content-Encoding": ", ".join(["gzip"] * 100)}), "cannot be unpacked"),
        (Answer(raw=b"SSH-2.0-OpenSSH\r\n"), "does not speak HTTP"),
        (Answer(raw=b"HTTP/9.9 banana \x1b[2J\r\n\r\n"), "does not speak HTTP"),
        (Answer(raw=b""), "does not speak HTTP"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), "breaks off"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"), "breaks off"),
        (Answer(headers={"X": "a" * 100_000}), "does not speak HTTP"),
        (Answer(headers={f"X-{n}": "a" for n in range(500)}), "does not speak HTTP"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_servers_that_misbehave(answer: Answer, why: str) -> None:
    with Server(lambda _: answer) as server:
        with pytest.raises(NotFetched, match=why) as refusal:
            fetch(server.url)
        assert str(refusal.value).isprintable()


def test_a_server_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SILENCE", 0.1)
    with Server(lambda _: Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")) as server:
        monkeypatch.setattr(fetching, "monotonic", iter(range(0, 1000, 30)).__next__)
        with pytest.raises(NotFetched):
            fetch(server.url)


def test_no_server_at_all() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotFetched, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://a.b/", "http://", "http://a@b.c/", "x", "mailto:a@b.c", "#x"]
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(NotFetched):
        fetch(address)
