"""All keys with what they do: bound by the screen, listed by the help screen, the footer and the command palette."""

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
    name: str
    """One or two words for the footer; empty to leave it out there."""
    description: str


APP_KEYS = (
    Key("backspace,alt+left", "⌫", "back", "back", "Go back to the note before"),
    Key("alt+right", "alt →", "forward", "", "Go forward again"),
    Key("slash", "/", "focus_filter", "filter", "Filter notes by title, alias, path or #tag; Esc clears"),
    Key("f", "f", "cycle_links", "linked?", "Related: all, unlinked, linked"),
    Key("o", "o", "cycle_order", "order", "Order of notes: name, changed, links"),
    Key("e", "e", "app.edit", "edit", "Open the note in $VISUAL or $EDITOR"),
    Key("y", "y", "copy_link", "copy link", "Copy [[link]] to the row under the cursor"),
    Key("x", "x", "hide_concept", "", "Never show the concept under the cursor again in this vault"),
    Key("u", "u", "undo", "", "Undo: show the hidden concept again"),
    Key("h", "h", "focus_column(-1)", "", "To the pane at the left"),
    Key("l", "l", "focus_column(1)", "", "To the pane at the right"),
    Key("question_mark", "?", "show_help", "keys", "Show all keys"),
    Key("q", "q", "app.quit", "quit", "Quit"),
)

LIST_KEYS = (
    ("j k ↓ ↑", "Move the cursor"),
    ("g G", "First, last"),
    ("ctrl+d ctrl+u", "Half a page down, up"),
    ("↵", "Open the related, linked or mentioning note"),
    ("tab shift+tab", "Next pane, previous pane"),
    ("ctrl+p", "Command palette, with themes"),
)
"""(keys, description) of what the lists and Textual itself understand."""


def app_bindings() -> list[Binding]:
    """The bindings of `APP_KEYS`."""
    return [Binding(key.keys, key.action, key.description, show=False) for key in APP_KEYS]


def footer() -> Content:
    """The keys most worth knowing, on one line."""
    parts: list[tuple[str, str]] = [(" ↵", "bold $text-accent"), (" open", MUTED)]
    for key in APP_KEYS:
        if key.name:
            parts += [(f"  {key.shown}", "bold $text-accent"), (f" {key.name}", MUTED)]
    return joined(*parts)
