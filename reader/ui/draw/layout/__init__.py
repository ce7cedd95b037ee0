"""A document is laid out as rows of a given width: pure, lazy, without Textual."""
