"""The main text of a page is found among all that stands around it.

`article` finds the element: `measures` counts what elements hold, and `candidates` chooses among them. `clutter` tells
what within it is not of the article: `link_lists` do so of links in a row, `notices` by the words of a line.
"""
