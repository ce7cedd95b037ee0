"""The table of issue 4: what is measured against what, the bar, and what would be better still."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks import texts
from tests.benchmarks.samples import Name

SIZES = ("", " large")
"""What the names of probes end in at 100 by 30, and at 200 by 60."""


@dataclass(frozen=True, slots=True)
class Case:
    """One number, and its bar. Without a floor it counts as it is, in `unit`; the floor's parts are added up."""

    group: str
    what: str
    name: Name
    floor: tuple[Name, ...]
    bar: float
    stretch: float
    unit: str = ""


def cases() -> list[Case]:
    """All of them, in the order of the table."""
    found: list[Case] = []
    for suffix in SIZES:
        found += _starts(suffix)
        found += _keys(suffix)
    found += [
        *_more_starts(),
        *_highlights(),
        *_bytes(),
        *_jumps(),
        *_resizes(),
        *_pane(),
        *_memory(),
        *_leaving(),
        *_commands(),
    ]
    return found


def _starts(suffix: str) -> list[Case]:
    hello = Name(f"hello{suffix}", "text"), Name(f"hello{suffix}", "interface")

    def text(what: str) -> Case:
        return Case("start", f"{what}{suffix}: first text", Name(what + suffix, "text"), hello[:1], 0.25, 0.14)

    def whole(what: str, floor: Name, bar: float, stretch: float) -> Case:
        label = f"{what}{suffix}: complete interface"
        return Case("start", label, Name(what + suffix, "interface"), (floor,), bar, stretch)

    large = whole("in a library of 100,000", Name(f"in an empty library{suffix}", "interface"), 1.1, 1.0)
    return [
        *(text(what) for what in ("5 kB", "1 MB", "10 MB", "marked")),
        whole("5 kB", hello[1], 1.12, 1.0),
        whole("1 MB", hello[1], 1.12, 1.0),
        whole("marked", hello[1], 1.25, 1.1),
        whole("10 MB", Name(f"1 MB{suffix}", "interface"), 1.1, 1.0),
        large,
    ]


def _more_starts() -> list[Case]:
    text, whole = Name("hello", "text"), Name("hello", "interface")
    return [
        Case("start", "1 MB, never opened: first text", Name("new", "text"), (text,), 0.25, 0.14),
        Case("markdown", "Markdown, never opened: complete", Name("new Markdown", "interface"), (whole,), 1.5, 1.2),
        Case("start", "10 MB, never opened: complete interface", Name("new 10 MB", "interface"), (whole,), 1.1, 1.0),
        Case("loading", "2,172 pages, never opened: what is opened", Name("pages", "text"), (), 100, 50, "ms"),
        Case("loading", "2,172 pages, never opened: interface", Name("pages", "interface"), (whole,), 1.5, 1.0),
        *(
            Case("loading", f"{name}, never opened: first pages", Name(f"first of {name}", "text"), (text,), 0.5, 0.3)
            for name in texts.FIRST_PAGES
        ),
        *(
            Case(
                "loading",
                f"{name}, never opened: all of it",
                Name(f"all of {name}", "interface"),
                (whole,),
                bar,
                stretch,
            )
            for name, bar, stretch in zip(texts.WHOLE, (2.0, 10.0), (1.5, 7.0), strict=True)
        ),
        Case("slow disk", "a move after a highlight", Name("slow disk", "move after an act"), (), 60, 20, "ms"),
        *(
            Case(
                "parsing",
                f"{name}, 1 MB: parsed whole",
                _parsing(name),
                (_parsing(f"{floor}: {name}"),),
                bar,
                bar - 0.5,
            )
            for name, floor, bar in (
                ("Markdown", "cmark and lxml", 2.5),
                ("manual in Markdown", "cmark and lxml", 2.5),
                ("EPUB", "zip and lxml", 3.0),
                ("manual in EPUB", "zip and lxml", 3.0),
                ("PDF", "pdfium", 2.5),
                ("manual in PDF", "pdfium", 2.5),
            )
        ),
        Case("carry", "10 MB, 0.5 % edited", Name("carry", "10 MB"), (), 500, 250, "ms"),
        Case("carry", "1,000 highlights in 60 kB", Name("carry", "60 kB"), (), 50, 25, "ms"),
        Case("markdown", "Markdown, opened again: first text", Name("Markdown", "text"), (text,), 0.3, 0.2),
    ]


def _parsing(what: str) -> Name:
    return Name("parsing", what)


def _keys(suffix: str) -> list[Case]:
    floor = Name(f"floor{suffix}", "page")
    plain = f"1 MB{suffix}"
    steps = [
        Case("keys", f"{name}{suffix}", Name(plain, name), (floor,), 2.0, 1.5)
        for name in ("sentence", "match", "labels", "selection")
    ]
    following = Name(f"marked{suffix}", "next annotation")
    return [
        Case("keys", f"1 MB{suffix}: page", Name(plain, "page"), (floor,), 1.25 if suffix else 1.8, 1.25),
        Case("keys", f"marked{suffix}: page", Name(f"marked{suffix}", "page"), (floor,), 2.5, 1.8),
        Case("keys", f"10 MB{suffix}: page", Name(f"10 MB{suffix}", "page"), (Name(plain, "page"),), 1.15, 1.0),
        *steps,
        Case("keys", f"next annotation{suffix}", following, (floor,), 2.0, 1.5),
        *(
            Case("keys", f"{name}{suffix}: frames", Name(plain, f"{name} frames"), (), 1, 1)
            for name in ("page", "sentence", "match", "labels", "selection")
        ),
    ]


