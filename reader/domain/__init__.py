"""The words of the project are records, and pure functions over them. Standard library only, no I/O.

`document` is a text parsed: one canonical text with blocks and marks (`columns`, `paragraphs`, `document_columns` keep
them small); a `span` counts its code points. An `annotation` points at one by its `selectors` and has a `colour` and
`tags`; `annotations` holds those of an article in the order of their places, some unread until they are looked at.
`article` is what is read, in versions; `joins` says which records are of one work.

`merge` joins what two machines wrote: commutative, associative, idempotent. `query` is the query language; `segment`
cuts a text into graphemes, words and sentences, and `motions` moves over them; `search_pattern` finds words as they are
seen, `search_words` as an index has them, and `shingles` tell near texts. `decode` makes text of bytes
(`encoding_guess`), `printable` what may be drawn. `ports` has what others must offer (`Store`), `errors` what a user
can mend, `named` what a library keeps under a name. `ids`, `plain_json`, `patterns`, `medians`, `left_out`,
`local_time`, `wording`, `name_folding` and `web_address` are small things that several layers need.
"""
