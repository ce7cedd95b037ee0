"""Bytes become text in this one way, for articles and imports: by their encoding, and without signs no text may hold.

A bad byte costs one sign (U+FFFD) and decides nothing. What is valid UTF-8 with signs beyond ASCII is UTF-8, whatever
was said of it; then counts what was said; then what is nearly UTF-8 is read as that, line by line, since files are
often written by two programs; the rest is judged by `guess`.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from reader.domain.patterns import deferred

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
# Labels of that standard that Python does not know.
_LABELS = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "windows-949": "cp949",
    "dos-874": "cp874",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "unicode-1-1-utf-8": "utf-8",
    "ansi": "cp1252",
    **dict.fromkeys(("csgb2312", "gb_2312", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("cseuckr", "csksc56011987", "iso-ir-149", "ks_c_5601-1989", "ksc_5601"), "cp949"),
    "cseucpkdfmtjapanese": "euc_jp",
    **dict.fromkeys(("koi", "koi8"), "koi8-r"),
    "koi8-ru": "koi8-u",
    **dict.fromkeys(("csmacintosh", "mac"), "mac-roman"),
    "sun_eu_greek": "iso8859-7",
    "csisolatin9": "iso8859-15",
    **dict.fromkeys(("logical", "visual"), "iso8859-8"),
}
_NUMBERED = deferred(
    r"(?:x-)?(?:(?:windows|win|ansi|cp)[-_ ]?(125\d|8\d\d|9\d\d)|(?:cs)?iso[-_]?8859[-_]?(\d{1,2})(?:-?[ei])?)"
)
"""The many ways of naming an encoding by its number: of Windows, or of the standard."""
_NEVER = ("utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "cp65001", "mbcs", "oem")
"""Encodings in which harmless bytes spell something else; no browser takes them."""

SAMPLE = 65_536
"""Bytes that are looked at for what is no text at all."""
LIKE_TEXT = 0.03
"""Share of control bytes up to which bytes that are not UTF-8 may be text; pictures and programs have over 5 %."""
LIKE_UTF8 = 0.30
"""The same for valid UTF-8, which binary data never is by chance: only what is mostly controls is refused."""
MOST_BAD = 0.2
"""Share of the signs beyond ASCII that may be bad in what is said to be an encoding, until it is not believed."""
CERTAIN = 0.5
"""What the likeliest encoding weighs, from which on its words are words of a language."""
LIKELY = 0.35
"""The same where UTF-8 is the alternative, with as many bad bytes as good."""
DOUBTFUL = 0.2
"""What the likeliest weighs, below which no encoding makes words of it, and the commonest is as good as any."""
CORNERS = 0.02
"""Signs of UTF-16 whose other byte is zero, to those of ASCII: U+0100, U+2000 and the like."""
CHANCE = 8
"""Valid sequences of UTF-8 up to which they may stand in another encoding by chance: two bytes in eight signs do."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b") + b"\x7f"
_OTHER_ESCAPES = deferred(rb"\x1b(?:\$\(?A|\$\([CDOPQ]|\.[AF]|\(I)")
"""What begins sets of signs that ISO-2022-JP itself does not have (RFC 1554 and others)."""
_FURTHER_SETS = {b"(I": "iso2022_jp_ext", b"(O": "iso2022_jp_3", b"(P": "iso2022_jp_3", b"(Q": "iso2022_jp_2004"}
_LINE_ENDS = deferred(r"\r\n?")
_SURROGATES = deferred("[\ud800-\udfff]")
_BAD = "\ufffd"
_ALONE = deferred(r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])")


class Decoded(NamedTuple):
    """A `Decoded` is a text, as `normal` has it.

    `bad` are the signs U+FFFD that stand for bytes that could not be read.
    """

    text: str
    encoding: str
    bad: int = 0

    @property
    def remarks(self) -> tuple[str, ...]:
        """Put into a sentence for a reader what could not be read; none where there is nothing to say."""
        if not self.bad:
            return ()
        signs = "1 sign of it is" if self.bad == 1 else f"{self.bad} signs of it are"
        name = NAMES.get(self.encoding, self.encoding)
        return (f"{signs} damaged and shown as {_BAD} (it was read as {name})",)


def decode(data: bytes, declared: str = "") -> str | None:
    """Decode the text of `data`; None where it is not text. `declared` is what a header or page says."""
    found = detect_and_decode(data, declared)
    return found.text if found else None


