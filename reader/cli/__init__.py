"""The command line, and the parts put together."""
