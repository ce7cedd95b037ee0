"""The program itself runs from here on, after the first text; what parses command lines is not imported on the way."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import wait
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from reader import config
from reader.cli.answering import answered, remark
from reader.cli.wiring import CommandServices, now
from reader.domain.document import Parsed
from reader.domain.errors import NotParsed
from reader.start import kept_picture as first
from reader.ui.draw.first_paint import say_below, undo
from reader.ui.terminal.stand_ins import import_asyncio, import_textual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from reader.domain.ports import ReadingPosition
    from reader.library import Opened
    from reader.start.loading import Loading
    from reader.ui.reading.coming import Coming


def take_over(source: str, drawn: list[object] | None, loading: Loading | None = None) -> int:
    """Open `source`; the exit code.

    `drawn` are the terminal's attributes from before its first screen was drawn; None where none was. `loading` is the
    screen that says meanwhile how far it is.
    """
    taken = loading.before if loading else drawn

    def opened() -> int:
        services = CommandServices()
        if taken:
            services.say = loading.say if loading else say_below
        try:
            if drawn:
                return _show_kept(services, source, drawn)
            with _reading(services, source, loading) as whole:
                return _show(services, source, loading, whole)
        except BaseException:
            if loading:
                loading.leave()
            if taken:
                undo(taken)
            raise
        finally:
            services.tell()

    return answered(opened)


LARGE = 2_000_000
"""Bytes of a plain text of which the beginning is shown first: it takes 50 ms to read, the interface 40 to begin."""
PATIENCE = 0.05
"""Seconds that a text which has been read is waited for until it is kept, as an act is: then it is shown as it is."""


def _say_nothing(_text: str) -> None:
    """The interface is there, works on meanwhile, and shows what is new when it has been read."""


@contextmanager
def _keeping(services: CommandServices, source: str) -> Iterator[tuple[Future[Opened], Parsed | None, Coming]]:
    """Open what is on the screen already. A text that is new is kept while the interface begins: within it has been
    read, and whoever is on a slow disk does not wait for that. Of a large one there is the beginning: it is read when
    the interface shows that, for both at once would take as long as one after the other.
    """
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    from reader.library import Request
    from reader.ui.reading.coming import Coming

    import_asyncio()
    head = _beginning(services, source)
    begin, there, stopped, read = Event(), Event(), Event(), list[Parsed]()

    def take(parsed: Parsed) -> None:
        if stopped.is_set():
            raise NotParsed("was given up")
        read.append(parsed)
        there.set()

    def open_then() -> Opened:
        begin.wait()
        return services.library.open(source, Request(read=take))

    if head is None:
        begin.set()
    else:
        there.set()
    with ThreadPoolExecutor(max_workers=1) as thread:
        try:
            whole = thread.submit(open_then)
            whole.add_done_callback(lambda _: there.set())
            there.wait()
            shown = head or next(iter(read), None)
            yield (
                whole,
                shown,
                Coming(whole, lambda: "reading …", stopped.set, lambda: bool(read), begin.set, soon=True),
            )
        finally:
            stopped.set()
            begin.set()


def _beginning(services: CommandServices, source: str) -> Parsed | None:
    """The beginning of a large plain text that was never opened; None of any other, and where it is hard to read."""
    path = os.path.abspath(os.path.expanduser(source))  # noqa: PTH100, PTH111  (links stay links)
    try:
        if os.path.getsize(path) < LARGE or services.library.reads_from(source):  # noqa: PTH202  (as above)
            return None
        with open(path, "rb") as file:  # noqa: PTH123  (as above)
            text = file.read(first.HEAD).decode("utf-8-sig")
    except (OSError, ValueError):
        return None
    from reader.formats.plain_text.plain import parse_plain

    parsed = parse_plain(text[: text.rfind("\n\n") + 1].replace("\r\n", "\n"))
    return parsed if parsed.document.text else None


@contextmanager
def _reading(services: CommandServices, source: str, loading: Loading | None) -> Iterator[Future[Opened]]:
    """Open what may have to be parsed: in another process, while the interface is imported in this one.

    Within it there is something to be shown: the text, its first pages, or why there is none.
    """
    from concurrent.futures import ThreadPoolExecutor

    from reader.formats.sandbox import Waiter, asked, discard, is_prepared, wait_with
    from reader.library import Request

    library = services.library

    def shown(take: Callable[[Parsed], None]) -> Callable[[Parsed], None]:
        """Takes what has been read, and shows its beginning before the interface can: that takes as long again."""

        def show(parsed: Parsed) -> None:
            if loading is not None and not library.reads_from(source):
                loading.show(partial(first.beginning, parsed.document, services.settings))
            take(parsed)

        return show

    if loading is not None:
        wait_with(Waiter(loading.tell, lambda: loading.given_up, shown(loading.take_first)))
    thread = ThreadPoolExecutor(max_workers=1)
    try:
        opened = thread.submit(library.open, source, Request(read=shown(loading.take_whole) if loading else None))
        if is_prepared():  # then first what another core waits for
            opened.add_done_callback(lambda _: asked.set())
            asked.wait()
        import_asyncio()
        if not opened.done():  # else it has failed, or was known: `run` imports what is missing
            import_interface()
        if loading is not None:
            loading.wait(opened.done)
        else:
            wait((opened,))
        discard()
        yield opened
    finally:
        if loading is not None:
            loading.given_up = True  # nobody waits any more
        thread.shutdown()
        discard()
        wait_with()


def _show(services: CommandServices, source: str, loading: Loading | None, whole: Future[Opened]) -> int:
    """Show the whole where it is there, else what has been read of it: its first pages, or all that is being kept."""
    from reader.ui.terminal.driver import ReaderDriver

    if loading is None:
        return _show_whole(services, whole)
    ReaderDriver.taken = loading.leave
    if not whole.done() and loading.read:
        import_interface()
        wait((whole,), PATIENCE)
    if loading.given_up or whole.done() or not isinstance(loading.first, Parsed):
        return _show_whole(services, whole, drawn=loading.before, typed=loading.typed)
    from reader.ui.reading.coming import Coming

    loading.shown = True
    coming = Coming(whole, lambda: loading.far, loading.give_up, lambda: loading.read)
    shown = _first(source, loading.first)
    return run(services, shown, None, drawn=loading.before, typed=loading.typed, coming=coming)


def _show_kept(services: CommandServices, source: str, drawn: list[object]) -> int:
    """Show what is on the screen already."""
    with _keeping(services, source) as (whole, read, coming):
        if read is not None:
            import_interface()
            if coming.read():
                wait((whole,), PATIENCE)
        if read is None or whole.done():
            return _show_whole(services, whole, drawn=drawn)
        return run(services, _first(source, read), None, drawn=drawn, coming=coming)


def _show_whole(
    services: CommandServices, whole: Future[Opened], *, drawn: list[object] | None = None, typed: bytes = b""
) -> int:
    article = whole.result()
    return run(services, article, services.library.places.place(article.article.id), drawn=drawn, typed=typed)


def _first(source: str, parsed: Parsed) -> Opened:
    """The first pages, as an article that the library knows nothing of."""
    from reader.domain.article import Article, Source, Version
    from reader.library import Opened

    address = os.path.abspath(os.path.expanduser(source))  # noqa: PTH100, PTH111  (links stay links)
    title = parsed.metadata.title or os.path.basename(address)  # noqa: PTH119
    version = Version("", now(), len(parsed.document.text))
    article = Article("", title, now(), format=parsed.format, sources=(Source(address),), versions=(version,))
    return Opened(article, "", parsed.document, editable=False, kept=False, partial=True)


def import_interface() -> None:
    """Import what is drawn with, in the order that is fastest."""
    import_textual()
    import reader.ui.app
    import reader.ui.keys.key_table
    import reader.ui.terminal.driver  # noqa: F401


def run(
    services: CommandServices,
    opened: Opened | None,
    place: ReadingPosition | None,
    annotation: str = "",
    *,
    drawn: list[object] | None = None,
    typed: bytes = b"",
    coming: Coming | None = None,
) -> int:
    """Show an article, or the library, until the user leaves; the exit code."""
    import_interface()
    from reader.settings import AUTO, Settings, ground_is_dark, read_file
    from reader.ui.app import ReaderApp
    from reader.ui.draw.textual_themes import check_theme
    from reader.ui.keys.bindings import name_of, with_alt
    from reader.ui.keys.key_table import settle_settings
    from reader.ui.program.line_history import LineHistories
    from reader.ui.program.passing import Pace
    from reader.ui.program.services import Services as Interface
    from reader.ui.terminal.driver import ReaderDriver, driver

    settings = services.settings
    if settings.theme != Settings().theme:
        check_theme(read_file(str(services.paths.settings)).theme, str(services.paths.settings))
    settled = settle_settings(settings)
    interface = Interface(
        library=services.library,
        now=now,
        settings=settings,
        tend=partial(_tend, services, config.unsaid(services.paths, (*settled.clashes, *settled.taken))),
        keep_settings=partial(config.choose, services.paths),
        keep_first_screen=partial(first.keep, services.library_file or ""),
        commands=settled.commands,
        pace=Pace(*config.pace(services.paths), partial(config.keep_pace, services.paths)),
        histories=LineHistories(config.lines_typed(services.paths), partial(config.keep_lines, services.paths)),
        dark=settings.theme != AUTO or ground_is_dark(str(services.paths.state), os.environ),
        keep_ground=partial(config.keep_ground, services.paths),
        environment=os.environ,
    )
    # Opened here so that the first frame has the highlights: it may follow a picture that shows them.
    session = services.library.session(opened) if opened and not opened.partial else None
    services.say = _say_nothing
    ReaderDriver.prepainted, ReaderDriver.typed = drawn, typed
    alts = with_alt(settled.commands)
    ReaderDriver.is_bound = lambda key, character: name_of(key, character) in alts
    app = ReaderApp(interface, opened, place, annotation, session, driver_class=driver(), coming=coming)
    if drawn is not None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio puts its own in the place of this one only
    app.run()
    if app.program.given_up:
        remark(app.program.given_up)
        sys.stdout.flush()
        os._exit(1)  # the thread that waits for the disk would be waited for
    services.upkeep.leave()
    return app.return_code or 0


def _tend(services: CommandServices, unsaid: list[str]) -> str:
    """What other machines sent; before it, once, what the settings did to the keys."""
    said = "; ".join(unsaid)
    unsaid.clear()
    return "; ".join(filter(None, (said, services.upkeep())))
