"""The collection: opening, versions, questions across articles."""

from reader.library.collection import Found, Listed
from reader.library.library import Library
from reader.library.opened import Opened, Request

__all__ = ["Found", "Library", "Listed", "Opened", "Request"]
