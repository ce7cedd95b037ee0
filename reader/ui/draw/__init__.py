"""Text becomes rows, and rows become strips: here is everything that draws, and knows neither session nor library.

`layout` makes rows of a document, `viewport` chooses those on screen, `paint` makes whole rows of the view of them,
with highlights, search and labels over them, `row_drawing` draws each once, as `strips`, which Textual takes.
`theme` is the one vocabulary of looks, with what each is drawn with in a `palette`. `cells` measures, cuts and breaks
text, and the lines of lists and dialogs; `virtual_list` scrolls items, `styled_lines` and `page` are what lists and
dialogs show, `redline` two versions in one, `note_markdown` a note, `dates` days; `selection` is what is being
selected. `few_colours` is what a terminal can show, `textual_themes` tells Textual, and `ahead` draws what is likely
to come. `first_rows`, `first_screen` and `first_paint` draw the first screen without Textual.
"""
