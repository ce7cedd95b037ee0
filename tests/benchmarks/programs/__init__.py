"""The floors: programs that do as little as the same stack can do."""
