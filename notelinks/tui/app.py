"""The terminal interface at work: its threads, the indexer beside it, its views, the editor.

It never waits: the store, the notes and vectors are read by threads (`follow`, `load`, `answers`), which post messages.
"""

import os
import subprocess
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.events import Event, InputEvent
from textual.screen import Screen

from notelinks.records import NoteSummary
from notelinks.store.lock import is_indexer_running
from notelinks.tui import messages
from notelinks.tui.child import IndexerChild
from notelinks.tui.garbage import PAUSE_S, GarbageCollector
from notelinks.tui.main_screen import MainScreen
from notelinks.tui.memory import recall, remember
from notelinks.tui.page import Page
from notelinks.tui.shell import NO_CHANGES, Shell
from notelinks.tui.views.view import View

if TYPE_CHECKING:
    from notelinks.tui.services import Services

TEND_S = 1.0
"""Between two looks at whether an indexer runs."""


class NotelinksApp(Shell):
    """The screen of one vault and all that works for it."""

    def __init__(
        self,
        vault: Path,
        folder: Path,
        *,
        start_indexer: bool = True,
        source_only: Callable[[], tuple[str, ...]] = tuple,
        keys: Mapping[str, str] = NO_CHANGES,
        ascii_encoding: str = "",
    ) -> None:
        """
        Args:
            folder: of the vault's index, which need not exist yet.
            start_indexer: start an indexer if none runs.
            source_only: tells the folders whose notes are never related notes; asked by threads, after the first paint.
            keys: keys that are not the usual ones, by id.
            ascii_encoding: draw marks and lines in ASCII, for a terminal of this encoding; empty for our usual signs.

        Raises:
            ConfigError: if one of the keys cannot be had.
        """
        super().__init__(keys, ascii_encoding)
        self.vault = vault
        self.folder = folder
        self.child = IndexerChild(vault, folder) if start_indexer else None
        self._garbage = GarbageCollector()
        self._source_only = source_only
        self.main = MainScreen(vault)
        self.main.expects_indexer = start_indexer
        self.views: dict[str, View] = {}
        """Those that were opened so far, by name."""

    @cached_property
    def services(self) -> "Services":
        """What works behind the screen, from the first paint on."""
        from notelinks.tui.services import Services

        return Services(self, self.vault, self.folder, self._source_only)

    def get_default_screen(self) -> Screen[object]:
        return self.main

    def on_mount(self) -> None:
        memory = recall(self.folder)
        self.main.shown_key = memory.note
        self.main.restore(memory)
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self._garbage.begin()
        self.set_interval(PAUSE_S, self._garbage.collect_in_pause)
        for run in self.services.threads:
            self.run_worker(run, thread=True)
        self._tend_indexer()
        self.set_interval(TEND_S, self._tend_indexer)

    def on_unmount(self) -> None:
        self.services.stop()
        if self.child is not None:
            self.child.terminate()
        if self.folder.is_dir():
            remember(self.folder, self.main.remembered()._replace(note=self.main.shown_key))

    def _tend_indexer(self) -> None:
        if self.child is None:
            self.main.show_indexer(is_indexer_running(self.folder), "")
        else:
            self.main.show_indexer(self.child.tend(), self.child.problem)
        self._show_status()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, InputEvent):
            self._garbage.note_input()
            self.main.begun_id = 0
        await super().on_event(event)

    # Views

    @property
    def page(self) -> Page:
        """The main screen or the view that is shown, maybe below a dialogue."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Page)), self.main)

    async def action_open_view(self, name: str) -> None:
        """Shows a view over what is shown; if it is open already, closes those above it.

        Returns when it can be typed into, so that no key that follows is lost.
        """
        note_id = self.page.note_id_at_cursor or self.main.shown_id
        view = self._view(name)
        view.begin(note_id)
        if view not in self.screen_stack:
            await self.push_screen(view)
        while self.screen is not view:
            await self.pop_screen()
        view.focus_first()
        self._show_status()
        view.ask()

    def action_close_view(self) -> None:
        if isinstance(self.screen, View):
            self.pop_screen()

    def _view(self, name: str) -> View:
        if name not in self.views:
            from notelinks.tui.views.opening import make_view

            self.views[name] = make_view(name, self.vault, self.folder, self.services.follower.before)
            self.install_screen(self.views[name], name)
        return self.views[name]

    async def on_views_wanted(self, message: messages.ViewsWanted) -> None:
        if self.screen is self.main:  # else something was opened meanwhile
            for name in message.names:
                await self.push_screen(self.views[name])

    def on_rows_asked(self, message: messages.RowsAsked) -> None:
        self.services.rows.ask(message.note_id)

    def on_reasons_asked(self, message: messages.ReasonsAsked) -> None:
        self.services.reasons.ask(message.note_id, message.other_ids)

    def on_preview_asked(self, message: messages.PreviewAsked) -> None:
        by_id = self.main.notes.filter.by_id
        notes = tuple(by_id[note_id] for note_id in message.note_ids if note_id in by_id)
        self.services.previews.ask(notes, message.post)

    def on_question_asked(self, message: messages.QuestionAsked) -> None:
        self.services.answerer.ask(message.question, message.post)

    def on_status_read(self, message: messages.StatusRead) -> None:
        if self.child is not None and message.status.trained_s:
            self.child.give_way()
        self._show_status()

    def on_notes_read(self) -> None:
        if isinstance(self.page, View):
            self.page.ask()

    def _show_status(self) -> None:
        if isinstance(self.page, View):
            self.page.show_status(self.main.status_bar.status, self.main.status_bar.is_watched)

    # What is chosen and changed, wherever it is shown

    def on_note_chosen(self, message: messages.NoteChosen) -> None:
        views = tuple(name for page in self.screen_stack for name, view in self.views.items() if view is page)
        while self.screen is not self.main:
            self.pop_screen()
        self.main.choose_note(message.note_id, views)

    async def on_concept_chosen(self, message: messages.ConceptChosen) -> None:
        self._view("concept").subject = message.word
        await self.action_open_view("concept")

    def on_concept_rejected(self, message: messages.ConceptRejected) -> None:
        self.run_worker(partial(self.services.stop_words.hide, message.word), thread=True)

    def on_stop_word_changed(self, message: messages.StopWordChanged) -> None:
        if message.problem:
            self.page.tell(message.problem, is_problem=True)
        else:
            hidden = f"is a stop word now. Press {self.key_name('undo')} to undo."
            self.page.tell(f"“{message.word}” {hidden if message.is_hidden else 'is no stop word any more.'}")
        self.main.concepts.wanted = "" if message.problem or message.is_hidden else message.word
        self.main.read_again()
        if isinstance(self.page, View):
            self.page.ask()

    def on_suggestion_dismissed(self, message: messages.SuggestionDismissed) -> None:
        self.run_worker(partial(self.services.dismissals.dismiss, message.keys), thread=True)

    def on_suggestion_changed(self, message: messages.SuggestionChanged) -> None:
        named = " – ".join(self._title(key) for key in message.keys)
        if message.problem:
            self.page.tell(message.problem, is_problem=True)
        elif message.is_dismissed:
            self.page.tell(f"Dismissed: {named}. Press {self.key_name('undo')} to undo.")
        else:
            self.page.tell(f"Suggested again: {named}.")
        if isinstance(self.page, View):
            self.page.wanted = () if message.problem or message.is_dismissed else message.keys
            self.page.ask()

    def _title(self, key: str) -> str:
        """Of a note; its file's name if it is gone."""
        note = self.main.notes.filter.by_key.get(key)
        return note.title if note else PurePosixPath(key).stem

    def on_finished(self, message: messages.Finished) -> None:
        if self.screen_stack:  # none is left while the program ends
            message.then()

    def on_link_wanted(self, message: messages.LinkWanted) -> None:
        if (source := self._note(message.source_id)) and (target := self._note(message.target_id)):
            self.services.linking.want(source, target)

    def on_copy_wanted(self, message: messages.CopyWanted) -> None:
        if target := self._note(message.target_id):
            self.services.linking.copy(self._note(message.source_id), target)

    def on_missing_link_wanted(self, message: messages.MissingLinkWanted) -> None:
        self.services.linking.copy_missing(message.target)

    def link_changed(self, sentence: str, suggested_again: tuple[str, ...] = ()) -> None:
        """Called when a link was inserted or taken back.

        Args:
            suggested_again: keys of the two notes, if they are not linked any more.
        """
        self.page.tell(sentence)
        if isinstance(self.page, View):
            self.page.wanted = suggested_again
        self.main.read_again()

    def action_undo(self) -> None:
        self.clear_notifications()  # what they offer to undo may be undone in a moment
        self.services.linking.undo()

    def action_open_in_obsidian(self) -> None:
        if note := self._note(self.page.note_id_at_cursor):
            self.services.linking.open_in_obsidian(note)

    def _note(self, note_id: int) -> NoteSummary | None:
        return self.main.notes.filter.by_id.get(note_id)

    def on_edit_wanted(self) -> None:
        self.action_edit()

    def action_edit(self) -> None:
        note_id, line = self.page.place_at_cursor
        note = self._note(note_id)
        if not (key := self.page.file_at_cursor or (note.key if note else "")):
            self.page.tell("There is no note under the cursor.", is_problem=True)
            return
        if not os.path.lexists(self.vault / key):
            self.page.tell(f"{key} is not there at present. No editor was started.", is_problem=True)
            return
        from notelinks.tui.editor import editor_command

        try:
            command = editor_command(self.vault / key, line)
            with self.suspend():
                code = subprocess.run(command, check=False).returncode
        except (OSError, ValueError) as error:
            self.page.tell(f"The editor cannot be started: {error}. Set $EDITOR.", is_problem=True)
        except SuspendNotSupported:
            self.page.tell("No editor can be started from here.", is_problem=True)
        else:
            if code:
                self.page.tell(f"The editor ended with code {code}.", is_problem=True)

    def action_show_help(self) -> None:
        from notelinks.tui.help_screen import HelpScreen

        self.push_screen(HelpScreen(self.page.help_rows(), self.changed_keys))