def detect_and_decode(data: bytes, declared: str = "") -> Decoded | None:
    """Decode the text of `data`, and name its encoding; None where it is not text.

    `declared` is what a header or page says.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], encoding)
    wide = _unmarked_utf32(data) or _unmarked_utf16(data)
    if wide:
        return _read(data, wide)
    said = _meant(declared)
    text = _try(data, "utf-8")
    if text is not None and not (said in _TWO_BYTES and _is_two_byte_chance(data, said)):
        return _of_utf8(data, text)
    if _is_binary(data[:SAMPLE], LIKE_TEXT):
        asian = _asian_utf16(data)
        return _read(data, asian) if asian else None
    if b"\x1b$" in data[:SAMPLE] and 2 * data.count(b"\x1b$") > _beyond_ascii(data):
        return _read(data, "iso2022_jp")
    if b"\xed" in data and (pairs := _of_surrogates(data)) is not None:
        return Decoded(normal(pairs), "utf-8")
    if said and said != "utf-8":
        mostly = _nearly_utf8(data, surely=True)
        if mostly is not None:
            return mostly
        found = _read(data, said)
        if found.bad <= max(1, MOST_BAD * _beyond(found.text)):
            return found
    return _nearly_utf8(data) or _guessed(data)


def normal(text: str) -> str:
    r"""Line ends are \n, and NUL, which no file and no terminal can take, is U+FFFD. Nothing else changes."""
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    if "\0" in text:
        text = text.replace("\0", _BAD)
    return text


def whole(text: str) -> str:
    """Repair `normal`, for text that did not come from bytes: it may hold lone surrogates, which become U+FFFD."""
    if text.isascii():
        return normal(text)  # as nearly all of the thousands that a page is made of
    try:
        data = text.encode()  # which finds one in a hundredth of the time that a pattern takes
    except UnicodeEncodeError:
        return _SURROGATES.sub(_BAD, normal(text))
    return normal(text) if b"\r" in data or b"\0" in data else text


NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "cp949": "EUC-KR",
    "iso2022_jp": "ISO-2022-JP",
    **dict.fromkeys(("iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_jp_2004"), "ISO-2022-JP"),
    "iso2022_kr": "ISO-2022-KR",
    "johab": "Johab",
    "hz": "HZ",
    **{f"cp125{digit}": f"Windows-125{digit}" for digit in range(9)},
}
"""What people call encodings."""
_TWO_BYTES = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")


def _read(data: bytes, encoding: str) -> Decoded:
    if encoding == "iso2022_jp" and (escape := _OTHER_ESCAPES.search(data)):
        encoding = _FURTHER_SETS.get(escape[0][-2:], "iso2022_jp_2")
    text = _western(data) if encoding == "cp1252" else data.decode(encoding, "replace")
    if encoding == "cp864":
        from reader.domain.encoding_guess import letters_of  # noqa: PLC0415  (as below)

        text = letters_of(text, encoding)
    return Decoded(normal(text), encoding, text.count(_BAD))


def _beyond_ascii(data: bytes) -> int:
    return len(data.translate(None, bytes(range(128))))


def _beyond(text: str) -> int:
    """How many signs are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _of_utf8(data: bytes, text: str) -> Decoded | None:
    sample = data[:SAMPLE]
    if text.isascii() and _is_binary(sample, LIKE_UTF8):
        return None
    escapes = b"\x1b" in sample  # one byte is looked for in a hundredth of the time that several take
    if escapes and b"\x1b$)C" in sample:
        korean = _read(data, "iso2022_kr")
        if korean.bad <= max(1, MOST_BAD * _beyond(korean.text)):
            return korean
    if escapes and b"\x1b$" in sample:
        japanese = _read(data, "iso2022_jp")
        if japanese.bad <= max(1, MOST_BAD * _beyond(japanese.text)):
            return japanese
    if b"~{" in sample and text.isascii():
        chinese = _of_hz(data)
        if chinese is not None:
            return chinese
    # In text of signs beyond Latin-1 a NUL takes as long to look for as anything else does together.
    return Decoded(normal(text) if b"\r" in data or b"\0" in data else text, "utf-8")


def _of_hz(data: bytes) -> Decoded | None:
    """Chinese in seven bits (RFC 1843), where what stands between its marks is of common signs."""
    from reader.domain.encoding_guess import weigh  # noqa: PLC0415  (its tables are made for the rare file that needs it)

    text = _try(data, "hz")
    if text is None or text.isascii():
        return None
    return Decoded(normal(text), "hz") if weigh(text[:SAMPLE].encode("gb18030"), "gb18030") >= CERTAIN else None


