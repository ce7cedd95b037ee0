"""The command line is completed in bash, zsh and fish: files as the shell completes them, and what we know besides.

The shell hands over the line up to the cursor; the answers come one a line, as `file` or as `plain`, a tab, a word and
a tab, what it is. Nothing is imported or read for a word that needs neither the library nor the formats.
"""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem, ShellComplete

from reader.domain.search_pattern import fold
from reader.start.command_names import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import click

    from reader.cli.wiring import CommandServices

LINE = "_READER_LINE"
"""The environment variable that has the line up to the cursor."""
OFFERED = 200
"""Words at most: a shell asks before it shows more."""
FIELDS = (
    *("tag:", "colour:", "in:", "note:", "quote:", "author:", "source:"),
    *("has:note", "has:tag", "has:star", "is:lost", "is:reworded", "is:starred", "is:page", "is:highlight"),
    *("status:unread", "status:reading", "status:read", "status:archived", "since:today", "since:7d", "before:"),
)
"""What a query may ask for; the tests compare them with the query language's own."""

BASH = """\
_reader_completion() {
    local line kind word told whole ahead files= quote=
    COMPREPLY=()
    case ${COMP_WORDS[COMP_CWORD]} in [\\"\\']*) quote=${COMP_WORDS[COMP_CWORD]:0:1};; esac
    whole=${COMP_LINE:0:COMP_POINT}
    ahead=
    # Readline parts words at colons: what stands before the last one must not be in the answers.
    local current=${whole##*[[:space:]]}
    [[ $COMP_WORDBREAKS == *:* && $current == *:* && $current != [\\"\\']* ]] && ahead=${current%"${current##*:}"}
    while IFS=$'\\t' read -r kind word told; do
        if [[ $kind == file ]]; then
            files=1
        elif [[ -n $kind ]]; then
            COMPREPLY+=("${word#"$ahead"}")
        fi
    done < <(_READER_LINE=$whole _READER_COMPLETE=bash_complete command "$1" 2>/dev/null)
    if [[ -n $files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
    else
        for kind in "${!COMPREPLY[@]}"; do
            word=${COMPREPLY[kind]}
            if [[ $quote == '"' ]]; then
                # Readline closes what was opened, but not behind a quotation mark.
                word=${word//\\\\/\\\\\\\\} word=${word//\\"/\\\\\\"} word=${word//'$'/'\\$'} word=${word//'`'/'\\`'}
                [[ $word == *\\" ]] && word+='"'
                COMPREPLY[kind]=$word
            elif [[ -n $quote ]]; then
                COMPREPLY[kind]=${word//\\'/\\'\\\\\\'\\'}
            elif [[ $word == *[[:space:]\\"\\'\\\\\\`\\$\\(\\)\\&\\;\\|\\<\\>\\*\\?\\!\\{\\}]* ]]; then
                printf -v "COMPREPLY[$kind]" %q "$word"
            fi
        done
    fi
    if [[ -z $files && ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _reader_completion reader
"""
ZSH = """\
#compdef reader
_reader_completion() {
    local kind word told files=
    local -a plain
    local line=${BUFFER[1,CURSOR]:-${(j: :)words[1,CURRENT]}}
    while IFS=$'\\t' read -r kind word told; do
        if [[ $kind == file ]]; then
            files=1
        elif [[ -n $kind ]]; then
            plain+=("$word")
        fi
    done < <(_READER_LINE="$line" _READER_COMPLETE=zsh_complete command ${words[1]} 2>/dev/null)
    (( ${#plain} )) && compadd -U -- "${(@)plain}"
    [[ -n $files ]] && _files
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _reader_completion "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u }
    compdef _reader_completion reader
fi
"""
FISH = """\
function _reader_completion
    set -l current (commandline -ct)
    set -lx _READER_LINE (commandline -cp)
    set -lx _READER_COMPLETE fish_complete
    for answer in (command reader 2>/dev/null)
        set -l parts (string split \\t -- $answer)
        if test "$parts[1]" = file
            __fish_complete_path $current
        else if test -n "$parts[2]"
            printf '%s\\t%s\\n' $parts[2] $parts[3]
        end
    end
end
complete --no-files --command reader --arguments '(_reader_completion)'
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


class LineComplete(ShellComplete):
    """A `LineComplete` is what a shell asks with, and is answered in."""

    name = "reader"
    source_template = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is being typed, and that one."""
        return split_line(os.environ.get(LINE, ""))

    def format_completion(self, item: CompletionItem) -> str:
        """Return one line: its kind, the word, what it is."""
        kind = "file" if item.type in ("file", "dir") else "plain"
        return "\t".join((kind, " ".join(str(item.value).split("\t")), " ".join((item.help or "").split())))


def answer(program: click.Command) -> int:
    """Answer the shell; the exit code."""
    complete = LineComplete(program, {}, "reader", "_READER_COMPLETE")
    args, incomplete = complete.get_completion_args()
    for item in complete.get_completions(args, incomplete):
        # Not through click: a name of a file may have bytes that are no text.
        os.write(1, (complete.format_completion(item) + "\n").encode(errors="surrogateescape"))
    return 0


