"""The indexer as a child process, for as long as no other one runs.

It ends when its standard input does, so that it never outlives this program, not even one that was killed.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from notelinks.errors import StoreError
from notelinks.store.lock import is_indexer_running
from notelinks.store.private_folder import create_private_folder

MAX_STARTS = 4
"""The first and three more; an indexer that ends so often will end again."""

ALREADY_RUNNING = 3
"""Exit code of an indexer that found another one."""

STOP_WAIT_S = 5.0
"""Time to end by itself before it is killed."""


NICENESS = 10
"""Of the indexer, so that a training on all processors leaves the screen its turn."""

SESSION_NICENESS = 15
"""Of its session, once nobody waits for first lists any more: where Linux shares the processors among sessions
(sched(7), autogroup), the niceness of a process counts within its session alone."""

LOST_SHOWN_S = 10.0
"""How long a lost indexer is spoken of after another was started."""


class IndexerChild:
    """Starts the indexer if needed and starts it again if it is lost."""

    def __init__(self, vault: Path, folder: Path, command: Sequence[str] | None = None) -> None:
        """
        Args:
            command: what to run, the indexer of `vault` if not given.
        """
        self._folder = folder
        own = (sys.executable, "-P", "-m", "notelinks", "watch", "--yes", "--stop-at-eof", os.path.abspath(vault))
        self._command = command or own
        self._process: subprocess.Popen[bytes] | None = None
        self._n_starts = 0
        self._started_s = 0.0
        self._pid_that_gave_way = 0
        self.problem = ""
        """A sentence about why there is no indexer, empty if there is one."""

    @property
    def log_file(self) -> Path:
        return self._folder / "indexer.log"

    def tend(self) -> bool:
        """Starts an indexer if none runs, at most `MAX_STARTS` times. Whether one runs now."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                if time.monotonic() - self._started_s > LOST_SHOWN_S:
                    self.problem = ""
                return True
            self._close_input()
            self._process = None
            self.problem = "" if code == ALREADY_RUNNING else self._describe_end(code)
        if is_indexer_running(self._folder):
            self.problem = ""
            return True
        if self._n_starts >= MAX_STARTS:
            return False
        return self._start()

    def terminate(self) -> None:
        """Asks the child to end."""
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        """Ends the child and waits for it."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_WAIT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._close_input()
            self._process = None

    def _close_input(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def give_way(self) -> None:
        """Has its session let others go first; called when there are lists to look at."""
        if self._process is not None and self._process.pid != self._pid_that_gave_way:
            self._pid_that_gave_way = self._process.pid
            with contextlib.suppress(OSError):  # where sessions share nothing, or it has just ended
                (Path("/proc") / str(self._process.pid) / "autogroup").write_text(str(SESSION_NICENESS))

    def _start(self) -> bool:
        self._n_starts += 1
        self._started_s = time.monotonic()
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        try:
            create_private_folder(self._folder)
            with open(os.open(self.log_file, flags, 0o600), "wb") as log:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    start_new_session=True,
                )
        except StoreError as error:
            self.problem = str(error)
            return False
        except OSError as error:
            self.problem = f"The indexer cannot be started: {error.strerror or error}."
            return False
        if hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, NICENESS)
        return True

    def _describe_end(self, code: int) -> str:
        if code < 0:
            return f"The indexer was killed by signal {-code}."
        last = self._last_line()
        return f"The indexer ended with code {code}{': ' + last if last else '.'}"

    def _last_line(self) -> str:
        try:
            lines = self.log_file.read_bytes()[-4096:].decode("utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return next((line.strip() for line in reversed(lines) if line.strip()), "")[:300]
