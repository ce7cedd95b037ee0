"""One module a program's format, each with `read`, `write` or both; `exchange.format_table` lists them."""
