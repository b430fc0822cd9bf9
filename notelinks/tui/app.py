"""The terminal interface as a program: its threads, the indexer beside it, its views, the editor.

It never waits: the store, the notes and vectors are read by threads (`follow`, `load`, `answers`), which post messages.
"""

import os
import subprocess
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from textual.app import App, SuspendNotSupported, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent, Key
from textual.screen import Screen
from textual.widgets import Input

from notelinks.records import NoteSummary
from notelinks.store.lock import is_indexer_running
from notelinks.tui import messages
from notelinks.tui.answers import Answerer, Request
from notelinks.tui.ascii_filter import AsciiFilter
from notelinks.tui.child import IndexerChild
from notelinks.tui.editor import editor_command
from notelinks.tui.follow import IndexFollower
from notelinks.tui.garbage import PAUSE_S, GarbageCollector
from notelinks.tui.keys import APP_KEYS, ASCII_NAMES, MAIN_KEYS, bindings, read_keys, shown_key
from notelinks.tui.linking import LinkActions
from notelinks.tui.load import PreviewLoader, PreviewRequest
from notelinks.tui.main_screen import MainScreen
from notelinks.tui.memory import recall, remember
from notelinks.tui.page import Page
from notelinks.tui.stop_words import StopWordChanger
from notelinks.tui.views.opening import make_view
from notelinks.tui.views.view import View

TEND_S = 1.0
"""Between two looks at whether an indexer runs."""

NO_CHANGES: Mapping[str, str] = MappingProxyType({})

THEME = "tokyo-night"
"""Until the user chooses another one."""


