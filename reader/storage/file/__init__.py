"""`library.json` is written whole, indexed, read on demand, checked, recovered and backed up.

`writing` makes the file (`tiny` has TinyDB do it) and `file_index` the index beside it. `library_file` says what a file
is that was read. One that we wrote is an `indexed_file`: `indexed_rows`, `row_search`, `lazy_annotations` and
`place_index` read a record only when it is looked at. Any other is checked record by record (`record_scan`,
`checked_rows`; what lies elsewhere is held as `packed_rows`), a large one in two processes (`second_checker` tells by
`file_part` what it has found), and where it cannot be read like that with certainty all at once, as a `checked_file`
(`strict`, `doc_ids`); a copy is read row by row (`copied_rows`, and `joined_files` what several hold), a damaged one
goes through `recovery`; `backups` keeps the older ones.
"""
