"""Whether a note may be written at all, and what a new file needs to stand in its place.

In: a note's folder. Out: a refusal with its reason, or a file like the note.
"""

import os
import stat

from notelinks.linking.exchange import keep_writers_out
from notelinks.linking.folder import NoteFolder
from notelinks.notes.files import EVICTED_REASON, is_evicted


def check_writable(folder: NoteFolder) -> None:
    """
    Raises:
        LinkRefusedError: if the note of this folder must not, or cannot, be replaced by another file.
    """
    try:
        if is_evicted(os.stat(folder.name, dir_fd=folder.fd, follow_symlinks=False)):
            raise folder.refusal(f"is {EVICTED_REASON}. Open it in your editor first, which fetches it.")
        file_fd = folder.open(folder.name)
    except OSError as error:
        raise folder.refusal(f"cannot be opened ({error.strerror}).") from error
    try:
        check_open_note(folder, file_fd)
    finally:
        os.close(file_fd)


def check_open_note(folder: NoteFolder, file_fd: int) -> os.stat_result:
    """What `stat` says of the note, which is open for reading.

    Raises:
        LinkRefusedError: as `check_writable`.
    """
    about = os.fstat(file_fd)
    if not stat.S_ISREG(about.st_mode):
        raise folder.refusal("is no regular file. No link can be inserted here.")
    if about.st_nlink > 1:
        raise folder.refusal(f"is one of {about.st_nlink} hard links to a file, which a change would part. Edit it.")
    if not about.st_mode & stat.S_IWUSR or not os.access(folder.name, os.W_OK, dir_fd=folder.fd):
        raise folder.refusal("is read-only. Make it writable first.")
    if not os.access(".", os.W_OK | os.X_OK, dir_fd=folder.fd):
        raise folder.refusal("lies in a read-only folder. Make that writable first.")
    if about.st_uid != os.geteuid() and os.geteuid():
        raise folder.refusal("belongs to another user. Only its owner can insert a link.")
    try:
        with keep_writers_out(file_fd) as is_quiet:
            pass
    except OSError as error:
        raise folder.refusal(
            "lies where the system cannot tell whether another program is writing to it, so an edit could be lost. "
            "Copy the link and insert it in your editor."
        ) from error
    if not is_quiet:
        raise folder.refusal("is open for writing in another program. Close it there, or insert the link there.")
    return about


def make_alike(folder: NoteFolder, source_fd: int, about: os.stat_result, target_fd: int) -> None:
    """Gives a new file the owner, the mode and the extended attributes of the note.

    Raises:
        LinkRefusedError: if one of them cannot be given.
    """
    try:
        own = os.fstat(target_fd)
        if (own.st_uid, own.st_gid) != (about.st_uid, about.st_gid):
            os.fchown(target_fd, about.st_uid, about.st_gid)
        os.fchmod(target_fd, stat.S_IMODE(about.st_mode))
        for name in os.listxattr(source_fd):
            os.setxattr(target_fd, name, os.getxattr(source_fd, name))
    except OSError as error:
        raise folder.refusal(
            f"would lose its owner, mode or extended attributes ({error.strerror}). Edit it by hand."
        ) from error
    if _attributes(source_fd) != _attributes(target_fd):
        raise folder.refusal("would lose its extended attributes. Edit it by hand.")


def _attributes(file_fd: int) -> dict[str, bytes]:
    return {name: os.getxattr(file_fd, name) for name in os.listxattr(file_fd)}
