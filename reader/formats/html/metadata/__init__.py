"""A page says what it is called, who wrote it, and when: in its head, and in the lines about its heading.

`head` asks all that pages use for that: their metas, the description of the article in `json_ld`, and `bylines`, which
finds authors and dates in what is shown too. `days` reads a day, in figures or in words.
"""
