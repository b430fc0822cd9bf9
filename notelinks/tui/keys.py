"""All keys with what they do: bound by the app and its pages, listed by help, the footers and the command palette."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding
from textual.content import Content

from notelinks.errors import ConfigError
from notelinks.tui.content import EMPTY, MUTED, joined


class Key(NamedTuple):
    """A key that works wherever the focus is, except while typing."""

    id: str
    """Its name in the table `[keys]` of `config.toml`; empty if it cannot be changed."""
    keys: str
    """As Textual names them, separated by commas."""
    shown: str
    """As it is written on the screen."""
    action: str
    """Of the page; with `app.` before it of the app, where it works in every view as well."""
    name: str
    """One or two words for the last line; empty if it is never offered there."""
    description: str
    """A few words for help and the command palette."""


ENTER = Key("enter", "enter", "↵", "", "open", "Open the note under the cursor")
BACK = Key("back", "backspace,alt+left", "⌫", "back", "back", "Back to the note before")
INSERT_LINK = Key("insert", "i", "i", "insert_link", "insert link", "Insert a link to the row")
HIDE_CONCEPT = Key("hide", "x", "x", "hide_concept", "stop word", "Make the concept a stop word")
DISMISS = Key("hide", "x", "x", "dismiss_suggestion", "dismiss", "Never suggest it again")
PREVIEW = Key("preview", "p", "p", "toggle_preview", "read", "Preview: show, hide")
HELP = Key("help", "question_mark", "?", "app.show_help", "keys", "All keys")
QUIT = Key("quit", "q", "q", "app.quit", "quit", "Quit")
CLOSE_VIEW = Key("", "escape,q", "esc", "app.close_view", "return", "Return")

MAIN_KEYS = (
    BACK,
    Key("forward", "alt+right", "alt+→", "forward", "", "Forward again"),
    Key("filter", "slash", "/", "focus_filter", "filter", "Filter: title, alias, #tag, path"),
    Key("linked", "f", "f", "cycle_links", "linked?", "Related: all, unlinked, linked"),
    Key("choose", "F", "F", "filter_related", "choose", "Related: by score, tag, folder"),
    Key("order", "r", "r", "cycle_order", "order", "Another order of the notes"),
    Key("copy", "y", "y", "copy_link", "copy", "Copy a link to the row"),
    INSERT_LINK._replace(name="link"),
    HIDE_CONCEPT,
    Key("left", "h", "h", "focus_column(-1)", "", "To the pane at the left"),
    Key("right", "l", "l", "focus_column(1)", "", "To the pane at the right"),
    PREVIEW,
    Key("concepts", "c", "c", "fold('concepts')", "", "Concepts: fold, unfold"),
    Key("links", "b", "b", "fold('links')", "", "Links and backlinks: fold, unfold"),
)
"""Those of the main screen."""

APP_KEYS = (
    Key("search", "s", "s", "app.open_view('search')", "search", "Search for any text"),
    Key("suggest", "S", "S", "app.open_view('suggestions')", "suggest", "Suggest links to make"),
    Key("graph", "g", "g", "app.open_view('graph')", "graph", "Graph around the note"),
    Key("changes", "d", "d", "app.open_view('changes')", "", "What the last save changed"),
    Key("edit", "e", "e", "app.edit", "edit", "Edit in $VISUAL or $EDITOR"),
    Key("obsidian", "o", "o", "app.open_in_obsidian", "Obsidian", "Open in Obsidian"),
    Key("undo", "u", "u", "app.undo", "", "Undo"),
    Key("status", "exclamation_mark", "!", "app.open_view('status')", "status", "Status, and what is skipped"),
    HELP,
    QUIT,
)
"""Those that work in every view as well."""

_LESS_NEEDED = ("suggest", "obsidian", "status")

PANE_KEYS = {
    "notes-list": ("filter", "preview", "search", "graph", "edit", "order", "back", "copy", *_LESS_NEEDED),
    "preview": ("preview", "back", "edit", "search", "graph", *_LESS_NEEDED),
    "related": ("enter", "insert", "preview", "back", "linked", "search", "copy", "graph", "choose", *_LESS_NEEDED),
    "concepts": ("enter", "hide", "preview", "back", "search", "graph", "edit", *_LESS_NEEDED),
    "links": ("enter", "insert", "preview", "back", "copy", "search", "graph", "edit", *_LESS_NEEDED),
}
"""Ids of the keys that the last line offers while a pane has the focus, most needed first; by id of the pane."""

TYPING_KEYS = (ENTER._replace(name="to the list"), Key("", "", "esc", "", "clear", ""))
"""What it offers while something is typed."""

ASCII_NAMES = {"enter": "enter", "back": "bksp", "forward": "alt+right"}
"""How keys are written, by id, where their signs cannot be drawn."""

_KEYS_OF_LISTS = (
    ("j k ↓ ↑", "Move the cursor", "j,k,down,up,left,right,pagedown,pageup"),
    ("home gg end G", "First row, last row", "home,end,G"),
    ("ctrl+d ctrl+u", "Half a page down, up", "ctrl+d,ctrl+u"),
    ("enter", "Open the note or concept", "enter"),
    ("tab shift+tab", "Next pane, pane before", "tab,shift+tab"),
    ("esc", "Clear a filter, leave a view", "escape"),
    ("ctrl+p", "Every command, and themes", "ctrl+p"),
)
"""(keys as shown, description, keys as Textual names them) of what the lists and Textual itself understand. They cannot
be changed, and no action can have them."""

LIST_KEYS = tuple((shown, description) for shown, description, _ in _KEYS_OF_LISTS)
"""(keys, description) of the same."""


def bindings(keys: Iterable[Key]) -> list[Binding]:
    """What Textual needs to know of some keys."""
    return [Binding(key.keys, key.action, key.description, show=False, id=key.id or None) for key in keys]


def shown_key(key: Key, changed: Mapping[str, str]) -> str:
    """How a key is written on the screen.

    Args:
        changed: as `read_keys` gives it.
    """
    return changed.get(key.id, key.shown)


def read_keys(changed: Mapping[str, str]) -> dict[str, str]:
    """Keys by id in the form that Textual wants.

    Args:
        changed: keys by id as the user has written them, `/` or `slash`, `ctrl+o`.

    Raises:
        ConfigError: if there is no such id, two ids would have one key, or one a key of the lists.
    """
    by_id = {key.id: key.keys for key in (*MAIN_KEYS, *APP_KEYS)}
    for key_id in changed:
        if key_id not in by_id:
            raise ConfigError(f"config.toml: [keys] {key_id} is no action; there are: {', '.join(by_id)}.")
    named = {key_id: ",".join(b.key for b in Binding.make_bindings([(k, "", "")])) for key_id, k in changed.items()}
    taken = {key: f"“{description}”" for _, description, keys in _KEYS_OF_LISTS for key in keys.split(",")}
    for key_id, keys in (by_id | named).items():
        for key in keys.split(","):
            if (other := taken.setdefault(key, key_id)) != key_id:
                raise ConfigError(f"config.toml: [keys] {other} and {key_id} both have the key {key}.")
    return named


def pane_keys(pane_id: str) -> list[Key]:
    """Those worth offering in a pane, the most needed first."""
    by_id = {key.id: key for key in (ENTER, *MAIN_KEYS, *APP_KEYS)}
    return [by_id[key_id] for key_id in PANE_KEYS[pane_id]]


def footer(keys: Iterable[Key], changed: Mapping[str, str], room: int) -> Content:
    """The keys most worth knowing, on one line, as many as there is room for."""
    line = EMPTY
    for key in keys:
        if key.name:
            entry = joined((f" {shown_key(key, changed)}", "bold $text-accent"), (f" {key.name} ", MUTED))
            if line.cell_length + entry.cell_length > room:
                break
            line = Content.assemble(line, entry)
    return line
