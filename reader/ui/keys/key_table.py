"""Every command and its keys stand in this one table, which bindings, hints, palette, help and `reader keys` are
made from.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotUnderstood
from reader.domain.printable import printable
from reader.domain.wording import one_line
from reader.ui.keys.bindings import ANY, OWN, REDRAW, SUSPEND, Command, Group, Mode, show_keys
from reader.ui.keys.key_spelling import parse_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from reader.settings import OwnCommand, Settings


def _table(group: Group, modes: Set[Mode], rows: Iterable[tuple[str, str, str, str]]) -> tuple[Command, ...]:
    """Rows of id, keys (`|` between sequences), label, help."""
    return tuple(
        Command(command_id, tuple(keys.split("|")) if keys else (), label, text, group, frozenset(modes))
        for command_id, keys, label, text in rows
    )


COMMANDS: tuple[Command, ...] = (
    *_table(Group.MOVE, {Mode.TEXT}, [
        ("scroll_down", "j|down", "down", "Scroll a row down"),
        ("scroll_up", "k|up", "up", "Scroll a row up"),
    ]),
    *_table(Group.MOVE, {Mode.TEXT, Mode.SELECT}, [
        ("page_down", "space|pagedown|ctrl+f", "page", "A page down"),
        ("page_up", "b|pageup|ctrl+b", "page back", "A page up"),
        ("half_page_down", "ctrl+d", "half a page", "Half a page down"),
        ("half_page_up", "ctrl+u", "half back", "Half a page up"),
        ("go_to_top", "g g|home", "top", "Go to the beginning"),
        ("go_to_end", "G|end", "end", "Go to the end"),
        ("next_sentence", ")|right", "next sentence", "Next sentence"),
        ("previous_sentence", "(|left", "previous", "Previous sentence"),
        ("next_paragraph", "}", "next paragraph", "Next paragraph"),
        ("previous_paragraph", "{", "previous paragraph", "Previous paragraph"),
        ("next_heading", "] ]", "next heading", "Next heading"),
        ("previous_heading", "[ [", "previous heading", "Previous heading"),
    ]),
    *_table(Group.FIND, {Mode.TEXT, Mode.PANE}, [
        ("next_annotation", "J", "next annotation", "Next annotation"),
        ("previous_annotation", "K", "previous annotation", "Previous annotation"),
        ("next_hit", "] a", "next of the list", "Next one of the list that you came from, in whatever article"),
        ("previous_hit", "[ a", "previous of the list", "The one before in the list that you came from"),
        ("next_file", "] f", "next file", "Next file of the folder that the article's own lies in"),
        ("previous_file", "[ f", "previous file", "File before it in its folder"),
    ]),
    *_table(Group.FIND, {Mode.TEXT, Mode.SELECT}, [
        ("search", "/", "search", "Search the text: small letters find capitals too; Up: what was searched before"),
        ("next_match", "n", "next match", "Next match; until you search, the next one of the list that you came from"),
        ("previous_match", "N", "previous match", "Match before, or the one before of the list"),
        ("mark_occurrences", "g O", "every occurrence", "Every place of what is selected; Enter highlights them all"),
        ("search_word", "g *", "this word", "Search for the word here, or for what is selected"),
    ]),
    *_table(Group.FIND, {Mode.TEXT, Mode.PANE}, [
        ("set_mark", "m <key>", "set a mark", "Set a mark here, under a letter"),
        ("go_to_mark", "` <key>|' <key>", "go to mark", "Go to a mark"),
        ("go_back", "backspace|ctrl+o|alt+left|ctrl+left", "back", "Back to where you were, in whatever article"),
        ("go_forward", "alt+right|ctrl+right", "forward", "Forward again"),
        ("follow_link", "f", "links", "Follow a link on the screen, by its letter; files beside the article and web "
         "pages open here"),
        ("open_here", "enter", "open", "Open what is under the cursor: a link, or the highlight in the pane"),
        ("read_other", "O", "open a file", "Open a file or a web page; give one to an article that waits for its text"),
        ("fetch_text", "D", "fetch its text", "Fetch the text that an article waits for from the web"),
        ("mark_read", "r", "read", "Say that it is read, or is being read again"),
        ("open_in_browser", "F", "browser", "Open the link here, or the article's page, in the desktop's browser"),
        ("open_contents", "o|ctrl+t", "contents", "Contents of the article"),
    ]),
    *_table(Group.MARK, {Mode.TEXT}, [
        ("highlight", "h", "highlight", "Highlight the sentence under the cursor"),
    ]),
    *_table(Group.MARK, {Mode.TEXT, Mode.PANE}, [
        ("highlight_any", "H", "any sentence", "Highlight any sentence on the screen by its letter; a digit "
         "before it chooses the colour, a capital starts a range"),
        ("recolour", "|".join("12345678"), "colour", "Recolour the focused annotation, or choose the pen"),
        ("shrink_end", "<", "shorter", "Move the highlight's end a word back"),
        ("grow_end", ">", "longer", "Move the highlight's end a word on"),
        ("star", "*", "star", "Star, or take the star off"),
        ("delete", "d d|delete", "delete", "Delete the focused annotation"),
        ("undo", "u", "undo", "Undo"),
        ("redo", "ctrl+r", "redo", "Redo"),
        ("copy", "y", "copy", "Copy the quote with its citation"),
    ]),
    *_table(Group.SELECT, {Mode.TEXT, Mode.PANE}, [
        ("select", "v", "select", "Select by character"),
        ("select_from_word", "w", "words", "Select from any word on the screen, by its two letters"),
        ("select_sentences", "V", "select sentences", "Select by sentence"),
        ("select_highlight", "g v", "change the ends", "Select the focused highlight to change its ends"),
    ]),
    *_table(Group.SELECT, {Mode.SELECT}, [
        ("select_left", "h|left", "left", "A character to the left"),
        ("select_right", "l|right", "right", "A character to the right"),
        ("select_down", "j|down", "down", "A row down"),
        ("select_up", "k|up", "up", "A row up"),
        ("select_word", "w", "word", "To the next word"),
        ("select_word_back", "b", "word back", "A word back"),
        ("select_word_end", "e", "word on", "To the end of the word"),
        ("select_row_start", "0", "row's start", "To the start of the row"),
        ("select_row_end", "$", "row's end", "To the end of the row"),
        ("select_find", "f <key>", "to character", "To the next such character"),
        ("select_the_word", "i w", "this word", "The word here"),
        ("select_sentence", "i s", "this sentence", "The sentence here"),
        ("select_paragraph", "i p", "this paragraph", "The paragraph here"),
        ("select_in_quotes", 'i "|i \'', "quoted", "What stands between quotation marks here"),
        ("select_in_brackets", "i (|i [", "bracketed", "What stands between brackets here"),
        ("select_other_end", "o", "other end", "Work at the other end"),
        ("select_by_character", "v", "characters", "Select by character instead"),
        ("select_by_sentence", "V", "sentences", "Select by sentence instead"),
        ("select_highlight_it", "enter|H", "highlight", "Highlight the selection"),
        ("select_colour", "|".join("12345678"), "in a colour", "Highlight the selection in that colour"),
        ("select_note", "a", "note", "Highlight the selection and write a note"),
        ("select_tag", "t", "tags", "Highlight the selection and tag it"),
        ("select_copy", "y", "copy", "Copy the selection with its citation"),
    ]),
    *_table(Group.NOTE, {Mode.TEXT, Mode.PANE}, [
        ("note", "a", "note", "Write a note on the focused annotation; highlights the sentence first if there is none"),
        ("page_note", "A", "page note", "Write a note on the whole article"),
        ("tag", "t", "tags", "Tag it, with completion from the tags in use"),
        ("repeat_tags", ".", "same tags", "Give it the last tags again"),
        ("edit_note", "e", "editor", "Edit the note in $EDITOR"),
    ]),
    *_table(Group.PANE, {Mode.TEXT, Mode.PANE}, [
        ("toggle_pane", "s|f2", "pane", "Show or hide the pane"),
        ("switch_pane", "tab|shift+tab", "pane", "Go to the pane, or back to the text"),
    ]),
    *_table(Group.OWN, {Mode.OUTPUT}, [
        ("output_down", "j|down", "down", "In what a command of yours wrote: a row down"),
        ("output_up", "k|up", "up", "A row up"),
        ("output_page_down", "space|pagedown|ctrl+f|ctrl+d", "page", "A page down"),
        ("output_page_up", "b|pageup|ctrl+b|ctrl+u", "page back", "A page up"),
        ("output_first", "g g|home", "top", "Its beginning"),
        ("output_last", "G|end", "end", "Its end"),
        ("output_note", "a", "make it a note", "Make it a note on what the command was given"),
        ("output_copy", "y", "copy", "Copy it"),
    ]),
    *_table(Group.PANE, {Mode.PANE}, [
        ("entry_down", "j|down", "down", "Next entry"),
        ("entry_up", "k|up", "up", "Previous entry"),
        ("entries_down", "space|pagedown|ctrl+f|ctrl+d", "page", "A page of entries down"),
        ("entries_up", "b|pageup|ctrl+b|ctrl+u", "page back", "A page of entries up"),
        ("first_entry", "g g|home", "first", "First entry"),
        ("last_entry", "G|end", "last", "Last entry"),
        ("show_entry", "enter", "to the text", "Go to its place in the text"),
        ("filter_pane", "/", "filter", "Filter the pane: words, tag:law, colour:red, has:note, is:lost …"),
        ("sort_pane", "S", "sort", "Sort by place, time or colour"),
    ]),
    *_table(Group.VIEW, {Mode.TEXT, Mode.SELECT, Mode.PANE}, [
        ("widen", "+", "wider", "A wider column"),
        ("narrow", "-", "narrower", "A narrower column"),
        ("reset_width", "=", "usual width", "The usual column"),
        ("next_theme", "C", "theme", "Next theme"),
        ("zen", "Z", "zen", "Nothing but the text"),
    ]),
    *_table(Group.VIEW, {Mode.TEXT, Mode.PANE}, [
        ("fold_none", "z 1", "all text", "Show all of the text"),
        ("fold_paragraphs", "z 2", "highlighted paragraphs", "Show paragraphs with highlights only"),
        ("fold_sentences", "z 3", "highlighted sentences", "Show sentences with highlights only"),
        ("fold_starred", "z 4", "starred", "Show starred highlights only"),
        ("fold_outline", "z 5", "outline", "Show headings only"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.PANE}, [
        ("open_desk", "R", "re-anchor", "The desk for highlights that were lost or reworded"),
        ("whole_page", "W", "whole page", "The whole page of a web article, as a further version; again: its article"),
        ("read_again", "", "read again", "Read its source anew; where the text differs, it is a further version"),
        ("newest_changes", "g V", "what changed", "What changed in the newest version, above the list of all of them"),
        ("open_versions", "", "versions", "The versions of this article, and what changed between them"),
        ("open_trash", "", "trash", "What was deleted, to bring it back"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.PANE, Mode.NOTES, Mode.FOUND, Mode.TAGS}, [
        ("open_library", "L", "library", "The library"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.PANE, Mode.LIBRARY, Mode.NOTES}, [
        ("open_export", "E", "export", "Export the annotations"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.PANE, Mode.LIBRARY, Mode.FOUND, Mode.TAGS}, [
        ("open_annotations", "g H", "all annotations", "All annotations of the library"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.PANE, Mode.LIBRARY, Mode.NOTES, Mode.FOUND, Mode.TAGS}, [
        ("open_tags", "#", "tags", "The tags of the library: counts, names, colours"),
        ("open_search", "g /", "search all", "Search everything: texts, notes, titles, tags of all articles"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.PANE, Mode.LIST}, [
        ("quit", "q", "close", "Close the top screen, at last the program"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.SELECT, Mode.PANE, Mode.LIST}, [
        ("open_palette", ":|ctrl+p", "commands", "Find a command by its name"),
        ("open_help", "?|f1", "keys", "All keys"),
        (SUSPEND, "ctrl+z", "suspend", "Stop for now and go to the shell; its fg comes back here"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.SELECT, Mode.PANE, Mode.LIST, Mode.FIND}, [
        ("leave", "escape", "leave", "Leave the innermost mode"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.SELECT, Mode.PANE, Mode.LIST, Mode.FIND, Mode.QUESTION}, [
        (REDRAW, "ctrl+l", "draw anew", "Draw the screen anew, where something else has written on it"),
    ]),
    *_table(Group.PROGRAM, {Mode.TEXT, Mode.SELECT, Mode.PANE}, [
        ("quit_at_once", "ctrl+q", "quit", "Quit at once; what is being typed is kept as a draft"),
        ("copy_selection", "ctrl+c", "copy", "Copy the selection, else say how to quit"),
    ]),
    *_table(Group.LISTS, {Mode.LIST}, [
        ("list_down", "j|down", "down", "The next one; on a page, a row down"),
        ("list_up", "k|up", "up", "The one before; on a page, a row up"),
        ("list_page_down", "space|pagedown|ctrl+f|ctrl+d", "page", "A page down"),
        ("list_page_up", "b|pageup|ctrl+b|ctrl+u", "page back", "A page up"),
        ("list_first", "g g|home", "first", "The first one"),
        ("list_last", "G|end", "last", "The last one"),
        ("list_choose", "enter", "open", "Open it, or do it"),
        ("list_filter", "/", "filter", "Narrow the list: words, tag:law, is:lost, since:30d …"),
    ]),
    *_table(Group.LISTS, {Mode.FIND}, [
        ("find_down", "down|ctrl+n|tab", "down", "The next one, while typing"),
        ("find_up", "up|ctrl+p|shift+tab", "up", "The one before, while typing"),
        ("find_page_down", "pagedown", "page", "A page down, while typing"),
        ("find_page_up", "pageup", "page back", "A page up, while typing"),
        ("find_choose", "enter", "choose", "Take it, or end typing"),
    ]),
    *_table(Group.LISTS, {Mode.QUESTION}, [
        ("answer_yes", "y|enter", "yes", "Yes"),
        ("answer_no", "n|q|escape", "no", "No, do nothing"),
    ]),
    *_table(Group.LISTS, {Mode.EXPORT}, [
        ("export_write", "enter", "write", "Write the file"),
        ("export_scope", "w", "what", "Export the annotations that are shown, those of the article, or all"),
        ("export_name", "e", "file name", "Change the name of the file"),
        ("export_copy", "y", "copy", "Copy instead of writing a file"),
    ]),
    *_table(Group.LIBRARY, {Mode.LIBRARY, Mode.NOTES, Mode.TAGS}, [
        ("library_sort", "S", "sort", "Sort by the next thing: last opened, title, progress, highlights"),
    ]),
    *_table(Group.LIBRARY, {Mode.NOTES}, [
        ("notes_mark", "x", "mark it", "In all annotations: mark it; what keys do is done to all that are marked"),
        ("notes_mark_all", "X", "mark all", "Mark all that are shown, or none of them"),
        ("notes_note", "a", "note", "Write its note; to several, add a paragraph"),
        ("notes_tag", "t", "tags", "Tag it; of several, give all a tag, and take one away by a minus before it"),
        ("notes_colour", "|".join("12345678"), "colour", "Recolour it, or all that are marked"),
        ("notes_star", "*", "star", "Star, or take the star off"),
        ("notes_delete", "d d|delete", "delete", "Delete it, or all that are marked"),
        ("notes_copy", "y", "copy", "Copy the quote with its citation; of several, one after the other"),
        ("notes_editor", "e", "editor", "Edit the note in $EDITOR; of several, in one file"),
        ("notes_undo", "u", "undo", "Take back what was done last, here or in an article"),
        ("notes_redo", "ctrl+r", "redo", "Do it again"),
    ]),
    *_table(Group.LIBRARY, {Mode.LIBRARY}, [
        ("library_open", "O", "open a file", "Open a file or a web page by its path or address"),
        ("library_import", "I", "import", "Take in annotations of other programs: a file, or a folder of them"),
        ("library_join", "M", "same work", "Say that two articles are one work: here, then on the other"),
        ("library_fetch", "D", "fetch its text", "Fetch the text that the article waits for from the web"),
        ("library_undo", "u", "undo", "Take back what was joined or imported last"),
        ("library_read", "r", "read", "Mark as read, or as being read again"),
        ("library_archive", "x", "archive", "Put it away in the archive, or take it out"),
        ("library_tag", "t", "tags", "Tag the article"),
        ("library_title", "e", "title", "Give the article another title"),
        ("library_versions", "V", "versions", "Its versions, and what changed between them"),
        ("library_trash", "T", "trash", "What was deleted, to bring it back"),
    ]),
    *_table(Group.LIBRARY, {Mode.TAGS}, [
        ("tags_rename", "e", "rename", "In the tags: call it something else, and those below it"),
        ("tags_merge", "M", "merge", "Make two tags one: here, then on the other"),
        ("tags_delete", "d d|delete", "delete", "Take it off everything that has it"),
        ("tags_colour", "|".join("012345678"), "colour", "Its colour in lists, 0 none; highlights keep theirs"),
        ("tags_undo", "u", "undo", "Take back what was renamed, merged or deleted last"),
        ("tags_redo", "ctrl+r", "redo", "Do it again"),
    ]),
    *_table(Group.LIBRARY, {Mode.TRASH}, [
        ("trash_restore", "r", "restore", "Bring it back"),
    ]),
    *_table(Group.VERSIONS, {Mode.VERSIONS}, [
        ("versions_difference", "d", "what changed", "What changed in this version since the one before"),
    ]),
    *_table(Group.VERSIONS, {Mode.CHANGES}, [
        ("next_change", "J|n", "next change", "Next change"),
        ("previous_change", "K|N", "previous", "Previous change"),
    ]),
    *_table(Group.DESK, {Mode.DESK}, [
        ("desk_accept", "enter|a", "accept", "It belongs where it was found"),
        ("desk_orphan", "o", "keep as lost", "Its text is gone: keep it with its quote"),
        ("desk_place", "p", "place by hand", "Select its place in the new text"),
        ("desk_delete", "d d|delete", "delete", "Delete it: undo, or the trash, brings it back"),
        ("desk_accept_all", "A", "accept all above …", "Accept all that were found with at least a given score"),
        ("desk_undo", "u", "undo", "Take back the last decision"),
        ("desk_redo", "ctrl+r", "redo", "Decide so again"),
        ("desk_next", "n|j|down|J", "next", "The next one, undecided"),
        ("desk_previous", "N|k|up|K", "previous", "The one before"),
    ]),
)  # fmt: skip
"""In the order in which help shows them."""


SHOWN = 60
"""Letters of a command line of the user's own that are shown."""


