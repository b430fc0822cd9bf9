"""Reads what concerns the vault as a whole: the files that are skipped, and the digest of all that is indexed."""

import hashlib
import json
import os
import unicodedata

from notelinks.records import SkippedFile
from notelinks.records.files import NO_WORDS
from notelinks.store.note_links import Query

_SAME_NAME = "another note has the same name in another Unicode form; links lead to one of the two"


def read_skipped(rows: Query) -> list[SkippedFile]:
    """Every file that is not indexed, or not in full, with the reason, in order of key."""
    found = [(os.fsdecode(key), reason, False) for key, reason in rows("SELECT key, reason FROM skipped")]
    for key, problems in rows("SELECT key, problems FROM notes WHERE n_words = 0 OR problems != '[]'"):
        reasons = json.loads(problems) or [NO_WORDS]
        found += [(os.fsdecode(key), reason, True) for reason in reasons]
    for key, reason in rows("SELECT key, problem FROM canvases WHERE problem != ''"):
        found.append((os.fsdecode(key), reason, False))
    found += [(key, _SAME_NAME, True) for key in _find_same_names(rows)]
    return [SkippedFile(*row) for row in sorted(found)]


def _find_same_names(rows: Query) -> list[str]:
    """Keys of notes that differ from another one in the form of their letters alone, the composed one left out."""
    names: set[str] = set()
    found = []
    keys = (os.fsdecode(key) for (key,) in rows("SELECT key FROM notes"))
    composed = {key: unicodedata.normalize("NFC", key) for key in keys}
    for key in sorted(composed, key=lambda key: (key != composed[key], key)):
        if composed[key] in names:
            found.append(key)
        names.add(composed[key])
    return found


def digest_index(rows: Query) -> str:
    """Hex SHA-256 over all notes, words, links, tags and canvases: equal for equal folders, whatever their past."""
    digest = hashlib.sha256()
    for key, note in rows("SELECT key, digest FROM notes ORDER BY key"):
        digest.update(b"%d:%b%b" % (len(key), key, note.encode()))
    links = (
        "SELECT s.key, l.target, l.is_file, l.is_excluded, t.key "
        "FROM links l JOIN notes s ON s.note_id = l.source_id "
        "LEFT JOIN notes t ON t.note_id = l.target_id ORDER BY s.key, l.link_id"
    )
    canvases = (
        "SELECT c.key, c.problem, l.is_card, l.target, l.fragment, l.is_file, t.key FROM canvases c "
        "LEFT JOIN canvas_links l USING (canvas_id) LEFT JOIN notes t ON t.note_id = l.target_id "
        "ORDER BY c.key, l.link_id"
    )
    for query in (links, canvases, "SELECT key, reason FROM skipped ORDER BY key"):
        for row in rows(query):
            digest.update(repr(row).encode())
    return digest.hexdigest()
