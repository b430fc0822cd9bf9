"""The terminal interface as a program: its threads, the indexer beside it, the editor, and every way it can end.

It never waits: the store, the notes and vectors are read by threads (`follow`, `load`), which post messages.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import App, SuspendNotSupported, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from notelinks.store.lock import is_indexer_running
from notelinks.tui.child import IndexerChild
from notelinks.tui.crash import (
    NO_TERMINAL,
    TERMINAL_GONE,
    exit_on_signals,
    is_terminal_gone,
    refuse_without_terminal,
    write_crash_log,
)
from notelinks.tui.editor import editor_command
from notelinks.tui.follow import IndexFollower
from notelinks.tui.keys import APP_KEYS
from notelinks.tui.main_screen import MainScreen
from notelinks.tui.memory import Memory, recall, remember
from notelinks.tui.terminal_size import give_size

TEND_S = 1.0
"""Between two looks at whether an indexer runs."""


THEME = "tokyo-night"
"""Until the user chooses another one."""


class NotelinksApp(App[None]):
    """The screen of one vault and all that works for it."""

    CSS_PATH = "notelinks.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False)]

    def __init__(
        self, vault: Path, folder: Path, *, start_indexer: bool = True, source_only: tuple[str, ...] = ()
    ) -> None:
        """
        Args:
            folder: of the vault's index, which need not exist yet.
            start_indexer: start an indexer if none runs.
            source_only: folders whose notes are never related notes.
        """
        super().__init__()
        self.vault = vault
        self.folder = folder
        self.child = IndexerChild(vault, folder) if start_indexer else None
        self.main = MainScreen(vault, folder, source_only)
        self.main.expects_indexer = start_indexer
        self._memory = Memory()
        self._first_theme = THEME
        self._follower = IndexFollower(folder, self.main.post_message)

    @property
    def crash(self) -> Exception | None:
        """The mistake of ours that ended the program, None if there was none."""
        return self._exception

    def get_default_screen(self) -> Screen[object]:
        return self.main

    def on_mount(self) -> None:
        self._memory = recall(self.folder)
        self.main.shown_key = self._memory.note
        wanted = self._memory.theme or os.environ.get("TEXTUAL_THEME", "")
        self._first_theme = self.theme = wanted if wanted in self.available_themes else THEME
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        for run in (self._follower.run, self.main.loader.run, self.main.reasons.run):
            self.run_worker(run, thread=True)
        self._tend_indexer()
        self.set_interval(TEND_S, self._tend_indexer)

    def on_unmount(self) -> None:
        self._follower.stop()
        self.main.loader.requests.close()
        self.main.reasons.requests.close()
        if self.child is not None:
            self.child.terminate()
        if self.folder.is_dir():
            theme = self._memory.theme if self.theme == self._first_theme else self.theme
            remember(self.folder, Memory(note=self.main.shown_key, theme=theme))

    def _tend_indexer(self) -> None:
        if not self.is_headless and is_terminal_gone():
            os._exit(TERMINAL_GONE)
        if self.child is None:
            self.main.show_indexer(is_indexer_running(self.folder), "")
        else:
            self.main.show_indexer(self.child.tend(), self.child.problem)

    def action_edit(self) -> None:
        note = self.main.notes.filter.by_id.get(self.main.shown_id)
        if note is None:
            return
        try:
            command = editor_command(self.vault / note.key)
            with self.suspend():
                code = subprocess.run(command, check=False).returncode
        except (OSError, ValueError) as error:
            self.main.tell(f"The editor cannot be started: {error}. Set $EDITOR.", is_problem=True)
        except SuspendNotSupported:
            self.main.tell("No editor can be started from here.", is_problem=True)
        else:
            if code:
                self.main.tell(f"The editor ended with code {code}.", is_problem=True)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        for key in APP_KEYS:
            is_own = key.action.startswith("app.")
            action = getattr(self if is_own else self.main, f"action_{key.action.removeprefix('app.')}", None)
            if action is not None and key.action != "app.quit":
                yield SystemCommand(key.description, f"Key: {key.shown}", action)

    def _fatal_error(self) -> None:
        """Ends the program after a mistake of ours, without the report that Textual makes of it."""
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """The same, for errors that would draw themselves."""
        self._close_messages_no_wait()


def run_app(vault: Path, folder: Path, source_only: tuple[str, ...] = ()) -> int:
    """Shows the terminal interface until the user leaves it.

    Args:
        folder: of the vault's index, which need not exist yet.
        source_only: folders whose notes are never related notes.

    Returns:
        The exit code: 0, 1 after a mistake of ours, 2 without a terminal, 128 + number after a signal.
    """
    if reason := refuse_without_terminal():
        sys.stderr.write(f"{reason}\n")
        return NO_TERMINAL
    give_size()
    app = NotelinksApp(vault, folder, source_only=source_only)
    try:
        asyncio.run(_run(app))
    finally:
        if app.child is not None:
            app.child.stop()
    if app.crash is not None:
        sys.stderr.write(f"{write_crash_log(folder, app.crash)}\n")
        return 1
    return app.return_code or 0


async def _run(app: NotelinksApp) -> None:
    exit_on_signals(lambda code: app.exit(return_code=code))
    await app.run_async()
