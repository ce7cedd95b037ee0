"""The pane, the library, `reader notes` and `reader export` speak one query language.

    word "exact phrase" tag:claim #cl colour:red in:"title" note:text quote:text
    has:note is:lost since:30d before:2026-01-01

Terms stand together; `OR` between them separates alternatives; `-` before a term negates it. Letters are compared
without case and accents. `parsing` makes a `Query` of a text (`terms`, with the dates of `times`), and `matching` a
test of it, which is asked of each `subject`.
"""

from reader.domain.query.matching import matcher, tags_wanted, words_wanted
from reader.domain.query.parsing import parse
from reader.domain.query.subject import Subject
from reader.domain.query.terms import Query, Term

__all__ = ["Query", "Subject", "Term", "matcher", "parse", "tags_wanted", "words_wanted"]
