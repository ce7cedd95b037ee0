"""One line to type into lies over the last row of any screen: a search, a filter, tags with their completions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Input, Static

from reader.domain.printable import printable
from reader.ui.draw.cells import fit_to
from reader.ui.keys.edit_keys import edit, edit_actions, joiner
from reader.ui.keys.late_keys import LateKeys
from reader.ui.lists.completion import Completion
from reader.ui.lists.offers import Offers
from reader.ui.program.line_history import Recall

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self

    from textual.app import ComposeResult
    from textual.geometry import Region

    from reader.ui.lists.asked import Asked
    from reader.ui.program.line_history import LineHistories


class QueryLine(Input):
    """A `QueryLine` is Textual's input, with nothing in it that a terminal would act on: what is pasted may hold
    anything.
    """

    ALLOW_SELECT = False

    def __init__(self, value: str = "", placeholder: str = "", *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        super().__init__(value, compact=True, select_on_focus=False, id=id)
        self._example = placeholder

    def on_resize(self) -> None:
        """Cut the placeholder to the width: Textual would wrap it, and send a line end to the terminal."""
        self.placeholder = fit_to(self._example, max(1, self.size.width)).rstrip()

    def validate_value(self, value: str) -> str:
        """Clean what was pasted, so that it may be drawn."""
        return printable(value)

    async def on_key(self, event: Key) -> None:
        """Take what joins letters."""
        if (sign := joiner(event)) and printable(sign) == sign:
            event.stop()
            event.prevent_default()
            self.replace(sign, *self.selection)

    def on_paste(self, event: Paste) -> None:
        """Take all lines that were pasted, as one: a phrase may come from a page on which it stands in two rows, or
        with a blank line above.
        """
        event.stop()
        event.prevent_default()
        lines = event.text.splitlines()
        text = lines[0] if len(lines) == 1 else " ".join(filter(None, map(str.strip, lines)))
        self.replace(text, *self.selection)


EDITS = edit_actions(Input.BINDINGS)
"""What keys do to a line besides typing."""
SAVE = "ctrl+s"
"""Keeps what is typed under a name, where it can be kept."""
STEPS = {"up": -1, "down": 1, "shift+tab": -1, "tab": 1}
"""Keys that go through completions, or through what was typed before."""


class AnswerLine(QueryLine):
    """An `AnswerLine` is the line itself: it ends with Enter and Esc."""

    DEFAULT_CSS = """
    AnswerLine, AnswerLine:focus {
        width: 1fr;
        height: 1;
        border: none;
        padding: 0;
        background: $panel;
        background-tint: $panel 0%;
    }
    """

    done = False
    """Whether it was answered or left: what is typed after that is meant for the article."""

    _waiting = 0
    """Keys that are on their way here."""

    def __init__(self, value: str, example: str, steer: Callable[[str], Awaitable[bool]]) -> None:
        """`steer` does what a key does besides typing, and answers whether it does anything."""
        super().__init__(value, example)
        self._steer = steer
        self.on_typed: Callable[[], None] = lambda: None
        """Called in the handler of the key that changed it, where no other key waits."""
        self.is_taken: Callable[[Key], bool] = lambda _event: False
        """Whether a key means something on the screen while one types here."""
        self.late = LateKeys()
        self.had: Key | None = None
        """The last key that came here first, and not to the screen."""

    def watch_value(self) -> None:
        """Tell of a letter at once: the message of Textual's comes when it has been painted, and a frame later."""
        if self.is_attached and not self._waiting and not self.app.message_queue_size:
            self.on_typed()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have it painted in one frame with what it changes: the screen is asked at once, as by `OwnRows`."""
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if repaint and not layout and (here := self.region):
            self.screen.refresh(here)
        return self

    def post_message(self, message: Message) -> bool:
        """Count the keys that wait: those that came in one burst are looked at together."""
        self._waiting += isinstance(message, Key)
        return super().post_message(message)

    async def on_key(self, event: Key) -> None:
        """End with Enter and Esc, complete, save. All here, for the next key may be waiting already."""
        self.had = event
        self._waiting -= 1
        if self.done:
            self.late.add(event)
        elif event.key in ("enter", "escape"):
            event.prevent_default()
            self.done = True
        elif (event.key in STEPS or event.key == SAVE) and await self._steer(event.key):
            event.stop()
            event.prevent_default()
        elif event.key in EDITS and not self.is_taken(event):
            await edit(self, event, EDITS[event.key])


class Prompt(Vertical):
    """A `Prompt` asks for one line.

    Enter answers, Esc leaves, Tab takes up a completion. It lies over the status line.
    """

    DEFAULT_CSS = """
    Prompt {
        layer: line;
        dock: bottom;
        width: 1fr;
        height: auto;
        background: $panel;
        Horizontal { height: 1; }
        .label { width: auto; padding: 0 1 0 2; background: $panel; color: $accent; text-style: bold; }
        .count { width: auto; padding: 0 2 0 1; background: $panel; color: $quiet; }
    }
    """

    class Refused(Message):
        """What was answered could not be done; the line stays."""

    class Closed(Message):
        """It was answered, or left; `mended` where an answer that had been refused was taken."""

        def __init__(self, prompt: Prompt, *, mended: bool) -> None:
            super().__init__()
            self.prompt = prompt
            self.mended = mended

    def __init__(self, asked: Asked, histories: LineHistories, *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        super().__init__(id=id)
        self.line = AnswerLine(asked.value, asked.example, self._steer)
        self._asked = asked
        self._histories = histories
        self._told = ""
        self.refused = False
        """Whether what was typed could not be saved, and stands here alone."""
        self._knows = False
        self._interrupted: tuple[Asked, str] | None = None
        """What is asked for again when what is asked for now is answered, and what was typed."""
        self._recall = Recall(histories.of(asked.history))
        self._completion = Completion(asked.complete or (lambda _typed: ()), asked.value, asked.separator)

    def compose(self) -> ComposeResult:
        """Compose the completions' row, where there can be some, and the line."""
        if self._asked.complete is not None or self._asked.hint:
            yield Offers(self._asked.hint)
        with Horizontal():
            if self._asked.label:
                yield Static(self._asked.label, markup=False, classes="label")
            yield self.line
            yield Static("", markup=False, classes="count")

    def on_mount(self) -> None:
        """Begin to type at the end of what is there, or in its place."""
        self.line.on_typed = self._typed
        self.line.cursor_position = len(self.line.value)
        if self._asked.replaced:
            self.line.select_all()
        self._offer()
        self.tell()
        if self._asked.known is not None:
            self.run_worker(self._know(self._asked.known))

    async def _know(self, known: Callable[[], Awaitable[None]]) -> None:
        """Offer anew when all is known that the line may become."""
        await known()
        if not self._knows:
            self._knows = True
            self.renew()

    def tell(self) -> None:
        """Say how much is found."""
        found = self._asked.found()
        # What was looked for beside may be found before there are rows, or when they have gone.
        counts = self.query(".count").results(Static)
        if found != self._told and (count := next(counts, None)) is not None:
            self._told = found
            count.update(found)

    def renew(self) -> None:
        """What the line may become is known better now."""
        if self._asked.complete is not None and self._completion.index < 0:
            self._completion = Completion(self._asked.complete, self.line.value, self._asked.separator)
            self._offer()

    def say(self, message: str) -> None:
        """Say what came of what was typed, in the place of the hint; while one types, completions are not covered."""
        if self._completion.offers and message and not self.line.done:
            return
        for row in self.query(Offers):
            row.message = message

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell who asked, and look for completions."""
        event.stop()
        self._typed()

    def _typed(self) -> None:
        if not self.line.done:
            self._look()

    async def on_key(self, event: Key) -> None:
        """Answer with Enter, leave with Esc."""
        if event.key in ("enter", "escape"):
            event.stop()
            await self._end(answered=event.key == "enter")

    async def _steer(self, key: str) -> bool:
        """Go through completions and what was typed before, or save what is typed; whether the key does that."""
        if key == SAVE:
            if self._asked.save is None:
                return False
            self._interrupted = self._asked, self.line.value
            self._turn_to(self._asked.save(self.line.value), "")
            return True
        if self._asked.known is not None:
            await self._know(self._asked.known)
        self._look()
        self._step(key)
        return True

    def _step(self, key: str) -> None:
        by = STEPS[key]
        if self._asked.move is not None and self._asked.move(by):
            return
        if self._asked.history and key in ("up", "down"):
            self._put(self._recall.step(by, self.line.value))
            self._look()
        else:
            self._put(self._completion.take(by))
            # At once: what is completed is meant, and nothing more need be typed to see what it finds.
            self._asked.changed(self.line.value)
        self._offer()
        self.tell()

    async def _end(self, *, answered: bool) -> None:
        if answered:
            self._look()
            if self._asked.history:
                self._histories.add(self._asked.history, self.line.value)
        outcome = self._asked.done(self.line.value) if answered else self._asked.left()
        stays = outcome is not None and await outcome is False
        if not self.is_attached:
            return  # its screen was left meanwhile, or the program
        if self._interrupted is not None and not stays:
            (asked, typed), self._interrupted = self._interrupted, None
            self._turn_to(asked, typed, stays=True)
            stays = True
        if stays:
            self.refused = True
            self.post_message(self.Refused())
            late, self.line.late, self.line.done = self.line.late, LateKeys(), False
            late.release(self.line)
            return
        self.line.late.release(self.app.screen)  # what was answered may have put another one on top
        self.screen.set_focus(None)
        self.post_message(self.Closed(self, mended=answered and self.refused))

    def _turn_to(self, asked: Asked, typed: str, *, stays: bool = False) -> None:
        """Ask for something else; what is said `stays` until a letter is typed."""
        self._asked = asked
        self._completion = Completion(asked.complete or (lambda _typed: ()), typed, asked.separator)
        self._recall = Recall(self._histories.of(asked.history))
        self._put(typed)
        self.query_one(".label", Static).update(asked.label)
        for row in self.query(Offers):
            row.hint = asked.hint
            row.message = row.message if stays else ""
        self._offer()
        self.tell()

    def _look(self) -> None:
        """Take in what has been typed. Keys that came in one burst overtake the messages that tell of it."""
        parted = self._completion.part(self.line.value)
        if parted != self.line.value:
            self._put(parted)
        if self._completion.follow(self.line.value):
            self.say("")
            self._offer()
            self._asked.changed(self.line.value)
            self.tell()

    def _put(self, line: str) -> None:
        self.line.value = line
        self.line.cursor_position = len(line)

    def _offer(self) -> None:
        for row in self.query(Offers):
            row.show(self._completion)
