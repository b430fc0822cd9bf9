"""What has been written outlives a power cut."""

import os
from pathlib import Path


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
