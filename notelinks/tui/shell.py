"""The terminal interface as a program of Textual: its keys, colours and commands, and how it ends after a mistake.

Knows of no vault.
"""

import os
from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key, Paste
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input

from notelinks.tui.ascii_filter import AsciiFilter
from notelinks.tui.colours import readable_colours
from notelinks.tui.keys import APP_KEYS, ASCII_NAMES, MAIN_KEYS, QUIT, bindings, read_keys, shown_key
from notelinks.tui.memory import recall_theme, remember_theme
from notelinks.tui.page import is_too_small

NO_CHANGES: Mapping[str, str] = MappingProxyType({})

THEME = "tokyo-night"
"""Until the user chooses another one."""


class Shell(App[None]):
    """What any program with these keys and colours would need."""

    CSS_PATH = "notelinks.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False), *bindings(APP_KEYS)]
    theme: Reactive[str] = Reactive(THEME)
    """A theme that is set later has the style sheet read a second time before anything is painted."""

    def __init__(self, keys: Mapping[str, str], ascii_encoding: str) -> None:
        """
        Args:
            keys: keys that are not the usual ones, by id.
            ascii_encoding: draw marks and lines in ASCII, for a terminal of this encoding; empty for our usual signs.

        Raises:
            ConfigError: if one of the keys cannot be had.
        """
        super().__init__()
        self.changed_keys = (ASCII_NAMES if ascii_encoding else {}) | dict(keys)
        """How keys are written on the screen, by id, where that is not as usual."""
        keymap = read_keys(keys)
        self.set_keymap(keymap)
        self._quit_keys = ("ctrl+c", *keymap.get(QUIT.id, QUIT.keys).split(","))
        if ascii_encoding:
            self._filters.append(AsciiFilter(ascii_encoding))
        wanted = recall_theme() or os.environ.get("TEXTUAL_THEME", "")
        self._first_theme = wanted if wanted in self.available_themes else THEME
        if self._first_theme != THEME:
            self.theme = self._first_theme
            # With those of another theme everything would be painted twice.
            self.stylesheet.set_variables(self.get_css_variables())

    @property
    def crash(self) -> Exception | None:
        """The mistake of ours that ended the program, None if there was none."""
        return self._exception

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, self._draw_again)

    def _draw_again(self, _: App[object]) -> None:
        """After `fg` the terminal is empty."""
        self.refresh(layout=True)

    def on_unmount(self) -> None:
        if self.theme != self._first_theme:
            remember_theme(self.theme)

    def key_name(self, key_id: str) -> str:
        """How the key of an id is written."""
        return next(shown_key(key, self.changed_keys) for key in (*MAIN_KEYS, *APP_KEYS) if key.id == key_id)

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        self.theme_variables = variables | readable_colours(variables, is_ansi=self.current_theme.ansi)
        return self.theme_variables

    async def on_event(self, event: Event) -> None:
        """Where the window is too small to show what a key does, none but those that quit do anything."""
        if not isinstance(event, Key | Paste) or not is_too_small(self.screen):
            await super().on_event(event)
        elif isinstance(event, Key) and event.key in self._quit_keys:
            self.exit()

    def on_key(self, event: Key) -> None:
        """Letters typed in one go with the key that leads to an input go there, not to what had the focus before.

        An input takes every letter that it gets, so that one that arrives here was on its way to something else.
        """
        if event.is_printable and isinstance(self.focused, Input):
            event.prevent_default()
            self.focused.post_message(Key(event.key, event.character))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """All keys, and the themes. The commands that Textual adds are these again, or fail here."""
        yield SystemCommand("Theme", "Other colours, in all vaults", self.action_change_theme)
        for key in (*MAIN_KEYS, *APP_KEYS):
            help_text = f"Key: {shown_key(key, self.changed_keys)}"
            yield SystemCommand(key.description, help_text, partial(self._run_key, key.action))

    def search_themes(self) -> None:
        """Shows the themes to choose from."""
        from textual.command import CommandPalette

        from notelinks.tui.themes import Themes

        self.push_screen(CommandPalette(providers=[Themes], placeholder="Search for themes…"))

    async def _run_key(self, action: str) -> None:
        await self.run_action(action, default_namespace=self.get_default_screen())

    def _fatal_error(self) -> None:
        """Ends the program after a mistake of ours, without the report that Textual makes of it."""
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """The same, for errors that would draw themselves."""
        self._close_messages_no_wait()
