"""A document as rows of a given width: pure, lazy, without Textual."""
