"""Errors are what can go wrong that a user can mend: each says what happened, to what, and what to do."""

from __future__ import annotations


class ReaderError(Exception):
    """A `ReaderError` is a failure told to the user in one sentence. Bugs are not ReaderErrors; they crash."""

    def __init__(self, what: str, to: str = "", do: str = "") -> None:
        """`what` happened, `to` what (a path, a title), and what to `do` about it."""
        self.what, self.to, self.do = what, to, do
        super().__init__(str(self))

    def __str__(self) -> str:
        sentence = f"{self.to}: {self.what}" if self.to else self.what
        return f"{sentence}; {self.do}" if self.do else sentence

    @property
    def brief(self) -> str:
        """Say it in one row of a screen, which a path alone would fill: what happened, and what to do."""
        return f"{self.what}; {self.do}" if self.do else self.what


class NotOpened(ReaderError):
    """A source is `NotOpened` that is missing, unreadable, empty, too large, or not text."""


class NotParsed(ReaderError):
    """A source is `NotParsed` whose format could not be read within its limits."""


class NotFetched(ReaderError):
    """A URL is `NotFetched` that could not be, or must not be, fetched."""


class NotFound(ReaderError):
    """No article, annotation, quote or tag answers to what was asked for."""


class NotUnderstood(ReaderError):
    """A query, a setting or an argument is `NotUnderstood` that is written wrongly."""


class NotImported(ReaderError):
    """A file of another program is `NotImported` that could not be read as annotations."""


class NotRecognised(NotImported):
    """The file is of no program that is known."""


class NothingMarked(NotImported):
    """There is `NothingMarked` in a file that may hold annotations beside its text, and holds none."""


class NotExported(ReaderError):
    """Annotations are `NotExported` that could not be written where or as was asked."""


class StoreError(ReaderError):
    """The library could not be read or written. The act that met it has not been applied."""


class NotSaved(StoreError):
    """Nothing was written; what was there before is whole."""


class MaybeSaved(StoreError):
    """The failure came after the write: it may or may not last. Doing it again is safe."""


class ReadOnly(StoreError):
    """The library can be read, not written."""


class Locked(StoreError):
    """Another process holds the library."""


class Corrupt(StoreError):
    """The file does not parse. It has been set aside, never written over."""
