"""Text to rows to strips: everything that draws, and knows neither session nor library.

`layout` makes rows of a document, `viewport` chooses those on screen, `overlays` lays highlights, search and labels
over them, `paint` and `inks` colour them, `strips` makes strips of them for Textual. `first_rows`, `first_screen` and
`first_paint` draw the first screen without Textual.
"""
