"""Reads `config.toml`: the global tables, and over them those of one vault.

[ranking]
n_neighbours = 50

[vault."~/notes".notes]
exclude = ["Archive/"]
"""

import dataclasses
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from notelinks.config.places import config_file
from notelinks.config.settings import BOUNDS, Settings
from notelinks.errors import ConfigError

_VAULT = "vault"
_KEYS = "keys"

_PARTS = {f.name: f.default_factory for f in dataclasses.fields(Settings)}
"""Name of a table -> its dataclass, or `dict` for keys."""


def load_settings(vault: Path | None = None, path: Path | None = None) -> Settings:
    """The settings of `config.toml` over the defaults.

    Args:
        vault: the folder whose own section counts over the rest; None for what holds everywhere.
        path: of the file; None for the user's.

    Raises:
        ConfigError: if the file cannot be read or names a setting or a value that does not exist.
    """
    path = path or config_file()
    if not os.path.lexists(path):
        return Settings()  # most users have none, and start without a reader of TOML
    import tomllib

    try:
        with open(path, "rb") as file:
            tables = tomllib.load(file)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}). Correct or remove it.") from error
    sections = tables.pop(_VAULT, {})
    values = _read_tables(f"{path}: ", tables, [*_PARTS, _VAULT])
    for name, of_vault in _read_sections(path, sections).items():
        if vault is not None and _real(name) == os.path.realpath(vault):
            for part, changed in of_vault.items():
                values[part] |= changed
    return Settings(**{name: kind(**values[name]) for name, kind in _PARTS.items()})


def _read_sections(path: Path, sections: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """What each `[vault."FOLDER"]` sets: folder -> table -> name -> value."""
    if not isinstance(sections, dict):
        raise ConfigError(f'{path}: vault must be tables: [vault."~/notes".ranking].')
    found = {}
    for name, tables in sections.items():
        where = f'{path}: [vault."{name}"]'
        if not os.path.isabs(os.path.expanduser(name)):
            raise ConfigError(f"{where} must name a whole path, such as /home/me/notes or ~/notes.")
        if not isinstance(tables, dict):
            raise ConfigError(f'{where} must hold tables, such as [vault."{name}".ranking].')
        found[name] = _read_tables(f"{where} ", tables, list(_PARTS))
    return found


def _real(name: str) -> str:
    return os.path.realpath(os.path.expanduser(name))


def _read_tables(where: str, tables: dict[str, Any], known: list[str]) -> dict[str, dict[str, Any]]:
    """The checked values of all tables: table -> name -> value."""
    for name, table in tables.items():
        if name not in _PARTS:
            raise ConfigError(f"{where}unknown table [{name}]; there are: {', '.join(known)}.")
        if not isinstance(table, dict):
            raise ConfigError(f"{where}{name} must be a table: [{name}].")
    return {name: _read_table(f"{where}[{name}]", name, tables.get(name, {})) for name in _PARTS}


def _read_table(where: str, name: str, table: dict[str, Any]) -> dict[str, Any]:
    if name == _KEYS:
        return {action: _read_key(f"{where} {action}", key) for action, key in table.items()}
    types = {f.name: f.type for f in dataclasses.fields(_PARTS[name])}
    values = {}
    for key, value in table.items():
        if key not in types:
            raise ConfigError(f"{where} {key} is no setting; there are: {', '.join(types)}.")
        values[key] = _read_value(f"{where} {key}", key, types[key], value)
    return values


def _read_value(where: str, key: str, wanted: Any, value: Any) -> Any:
    if key in _LISTS:
        return _LISTS[key](where, value)
    if wanted is bool:
        if not isinstance(value, bool):
            raise ConfigError(f"{where} = {value!r} must be true or false.")
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (wanted is int and not isinstance(value, int)):
        raise ConfigError(f"{where} = {value!r} must be {'a whole number' if wanted is int else 'a number'}.")
    least, greatest = BOUNDS[key]
    if not least <= value <= greatest:
        raise ConfigError(f"{where} = {value} must lie between {least} and {greatest}.")
    if key == "n_dims" and value % 16:
        raise ConfigError(f"{where} = {value} must be a multiple of 16.")
    return value


def _read_key(where: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigError(f'{where} = {value!r} must be a key, such as "ctrl+s".')
    return value


def _read_folders(where: str, value: Any) -> tuple[str, ...]:
    """Folders relative to a vault, without the slash at their end."""
    if not _is_list_of_texts(value):
        raise ConfigError(f'{where} = {value!r} must be a list of folders, such as ["Templates", "Daily"].')
    for folder in value:
        parts = folder.rstrip("/").split("/")
        if not {"", ".", ".."}.isdisjoint(parts):
            raise ConfigError(
                f'{where}: {folder!r} must be a folder within the vault, such as "Daily" or "Notes/Daily".'
            )
    return tuple(folder.rstrip("/") for folder in value)


def _read_excluded(where: str, value: Any) -> tuple[str, ...]:
    """Beginnings of paths and regular expressions, as they stand."""
    if not _is_list_of_texts(value) or not all(text.strip() for text in value):
        raise ConfigError(f'{where} = {value!r} must be a list of beginnings of paths, such as ["Archive/"].')
    return tuple(value)


def _read_languages(where: str, value: Any) -> tuple[str, ...]:
    if not _is_list_of_texts(value) or not all(re.fullmatch("[a-z]{2}", code) for code in value):
        raise ConfigError(f'{where} = {value!r} must be a list of two-letter codes, such as ["en", "de"].')
    return tuple(sorted(set(value)))


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_LISTS: dict[str, Callable[[str, Any], tuple[str, ...]]] = {
    "source_only": _read_folders,
    "exclude": _read_excluded,
    "languages": _read_languages,
}
"""Setting that is a list -> how it is read."""
