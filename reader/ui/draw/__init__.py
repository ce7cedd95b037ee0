"""Text becomes rows, and rows become strips: here is everything that draws, and knows neither session nor library.

`layout` makes rows of a document, `viewport` chooses those on screen, `paint` makes whole rows of the view of them,
with highlights, search and labels over them, `strips` hands them to Textual. `theme` is the one vocabulary of looks,
with what each is drawn with in a `palette`. `cells` measures, cuts and breaks text, and the lines of lists and dialogs;
`virtual_list` scrolls items. `first_rows`, `first_screen` and `first_paint` draw the first screen without Textual.
"""
