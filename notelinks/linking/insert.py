"""Last step: a planned link is put into its note, or one that was inserted is taken back.

In: a `PlannedLink`, or the wish to undo. Out: the note with exactly these bytes more or less. What is about to be done
is written down beside the index first, so that a crash at any point leaves nothing that the next call cannot clean up.
"""

import contextlib
import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from notelinks.display import safe_text
from notelinks.errors import LinkRefusedError, NothingToLinkError, StoreError
from notelinks.linking.exchange import exchange_files
from notelinks.linking.folder import NoteFolder, Version
from notelinks.linking.plan import PlannedLink
from notelinks.linking.rewrite import SavedMeanwhileError, rewrite_note, settle
from notelinks.linking.splice import Insertion, bytes_around, find_insertions, remove_bytes
from notelinks.notes.files import read_note
from notelinks.records import SkippedFile
from notelinks.store.inserted_links import (
    InsertedLink,
    InsertedLinks,
    UnfinishedChange,
    inserted_links_file,
    read_inserted_links,
    write_inserted_links,
)
from notelinks.store.shared_file import hold_lock


def insert_link(vault: Path, folder: Path, planned: PlannedLink) -> InsertedLink:
    """Puts a link into its note.

    Args:
        folder: of the vault's index.

    Raises:
        SavedMeanwhileError: if the note is not as it was shown; no link is in it.
        LinkRefusedError: if the note cannot or must not be written.
        StoreError: if it cannot be written down what is inserted.
    """
    before, after = planned.before, planned.after
    insertions = tuple((insertion.position, insertion.added.decode()) for insertion in planned.insertions)
    around, n_after = bytes_around(before, planned.insertions)
    link = InsertedLink(
        planned.source_key,
        planned.target_key,
        planned.line,
        _digest(before),
        _digest(after),
        insertions,
        inserted_s=time.time(),
        around=_digest(around),
        n_after=n_after,
    )
    with _changing(vault, folder) as kept:
        _write(vault, folder, kept, link, before, after, is_undo=False)
    return link


def newest_link_s(folder: Path) -> float:
    """When the link that `undo_link` takes back was inserted, in seconds since the epoch; 0 if there is none.

    Raises:
        StoreError: if it cannot be read what was inserted.
    """
    links = read_inserted_links(folder).links
    return links[-1].inserted_s if links else 0.0


def undo_link(vault: Path, folder: Path) -> InsertedLink:
    """Takes the newest inserted link back, so that its note is as before, byte for byte.

    If the note has changed since, just what was inserted is taken out, provided that it stands in one place alone with
    the same bytes around it. Otherwise the note is left alone, and the link is forgotten: the next call takes back the
    one before. A note that cannot be read at present may be as it was, so its link is kept.

    Args:
        folder: of the vault's index.

    Raises:
        NothingToLinkError: if there is no inserted link.
        SavedMeanwhileError: if the note has changed since, and what was inserted is not found as it was.
        LinkRefusedError: if it cannot be read or written.
        StoreError: if it cannot be read or written what was inserted.
    """
    with _changing(vault, folder) as kept:
        if not kept.links:
            raise NothingToLinkError("there is no inserted link to take back.")
        link = kept.links[-1]
        raw = read_note(vault, link.key)
        if isinstance(raw, SkippedFile) and raw.reason.startswith("cannot be read"):
            raise LinkRefusedError(f"{safe_text(link.key)}: {raw.reason}. Undo once more when it can be read again.")
        insertions = None if isinstance(raw, SkippedFile) else _find_inserted(raw, link)
        if insertions is None:
            write_inserted_links(folder, InsertedLinks(kept.links[:-1]))
            what = f": {raw.reason}" if isinstance(raw, SkippedFile) else " has changed around the link since"
            raise SavedMeanwhileError(
                f"{safe_text(link.key)}{what}. Take the link to {safe_text(link.target_key)} out by hand; "
                "the next undo takes back the one before it."
            )
        wanted = remove_bytes(raw, insertions)
        as_it_is = replace(link, before=_digest(wanted), after=_digest(raw))
        _write(vault, folder, kept, as_it_is, raw, wanted, is_undo=True)
    return link


