"""Dismisses suggestions of the vault and takes that back, each change in a thread of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from notelinks.errors import StoreError
from notelinks.tui.messages import SuggestionChanged

if TYPE_CHECKING:
    from notelinks.store.dismissed import Dismissed


class Dismissals:
    """Posts `SuggestionChanged`."""

    def __init__(self, folder: Path, post: Callable[[Message], object]) -> None:
        """
        Args:
            folder: of the vault's index.
        """
        self._folder = folder
        self._post = post

    def dismiss(self, keys: "Dismissed") -> None:
        """Never shows a suggestion again."""
        self._change(keys, is_dismissed=True)

    def restore(self, keys: "Dismissed") -> None:
        """Shows it again."""
        self._change(keys, is_dismissed=False)

    def _change(self, keys: "Dismissed", *, is_dismissed: bool) -> None:
        from notelinks.store.dismissed import change_dismissed

        problem = ""
        try:
            change_dismissed(self._folder, add=[keys] * is_dismissed, remove=[keys] * (not is_dismissed))
        except StoreError as error:
            problem = str(error)
        self._post(SuggestionChanged(keys, is_dismissed, problem))
