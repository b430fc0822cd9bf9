"""The shape of the database and how a connection to it is made.

A new schema is a new file name: a live database is never replaced or migrated under its readers, it is rebuilt beside
them, because everything in it can be computed again from the notes.
"""

import contextlib
import logging
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from notelinks.errors import IndexMissingError, StoreError
from notelinks.store.older import remove_older
from notelinks.store.private_folder import create_private_folder
from notelinks.store.seal import break_seal, is_seal_broken
from notelinks.store.version import SCHEMA_VERSION, database_file

TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value
) WITHOUT ROWID;

CREATE TABLE forms (            -- words as they are written, shared by all notes
    form_id INTEGER PRIMARY KEY AUTOINCREMENT,
    written TEXT NOT NULL UNIQUE,
    word TEXT NOT NULL          -- the vocabulary's form
);

CREATE TABLE notes (
    note_id INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE,   -- the path's own bytes
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    size INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    device INTEGER NOT NULL,
    title TEXT NOT NULL,
    aliases TEXT NOT NULL,      -- JSON list
    tags TEXT NOT NULL,         -- JSON list
    language TEXT NOT NULL,
    anchors TEXT NOT NULL,      -- JSON list of [name, level, line]
    problems TEXT NOT NULL,     -- JSON list
    n_words INTEGER NOT NULL,
    digest TEXT NOT NULL,
    words_digest TEXT NOT NULL  -- of title and text alone
);

CREATE TABLE words (            -- apart from `notes`, so that all of those are read without reading these
    note_id INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
    title_forms BLOB NOT NULL,  -- little-endian int32 form ids
    forms BLOB NOT NULL,        -- form ids, packed by `pack_ids`
    sections TEXT NOT NULL      -- JSON list of [heading, level, line, position]
);

CREATE TABLE passages (
    note_id INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
    passages BLOB NOT NULL      -- `pack_passages`, packed by `pack_text`
);

CREATE TABLE links (
    link_id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    fragment TEXT NOT NULL,
    alias TEXT NOT NULL,
    line INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    wanted TEXT NOT NULL,       -- the target as unresolved links are compared
    target_id INTEGER REFERENCES notes ON DELETE SET NULL,
    is_file INTEGER NOT NULL DEFAULT 0,     -- leads to a file that is not in the index
    is_excluded INTEGER NOT NULL DEFAULT 0  -- and that file is a note which the user excludes
);
CREATE INDEX links_source ON links (source_id);
CREATE INDEX links_target ON links (target_id);
CREATE INDEX links_wanted ON links (wanted) WHERE target_id IS NULL AND NOT is_file;

CREATE TABLE canvases (
    canvas_id INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    size INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    device INTEGER NOT NULL,
    problem TEXT NOT NULL       -- why it could not be read, empty if it could
);

