"""A page that Safari saved (webarchive) becomes a document, as that page does: it is in a list of properties."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

from reader.domain.errors import NotOpened
from reader.domain.web_address import is_web_address
from reader.formats.html.page import parse_page

if TYPE_CHECKING:
    from reader.domain.document import Parsed


def parse_web_archive(data: bytes, url: str = "", *, whole: bool = False, charset: str = "") -> Parsed:
    """Parse the article in the page that was saved, or with `whole` all of it. Raises NotOpened where there is none."""
    try:
        said = plistlib.loads(data)
    except (ValueError, KeyError, IndexError, OverflowError, RecursionError, plistlib.InvalidFileException) as error:
        raise NotOpened("is damaged, or no page that a browser saved") from error
    main = said.get("WebMainResource") if isinstance(said, dict) else None
    page = main.get("WebResourceData") if isinstance(main, dict) else None
    if not isinstance(main, dict) or not isinstance(page, bytes):
        raise NotOpened("is damaged, or no page that a browser saved")
    address, encoding = str(main.get("WebResourceURL") or ""), str(main.get("WebResourceTextEncodingName") or "")
    return parse_page(page, address if is_web_address(address) else url, whole=whole, charset=encoding or charset)
