"""Where things live: indexes, the configuration file, machine code. Makes no folder."""

import hashlib
import os
import re
from pathlib import Path


def home_folder() -> Path:
    """Where all indexes live: `NOTELINKS_HOME`, else the user's data directory."""
    if home := os.environ.get("NOTELINKS_HOME"):
        return Path(home).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("notelinks", appauthor=False)


def kernel_cache_folder() -> Path:
    """Where compiled machine code is kept; it holds nothing of any note."""
    from platformdirs import user_cache_path

    return user_cache_path("notelinks", appauthor=False) / "numba"


def config_file() -> Path:
    """The user's `config.toml`, which need not exist."""
    if os.environ.get("NOTELINKS_HOME"):
        return home_folder() / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("notelinks", appauthor=False) / "config.toml"


def short_path(path: Path) -> str:
    """A path as a user would write it, with `~` for their home."""
    home = os.path.expanduser("~").rstrip("/")
    return f"~{str(path).removeprefix(home)}" if home and path.is_relative_to(home) else str(path)


def index_folder(vault: Path) -> Path:
    """The folder of one vault's index: a readable name and a hash of the vault's real path."""
    real = os.path.realpath(vault)
    digest = hashlib.sha256(os.fsencode(real)).hexdigest()[:12]
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", os.path.basename(real)).strip("-.")[:40] or "vault"
    return home_folder() / "vaults" / f"{name}-{digest}"
