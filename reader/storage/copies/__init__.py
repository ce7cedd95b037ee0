"""Other machines and other windows: what they wrote is joined, and no value disappears that nobody replaced.

`absorbing` joins another library into this one; `conflicts` finds the copies that sync programs leave behind, `sync`
goes through a shared folder, `git` through a repository; `doctor` says what is wrong, `restoring` brings a backup back.
"""
