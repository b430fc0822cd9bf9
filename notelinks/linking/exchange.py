"""What only the kernel can do: exchange two files in one step, and tell whether a file is being written.

Linux has both. A file system may lack either; then the call fails, and nothing is written anywhere.
"""

import contextlib
import ctypes
import errno
import os
import signal
import sys
from collections.abc import Iterator

_NO_REPLACE = 1
"""`RENAME_NOREPLACE` of linux/fs.h."""

_EXCHANGE = 2
"""`RENAME_EXCHANGE` of linux/fs.h."""


def exchange_files(folder_fd: int, name: str, other: str) -> None:
    """Lets two files of a folder change names, so that there is no moment without either.

    Raises:
        OSError: ENOENT if one of them is not there; EINVAL or ENOSYS where this cannot be done.
    """
    _rename(folder_fd, name, other, _EXCHANGE)


def rename_into_gap(folder_fd: int, name: str, new_name: str) -> None:
    """Renames a file of a folder unless there is one of the new name.

    Raises:
        OSError: EEXIST if there is; EINVAL or ENOSYS where this cannot be done.
    """
    _rename(folder_fd, name, new_name, _NO_REPLACE)


@contextlib.contextmanager
def keep_writers_out(file_fd: int) -> Iterator[bool]:
    """Gives False if any program has the file open for writing, else True, and none can open it so within the block.

    The kernel grants a read lease only on a file that nobody can write to (fcntl(2), "Leases"). A program that opens
    the file for writing while it is held waits until it is given back.

    Args:
        file_fd: of a regular file, open for reading alone.

    Raises:
        OSError: where this cannot be told: on network drives, and for the files of other users.
    """
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    import fcntl

    fcntl.fcntl(file_fd, fcntl.F_SETSIG, signal.SIGURG)  # what tells of a waiting program; ignored unless handled
    try:
        fcntl.fcntl(file_fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        if error.errno != errno.EAGAIN:
            raise
        yield False
        return
    try:
        yield True
    finally:
        fcntl.fcntl(file_fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _rename(folder_fd: int, old: str, new: str, flags: int) -> None:
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if renameat2 is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if renameat2(folder_fd, os.fsencode(old), folder_fd, os.fsencode(new), ctypes.c_uint(flags)):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
