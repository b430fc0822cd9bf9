"""Which folder of a vault Obsidian keeps its settings in, if it is one of Obsidian's. Looks at names only."""

import os
from pathlib import Path

CONFIG_FOLDER = ".obsidian"
"""Obsidian's own name for it; a user may choose another that begins with a dot."""

APP_FILE = "app.json"
"""The file of it that Obsidian writes first."""

_SIGNS = ("core-plugins.json", "workspace.json", "appearance.json")
"""Files of which one lies beside `APP_FILE` wherever Obsidian has opened the vault."""


def find_config_folder(vault: Path) -> str:
    """Name of the folder that Obsidian keeps its settings of this vault in, empty if there is none.

    Which folder that is, if not `.obsidian`, is known to each device alone. So another dot folder counts if it looks
    as one of Obsidian's does; of several the first by name.
    """
    if os.path.isdir(vault / CONFIG_FOLDER):
        return CONFIG_FOLDER
    try:
        with os.scandir(vault) as entries:
            hidden = sorted(e.name for e in entries if e.name.startswith(".") and e.is_dir(follow_symlinks=False))
    except OSError:
        return ""
    return next((name for name in hidden if _is_config_folder(vault / name)), "")


def is_obsidian_vault(root: Path) -> bool:
    """Whether Obsidian's rules of resolving links hold in this folder: it has a configuration folder."""
    return bool(find_config_folder(root))


def _is_config_folder(folder: Path) -> bool:
    return (folder / APP_FILE).is_file() and any((folder / sign).is_file() for sign in _SIGNS)
