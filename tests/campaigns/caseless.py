"""A disk that takes names for equal that differ in case or in Unicode normal form, as those of macOS and Windows do.

`python -m tests.campaigns.caseless SOURCE MOUNT` serves a folder in this way until it is unmounted. A name that is new
is kept as it was written; one that is there already is found under the spelling that it has.
"""

import errno
import os
import sys
import unicodedata

from mfusepy import FUSE, FuseOSError, Operations


def fold(name: str) -> str:
    """The same for all spellings of a name."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


class CaselessFolder(Operations):
    """Passes every call on to the folder below, with the names that are there."""

    use_ns = True

    def __init__(self, source: str) -> None:
        self._source = source

    def _there(self, path: str) -> str:
        """Where a path leads below; parts that are not there stay as they are written."""
        found = self._source
        for part in filter(None, path.split("/")):
            found = os.path.join(found, self._spelling(found, part))
        return found

    def _spelling(self, folder: str, name: str) -> str:
        try:
            names = os.listdir(folder)
        except OSError:
            return name
        return name if name in names else next((other for other in names if fold(other) == fold(name)), name)

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        about = os.lstat(self._there(path))
        names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_ino")
        times = {name: getattr(about, f"{name}_ns") for name in ("st_atime", "st_mtime", "st_ctime")}
        return {name: getattr(about, name) for name in names} | times

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *os.listdir(self._there(path))]

    def rename(self, old: str, new: str) -> None:
        """Gives the new spelling, also where it differs from the old one in case alone."""
        source, target = self._there(old), self._there(new)
        folder, name = os.path.split(new)
        if target != source and os.path.isdir(target) and os.listdir(target):
            raise FuseOSError(errno.ENOTEMPTY)
        final = os.path.join(self._there(folder), name)
        os.rename(source, target)
        os.rename(target, final)

    def create(self, path: str, mode: int, fi: object = None) -> int:
        return os.open(self._there(path), os.O_RDWR | os.O_CREAT, mode)

    def open(self, path: str, flags: int) -> int:
        return os.open(self._there(path), flags)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)

    def truncate(self, path: str, length: int, fh: int | None = None) -> None:
        os.truncate(self._there(path), length)

    def release(self, path: str, fh: int) -> None:
        os.close(fh)

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> None:
        os.utime(self._there(path), ns=times)

    def mkdir(self, path: str, mode: int) -> None:
        os.mkdir(self._there(path), mode)

    def rmdir(self, path: str) -> None:
        os.rmdir(self._there(path))

    def unlink(self, path: str) -> None:
        os.unlink(self._there(path))

    def symlink(self, target: str, source: str) -> None:
        os.symlink(source, self._there(target))

    def readlink(self, path: str) -> str:
        return os.readlink(self._there(path))

    def mknod(self, path: str, mode: int, dev: int) -> None:
        os.mknod(self._there(path), mode, dev)

    def chmod(self, path: str, mode: int) -> None:
        os.chmod(self._there(path), mode)


if __name__ == "__main__":
    FUSE(CaselessFolder(sys.argv[1]), sys.argv[2], foreground=True, nothreads=True)
