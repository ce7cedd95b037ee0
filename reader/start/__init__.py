"""From the command line to the first text, before click and Textual are imported.

`command_names` tells a source from a command, `kept_picture` draws the first screen of a source that is known, and
`help_page` answers `--help`. All of it costs a few milliseconds: see `reader/__main__.py`.
"""
