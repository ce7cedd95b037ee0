"""All articles and annotations of one person.

`opening` opens a source: the same article under another path or format is recognised (`intake`, `recognition`), a
changed one becomes a version and its highlights are carried (`carrying`). `importing` takes in other programs'
annotations, `collection` answers questions across articles, `phrases` looks through all kept texts. `Library` opens and
changes articles, and has all else as its parts.
"""

from reader.library.collection import Found, Listed
from reader.library.library import Library
from reader.library.opened import Opened, Request

__all__ = ["Found", "Library", "Listed", "Opened", "Request"]