class NotelinksApp(App[None]):
    """The screen of one vault and all that works for it."""

    CSS_PATH = "notelinks.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False), *bindings(APP_KEYS)]

    def __init__(
        self,
        vault: Path,
        folder: Path,
        *,
        start_indexer: bool = True,
        source_only: tuple[str, ...] = (),
        keys: Mapping[str, str] = NO_CHANGES,
        ascii_encoding: str = "",
    ) -> None:
        """
        Args:
            folder: of the vault's index, which need not exist yet.
            start_indexer: start an indexer if none runs.
            source_only: folders whose notes are never related notes.
            keys: keys that are not the usual ones, by id.
            ascii_encoding: draw marks and lines in ASCII, for a terminal of this encoding; empty for our usual signs.

        Raises:
            ConfigError: if one of the keys cannot be had.
        """
        super().__init__()
        self.changed_keys = (ASCII_NAMES if ascii_encoding else {}) | dict(keys)
        """How keys are written on the screen, by id, where that is not as usual."""
        self.set_keymap(read_keys(keys))
        if ascii_encoding:
            self._filters.append(AsciiFilter(ascii_encoding))
        self.vault = vault
        self.folder = folder
        self.child = IndexerChild(vault, folder) if start_indexer else None
        self._garbage = GarbageCollector()
        self.main = MainScreen(vault, folder, source_only)
        self.main.expects_indexer = start_indexer
        self.views: dict[str, View] = {}
        """Those that were opened so far, by name."""
        self.previews = PreviewLoader(vault)
        self.answerer = Answerer(folder, source_only)
        self.stop_words = StopWordChanger(folder, self.post_message)
        self.linking = LinkActions(self, vault, folder)
        self._memory = recall(folder)
        wanted = self._memory.theme or os.environ.get("TEXTUAL_THEME", "")
        self._first_theme = wanted if wanted in self.available_themes else THEME
        # Once the style sheet is read, another theme would have it read again, and everything painted twice.
        self.theme = self._first_theme
        self.stylesheet.set_variables(self.get_css_variables())
        self._follower = IndexFollower(folder, self.main.post_message)

    @property
    def crash(self) -> Exception | None:
        """The mistake of ours that ended the program, None if there was none."""
        return self._exception

    def get_default_screen(self) -> Screen[object]:
        return self.main

    def on_mount(self) -> None:
        self.main.shown_key = self._memory.note
        self.main.restore(self._memory)
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self._garbage.begin()
        self.set_interval(PAUSE_S, self._garbage.collect_in_pause)
        for worker in (self._follower, self.main.loader, self.main.reasons, self.previews, self.answerer):
            self.run_worker(worker.run, thread=True)
        self._tend_indexer()
        self.set_interval(TEND_S, self._tend_indexer)

    def on_unmount(self) -> None:
        self._follower.stop()
        for worker in (self.main.loader, self.main.reasons, self.previews, self.answerer):
            worker.requests.close()
        if self.child is not None:
            self.child.terminate()
        if self.folder.is_dir():
            theme = self._memory.theme if self.theme == self._first_theme else self.theme
            remember(self.folder, self.main.remembered()._replace(note=self.main.shown_key, theme=theme))

    def _tend_indexer(self) -> None:
        if self.child is None:
            self.main.show_indexer(is_indexer_running(self.folder), "")
        else:
            self.main.show_indexer(self.child.tend(), self.child.problem)
        self._show_status()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, InputEvent):
            self._garbage.note_input()
        await super().on_event(event)

    def on_key(self, event: Key) -> None:
        """Letters typed in one go with the key that leads to an input go there, not to what had the focus before.

        An input takes every letter that it gets, so that one that arrives here was on its way to something else.
        """
        if event.is_printable and isinstance(self.focused, Input):
            event.prevent_default()
            self.focused.post_message(Key(event.key, event.character))

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
            self.views[name] = make_view(name, self.vault, self.folder, self._follower.before)
            self.install_screen(self.views[name], name)
        return self.views[name]

    def on_preview_asked(self, message: messages.PreviewAsked) -> None:
        by_id = self.main.notes.filter.by_id
        notes = tuple(by_id[note_id] for note_id in message.note_ids if note_id in by_id)
        self.previews.requests.put(PreviewRequest(notes, message.post))

    def on_question_asked(self, message: messages.QuestionAsked) -> None:
        self.answerer.requests.put(Request(message.question, message.post), type(message.question))

    def on_status_read(self) -> None:
        self._show_status()

    def on_notes_read(self) -> None:
        if isinstance(self.page, View):
            self.page.ask()

    def _show_status(self) -> None:
        if isinstance(self.page, View):
            self.page.show_status(self.main.status_bar.status, self.main.status_bar.is_watched)

    # What is chosen and changed, wherever it is shown

    def on_note_chosen(self, message: messages.NoteChosen) -> None:
        while self.screen is not self.main:
            self.pop_screen()
        self.main.choose_note(message.note_id)

    async def on_concept_chosen(self, message: messages.ConceptChosen) -> None:
        self._view("concept").subject = message.word
        await self.action_open_view("concept")

    def on_concept_rejected(self, message: messages.ConceptRejected) -> None:
        self.run_worker(partial(self.stop_words.hide, message.word), thread=True)

    def on_stop_word_changed(self, message: messages.StopWordChanged) -> None:
        if message.problem:
            self.page.tell(message.problem, is_problem=True)
        else:
            after = "is a stop word now. Press u to undo." if message.is_hidden else "is no stop word any more."
            self.page.tell(f"“{message.word}” {after}")
        self.main.read_again()
        if isinstance(self.page, View):
            self.page.ask()

    def on_finished(self, message: messages.Finished) -> None:
        if self.screen_stack:  # none is left while the program ends
            message.then()

    def on_link_wanted(self, message: messages.LinkWanted) -> None:
        if (source := self._note(message.source_id)) and (target := self._note(message.target_id)):
            self.linking.want(source, target)

    def on_copy_wanted(self, message: messages.CopyWanted) -> None:
        if target := self._note(message.target_id):
            self.linking.copy(self._note(message.source_id), target)

    def on_missing_link_wanted(self, message: messages.MissingLinkWanted) -> None:
        self.linking.copy_missing(message.target)

    def link_changed(self, sentence: str) -> None:
        """Called when a link was inserted or taken back."""
        self.page.tell(sentence)
        self.main.read_again()

    def action_undo(self) -> None:
        self.clear_notifications()  # what they offer to undo may be undone in a moment
        self.linking.undo()

    def action_open_in_obsidian(self) -> None:
        if note := self._note(self.page.note_id_at_cursor):
            self.linking.open_in_obsidian(note)

    def _note(self, note_id: int) -> NoteSummary | None:
        return self.main.notes.filter.by_id.get(note_id)

    def action_edit(self) -> None:
        note_id, line = self.page.place_at_cursor
        if (note := self._note(note_id)) is None:
            self.page.tell("There is no note under the cursor.", is_problem=True)
            return
        try:
            command = editor_command(self.vault / note.key, line)
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

        self.push_screen(HelpScreen(self.changed_keys))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        for key in (*MAIN_KEYS, *APP_KEYS):
            if key.action != "app.quit":
                yield SystemCommand(
                    key.description, f"Key: {shown_key(key, self.changed_keys)}", partial(self._run_key, key.action)
                )

    async def _run_key(self, action: str) -> None:
        await self.run_action(action, default_namespace=self.main)

    def _fatal_error(self) -> None:
        """Ends the program after a mistake of ours, without the report that Textual makes of it."""
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """The same, for errors that would draw themselves."""
        self._close_messages_no_wait()