def own_commands(settings: Settings) -> tuple[Command, ...]:
    """Make commands of the user's own; their keys come as all keys of the settings do."""
    modes = frozenset((Mode.TEXT, Mode.SELECT, Mode.PANE, Mode.NOTES, Mode.LIBRARY, Mode.FOUND, Mode.TAGS))
    return tuple(
        Command(OWN + name, (), printable(name), f"{printable(name)}: {_line_of(own)}", Group.OWN, modes)
        for name, own in settings.commands.items()
    )


def _line_of(own: OwnCommand) -> str:
    """What is run, as far as it says something in a list."""
    line = printable(one_line(" ".join(own.run)))
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()} …"


def settle_settings(settings: Settings) -> Settled:
    """Settle the whole table with the keys and the commands of the settings. Raises as `settle`."""
    keys = {OWN + name: own.keys for name, own in settings.commands.items() if own.keys}
    return settle({**keys, **settings.keys}, (*own_commands(settings), *COMMANDS))


def sound_keys(settings: Settings) -> tuple[Settings, list[NotUnderstood]]:
    """Take what is no command, and no key, out of the settings' keys; answers with them what is wrong with each."""
    known = {command.id: command for command in (*own_commands(settings), *COMMANDS)}
    faults = [_no_command(one) for one in sorted(set(settings.keys) - set(known))]

    def sound(command: str, written: tuple[str, ...]) -> tuple[str, ...]:
        kept = []
        for key in written:
            try:
                _parse_for(known[command], key)
            except NotUnderstood as error:
                faults.append(error)
            else:
                kept.append(key)
        return tuple(kept)

    named = {one: (written, sound(one, written)) for one, written in settings.keys.items() if one in known}
    # A command of which no key is left has its own; one that is to have none has none.
    keys = {one: kept for one, (written, kept) in named.items() if kept or not written}
    commands = {name: own._replace(keys=sound(OWN + name, own.keys)) for name, own in settings.commands.items()}
    return settings._replace(keys=keys, commands=commands), faults


