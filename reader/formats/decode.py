"""Bytes into text: which encoding it is, and the few characters that no text may hold."""

from __future__ import annotations

import codecs
import re

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a label means on the web (WHATWG Encoding): the supersets that everybody really writes.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_NEVER = ("utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "cp65001")
"""Encodings in which harmless bytes spell something else; no browser takes them."""

SAMPLE = 65_536
"""Bytes that are looked at to guess by; charset-normalizer needs 0.1 s for so many."""
FEW = 12
"""With fewer bytes beyond ASCII a statistical guess is worth less than the commonest encoding."""
LIKE_TEXT = 0.03
"""Share of control bytes up to which bytes that are not UTF-8 may be text; pictures and programs have over 5 %."""
LIKE_UTF8 = 0.30
"""The same for valid UTF-8, which binary data never is by chance: only what is mostly controls is refused."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b") + b"\x7f"
_LINE_ENDS = re.compile(r"\r\n?")
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, declared: str = "") -> str | None:
    """The text of `data`, as `normal` has it; None where it is not text. `declared` is what a header or page says."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return normal(data[len(mark) :].decode(encoding, "replace"))
    text = _try(data, _meant(declared)) or _try(data, "utf-8")
    if text is None:
        text = _guess(data)
    elif b"\x1b$" in data[:SAMPLE]:
        text = _try(data, "iso2022_jp") or text
    if text is None or _is_binary(data[:SAMPLE], LIKE_UTF8 if text.isascii() else 1.0):
        return None
    return normal(text)


def normal(text: str) -> str:
    r"""Line ends are \n, and NUL, which no file and no terminal can take, is U+FFFD. Nothing else changes."""
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text


def whole(text: str) -> str:
    """`normal`, for text that did not come from bytes: it may hold lone surrogates, which become U+FFFD."""
    if text.isascii() and "\r" not in text and "\0" not in text:
        return text  # as nearly all of the thousands that a page is made of
    return _SURROGATES.sub("\ufffd", normal(text))


def _try(data: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _meant(label: str) -> str:
    try:
        found = codecs.lookup(label.strip().strip("\"'")).name if label.isascii() and label.strip() else ""
    except (LookupError, ValueError):
        return ""
    return "" if found in _NEVER else _MEANT.get(found, found)


def _guess(data: bytes) -> str | None:
    """Text that is not UTF-8."""
    sample = data[:SAMPLE]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Without a mark, UTF-16 of any European text shows by its zero bytes: all on one side.
        if sample[start::2].count(0) > len(sample) // 5 and sample[1 - start :: 2].count(0) == 0:
            return data.decode(encoding, "replace")
    if _is_binary(sample, LIKE_TEXT):
        return None
    loose = data.decode("utf-8", "replace")
    beyond = len(loose) - len(loose.encode("ascii", "ignore"))
    if loose.count("\ufffd") * 10 < beyond:
        return loose
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    return _western(data) if high < FEW else data.decode(_likeliest(sample), "replace")


def _likeliest(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  (30 ms, for the rare file that is not UTF-8)

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _western(data: bytes) -> str:
    """Windows-1252 as browsers have it: its five unused bytes are the control characters of the same number."""
    return "".join(_try(bytes((code,)), "cp1252") or chr(code) for code in data)


def _is_binary(sample: bytes, limit: float) -> bool:
    return len(sample) - len(sample.translate(None, _CONTROLS)) > limit * len(sample)
