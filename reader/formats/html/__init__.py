"""HTML into a document: the one way in for every structured format.

`page` reads a web page: `head` has its title, authors and date, `article` finds the main text. `walk` goes through the
elements once and calls `sections`, `inline`, `tables` and `notes`, which tell `flow` what to add to the document.
"""
