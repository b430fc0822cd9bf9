"""What Obsidian keeps about a vault in its configuration folder, as far as it concerns us; only ever reading.

In: the vault's folder. Out: `VaultSettings`. Whatever is missing, broken or of a wrong type leaves its default and a
sentence; nothing raises.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from notelinks.notes.config_folder import APP_FILE, find_config_folder
from notelinks.notes.decode import without_surrogates
from notelinks.notes.files import read_note
from notelinks.records import LinkFormat, SkippedFile, VaultSettings

_TEMPLATES_FILE = "templates.json"
_DAILY_FILE = "daily-notes.json"

SETTINGS_FILES = (APP_FILE, _TEMPLATES_FILE, _DAILY_FILE)
"""All files of the configuration folder that are read."""

_MAX_SETTINGS_BYTES = 1024 * 1024
"""Larger files are left alone. Real ones have a few kilobytes."""

_MAX_FILTERS = 1000
"""Excluded files beyond so many are left out: a scan compares every path with each of them."""

Value = TypeVar("Value")


def read_vault_settings(vault: Path) -> VaultSettings:
    """The settings of a vault; the defaults for a plain folder."""
    folder = find_config_folder(vault)
    if not folder:
        return VaultSettings()
    problems: list[str] = []
    app, templates, daily = (_SettingsFile(vault, folder, name, problems) for name in SETTINGS_FILES)
    defaults = VaultSettings()
    return VaultSettings(
        config_folder=folder,
        link_format=app.read("newLinkFormat", _to_link_format, defaults.link_format),
        uses_markdown_links=app.read("useMarkdownLinks", _to_bool, defaults.uses_markdown_links),
        attachments_folder=app.read("attachmentFolderPath", _to_attachments_folder, defaults.attachments_folder),
        ignore_filters=app.read("userIgnoreFilters", _to_filters, defaults.ignore_filters),
        templates_folder=templates.read("folder", _to_folder, defaults.templates_folder),
        daily_folder=daily.read("folder", _to_folder, defaults.daily_folder),
        daily_format=daily.read("format", _to_text, "") or defaults.daily_format,
        problems=tuple(problems),
    )


class _SettingsFile:
    """The values of one JSON file; none if it is missing or broken."""

    def __init__(self, vault: Path, folder: str, name: str, problems: list[str]) -> None:
        self._name = name
        self._problems = problems
        self._values: dict[str, Any] = {}
        raw = read_note(vault, f"{folder}/{name}", _MAX_SETTINGS_BYTES)
        if isinstance(raw, SkippedFile):
            if raw.reason != "vanished":
                problems.append(f"{name}: {raw.reason}")
            return
        try:
            values = json.loads(raw) if raw.strip() else {}
        except (ValueError, RecursionError):
            problems.append(f"{name}: not valid JSON")
            return
        if isinstance(values, dict):
            self._values = values
        else:
            problems.append(f"{name}: not a JSON object")

    def read(self, key: str, convert: Callable[[Any], Value], default: Value) -> Value:
        """The value of `key` as `convert` gives it; the default if it is missing or `convert` finds fault with it."""
        value = self._values.get(key)
        if value is None:
            return default
        try:
            return convert(value)
        except ValueError as fault:
            self._problems.append(f"{self._name}: {key} {fault}")
            return default


def _to_bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is not true or false")
    return value


def _to_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("is not text")
    return without_surrogates(value)


def _to_link_format(value: Any) -> LinkFormat:
    try:
        return LinkFormat(value)
    except ValueError:
        raise ValueError(f"is none of {', '.join(LinkFormat)}") from None


def _to_folder(value: Any) -> str:
    parts = [part for part in _to_text(value).strip().split("/") if part not in ("", ".")]
    if ".." in parts or any("\0" in part for part in parts):
        raise ValueError("is not a folder within the vault")
    return "/".join(parts)


def _to_attachments_folder(value: Any) -> str:
    folder = _to_folder(value)
    is_relative = value.strip() == "." or value.strip().startswith("./")
    return f"./{folder}".removesuffix("/") if is_relative else folder


def _to_filters(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("is not a list of texts")
    if len(value) > _MAX_FILTERS:
        raise ValueError(f"has more than {_MAX_FILTERS} entries")
    return tuple(dict.fromkeys(without_surrogates(item) for item in value if item.strip()))
