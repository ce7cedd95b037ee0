"""Records are stored as rows of the library file, and read back from them.

`annotation_rows`, `article_rows` and `join_rows` give the kinds their rows, `row_kinds` lists all kinds; `values` holds
a register's value with its `stamps`, `changes` says what a row became, `schema` raises old rows step by step, `trash`
ages what was deleted, `adoption` takes in rows that another tool wrote, `codec` is the JSON of all of them.
"""
