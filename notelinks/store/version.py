"""The version of the tables, which stands in the name of the database."""

from pathlib import Path

SCHEMA_VERSION = 11
"""Stands in the database's file name; raised with every change of `TABLES` and of what they hold."""


def database_file(folder: Path) -> Path:
    """The database of the index in `folder`, for this version of the program."""
    return folder / f"index-{SCHEMA_VERSION}.db"