def _find_inserted(raw: bytes, link: InsertedLink) -> list[Insertion] | None:
    """Where in the note that which was inserted stands at present, None if that is not certain."""
    insertions = [Insertion(position, text.encode()) for position, text in link.insertions]
    if _digest(raw) == link.after:
        return insertions
    candidates = find_insertions(raw, insertions, link.n_after) if link.around else ()
    found = [places for places, around in candidates if _digest(around) == link.around]
    return found[0] if len(found) == 1 else None


def finish_interrupted(vault: Path, folder: Path, *, after_crash: bool = True) -> None:
    """Brings to an end what was interrupted, and removes the file that it left beside the note.

    A link of which it cannot be told whether it was put in is kept after a crash: undo looks for it in the note, and
    says so if it is not there. See the states in docs/decisions/0018-exchange-and-verify.md. The caller holds the lock.

    Args:
        after_crash: what was interrupted may have been done; otherwise it has failed, and its caller was told.

    Raises:
        LinkRefusedError: if that file holds something that nobody expects there; says where it is.
        StoreError: if it cannot be read or written what was inserted.
    """
    kept = read_inserted_links(folder)
    change = kept.unfinished
    if change is None:
        return
    counts_as_made = after_crash and change.is_complete and not change.is_undo
    made, not_made = kept.with_change(change), InsertedLinks(kept.links)
    try:
        with NoteFolder(vault, change.link.key) as note_folder:
            is_made = _finish(note_folder, change, counts_as_made)
    except (OSError, LinkRefusedError):
        write_inserted_links(folder, made if counts_as_made else not_made)
        raise
    write_inserted_links(folder, made if is_made else not_made)


def _finish(folder: NoteFolder, change: UnfinishedChange, counts_as_made: bool) -> bool:
    """Removes the file beside the note; whether the change has been made.

    Args:
        counts_as_made: where neither file tells.
    """
    note, beside = folder.look(folder.name), folder.look(change.temporary)
    is_in_place = _holds(note, change.wanted)
    if beside is None:
        return (is_in_place and change.is_complete) or (counts_as_made and not _holds(note, change.shown))
    if not change.is_complete or _holds(beside, change.wanted):
        folder.remove(change.temporary)
        return False
    if _holds(beside, change.shown):  # only the exchange puts it there, whatever became of the note since
        folder.remove(change.temporary)
        return True
    if is_in_place and note is not None:
        exchange_files(folder.fd, change.temporary, folder.name)
        settle(folder, change.temporary, note, beside)
        return False
    raise folder.refusal(
        f"has {change.temporary} beside it since a crash, which another program saved. Compare the two, and remove "
        "that one."
    )


def _holds(version: Version | None, digest: str) -> bool:
    return version is not None and version.raw is not None and _digest(version.raw) == digest


@contextlib.contextmanager
def _changing(vault: Path, folder: Path) -> Iterator[InsertedLinks]:
    """What is kept, while no other process changes it and nothing is unfinished.

    Raises:
        StoreError: if it cannot be locked.
    """
    try:
        with hold_lock(inserted_links_file(folder).with_suffix(".lock")):
            finish_interrupted(vault, folder)
            try:
                yield read_inserted_links(folder)
            finally:
                finish_interrupted(vault, folder, after_crash=False)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror}). No link is inserted without it.") from error


def _write(
    vault: Path, folder: Path, kept: InsertedLinks, link: InsertedLink, shown: bytes, wanted: bytes, *, is_undo: bool
) -> None:
    temporary = f".notelinks-{secrets.token_hex(8)}.tmp"
    change = UnfinishedChange(link, is_undo, temporary, False)

    def ready() -> None:
        write_inserted_links(folder, replace(kept, unfinished=replace(change, is_complete=True)))

    write_inserted_links(folder, replace(kept, unfinished=change))
    with NoteFolder(vault, link.key) as note_folder:
        rewrite_note(note_folder, temporary, shown, wanted, ready)
    write_inserted_links(folder, kept.with_change(change))


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
