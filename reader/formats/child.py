"""A process of its own parses what others wrote: it may read its standard input and use little memory, and no more.

Run as `python -m reader.formats.child [NAME [FILE]]`, with the name of the source where it is known before its bytes
are, and the number of a file that is open for reading: its first pages are answered first, empty where there are none.
More of it is read until the request comes, where a core is there for it.
In: a line of JSON saying what follows and how many bytes, then the bytes; the end of the input says that another
process may be begun beside this one. Out: `ok` or `refused`, then what `wire` made of the answer, or
the sentence that says why not.

The parser is imported before anything is given up, and nothing is read before that: what is compiled can be kept, else
it would be compiled anew for every text, for as long as its first pages take.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import select
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from reader.domain.errors import NotParsed, ReaderError
from reader.formats.beside import allow, is_forking, there_are_two
from reader.formats.kinds import HERE, Format, named_format
from reader.formats.process_use import reserved_bytes
from reader.formats.progress import expect_long, tell_from_here
from reader.formats.structured import LARGE, first_of_file, first_pages, load, parse_structured

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Parsed

MEMORY = 512 * 2**20
"""Bytes of memory a parser may use, besides what it has when it begins. Some systems refuse such a limit, or pay it no
heed: who started the process looks at its size as well."""
CPU_SECONDS = 65
"""More than the parent waits: this ends a child whose parent has gone, or cannot be told how much it takes."""

SMALL = 4 << 20
"""Bytes up to which all of a file is parsed before it is asked for, where it has no first pages."""

FIRST = b"first "
"""Begins the line in front of the first pages, with how many bytes they are."""

KEPT, WHOLE = 256 << 20, 32 << 20
"""Bytes that are kept when they are free, and up to which a piece of memory is among them: the most glibc allows."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Of mallopt(3)."""

_NEW_USER_AND_NETWORK = 0x1000_0000 | 0x4000_0000
"""CLONE_NEWUSER | CLONE_NEWNET: a network of one's own, with nothing in it."""
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "pty.",
    "ftplib.",
)
_WRITES = set("wax+")


def main(name: str = "", file: str = "") -> None:
    """Read a request, parse, answer; with the parser of a source of that name, and after the first pages of a file."""
    out = sys.stdout.buffer
    # The process lives for one text: collecting what is left over would take a tenth of its time.
    gc.disable()
    request: dict[str, Any] = {} if name else _asked()
    kind = named_format(name) if name else request.get("kind")
    if kind:
        load(Format(kind))
    sys.dont_write_bytecode = True
    limit()
    _keep_memory()
    allow(sys.stdin.fileno())
    tell_from_here()
    early = _answer_first_of(out, int(file), name) or _read_ahead(int(file), name) if file else None
    request = request or _asked()
    data = sys.stdin.buffer.read(request.pop("size", -1))
    if request.pop("first", False) and (packed := _packed(first_pages(data, request["kind"]))):
        _write_first(out, packed)
    try:
        if early is not None and early.answers(data, request):
            del data  # it has been read already
            answer = early.answer()
        else:
            answer = [_written(data)] if request.pop("write", "") else _parse(data, request)
        out.writelines([b"ok\n", *answer])
    except ReaderError as error:
        out.write(_refusal(error))
    except RecursionError:
        out.write(_refusal(NotParsed("is nested too deeply to be read")))
    except MemoryError:
        out.write(_refusal(NotParsed(f"needs more than {MEMORY >> 20} MB to be read")))
    out.flush()


def _asked() -> dict[str, Any]:
    """What the process that waits says about the bytes that follow."""
    request: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    return request


class Early(NamedTuple):
    """An `Early` is all of a file, parsed before it was asked for, or as far as its pages were read until then."""

    data: bytes
    kind: str
    answer: Callable[[], list[bytes]]

    def answers(self, data: bytes, request: dict[str, Any]) -> bool:
        """Tell whether it is what is asked for now."""
        said = any(request[name] for name in ("url", "whole", "charset", "suffix"))
        return request.get("kind") == self.kind and not said and data == self.data