def _highlights() -> list[Case]:
    floor = Name("floor", "page"), Name("disk", "append")
    return [
        *(
            Case("highlight", f"{where}: highlight", Name(where, "highlight"), floor, 1.5, 1.2)
            for where in ("1 MB", "marked")
        ),
        # What of it is the stack's own: nothing is decided, and the strips are ready.
        Case("highlight", "a bare app that saves and draws as much", Name("act", "highlight"), floor, 1.5, 1.2),
        Case("highlight", "highlight: frames", Name("1 MB", "highlight frames"), (), 1, 1),
        Case("keys", "next annotation: frames", Name("marked", "next annotation frames"), (), 1, 1),
    ]


def _bytes() -> list[Case]:
    """What goes over the line; a key that opens something is one frame."""
    return [
        Case("bytes", "sentence: bytes", Name("1 MB", "sentence bytes"), (), 300, 200, "B"),
        Case("bytes", "row: bytes", Name("1 MB", "row bytes"), (), 1_000, 500, "B"),
        Case("bytes", "row beside the pane: bytes", Name("1 MB", "row beside the pane bytes"), (), 2_500, 1_500, "B"),
        Case("bytes", "marked, row: bytes", Name("marked", "row bytes"), (), 1_000, 500, "B"),
        Case(
            "bytes",
            "marked, row beside the pane: bytes",
            Name("marked", "row beside the pane bytes"),
            (),
            2_500,
            1_500,
            "B",
        ),
        *(
            Case("bytes", f"{one}: frames", Name("1 MB", f"{one} frames"), (), 1, 1)
            for one in ("help", "palette", "note", "note saved", "line", "line left")
        ),
    ]


def _jumps() -> list[Case]:
    return [
        Case("jumps", "10 MB: to its end", Name("10 MB", "end"), (), 50, 20, "ms"),
        Case("jumps", "10 MB: first match of 50,000", Name("10 MB", "first match"), (), 50, 20, "ms"),
    ]


def _resizes() -> list[Case]:
    def case(what: str, suffix: str) -> Case:
        hello = Name(f"hello{suffix}", "resize")
        return Case("resize", f"{what}{suffix}: resized", Name(what + suffix, "resize"), (hello,), 1.6, 1.25)

    return [case(what, suffix) for suffix in SIZES for what in ("5 kB", "1 MB", "10 MB", "marked")]


def _pane() -> list[Case]:
    return [
        Case("pane", f"10,000 entries: {name}", Name("marked", name), (Name("options", name),), 0.2, 0.14)
        for name in ("pane page", "filter letter")
    ] + [
        Case("pane", "10,000 entries: filter letter, ms", Name("marked", "filter letter"), (), 30, 20, "ms"),
        Case("pane", "10,000 entries: fold", Name("marked", "fold"), (), 40, 20, "ms"),
    ]


def _memory() -> list[Case]:
    bars = {"5 kB": (1.1, 1.0), "1 MB": (1.25, 1.1), "10 MB": (1.7, 1.5), "marked": (1.45, 1.3)}
    return [
        Case("memory", f"{what}: memory", Name(what, "start memory"), (Name("hello", "memory"),), bar, stretch)
        for what, (bar, stretch) in bars.items()
    ]


def _leaving() -> list[Case]:
    return [
        *(
            Case("leaving", f"{what}: quit", Name(what, "quit"), (Name("hello", "quit"),), 0.2, 0.1)
            for what in ("1 MB", "marked")
        ),
        Case("leaving", "Esc", Name("1 MB", "esc"), (Name("floor", "esc"),), 0.35, 0.3),
        Case("idle", "wake-ups a second, idle", Name("1 MB", "wakes"), (), 1, 0),
    ]


def _commands() -> list[Case]:
    python = (Name("python", "end"),)
    return [
        Case("commands", "--version", Name("version", "end"), python, 2, 1.5),
        Case("commands", "--help", Name("help", "end"), python, 4, 3),
        Case("commands", "notes tag:law/* --json of 10,000", Name("notes of 10,000", "end"), (), 400, 200, "ms"),
        Case("commands", "notes tag:law/* --json of 100,000", Name("notes of 100,000", "end"), (), 2500, 1250, "ms"),
        Case("commands", "export to Markdown of 10,000", Name("export of 10,000", "end"), (), 600, 300, "ms"),
        Case("commands", "export to Markdown of 100,000", Name("export of 100,000", "end"), (), 4000, 2000, "ms"),
    ]
