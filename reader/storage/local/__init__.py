"""Some things belong to this machine alone and are never synced.

`paths` says where a library's files lie, each by the one name that a file has on a disk which takes several for it, and
whether they may be written; `state_files` keeps drafts, reading positions and the memory of the last import, and
`write_days` counts the days by which the trash ages. `apart` starts the processes that nobody waits for.
"""
