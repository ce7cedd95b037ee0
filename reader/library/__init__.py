"""A library is all articles and annotations of one person.

`Library` opens and changes articles, and has the rest as its parts: `collection` (what is in it: listed, searched,
handed on), `tag_list`, `named_values` (saved queries), `edits` and `importing.imports`.

`opening` opens a source that `sources` has understood: the same article under another path or format is recognised
(`intake`, `recognition`), a changed one becomes a version and its highlights are carried (`carrying`), one without a
text is shown as its quotes (`waiting`), and comes as `opened`; `version_numbers` names its versions, and `rereading`
parses anew what an older parser made. `same_work` joins records of one work, which `works` decides.

The room `importing` takes in other programs' annotations, and a `vault` is kept the same as the library. Queries are
asked about `query_subjects`. `phrases` looks through all kept texts, and `originals` at the files and pages that
articles were read from, where an export needs a place in them, or their words as they stand.
"""

from reader.library.library import Library
from reader.library.opened import Opened, Request, Unkept

__all__ = ["Library", "Opened", "Request", "Unkept"]
