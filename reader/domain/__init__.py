"""The words of the project: records and pure functions over them. Standard library only, no I/O."""
