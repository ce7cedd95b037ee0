"""Read and mark up articles in the terminal."""

__version__ = "0.1.0"
