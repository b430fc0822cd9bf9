"""One folder of the vault, opened once, and the files in it as they are at a moment.

Whatever happens to the path of the folder meanwhile, what is read and written lies in this one. No symbolic link is
followed.
"""

import contextlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from notelinks.display import safe_text
from notelinks.errors import LinkRefusedError
from notelinks.linking.exchange import keep_writers_out
from notelinks.notes.files import MAX_NOTE_BYTES, open_folder


@dataclass(frozen=True, slots=True)
class Version:
    """What a name leads to at a moment."""

    inode: int
    raw: bytes | None
    """The file's contents; None if they are being written, or if it is nothing that can be read."""

    def is_as(self, other: "Version") -> bool:
        """Whether this is certainly the other file, with nothing changed in it."""
        return self.raw is not None and self == other


class NoteFolder:
    """The folder that a note lies in."""

    def __init__(self, vault: Path, key: str) -> None:
        """
        Raises:
            LinkRefusedError: if there is no such folder, or a symbolic link leads to it.
        """
        *parts, self.name = key.split("/")
        """The note's name in the folder."""
        self.key = key
        try:
            self.fd = open_folder(vault, parts)
        except OSError as error:
            raise self.refusal(f"cannot be changed, for its folder cannot be opened ({error.strerror}).") from error

    def __enter__(self) -> "NoteFolder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.fd)

    def refusal(self, reason: str) -> LinkRefusedError:
        """The error that says why nothing is written to the note, and what to do.

        Args:
            reason: what is said of the note, after its name.
        """
        return LinkRefusedError(f"{safe_text(self.key)} {reason}")

    def open(self, name: str) -> int:
        """A descriptor of a file for reading.

        Raises:
            OSError: if it is not there, or is a symbolic link.
        """
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=self.fd)

    def look(self, name: str) -> Version | None:
        """What lies at a name, None if nothing does."""
        try:
            about = os.stat(name, dir_fd=self.fd, follow_symlinks=False)
            if not stat.S_ISREG(about.st_mode):
                return Version(about.st_ino, None)
            file_fd = self.open(name)
        except FileNotFoundError:
            return None
        try:
            return read_version(file_fd)
        finally:
            os.close(file_fd)

    def remove(self, name: str) -> None:
        """Removes a file for good, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self.fd)
        os.fsync(self.fd)


def read_version(file_fd: int) -> Version:
    """What a file holds, if nobody is writing to it."""
    before = os.fstat(file_fd)
    with keep_writers_out(file_fd) as is_quiet:
        raw = os.pread(file_fd, MAX_NOTE_BYTES + 1, 0) if is_quiet and before.st_nlink == 1 else None
    with keep_writers_out(file_fd) as is_quiet:
        after = os.fstat(file_fd)
    is_same = (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    is_whole = raw is not None and len(raw) == after.st_size
    return Version(after.st_ino, raw if is_quiet and is_same and is_whole else None)
