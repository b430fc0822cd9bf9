"""On what kind of disk a folder lies, and how much of it the system watches: whether events from it can be trusted.

Linux says both in `/proc`; elsewhere nothing is known and events are trusted.
"""

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

_REMOTE = re.compile(
    r"nfs\d?|cifs|smb\w*|fuse(?!blk\b).*|9p|afs|ceph|glusterfs|lustre|drvfs|vboxsf|virtiofs|prl_fs|vmhgfs"
)
"""File systems on which another machine, or a program, can change files without an event."""

_ESCAPE = re.compile(rb"\\([0-7]{3})")
_WATCH = re.compile(r"^inotify wd:\S+ ino:([0-9a-f]+)", re.MULTILINE)


def remote_file_system(folder: Path) -> str:
    """The type of the file system that a folder lies on if changes there may come without events, else empty."""
    try:
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except OSError:
        return ""
    path = os.fsencode(folder)
    best, kind = b"", ""
    for line in lines:
        before, _, after = line.partition(b" - ")
        mounted = _ESCAPE.sub(lambda match: bytes([int(match[1], 8)]), before.split()[4])
        is_within = path == mounted or path.startswith(mounted.rstrip(b"/") + b"/")
        if is_within and len(mounted) >= len(best):
            best, kind = mounted, after.split()[0].decode("ascii", "replace")
    return kind if _REMOTE.fullmatch(kind) else ""


def count_unwatched(folder: Path) -> tuple[int, int]:
    """(folders below this one and itself that the system does not watch for this process, all of them).

    Hidden folders do not count. Where watches cannot be counted, none are missing. A folder whose path is too long for
    a watch counts; those in it do not.
    """
    watched = set(_watched_inodes())
    if not watched:
        return 0, 0
    errors: list[OSError] = []
    n_unwatched = n_all = 0
    for path, subfolders, _ in os.walk(folder, onerror=errors.append):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        try:
            n_unwatched += os.stat(path).st_ino not in watched
        except OSError:
            continue
        n_all += 1
    n_too_deep = sum(error.errno == errno.ENAMETOOLONG for error in errors)
    return n_unwatched + n_too_deep, n_all + n_too_deep


def _watched_inodes() -> Iterator[int]:
    try:
        entries = list(Path("/proc/self/fdinfo").iterdir())
    except OSError:
        return
    for entry in entries:
        try:
            text = entry.read_text("ascii", "replace")
        except OSError:
            continue
        yield from (int(inode, 16) for inode in _WATCH.findall(text))
