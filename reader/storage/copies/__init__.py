"""Other machines and other windows write too: what they wrote is joined, and no value disappears that nobody replaced.

`absorbing` joins another library into this one; `conflicts` finds the copies that sync programs leave behind, `sync`
goes through a shared folder, `git` through a repository (`git_merges` mends merges that git made otherwise,
`git_process` runs it); `silent_devices` folds in what machines left that write no more; `doctor` says what is wrong,
`restoring` brings a backup back.
"""
