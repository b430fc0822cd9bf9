"""What a user does with links: shown, inserted, taken back, copied, opened. Files are read and written in threads.

What a thread found out comes back as a `Finished` message, which does the next step where widgets may be touched. The
parser is imported by the first thread that needs it, the dialogue when it is first shown.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from notelinks.errors import NotelinksError, NothingToLinkError
from notelinks.records import NoteSummary
from notelinks.tui.clipboard import copy_text
from notelinks.tui.messages import Finished
from notelinks.tui.obsidian import open_in_obsidian
from notelinks.tui.row_marks import folder_mark

if TYPE_CHECKING:
    from notelinks.linking.plan import LinkPlanner, PlannedLink
    from notelinks.tui.app import NotelinksApp


class LinkActions:
    """The actions of one app on one vault."""

    def __init__(self, app: "NotelinksApp", vault: Path, folder: Path) -> None:
        """
        Args:
            folder: of the vault's index.
        """
        self._app = app
        self._vault = vault
        self._folder = folder
        self._undoing = Lock()
        """Two undos in one go take back two things."""

    # Insert, after showing the change

    def want(self, source: NoteSummary, target: NoteSummary) -> None:
        """Shows the link from one note to another, and inserts it if the user says so."""
        self._in_thread(partial(self._plan, source, target))

    def _plan(self, source: NoteSummary, target: NoteSummary) -> None:
        self._then(partial(self._show, self._planner().plan_all(source.key, target), source, target))

    def _show(
        self, planned: "list[PlannedLink]", source: NoteSummary, target: NoteSummary, shown_before: bytes | None = None
    ) -> None:
        from notelinks.tui.link_screen import LinkScreen, TurnRound

        def decide(decision: "PlannedLink | TurnRound | None") -> None:
            if isinstance(decision, TurnRound):
                self.want(target, source)
            elif decision is not None:
                self._in_thread(partial(self._insert, decision, source, target))

        is_shared = source.title == target.title
        names = (note.title + folder_mark(note.key) * is_shared for note in (source, target))
        self._app.push_screen(LinkScreen(planned, *names, shown_before), decide)

    def _insert(self, planned: "PlannedLink", source: NoteSummary, target: NoteSummary) -> None:
        """Inserts what was shown; if the note has changed meanwhile, shows how, and the link that fits now."""
        from notelinks.linking.insert import insert_link
        from notelinks.linking.rewrite import SavedMeanwhileError

        try:
            insert_link(self._vault, self._folder, planned)
        except SavedMeanwhileError:
            fits_now = self._planner().plan_all(source.key, target)
            self._then(partial(self._show, fits_now, source, target, planned.before))
            return
        undo = self._app.key_name("undo")
        sentence = f"Inserted {planned.inserted} into {planned.source_key}. Press {undo} to undo."
        self._then(partial(self._app.link_changed, sentence))

    def undo(self) -> None:
        """Takes back the newest inserted link, stop word or dismissed suggestion, whenever that was."""
        self._in_thread(self._undo)

    def _undo(self) -> None:
        from notelinks.linking.insert import newest_link_s
        from notelinks.store.dismissed import newest_dismissed
        from notelinks.store.stop_words import newest_stop_word

        with self._undoing:
            word, hidden_s = newest_stop_word(self._folder)
            keys, dismissed_s = newest_dismissed(self._folder)
            undos = (
                (newest_link_s(self._folder), self._undo_link),
                (hidden_s, partial(self._app.services.stop_words.show, word)),
                (dismissed_s, partial(self._app.services.dismissals.restore, keys)),
            )
            _, undo_newest = max(undos, key=lambda undo: undo[0])
            undo_newest()

    def _undo_link(self) -> None:
        from notelinks.linking.insert import undo_link

        try:
            link = undo_link(self._vault, self._folder)
        except NothingToLinkError:
            self._tell("There is nothing to undo.", is_problem=True)
            return
        sentence = f"Removed the link to {link.target_key} from {link.key} again."
        self._then(partial(self._app.link_changed, sentence, tuple(sorted([link.key, link.target_key]))))

    # Copy

    def copy(self, source: NoteSummary | None, target: NoteSummary) -> None:
        """Copies the link from one note to another; without a source, as it is written in the vault's root."""
        self._in_thread(partial(self._spell, source, target))

    def _spell(self, source: NoteSummary | None, target: NoteSummary) -> None:
        self._copy_text(self._planner().spell(source.key if source else "", target).text)

    def _planner(self) -> "LinkPlanner":
        from notelinks.linking.plan import LinkPlanner
        from notelinks.store.reader import StoreReader

        with StoreReader(self._folder) as reader:
            return LinkPlanner(self._vault, reader.written_links())

    def copy_missing(self, target: str) -> None:
        """Copies the link to a note that does not exist."""
        self._in_thread(partial(self._copy_text, f"[[{target}]]"))

    def _copy_text(self, text: str) -> None:
        """By the system's tools, and by the terminal, whose screen may be far from the system."""
        where = copy_text(text)
        self._then(partial(self._app.copy_to_clipboard, text))
        self._tell(f"{where}: {text}")

    # Open

    def open_in_obsidian(self, note: NoteSummary) -> None:
        """Opens a note in Obsidian."""
        self._in_thread(partial(self._open, note))

    def _open(self, note: NoteSummary) -> None:
        if problem := open_in_obsidian(self._vault / note.key):
            self._tell(problem, is_problem=True)

    # How it is done

    def _in_thread(self, work: Callable[[], None]) -> None:
        self._app.run_worker(partial(self._work, work), thread=True)

    def _work(self, work: Callable[[], None]) -> None:
        try:
            work()
        except NotelinksError as error:
            self._tell(str(error), is_problem=True)

    def _tell(self, sentence: str, *, is_problem: bool = False) -> None:
        self._then(lambda: self._app.page.tell(sentence, is_problem=is_problem))

    def _then(self, step: Callable[[], object]) -> None:
        self._app.post_message(Finished(step))
