"""The vaults that Obsidian knows on this computer, from the file that it lists them in; only ever reading.

Formats and places: obsidian-help, "How Obsidian stores data", for Linux, macOS and Windows; those of Flatpak and Snap
follow from how these give programs a home of their own.
"""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAX_BYTES = 1024 * 1024
"""Real registries have a few hundred bytes."""


@dataclass(frozen=True, slots=True)
class RegisteredVault:
    """A vault of Obsidian's registry that is there."""

    path: Path
    is_open: bool
    """Obsidian has it open, or had when it ended."""
    opened_ms: int
    """When it was opened last, milliseconds since the epoch; 0 if that is not known."""


def registry_files(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Path | None = None
) -> tuple[Path, ...]:
    """Where Obsidian may have its registry on this system.

    Args:
        platform: as `sys.platform`.
        home: the user's home directory; None for that of the process.
    """
    home = home or Path(os.path.expanduser("~"))
    if platform == "win32":
        folders = [Path(environment.get("APPDATA") or home / "AppData" / "Roaming")]
    elif platform == "darwin":
        folders = [home / "Library" / "Application Support"]
    else:
        own = environment.get("XDG_CONFIG_HOME", "")
        folders = [
            *([Path(own)] if os.path.isabs(own) else []),
            home / ".config",
            home / ".var" / "app" / "md.obsidian.Obsidian" / "config",
            home / "snap" / "obsidian" / "current" / ".config",
        ]
    return tuple(dict.fromkeys(folder / "obsidian" / "obsidian.json" for folder in folders))


def find_registered_vaults(files: tuple[Path, ...]) -> list[RegisteredVault]:
    """The vaults of all these registries that are there, each once, open ones first, then the one opened last.

    A registry that is missing or broken has none.
    """
    found: dict[str, RegisteredVault] = {}
    for file in files:
        for entry in _read_entries(file):
            vault = _to_vault(entry)
            if vault is not None:
                found.setdefault(os.path.realpath(vault.path), vault)
    return sorted(found.values(), key=lambda vault: (not vault.is_open, -vault.opened_ms, vault.path))


def _read_entries(file: Path) -> list[Any]:
    try:
        with open(file, "rb") as opened:
            raw = opened.read(_MAX_BYTES + 1)
        registry = json.loads(raw) if len(raw) <= _MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return []
    vaults = registry.get("vaults") if isinstance(registry, dict) else None
    return list(vaults.values()) if isinstance(vaults, dict) else []


def _to_vault(entry: Any) -> RegisteredVault | None:
    path = entry.get("path") if isinstance(entry, dict) else None
    try:
        if not isinstance(path, str) or not os.path.isabs(path) or not os.path.isdir(path):
            return None
    except ValueError:
        return None
    opened = entry.get("ts")
    is_time = isinstance(opened, int) and not isinstance(opened, bool)
    return RegisteredVault(Path(path), entry.get("open") is True, opened if is_time else 0)