def _no_command(name: str) -> NotUnderstood:
    return NotUnderstood(f"there is no command called {name!r}", "settings", "`reader keys` lists them all")


class Settled(NamedTuple):
    """A `Settled` is the key table with the settings' keys in it, and what the person who wrote them should know."""

    commands: tuple[Command, ...]
    taken: tuple[str, ...] = ()
    """A sentence for each key that was another command's, and for each that most terminals send for another one."""
    clashes: tuple[str, ...] = ()
    """A sentence for each key that two settings ask for, and neither has."""


SENT_AS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+[": "escape",
    "ctrl+h": "backspace",
    "ctrl+/": "ctrl+_",
    "alt+backspace": "ctrl+w",
    "ctrl+?": "backspace",
    "ctrl+enter": "enter",
    "shift+enter": "enter",
    "ctrl+tab": "tab",
    "ctrl+shift+tab": "shift+tab",
    "shift+space": "space",
    "shift+backspace": "backspace",
    "shift+escape": "escape",
}
"""Keys for which most terminals send what another one is known by."""
CONTROLS = r"abcdefghijklmnopqrstuvwxyz@[\]^_"
"""Keys that terminals have a control for."""


def settle(keys: Mapping[str, tuple[str, ...]], commands: Iterable[Command] = COMMANDS) -> Settled:
    """Settle the table with the settings' keys: what they give to a command is taken from the one that had it.

    Where two settings ask for one key in one mode, neither takes effect. Raises NotUnderstood for a command or a key
    that is none.
    """
    commands = tuple(commands)
    unknown = sorted(set(keys) - {command.id for command in commands})
    if unknown:
        raise _no_command(unknown[0])
    by_id = {one.id: one for one in commands}
    wanted = {
        one: tuple(dict.fromkeys(_parse_for(by_id[one], key) for key in written)) for one, written in keys.items()
    }
    clashing, clashes = _clashes(wanted, by_id)
    given = {one: tuple(key for key in keys if (one, key) not in clashing) for one, keys in wanted.items()}
    # What is left of a setting by a clash is its command's own keys.
    given = {one: keys for one, keys in given.items() if keys or not wanted[one]}
    settled, taken = [], []
    for command in commands:
        if command.id in given:
            settled.append(command._replace(keys=given[command.id]))
            continue
        owners = {key: _taker(key, command, given, by_id) for key in command.keys}
        settled.append(command._replace(keys=tuple(key for key, owner in owners.items() if not owner)))
        taken += [
            f"{show_keys(key)} is {owner} now, by the settings, and no longer {command.id}"
            for key, owner in owners.items()
            if owner
        ]
    same = [
        f"{show_keys(key)} is sent as {show_keys(SENT_AS[key])} by most terminals: "
        f"{one} needs one that tells them apart"
        for one, keys in given.items()
        for sequence in keys
        for key in sequence.split(" ")
        if key in SENT_AS
    ]
    same += [
        f"{show_keys(key)} is not sent by most terminals: {one} needs one that does"
        for one, keys in given.items()
        for sequence in keys
        for key in sequence.split(" ")
        if key not in SENT_AS and _is_unsent(key)
    ]
    return Settled(tuple(settled), (*taken, *same), tuple(clashes))


