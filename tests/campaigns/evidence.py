"""What a failed campaign leaves behind: the vault as it was, and how it came to be so."""

import io
import os
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path


def keep_evidence(vault: Path, log: Sequence[str]) -> str:
    """Saves a vault and the log of all operations on it; says where, for the message of a failure."""
    descriptor, name = tempfile.mkstemp(prefix="notelinks-failed-", suffix=".tar")
    text = "\n".join(log).encode("utf-8", "backslashreplace")
    about = tarfile.TarInfo("operations.txt")
    about.size = len(text)
    with open(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        tar.addfile(about, io.BytesIO(text))
        if os.path.lexists(vault):
            tar.add(vault, "vault")
    return f"{len(log)} operations; all of them and the vault are in {name}. The last: {log[-30:]}"
