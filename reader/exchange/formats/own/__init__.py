"""Our own JSON holds everything that is known: as one file, `own_json`, or an annotation a line, `own_jsonl`.

`own_records` has its objects on the way out, and `own_reading` makes of them what an import takes.
"""
