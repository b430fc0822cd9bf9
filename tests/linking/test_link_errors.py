"""A link is inserted while the disk fails or is full: the note is whole, nothing stays beside it, an error says why."""

import errno
import fcntl
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notelinks.errors import LinkRefusedError, StoreError
from notelinks.linking import exchange, rewrite
from notelinks.linking.insert import insert_link, undo_link
from notelinks.store import durable
from notelinks.store.inserted_links import read_inserted_links
from tests.linking.test_insert_and_undo import NOTES, contents, plan
from tests.support import write_vault

_STEPS: tuple[tuple[Any, str], ...] = (
    *((os, name) for name in ("open", "stat", "fstat", "access", "pread", "fchmod", "listxattr", "fsync", "replace")),
    (os, "unlink"),
    (fcntl, "fcntl"),
    (fcntl, "flock"),
    (exchange, "_rename"),
    (rewrite, "open"),
    (durable, "open"),
)
"""What insertion and undo ask of the system. `open` of a module stands for the `write` of a file that it opens."""

_ERRORS = (errno.ENOSPC, errno.EIO)


class _FailingFile:
    def __init__(self, file: Any, write: Callable[..., Any]) -> None:
        self._file, self.write = file, write

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_FailingFile":
        return self

    def __exit__(self, *error: Any) -> None:
        self._file.close()


def _fail_at(patch: pytest.MonkeyPatch, calls: Counter[str], failing: tuple[str, int, int]) -> None:
    """Counts the calls of all steps, and has one of them fail.

    Args:
        failing: (step, which of its calls, errno).
    """

    def watched(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            calls[step] += 1
            if (step, calls[step]) == failing[:2]:
                raise OSError(failing[2], os.strerror(failing[2]))
            return function(*arguments, **options)

        return call

    def opening(step: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            file = open(*arguments, **options)  # noqa: SIM115 - the caller closes it
            return _FailingFile(file, watched(step, file.write))

        return call

    for where, name in _STEPS:
        step = f"{where.__name__}.{name}"
        if name == "open" and where is not os:
            patch.setattr(where, name, opening(step), raising=False)
        else:
            patch.setattr(where, name, watched(step, getattr(where, name)))


class _Trial:
    """A vault in which one link is inserted, or taken back again."""

    def __init__(self, root: Path, what: str) -> None:
        self.vault, self.folder = write_vault(root / "vault", NOTES), root / "index"
        self.folder.mkdir()
        self._planned = plan(self.vault, "a/One.md", "Two.md")
        self.is_undo = what == "undo"
        if self.is_undo:
            insert_link(self.vault, self.folder, self._planned)

    def run(self, failing: tuple[str, int, int]) -> tuple[Counter[str], str]:
        """(how often each step was called, what was said; empty if it worked)."""
        calls: Counter[str] = Counter()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rewrite, "GRACE_S", 0.0)
            _fail_at(patch, calls, failing)
            try:
                self._change()
            except (LinkRefusedError, StoreError) as error:
                return calls, str(error)
        return calls, ""

    def _change(self) -> None:
        if self.is_undo:
            undo_link(self.vault, self.folder)
        else:
            insert_link(self.vault, self.folder, self._planned)


@pytest.mark.parametrize("what", ["insert", "undo"])
def test_error_at_any_step_leaves_a_whole_note_and_nothing_beside_it(tmp_path: Path, what: str) -> None:
    old = NOTES["a/One.md"]
    new = old.replace(b"Two", b"[[Two]]")
    calls, said = _Trial(tmp_path / "counted", what).run(("", 0, 0))
    assert (said, sorted(calls)) == ("", sorted(f"{where.__name__}.{name}" for where, name in _STEPS))
    outcomes: Counter[str] = Counter()
    places = [(step, number) for step, n_calls in sorted(calls.items()) for number in range(1, n_calls + 1)]
    for place, (step, number) in enumerate(places):
        failing = (step, number, _ERRORS[place % 2])
        trial = _Trial(tmp_path / f"{place}", what)
        _, said = trial.run(failing)
        note = (trial.vault / "a/One.md").read_bytes()

        assert note in (old, new), failing
        assert {*contents(trial.vault)} == {*NOTES}, (failing, said)
        assert {*os.listdir(trial.folder)} <= {"links.json", "links.lock"}, (failing, said)
        assert said.count("\n") == 0 and (not said or said.endswith(".")), (failing, said)
        is_made = (note == new) != trial.is_undo
        assert said or is_made, failing
        assert read_inserted_links(trial.folder).unfinished is None, (failing, said)
        assert len(read_inserted_links(trial.folder).links) == (note == new), (failing, said)
        outcomes[f"{'made' if is_made else 'not made'}, {'told' if said else 'not told'}"] += 1

    assert outcomes["not made, told"] > 20, outcomes