def _asian_utf16(data: bytes) -> str:
    """UTF-16 without a mark of a script that has hardly a zero byte in it, and is told by its common signs."""
    from reader.domain.encoding_guess import weigh  # noqa: PLC0415  (the same)

    found = {encoding: weigh(data, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(found, key=lambda encoding: found[encoding])
    return best if found[best] >= CERTAIN and len(data) % 2 == 0 else ""


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _meant(label: str) -> str:
    name = label.strip().strip("\"'").lower()
    if not name or not name.isascii():
        return ""
    match = _NUMBERED.fullmatch(name)
    if match is not None:
        name = f"cp{match[1]}" if match[1] else f"iso8859-{match[2]}"
    try:
        found = codecs.lookup(_LABELS.get(name, name)).name
        b"".decode(found)  # Not every codec makes text of bytes.
    except (LookupError, ValueError):
        return ""
    # Without a mark and without zero bytes it is no UTF-16.
    if found in _NEVER or found.startswith(("utf-16", "utf-32")):
        return ""
    return _MEANT.get(found, found)


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark shows by the zero bytes of its blanks and line ends, all of them on one side."""
    sample = data[:SAMPLE]
    if b"\0" not in sample:
        return ""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = sample[start::2].count(0), sample[1 - start :: 2].count(0)
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        blanks = sum(text.count(blank) for blank in " \n\u3000\u3002")
        likely = zeros > len(sample) // 20 or blanks > len(text) // 50
        if (
            zeros
            and others <= CORNERS * zeros
            and likely
            and text.count(_BAD) <= len(text) // 100
            and _is_written(text)
        ):
            return encoding
    return ""


def _unmarked_utf32(data: bytes) -> str:
    """UTF-32 without a mark shows by the two bytes of each sign that are zero, or nearly."""
    if len(data) % 4 or len(data) < 8 or b"\0\0" not in data[:8]:
        return ""
    for encoding in ("utf-32-le", "utf-32-be"):
        text = _try(data[: SAMPLE // 4 * 4], encoding)
        if text is not None and _is_written(text):
            return encoding
    return ""


def _is_written(text: str) -> bool:
    """Whether nearly all signs are of a script or between its words, and not of every corner of Unicode."""
    return sum(sign.isalnum() or sign.isspace() or sign.isprintable() for sign in text) > 0.97 * len(text)


def _is_two_byte_chance(data: bytes, said: str) -> bool:
    """Whether a few signs of a declared encoding are valid UTF-8 only because two bytes of it can be one sign there."""
    from reader.domain.encoding_guess import weigh  # noqa: PLC0415  (its tables are made for the rare file that needs it)

    beyond = data.translate(None, bytes(range(128)))
    return 0 < len(beyond) <= 2 * CHANCE and max(beyond) < 0xE0 and weigh(data, said) >= CERTAIN


def _of_surrogates(data: bytes) -> str | None:
    """UTF-8 in which a sign beyond U+FFFF is two (CESU-8), as some databases write it."""
    try:
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeDecodeError:
        return None


def _nearly_utf8(data: bytes, *, surely: bool = False) -> Decoded | None:
    """UTF-8 with bad bytes, or with lines of another encoding; None for what is no UTF-8. `surely`: another encoding
    is named, which hardly any bad byte speaks for.
    """
    from reader.domain.encoding_guess import likeliest  # noqa: PLC0415  (the same)

    loose = data.decode("utf-8", "replace")
    bad = loose.count(_BAD) - data.count(b"\xef\xbf\xbd")
    good = _beyond(loose) - bad
    if surely and good < CHANCE * max(1, bad):
        return None
    if good * 2 < bad or not good or (good < max(CHANCE, 3 * bad) and likeliest(data).weight >= LIKELY):
        return None
    lines = [(line, line.decode("utf-8", "replace")) for line in data.split(b"\n")]
    strange = b"\n".join(line for line, text in lines if _is_strange(line, text))
    other = likeliest(strange) if strange else None
    found = []
    for line, text in lines:
        if other and other.weight >= CERTAIN and _is_strange(line, text):
            read = _read(line, other.encoding).text
            # One letter with no word about it is a byte that was cut off, not a letter.
            found.append(text if (_BAD in text and len(line.strip()) < 2) or _is_alone(read) else read)
        else:
            found.append(text)
    text = "\n".join(found)
    return Decoded(normal(text), "utf-8", text.count(_BAD) - data.count(b"\xef\xbf\xbd"))


def _is_strange(line: bytes, text: str) -> bool:
    """Whether a line holds bytes beyond ASCII, and none of them is of UTF-8."""
    return _BAD in text and b"\xef\xbf\xbd" not in line and all(sign == _BAD or sign <= "\x7f" for sign in text)


def _is_alone(text: str) -> bool:
    beyond = [at for at, sign in enumerate(text) if sign > "\x7f"]
    return len(beyond) == 1 and _ALONE.match(text, beyond[0]) is not None


def _guessed(data: bytes) -> Decoded:
    from reader.domain.encoding_guess import likeliest  # noqa: PLC0415  (the same)

    best = likeliest(data)
    return _read(data, best.encoding if best.weight >= DOUBTFUL else "cp1252")


def _western(data: bytes) -> str:
    """Windows-1252 as browsers have it: its five unused bytes are the control characters of the same number."""
    return data.decode("cp1252", "reader-western")


def _control(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return chr(error.object[error.start]), error.start + 1


codecs.register_error("reader-western", _control)


def _is_binary(sample: bytes, limit: float) -> bool:
    return len(sample) - len(sample.translate(None, _CONTROLS)) > limit * len(sample)