CREATE TABLE canvas_links (
    link_id INTEGER PRIMARY KEY,
    canvas_id INTEGER NOT NULL REFERENCES canvases ON DELETE CASCADE,
    is_card INTEGER NOT NULL,   -- stands in a text card; else the canvas shows the file
    target TEXT NOT NULL,
    fragment TEXT NOT NULL,
    target_id INTEGER REFERENCES notes ON DELETE SET NULL,
    is_file INTEGER NOT NULL DEFAULT 0,
    is_excluded INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX canvas_links_canvas ON canvas_links (canvas_id);
CREATE INDEX canvas_links_target ON canvas_links (target_id);

CREATE TABLE skipped (
    key BLOB PRIMARY KEY,
    reason TEXT NOT NULL,
    mtime_ns INTEGER,           -- NULL: look again at every scan
    ctime_ns INTEGER,
    size INTEGER,
    inode INTEGER,
    device INTEGER
) WITHOUT ROWID;

CREATE TABLE related (
    note_id INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
    neighbours BLOB NOT NULL    -- (int32 note id, float32 score) pairs, best first, little-endian
);

CREATE TABLE concepts (
    note_id INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
    words TEXT NOT NULL         -- JSON list of [text, weight]
);

CREATE TABLE mentions (
    source_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    target_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
    place INTEGER NOT NULL,     -- of the first one, in characters of the source's passages
    PRIMARY KEY (source_id, target_id)
) WITHOUT ROWID;
CREATE INDEX mentions_target ON mentions (target_id);

CREATE TABLE searches (
    note_id INTEGER PRIMARY KEY REFERENCES notes ON DELETE CASCADE,
    is_searched INTEGER NOT NULL,   -- its passages were searched for the names of others
    names TEXT                      -- JSON list of the names by which it was looked for in others; NULL before
);
"""


_SUFFIXES = ("", "-wal", "-shm", "-journal")
"""Of the files that SQLite takes for one database. The database itself is removed first: a left-over log beside a new
database would be taken for its own."""

_FIRST_NOTE_IDS = 10**9
"""The ids of a new database begin at random below it, so that no note gets the id that another one had in a database
before: a screen that stays open would take one for the other. They are kept as int32."""

_log = logging.getLogger(__name__)


def connect_writer(folder: Path) -> sqlite3.Connection:
    """The one writing connection to the index in `folder`, made if there is none, made anew if it is damaged.

    Raises:
        StoreError: if the folder or the database cannot be made or opened.
    """
    path = database_file(folder)
    try:
        create_private_folder(folder)
        is_damaged = _is_planted(path) or (path.exists() and _is_damaged(path))
        if is_damaged:
            _log.warning("%s was damaged and is made anew", path)
        if is_damaged or not path.exists():
            _make_database(path)
        break_seal(path)
        remove_older(folder, SCHEMA_VERSION)
        connection = sqlite3.connect(path, isolation_level=None, timeout=10.0)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: the index cannot be opened for writing ({error}).") from error
    return connection


def _make_database(path: Path) -> None:
    """Makes an empty database under another name and renames it when it is complete: one that a kill left in between
    could be read by nobody, for its journal would have to be rolled back first. Whatever is left of one before goes."""
    made = path.with_name(path.name + ".new")
    _unlink_all(made)
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.closing(sqlite3.connect(made, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        first_id = f"INSERT INTO sqlite_sequence VALUES ('notes', abs(random()) % {_FIRST_NOTE_IDS});"
        connection.executescript(f"BEGIN IMMEDIATE; {TABLES} {first_id} COMMIT;")
    _remove_database(path)
    os.rename(made, path)


def connect_memory() -> sqlite3.Connection:
    """An empty index that is kept nowhere."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(TABLES)
    return connection


def _is_damaged(path: Path) -> bool:
    """Whether a database is not as it was sealed, SQLite finds fault with it, or it does not hold our tables."""
    if is_seal_broken(path, thorough=True):
        return True
    with contextlib.closing(sqlite3.connect(":memory:")) as model:
        model.executescript(TABLES)
        ours = _describe_tables(model)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=10.0)) as connection:
        try:
            is_sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            return not is_sound or _describe_tables(connection) != ours
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return True


def _describe_tables(connection: sqlite3.Connection) -> list[tuple[str, str | None]]:
    return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def _is_planted(path: Path) -> bool:
    """Whether a link stands where a file of the database should: what it leads to is not ours to write."""
    return any(path.with_name(path.name + suffix).is_symlink() for suffix in _SUFFIXES)


def _remove_database(path: Path) -> None:
    """Removes a database, or what a kill, or a user who removed the database alone, has left of it."""
    _unlink_all(path)
    break_seal(path)


def _unlink_all(path: Path) -> None:
    for suffix in _SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def connect_reader(folder: Path) -> sqlite3.Connection:
    """A read-only connection to the index in `folder`.

    On a full or read-only disk SQLite cannot make the `-shm` file that WAL needs. The database is then opened as
    immutable, which is right only when no write-ahead log is left beside it.

    Raises:
        IndexMissingError: if nothing has been indexed there.
        StoreError: if the database cannot be read.
    """
    path = database_file(folder)
    if not path.exists():
        raise IndexMissingError(f"{folder}: there is no index yet. Run `notelinks index` on the folder of notes first.")
    if is_seal_broken(path, thorough=False):
        raise unreadable_index(path, ValueError("it was damaged"))
    uri = f"file:{quote(os.fsencode(path))}?mode=ro"
    try:
        return _try_reader(uri)
    except sqlite3.Error as error:
        if not path.with_name(path.name + "-wal").exists():
            with contextlib.suppress(sqlite3.Error):  # the first error says more
                return _try_reader(uri + "&immutable=1")
        raise unreadable_index(path, error) from error


def unreadable_index(path: Path, error: Exception) -> StoreError:
    """The error to raise when SQLite cannot make sense of an index."""
    return StoreError(f"{path}: the index cannot be read ({error}). `notelinks index --full` rebuilds it.")


def _try_reader(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10.0, check_same_thread=False)
    connection.execute("SELECT count(*) FROM meta").fetchone()
    return connection
