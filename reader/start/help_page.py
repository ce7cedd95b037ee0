"""The help page, written out: it needs neither click, which takes four times what Python does, nor any command."""

from __future__ import annotations

PAGE = """\
Usage: reader [OPTIONS] [SOURCE | COMMAND] …

  Read an article and mark it up: `reader SOURCE`. Without one, your library.

Options:
  --library FILE  The library file (else READER_LIBRARY, else your data folder).
  --version       Show the version and exit.
  -h, --help      Show this message and exit.

Commands:
  list        List the articles that answer to QUERY, or all.
  notes       List the annotations that answer to QUERY, or all.
  search      Find a phrase in the texts of all articles.
  show        Show an annotation or an article, or what is read in a source.
  contents    List the headings of a source.
  tags        List the tags in use; rename, merge or delete one.
  highlight   Highlight a quote in SOURCE, as if in the reader.
  export      Write annotations in another program's format.
  import      Take in annotations of other programs, or our own.
  add         Take SOURCE into the library without opening it.
  attach      Give ARTICLE the text that it waits for.
  join        Say that two articles are one work, or take them apart.
  versions    List the kept versions of an article.
  carry       Bring the highlights of OLD over to NEW.
  merge       Join other libraries, backups or conflict copies into yours.
  sync        Exchange annotations with your other machines.
  trash       List what was deleted in the last 90 days, or bring it back.
  doctor      Say what is wrong with the library, or repair it.
  backup      Make a backup now, or list or restore those that there are.
  keys        List every command of the reader with its keys.
  config      Say where everything lies, and what is set.
  completion  Print shell completion.

  A SOURCE is a path, a URL, - for standard input, an article's id, or its
  exact title; `reader open --help` tells how to begin elsewhere than where
  you were. Press ? in the reader for its keys."""
"""What `reader --help` prints, for 80 columns. Of each command it says the first sentence of the command's own help."""


def show() -> int:
    """Print the page; the exit code."""
    print(PAGE, flush=True)
    return 0
