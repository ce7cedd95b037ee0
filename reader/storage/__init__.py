"""The library on disk: one TinyDB JSON file, its journals, and the kept texts."""
