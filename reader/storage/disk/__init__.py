"""There is one seam to the operating system: it has every call that differs between systems, and tells their failures.

`system` has the calls of this machine, and turns an `OSError` into the sentence that the user reads; `copy_names` tells
the names that sync engines give to copies, `lock` holds a file against other processes, `replace` writes a file whole
or not at all and syncs it with its folder, `gc_off` reads many records without looking for garbage. Nothing above this
room calls `os` to lock, sync or replace.
"""
