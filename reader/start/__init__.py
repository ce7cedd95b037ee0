"""Between the command line and the first text stands this, before click and Textual are imported.

`command_names` tells a source from a command, `kept_picture` draws the first screen of a source that is known,
`loading` says how far one is that is read for the first time, and `help_page` answers `--help`. `record_classes` has
classes of records made sooner. All of it costs a few milliseconds: see `reader/__main__.py`.
"""
