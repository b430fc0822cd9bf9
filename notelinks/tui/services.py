"""What works behind the screen: the threads that read, and what changes stop words, suggestions and links.

Imported after the first paint, which waits for none of them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from notelinks.tui.answers import Answerer
from notelinks.tui.dismissals import Dismissals
from notelinks.tui.follow import IndexFollower
from notelinks.tui.linking import LinkActions
from notelinks.tui.load import NoteLoader, PreviewLoader, ReasonLoader
from notelinks.tui.stop_words import StopWordChanger

if TYPE_CHECKING:
    from notelinks.tui.app import NotelinksApp


class Services:
    """All of them, for one vault."""

    def __init__(
        self, app: "NotelinksApp", vault: Path, folder: Path, source_only: Callable[[], tuple[str, ...]]
    ) -> None:
        """
        Args:
            folder: of the vault's index.
            source_only: tells the folders whose notes are never related notes; asked by threads.
        """
        tell_main = app.main.post_message
        self.follower = IndexFollower(folder, tell_main)
        self.rows = NoteLoader(folder, tell_main, source_only)
        self.reasons = ReasonLoader(folder, tell_main)
        self.previews = PreviewLoader(vault)
        self.answerer = Answerer(folder, source_only)
        self.stop_words = StopWordChanger(folder, app.post_message)
        self.dismissals = Dismissals(folder, app.post_message)
        self.linking = LinkActions(app, vault, folder)

    @property
    def threads(self) -> tuple[Callable[[], None], ...]:
        """What is to run in a thread each, until `stop`."""
        return self.follower.run, *(reader.run for reader in self._readers)

    def stop(self) -> None:
        """Ends all threads soon."""
        self.follower.stop()
        for reader in self._readers:
            reader.requests.close()

    @property
    def _readers(self) -> tuple[NoteLoader, ReasonLoader, PreviewLoader, Answerer]:
        return self.rows, self.reasons, self.previews, self.answerer
