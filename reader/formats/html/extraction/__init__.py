"""The main text of a page is found among all that stands around it.

`article` finds the element: `measures` counts what elements hold, and `candidates` chooses among them. `clutter` tells
what within it is not of the article, `notices` does so by the words of a line.
"""
