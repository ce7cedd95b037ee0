"""Kindle writes clippings on the device, and notebooks in its apps.

`clippings` reads `My Clippings.txt`: `clipping_facts` the second line of each, `kindle_dates` the date in it, and
`pairing` puts notes on their highlights and leaves out what is an older version. `notebooks` reads what the apps
export.
"""
