"""The derived index is an SQLite database in this machine's state, and never an authority.

It holds what would otherwise be found out by reading every record and every kept text: articles ready to be listed, by
address and text (`library_tables`), counts of annotations and tags, the postings of near texts (`near_texts`), and the
words of all texts (`text_words`). `database` opens it, `library_index` asks it, and `storage.catching_up` makes it, or
brings it up to date, in a process of its own. What it says is of the library file of one mark: rows that the journals
have since stand before it, and where it is missing, locked, older or damaged the library itself answers, only slower.
A seal beside it says what its file was when it was written last: one that is another now is not trusted, for SQLite
sees neither bytes that have changed within a page nor a page of another time.

Where the rows are in the library file, and the places of highlights, stay in `file.file_index`: every writing of the
file moves all of them. For 110,000 rows that is one piece of 4.7 MB with a checksum, read whole in 6 ms, which is what
importing and opening SQLite takes before its first answer; written it takes 80 ms, and so do its rows alone as a table.
"""
