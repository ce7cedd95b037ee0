"""Which links may be followed, and what is shown of where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotOpened
from reader.formats.links import Link, LinkKind, check_link

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("href", "address", "host"),
    [
        ("HTTP://Example.COM:80/x", "http://example.com/x", "example.com"),
        ("https://a.b:8443/", "https://a.b:8443/", "a.b:8443"),
        ("https://exämple.com/ü?q=ä#ß", "https://xn--exmple-cua.com/%C3%BC?q=%C3%A4#%C3%9F", "xn--exmple-cua.com"),
        ("https://аpple.com/", "https://xn--pple-43d.com/", "xn--pple-43d.com"),
        ("http://[::1]:8080/", "http://[::1]:8080/", "[::1]:8080"),
        ("ht\ntps://a.b/c\td", "https://a.b/cd", "a.b"),
        ("http://a.b/c d%20e", "http://a.b/c%20d%20e", "a.b"),
        ("http://a.b", "http://a.b/", "a.b"),
    ],
)
def test_pages(href: str, address: str, host: str) -> None:
    assert check_link(href) == Link(LinkKind.PAGE, address, host, unquote(urlsplit(address).fragment))


def test_relative_links_need_a_base_on_the_web() -> None:
    assert check_link("../c", "https://a.b/x/y/").address == "https://a.b/x/c"
    assert check_link("//c.d/", "https://a.b/").host == "c.d"
    for base in ("", "file:///home/", "javascript:"):
        with pytest.raises(NotOpened, match="relative"):
            check_link("../c", base)


def test_places_within() -> None:
    assert check_link("#a%20b") == Link(LinkKind.PLACE, "a b", "")


def test_mail_is_a_mailbox_and_nothing_else() -> None:
    link = check_link("mailto:a.b+c@d.example?subject=x&attach=/etc/passwd")
    assert link == Link(LinkKind.MAIL, "mailto:a.b+c@d.example", "a.b+c@d.example")


@pytest.mark.parametrize(
    "href",
    [
        "", " ", "javascript:alert(1)", "java\nscript:alert(1)", " JavaScript:x", "data:text/html,x", "file:///etc/passwd",
        "vbscript:x", "smb://a/b", "ssh://a", "tel:1", "x-apple:a", "http://user:pass@evil.example/",
        "https://bank.example@evil.example/", "http:\\\\evil.example", "http://a\\b/", "https:evil.example", "http:///x",
        "http://-oProxyCommand=x/", "-oProxyCommand=x", "mailto:-x@a.b", "mailto:a@b@c", "mailto:", "http://a.b:99999/",
        "http://a\u202eb/", "http://a.b/\u202e", "http://a.b/\x1b[2J", "http://a.b/\u200b", "http://[::1",
        "http://a b/", "http://" + "a" * 300 + ".b/", "http://a.b/" + "x" * 5000, "http://\ud800/", "#\x07",
    ],
)  # fmt: skip
def test_what_is_refused(href: str) -> None:
    with pytest.raises(NotOpened):
        check_link(href)


@given(st.text(max_size=40) | st.text("htps:/@#?.a-\\[]%\n\x1b", max_size=30).map("https://".__add__))
def test_whatever_passes_can_be_given_to_a_browser(href: str) -> None:
    try:
        link = check_link(href)
    except NotOpened:
        return
    if link.kind is LinkKind.PLACE:
        return
    assert link.address.isascii()
    assert link.address.isprintable()
    assert link.address.startswith(("http://", "https://", "mailto:"))
    assert " " not in link.address
    assert link.host
    assert check_link(link.address) == link


def test_a_file_beside_the_article(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.md", "sub/ü ä.txt", "page.html"):
        (folder / name).write_text("words", encoding="utf-8")
    (folder / "data.bin").write_bytes(b"\x00")
    (tmp_path / "secret.txt").write_text("outside", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "in.txt").symlink_to(folder / "b.md")
    where = str(folder)
    assert check_link("b.md#part", folder=where) == Link(LinkKind.FILE, str(folder / "b.md"), "", "part")
    assert check_link("sub/%C3%BC%20%C3%A4.txt", folder=where).address == str(folder / "sub" / "ü ä.txt")
    assert check_link("./sub/../page.html?x=1", folder=where).address == str(folder / "page.html")
    assert check_link((folder / "b.md").as_uri(), folder=where).address == str(folder / "b.md")
    assert check_link("b#part", folder=where) == Link(LinkKind.FILE, str(folder / "b.md"), "", "part"), "of a wiki"
    assert check_link("in.txt", folder=where).address == str(folder / "b.md"), "a link within the folder"
    for href, why in {
        "none.md": "no such file",
        "sub": "no regular file",
        "../secret.txt": "outside",
        "out.txt": "outside",
        "%2e%2e/secret.txt": "outside",
        "data.bin": "not read",
        "/dev/null": "outside",
        "a%00b.md": "cannot be seen",
        "file:///etc/passwd": "outside",
        "file://server/b.md": "only http",
    }.items():
        with pytest.raises(NotOpened, match=why):
            check_link(href, folder=where)


def test_from_a_web_page_only_web_pages(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("words", encoding="utf-8")
    assert check_link("b.md", "https://a.b/c", str(tmp_path)).kind is LinkKind.PAGE
    with pytest.raises(NotOpened):
        check_link("file:b.md", "https://a.b/c", str(tmp_path))
