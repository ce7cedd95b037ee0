"""The words of the project: records and pure functions over them. Standard library only, no I/O.

`document` is a text parsed: one canonical text with blocks and marks; a `span` counts its code points. An `annotation`
points at one by its `selectors`; `annotations` holds those of an article in the order of their places. `article` is
what is read, in versions. `merge` joins what two machines wrote: commutative, associative, idempotent. `query` is the
query language, `segment` cuts a text into graphemes, words and sentences, `motions` moves over them. `ports` has what
others must offer (`Store`), `errors` what a user can mend.
"""
