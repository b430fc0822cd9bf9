"""The list of themes, in which the one in use is marked and stands first."""

from collections.abc import Callable

from textual.theme import ThemeProvider


class Themes(ThemeProvider):
    """Textual's list does not tell which theme is in use."""

    @property
    def commands(self) -> list[tuple[str, Callable[[], None]]]:
        used = self.app.theme
        others = [command for command in super().commands if command[0] != used]
        return [(f"{used} · in use", lambda: None), *others]
