"""What has been written outlives a power cut."""

import os
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file that the user alone can read; after a crash at any point the old or the new content is there.

    Links are replaced and never followed, neither at the file nor at the one that is written first.

    Raises:
        OSError: if it cannot be written; the old content stays.
    """
    temporary = path.with_name(f".{path.stem}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink()
        raise


def sync(path: Path) -> None:
    """Waits until a file, or which names a folder holds, is on the disk.

    Raises:
        OSError: if it cannot be opened or written there.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