def _parse_for(command: Command, written: str) -> str:
    """Parse the keys of a command; only one that is told a letter has any key in them."""
    keys = parse_keys(written)
    if ANY in keys.split(" ") and not any(ANY in one for one in command.keys):
        raise NotUnderstood(f"{written}: {command.id} takes no key behind its own", "settings")
    return keys


def _is_unsent(key: str) -> bool:
    """Whether most terminals send nothing of their own for a key."""
    held, rest = key.startswith(("ctrl+", "alt+ctrl+")), key.removeprefix("alt+").removeprefix("ctrl+")
    return held and (rest in ("backspace", "escape") or (len(rest) == 1 and rest not in CONTROLS))


def _taker(key: str, command: Command, given: Mapping[str, tuple[str, ...]], by_id: Mapping[str, Command]) -> str:
    """The command that the settings give this key of another one; empty where they leave it alone."""
    for one, keys in given.items():
        # To say again what is so anyway takes nothing: in the table, too, a screen's own key lies over a list's.
        fresh = set(keys) - set(by_id[one].keys)
        if _meets(by_id[one], command) and any(_hides(new, key) for new in fresh):
            return one
    return ""


def _clashes(
    wanted: Mapping[str, tuple[str, ...]], by_id: Mapping[str, Command]
) -> tuple[set[tuple[str, str]], list[str]]:
    """Which keys of which commands two settings ask for, and a sentence for each."""
    clashing, said = set(), []
    for one, other in combinations(wanted, 2):
        if not by_id[one].modes & by_id[other].modes:
            continue
        for key, same in product(wanted[one], wanted[other]):
            said_again = key in by_id[one].keys and same in by_id[other].keys
            if _hides(key, same) and not said_again:
                clashing |= {(one, key), (other, same)}
                said.append(f"{show_keys(key)} is asked for by {one} and {other} in the settings: neither has it")
    return clashing, said


def _meets(given: Command, command: Command) -> bool:
    """Whether a key of `given` would be pressed where it means `command`: in a mode of both, or one that lies above."""
    over = command.modes - {Mode.TEXT, Mode.SELECT, Mode.PANE, Mode.FIND, Mode.QUESTION}
    return bool(given.modes & command.modes) or (Mode.LIST in given.modes and bool(over))


def _hides(one: str, other: str) -> bool:
    """Whether of two sequences at most one can be obeyed: they are the same, or one begins with the other."""
    short, long = sorted((one.split(" "), other.split(" ")), key=len)
    return all(a == b or ANY in (a, b) for a, b in zip(short, long, strict=False))
