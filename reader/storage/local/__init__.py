"""Some things belong to this machine alone and are never synced.

`paths` says where a library's files lie, `state_files` keeps drafts, reading positions and the memory of the last
import, and `write_days` counts the days by which the trash ages.
"""
