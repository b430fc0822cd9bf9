"""All keys with what they do: bound by the app and its pages, listed by help, the footers and the command palette."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content

from notelinks.tui.content import MUTED, joined


@dataclass(frozen=True, slots=True)
class Key:
    """A key that works wherever the focus is, except while typing."""

    keys: str
    """As Textual names them, separated by commas."""
    shown: str
    """As it is written on the screen."""
    action: str
    """Of the page; with `app.` before it of the app, where it works in every view as well."""
    name: str
    """One or two words for the footer; empty to leave it out there."""
    description: str


ENTER = Key("enter", "↵", "", "open", "Open the note under the cursor")
BACK_TO_MAIN = Key("escape,q", "esc", "app.close_view", "back", "Back")

MAIN_KEYS = (
    Key("backspace,alt+left", "⌫", "back", "back", "Go back to the note before"),
    Key("alt+right", "alt →", "forward", "", "Go forward again"),
    Key("slash", "/", "focus_filter", "filter", "Filter notes by title, alias, path or #tag; Esc clears"),
    Key("f", "f", "cycle_links", "linked?", "Related: all, unlinked, linked"),
    Key("r", "r", "cycle_order", "order", "Order of notes: name, changed, links"),
    Key("y", "y", "copy_link", "copy link", "Copy a link to the row under the cursor, as the vault writes links"),
    Key("i", "i", "insert_link", "insert link", "Insert a link to the row under the cursor, after showing the change"),
    Key("x", "x", "hide_concept", "", "Never show the concept under the cursor again in this vault"),
    Key("h", "h", "focus_column(-1)", "", "To the pane at the left"),
    Key("l", "l", "focus_column(1)", "", "To the pane at the right"),
)
"""Those of the main screen."""

APP_KEYS = (
    Key("s", "s", "app.open_view('search')", "search", "Search: the notes nearest to a text of your own"),
    Key("e", "e", "app.edit", "edit", "Open the note in $VISUAL or $EDITOR"),
    Key("o", "o", "app.open_in_obsidian", "Obsidian", "Open the note in Obsidian"),
    Key("u", "u", "app.undo", "", "Undo: take the inserted link back, show the hidden concept again"),
    Key("exclamation_mark", "!", "app.open_view('status')", "", "Status: what was indexed, what was skipped and why"),
    Key("question_mark", "?", "app.show_help", "keys", "Show all keys"),
    Key("q", "q", "app.quit", "quit", "Quit"),
)
"""Those that work in every view as well."""

LIST_KEYS = (
    ("j k ↓ ↑", "Move the cursor"),
    ("home end G", "First, last, last"),
    ("ctrl+d ctrl+u", "Half a page down, up"),
    ("↵", "Open the related, linked or mentioning note"),
    ("tab shift+tab", "Next pane, previous pane"),
    ("ctrl+p", "Command palette, with themes"),
)
"""(keys, description) of what the lists and Textual itself understand."""


def bindings(keys: Iterable[Key]) -> list[Binding]:
    """What Textual needs to know of some keys."""
    return [Binding(key.keys, key.action, key.description, show=False) for key in keys]


def footer(keys: Iterable[Key]) -> Content:
    """The keys most worth knowing, on one line."""
    parts: list[tuple[str, str]] = []
    for key in keys:
        if key.name:
            parts += [(f" {key.shown}", "bold $text-accent"), (f" {key.name} ", MUTED)]
    return joined(*parts)
