"""The command line is here, and here the parts are put together.

`main` finds a command by its name in `start.command_names` and imports the module that it is in: one a subject
(`reading`, `adding`, `attaching`, `listing`, `showing`, `phrase_search`, `marking`, `tagging`, `exchanging` with
`taking_in`, `vaults`, `version_commands`, `keeping`, `merging`, `about`). `querying` reads queries on the command
line, `completed` and `completing` complete it, and `man_page` makes the manual page of it. `wiring` makes what
commands and the interface work with, `running` starts the interface, `output` prints tables or JSON lines,
`answering` turns errors into one sentence and an exit code. Commands ask the library; only those about its files
(`merging`, `keeping`) ask the storage.
"""
