"""`library.json`: written whole, indexed, read on demand, checked, recovered and backed up.

`writing` makes the file and `file_index` the index beside it; `library_file` opens both and `indexed_rows`,
`row_search`, `lazy_annotations` and `place_index` read a record only when it is looked at. A file of
unknown origin goes through `checking` (`strict`, `doc_ids`), a damaged one through `recovery`; `backups` keeps the
older ones.
"""