def _answer_first_of(out: BinaryIO, file: int, name: str) -> Early | None:
    """Write the first pages of a file before anything is asked, or that there are none.

    Where all of it is as quick that comes, and is answered too: who asks has still to import half of the program.
    """
    packed, early = b"", None
    # Whatever is wrong with it is said when it is asked for.
    with contextlib.suppress(MemoryError):
        packed = _packed(first_of_file(file, name))
        if not packed and os.fstat(file).st_size <= SMALL:
            early = _parsed_early(file, name)
            packed = b"".join(early.answer()) if early is not None else b""
    _write_first(out, packed)
    return early


def _read_ahead(file: int, name: str) -> Early | None:
    """Read pages of a file until something is asked, where another core is at work for whoever will ask."""
    if not there_are_two():
        return None
    with contextlib.suppress(Exception):  # said when it is asked for, as below
        from reader.formats.detect import detect  # noqa: PLC0415  (where it is needed)

        with open(file, "rb", closefd=False) as source:
            source.seek(0)
            data = source.read()
        if detect(data, name) == Format.PDF:
            from reader.formats.pdf import BegunPdf  # noqa: PLC0415  (as above)

            begun = BegunPdf(data)
            begun.read_until(_is_asked)
            return Early(data, Format.PDF, lambda: _pieces(begun.parse()))
    return None


def _is_asked() -> bool:
    return bool(select.select((sys.stdin.fileno(),), (), (), 0)[0])


def _parsed_early(file: int, name: str) -> Early | None:
    from reader.formats.detect import detect  # noqa: PLC0415  (where it is needed)

    with contextlib.suppress(Exception), open(file, "rb", closefd=False) as source:
        source.seek(0)
        data = source.read()
        kind = detect(data, name)
        parsed = parse_structured(data, kind) if kind is not None and kind not in HERE else None
        if kind is not None and parsed is not None and parsed.document.text.strip():
            packed = _pieces(parsed)
            return Early(data, kind, lambda: packed)
    return None


def _write_first(out: BinaryIO, packed: bytes) -> None:
    out.write(b"%s%d\n" % (FIRST, len(packed)) + packed)
    out.flush()


def _packed(first: Parsed | None) -> bytes:
    """The first pages as they are sent; empty where there are none."""
    return b"" if first is None else b"".join(_pieces(first))


def _pieces(parsed: Parsed) -> list[bytes]:
    from reader.formats.wire import pieces  # noqa: PLC0415

    return pieces(parsed)


def _written(data: bytes) -> bytes:
    """What was parsed before, as a page of HTML."""
    from reader.formats.document_html import html  # noqa: PLC0415
    from reader.formats.wire import unpack  # noqa: PLC0415

    parsed = unpack(data)
    return "".join(html(parsed.document, parsed.metadata)).encode()


def _parse(data: bytes, request: dict[str, Any]) -> list[bytes]:
    if len(data) > LARGE:
        expect_long()
    return _pieces(parse_structured(data, **request))


def _refusal(error: ReaderError) -> bytes:
    said = {"kind": type(error).__name__, "what": error.what, "do": error.do}
    return b"refused\n" + json.dumps(said).encode()


def limit() -> None:
    """Give up memory, files, programs and the network, as far as the system lets one."""
    import resource  # noqa: PLC0415  (only the process that is limited needs it)

    there = reserved_bytes()
    for what, most in (
        (resource.RLIMIT_DATA, there.data + MEMORY),
        (resource.RLIMIT_AS, there.addresses + 2 * MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        # Refused by some systems; then the hook below is what is left.
        ctypes.CDLL(None).unshare(_NEW_USER_AND_NETWORK)
    sys.addaudithook(_forbid)


def _keep_memory() -> None:
    """Have memory kept that is free: each page of a PDF gives back what the next asks for again, three times of four.

    The limits are as before, and so is the most that is taken.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another library of C than GNU's
            allocate = ctypes.CDLL(None).mallopt
            allocate(_TRIM_THRESHOLD, KEPT)
            allocate(_MMAP_THRESHOLD, WHOLE)


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN) and not (event == "os.fork" and is_forking()):
        raise PermissionError(event)
    if event == "open" and not _WRITES.isdisjoint(str(arguments[1] or "r")):
        raise PermissionError(event)


if __name__ == "__main__":
    main(*sys.argv[1:3])
    # Nothing is left to be done, and taking apart what a text was parsed into takes as long as sending it did.
    os._exit(0)
