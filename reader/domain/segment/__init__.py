"""The pieces of a text that one reads and marks: graphemes, words, sentences."""
