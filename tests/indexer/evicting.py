"""Notes that are in the cloud and not on this disk, as macOS shows them: made up, for Linux has no such thing."""

import contextlib
import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

_DATALESS = 0x40000000


def _mark(status: os.stat_result) -> SimpleNamespace:
    values = {name: getattr(status, name) for name in dir(status) if name.startswith("st_")}
    return SimpleNamespace(**values, st_flags=_DATALESS)


class _Entry:
    """An entry of a folder, of which `stat` says that its contents are not here."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self.name = entry.name
        self.is_symlink = entry.is_symlink
        self.is_dir = entry.is_dir
        self._entry = entry

    def stat(self, *, follow_symlinks: bool) -> SimpleNamespace:
        return _mark(self._entry.stat(follow_symlinks=follow_symlinks))


class Cloud:
    """Takes the contents of files away, by name; an attempt to open one of them fails the test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.evicted: set[str] = set()
        self._scandir, self._stat, self._open = os.scandir, os.stat, os.open
        patch.setattr(os, "scandir", self.scandir)
        patch.setattr(os, "stat", self.stat)
        patch.setattr(os, "open", self.open)

    @contextlib.contextmanager
    def scandir(self, folder: int | str = ".") -> Iterator[Iterator[os.DirEntry[str]]]:
        with self._scandir(folder) as entries:
            yield (_Entry(entry) if entry.name in self.evicted else entry for entry in entries)

    def stat(self, path, **options):
        status = self._stat(path, **options)
        return _mark(status) if path in self.evicted else status

    def open(self, path, *arguments, **options) -> int:
        assert path not in self.evicted, "opening it fetches it"
        return self._open(path, *arguments, **options)
