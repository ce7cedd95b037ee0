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
from reader.cli.answering import answer, remark
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
    from reader.library import Library, Opened
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
            with _reading(services, source, loading) as (whole, opening):
                return _show(services, source, loading, whole, opening)
        except BaseException:
            if loading:
                loading.leave()
            if taken:
                undo(taken)
            raise
        finally:
            services.tell()

    return answer(opened)


def show_library() -> int:
    """Show the library, where it is empty the welcome; the exit code."""

    def shown() -> int:
        import_asyncio()
        services = CommandServices()
        try:
            return run(services, *begun(services.library))
        finally:
            services.tell()

    return answer(shown)


def begun(library: Library) -> tuple[Opened | None, ReadingPosition | None]:
    """Return what is shown where nothing is named: the library, or the welcome and where one is in it."""
    if not library.collection.is_empty:
        return None, None
    opened = library.open(str(config.samples() / "welcome.md"))
    return opened, library.places.place(opened.article.id)


LARGE = 2_000_000
"""Bytes of a plain text of which the beginning is shown first: it takes 50 ms to read, the interface 40 to begin."""
DRAWING = 0.5
"""Seconds that all of a text is drawn in at most, before it is kept: what is done beside it would hold it up."""
PATIENCE = 0.05
"""Seconds that a text which has been read is waited for until it is kept, as an act is: then it is shown as it is."""


def _say_nothing(_text: str) -> None:
    """The interface is there, works on meanwhile, and shows what is new when it has been read."""


@contextmanager
def _later(work: Callable[[], Opened]) -> Iterator[tuple[Future[Opened], Callable[[], None]]]:
    """What comes of `work`, which a thread does once it is begun, and what begins it: at the latest when one leaves.

    Until then it takes nothing from the imports and the drawing: what is done beside them in one process makes them
    take as much longer.
    """
    from concurrent.futures import Future
    from threading import Lock, Thread

    whole: Future[Opened] = Future()
    whole.set_running_or_notify_cancel()  # whoever waits for it and leaves takes it from nobody
    turn = Lock()
    threads: list[Thread] = []

    def run() -> None:
        try:
            whole.set_result(work())
        except BaseException as error:  # noqa: BLE001  (whoever waits for it is told)
            whole.set_exception(error)

    def begin() -> None:
        with turn:
            if not threads:
                threads.append(Thread(target=run, name="keeping"))
                threads[0].start()

    try:
        yield whole, begin
    finally:
        begin()
        threads[0].join()


def _beginning(services: CommandServices, source: str) -> Parsed | None:
    """The beginning of a large plain text that was never opened; None of any other, and where it is hard to read."""
    path = os.path.abspath(os.path.expanduser(source))  # noqa: PTH100, PTH111  (links stay links)
    try:
        if os.path.getsize(path) < LARGE:  # noqa: PTH202  (as above)
            return None
        if not services.has_no_library and services.library.reads_from(source):
            return None
        with open(path, "rb") as file:  # noqa: PTH123  (as above)
            text = file.read(first.HEAD).decode("utf-8-sig")
    except (OSError, ValueError):
        return None
    from reader.formats.plain_text.plain import parse_plain

    parsed = parse_plain(text[: text.rfind("\n\n") + 1].replace("\r\n", "\n"))
    return parsed if parsed.document.text else None


class _Opening:
    """The opening of a source that may have to be parsed, on a thread, with the screen that says how far it is."""

    def __init__(self, services: CommandServices, source: str, loading: Loading | None) -> None:
        from concurrent.futures import Future
        from threading import Event

        self.begin = Event()
        """Set when first pages have been drawn, and the rest may take all that there is."""
        self.drawn = Event()
        """Set when all of it has been drawn, or is waited for: then what is new is kept."""
        self.unkept: Future[Opened] = Future()
        """All of what is new, before it is kept."""
        self.nothing_to_draw = Event()
        self._services = services
        self._library = services.library
        """Made on this thread: others ask for it."""
        self._source = source
        self._loading = loading

    def go_on(self) -> None:
        """What is there has been drawn: the rest is to be read, or what has been read is to be kept."""
        self.begin.set()
        if self._loading is None or self._loading.read:
            self.drawn.set()

    def draws(self) -> bool:
        """Tell whether first pages are being drawn: a core is left to that."""
        return not (self.begin.is_set() or self.nothing_to_draw.is_set())

    def take_first(self, parsed: Parsed) -> None:
        """These are the first pages."""
        self._show(parsed)
        if self._loading is not None:
            self._loading.take_first(parsed)

    def read_and_keep(self) -> Opened:
        """Read it, and keep what is new when that is wanted."""
        from reader.library import Opened

        found = self._library.read(self._source)
        if isinstance(found, Opened):
            return found
        if self._loading is not None:
            if found.known:
                self.begin.set()
            self._show(found.parsed)
            self._loading.take_whole(found.parsed)
            drawn = self.begin.is_set() and not found.known
            if not found.known:
                self.unkept.set_result(_first(self._source, found.parsed))
            self.begin.wait()
            if drawn:  # of its first pages: all of it takes their place first
                self.drawn.wait(DRAWING)
        return found.keep()

    def _show(self, parsed: Parsed) -> None:
        """Show its beginning before the interface can: that takes as long again."""
        if self._loading is not None and not self._library.reads_from(self._source):
            self._loading.show(partial(first.beginning, parsed.document, self._services.settings))