def split_line(line: str) -> tuple[list[str], str]:
    """Split off the words after the program's name up to the last, and the last one, which is empty behind a blank."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
        open_word = False
    except ValueError:  # a quotation mark that is not closed yet: what stands behind it is the word
        words.append(lexer.token or "")
        open_word = True
    typed = open_word or (bool(line) and not (line[-1].isspace() and not _ENDS_IN_WORD.search(line)))
    return (words[1:-1], words[-1]) if typed and len(words) > 1 else (words[1:], "")


_ENDS_IN_WORD = re.compile(r"(?<!\\)(?:\\\\)*\\\s\Z")
"""The last blank is one of the word's own: a backslash stands before it."""


# What is completed, by what a parameter takes.


def files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Leave files to the shell, which completes them."""
    return [CompletionItem(incomplete, type="file")]


def sources(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete files, and the titles of articles."""
    return [CompletionItem(incomplete, type="file"), *articles(context, _parameter, incomplete)]


def commands_and_sources(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Complete what may stand behind the program's name."""
    told = {name: says for name, (_, says) in COMMANDS.items() if says}
    titles = _beginning(incomplete, ((title, "article") for title in _titles(context)))
    return [CompletionItem(incomplete, type="file"), *_beginning(incomplete, told.items()), *titles]


def articles(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the titles of articles."""
    return _beginning(incomplete, ((title, "article") for title in _titles(context)))


def annotation_ids(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the ids of annotations; their quotes tell which they are."""
    near = _services(context).library.collection.annotations_beginning(incomplete)
    return _beginning(incomplete, ((one.id, one.quote or one.note) for one in near))


def trashed_ids(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the ids of what was deleted; their quotes tell which they are."""
    deleted = (one.annotation for one in _services(context).library.collection.trash())
    return _beginning(incomplete, ((one.id, one.quote or one.note) for one in deleted))


def sync_places(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete folders, and git."""
    return [CompletionItem(incomplete, type="file"), *_beginning(incomplete, [("git", "the clone of the library")])]


def colours(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the colours, and what the person calls them."""
    return _beginning(incomplete, _colours(context))


def tags(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the tags in use."""
    return _beginning(incomplete, _tags(context))


def queries(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a term of a query."""
    return negated(context, incomplete)


def negated(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Complete a term of a query, perhaps with a minus in front."""
    minus = "-" if incomplete.startswith("-") else ""
    term = incomplete.removeprefix("-")
    field, colon, value = term.partition(":")
    if term.startswith("#"):
        begun = _beginning(term[1:].strip('"'), _tags(context))
        return [CompletionItem(f"{minus}#{_quoted(str(one.value))}", help=one.help) for one in begun]
    if term.startswith("@"):
        services = _services(context)
        saved = {**services.library.queries.kept(), **services.settings.queries}
        return _beginning(incomplete, ((f"{minus}@{name}", query) for name, query in saved.items()))
    if colon and field == "tag":
        begun = _beginning(value.strip('"'), _tags(context))
        return [CompletionItem(f"{minus}tag:{_quoted(str(one.value))}", help=one.help) for one in begun]
    if colon and field in ("colour", "color"):
        return _beginning(incomplete, ((f"{minus}{field}:{_quoted(one)}", told) for one, told in _colours(context)))
    if colon and field in ("in", "title"):
        asked = fold(value.strip('"'))
        titles = (title for title in _titles(context) if asked in fold(title))
        return _beginning("", ((f"{minus}{field}:{_quoted(title)}", "article") for title in titles))
    return _beginning(incomplete, ((minus + one, "") for one in FIELDS))


def written_formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the formats that an export can have."""
    from reader.exchange.format_table import writable

    return _beginning(incomplete, ((one.name, one.label) for one in writable()))


def read_formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the formats that an import can have."""
    from reader.exchange.format_table import readable

    return _beginning(incomplete, ((one.name, one.label) for one in readable()))


def article_formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the formats that an article can have."""
    from reader.formats.detect import Format

    return _beginning(incomplete, ((str(one), "") for one in Format))


def templates(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete templates of ours, and files."""
    from reader.exchange.format_table import TEMPLATES

    ours = _beginning(incomplete, ((one.name, one.label) for one in TEMPLATES))
    return [*files(context, parameter, incomplete), *ours]


def _beginning(incomplete: str, words: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    folded = incomplete.casefold()
    found = (CompletionItem(word, help=told) for word, told in words if word.casefold().startswith(folded))
    return [one for one, _ in zip(found, range(OFFERED), strict=False)]


def _quoted(value: str) -> str:
    """The value of a term, in quotation marks where it needs them: there a query reads a backslash as we do."""
    if not any(sign.isspace() or sign in '"\\' for sign in value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _tags(context: click.Context) -> Iterator[tuple[str, str]]:
    yield from ((tag, str(count)) for tag, count in _services(context).library.tags.in_use())


def _colours(context: click.Context) -> Iterator[tuple[str, str]]:
    from reader.domain.colour import Colour

    yield from ((str(one), "") for one in Colour)
    yield from ((name, str(one)) for one, name in _services(context).settings.colours.items())


def _titles(context: click.Context) -> list[str]:
    return _services(context).library.collection.titles()


def _services(context: click.Context) -> CommandServices:
    from reader.cli.wiring import CommandServices

    root = context.find_root()
    return CommandServices(root.params.get("library"))
