"""A library is all articles and annotations of one person.

`Library` opens and changes articles, and has the rest as its parts: `collection` (what is in it: listed, searched,
handed on), `tag_list`, `named_values` (saved queries), `edits` and `imports`.

`opening` opens a source that `sources` has understood: the same article under another path or format is recognised
(`intake`, `recognition`), a changed one becomes a version and its highlights are carried (`carrying`), one without a
text is shown as its quotes (`waiting`), and `rereading` parses anew what an older parser made. `same_work` joins
records of one work, which `works` decides.

`importing` takes in other programs' annotations: `passages` finds which of an article one is, `comparison` decides what
becomes of it, `file_imports` goes through many files with their `companion_files`, `embedded_notes` reads what others
wrote in a PDF or DOCX, `arrivals` sees what other machines sent. `phrases` looks through all kept texts.
`originals` looks at the files that articles were read from again, where an export needs a place in them.
"""

from reader.library.collection import Found, Listed
from reader.library.library import Library
from reader.library.opened import Opened, Request

__all__ = ["Found", "Library", "Listed", "Opened", "Request"]