@contextmanager
def _reading(
    services: CommandServices, source: str, loading: Loading | None
) -> Iterator[tuple[Future[Opened], _Opening]]:
    """Open what may have to be parsed: in another process, while the interface is imported in this one.

    Within it there is something to be shown: the text, its first pages, or why there is none.
    """
    from concurrent.futures import ThreadPoolExecutor

    from reader.formats.sandbox import Waiter, asked, discard, is_prepared, wait_with

    opening = _Opening(services, source, loading)
    if loading is not None:
        wait_with(Waiter(loading.tell, lambda: loading.given_up, opening.take_first, opening.draws))
    thread = ThreadPoolExecutor(max_workers=1)
    try:
        opened = thread.submit(opening.read_and_keep)
        if is_prepared():  # then first what another core waits for
            opened.add_done_callback(lambda _: asked.set())
            asked.wait()
        import_asyncio()
        if not opened.done():  # else it has failed, or was known: `run` imports what is missing
            import_interface()
        if loading is not None:
            if loading.first is None:
                opening.nothing_to_draw.set()
            loading.wait(opened.done)
        else:
            wait((opened,))
        discard()
        yield opened, opening
    finally:
        if loading is not None:
            loading.given_up = True  # nobody waits any more
        opening.begin.set()
        opening.drawn.set()
        thread.shutdown()
        discard()
        wait_with()


def _show(
    services: CommandServices, source: str, loading: Loading | None, whole: Future[Opened], opening: _Opening
) -> int:
    """Show the whole where it is there, else what has been read of it: its first pages, or all that is being kept."""
    from reader.ui.terminal.driver import ReaderDriver

    if loading is None:
        return _show_whole(services, whole)
    ReaderDriver.taken = loading.leave
    if not whole.done() and loading.read and opening.begin.is_set():
        import_interface()
        wait((whole,), PATIENCE)
    if loading.given_up or whole.done() or not isinstance(loading.first, Parsed):
        opening.go_on()
        return _show_whole(services, whole, drawn=loading.before, typed=loading.typed)
    from reader.ui.reading.coming import Coming

    loading.shown = True
    coming = Coming(whole, lambda: loading.far, loading.give_up, lambda: loading.read, opening.go_on, opening.unkept)
    shown = _first(source, loading.first)
    return run(services, shown, None, drawn=loading.before, typed=loading.typed, coming=coming)


def _show_kept(services: CommandServices, source: str, drawn: list[object]) -> int:
    """Show what is on the screen already: what is known as it was kept, what is new before it is.

    Of a large one there is the beginning: it is read when the interface shows that.
    """
    from threading import Event

    from reader.library import Opened, Request
    from reader.ui.reading.coming import Coming

    import_asyncio()
    stopped, read, is_known = Event(), Event(), False

    def go_on() -> None:
        if stopped.is_set():
            raise NotParsed("was given up")

    def take(_parsed: Parsed) -> None:
        go_on()
        read.set()

    def open_all() -> Opened:
        go_on()
        return services.library.open(source, Request(read=take))

    shown, work = _beginning(services, source), open_all
    if shown is None:
        found = services.library.read(source)
        if isinstance(found, Opened):
            return _show_opened(services, found, drawn=drawn)
        shown, work, is_known = found.parsed, found.keep, found.known
        read.set()
    with _later(work) as (whole, begin):
        if is_known:
            begin()  # so that its highlights are in the first frame
        import_interface()
        if is_known and wait((whole,), PATIENCE).done:
            return _show_whole(services, whole, drawn=drawn)
        coming = Coming(whole, lambda: "reading …", stopped.set, read.is_set, begin)
        try:
            return run(services, _first(source, shown), None, drawn=drawn, coming=coming)
        finally:
            stopped.set()


def _show_whole(
    services: CommandServices, whole: Future[Opened], *, drawn: list[object] | None = None, typed: bytes = b""
) -> int:
    return _show_opened(services, whole.result(), drawn=drawn, typed=typed)


def _show_opened(
    services: CommandServices, opened: Opened, *, drawn: list[object] | None = None, typed: bytes = b""
) -> int:
    return run(services, opened, services.library.places.place(opened.article.id), drawn=drawn, typed=typed)


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
        library=services.library_later,
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
    if app.program.last_words:
        remark(f"reader: {app.program.last_words}")
    services.upkeep.leave()
    return app.return_code or 0


def _tend(services: CommandServices, unsaid: list[str]) -> str:
    """What other machines sent; before it, once, what the settings did to the keys."""
    said = "; ".join(unsaid)
    unsaid.clear()
    return "; ".join(filter(None, (said, services.upkeep())))
