"""Kindle writes clippings on the device, and notebooks in its apps.

`clippings` reads `My Clippings.txt`: `clipping_facts` the second line of each, and `kindle_dates` the date in it;
`packed_clippings` holds those of a book, and `pairing` puts notes on their highlights and leaves out what is an older
version. `notebooks` reads what the apps export.
"""
