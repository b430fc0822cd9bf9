"""From what a user typed to a note: a path, a file name, or a title."""

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from notelinks.cli.absent import why_absent
from notelinks.cli.output import print_message
from notelinks.display import safe_text
from notelinks.errors import AmbiguousNoteError, NoteNotFoundError
from notelinks.records import NoteSummary, SkippedFile

_SHOWN = 5
"""Names offered when there is no such note or more than one."""


def find_note(
    notes: list[NoteSummary], wanted: str, vault: Path, skipped: Callable[[], Iterable[SkippedFile]] = tuple
) -> NoteSummary:
    """The note that is meant: by path, else by file name, else by title or alias, case aside if need be.

    Args:
        skipped: tells the files that are not in the index; asked if no note has the name.

    Raises:
        AmbiguousNoteError: if several notes have the name; the message lists them.
        NoteNotFoundError: if none has; the message lists the nearest names, the nearest first, or says why a file of
            this path is not in the index.
    """
    name = _without_ending(_relative(wanted, vault))
    if of_this_path := [note for note in notes if _without_ending(note.key) == name]:
        return of_this_path[0]
    folded = name.casefold()
    for names_of in _KINDS_OF_NAMES:
        found = [note for note in notes if folded in map(str.casefold, names_of(note))]
        exact = [note for note in found if name in names_of(note)]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if found:
            choices = ", ".join(safe_text(note.key) for note in found[:_SHOWN])
            raise AmbiguousNoteError(
                f"{safe_text(wanted)!r} is the name of {len(found)} notes: {choices}. Give a path."
            )
    if reason := why_absent(wanted, _relative(wanted, vault), vault, skipped()):
        raise NoteNotFoundError(reason)
    by_name = {name: note for note in notes for names_of in _KINDS_OF_NAMES for name in names_of(note)}
    known = {name.casefold(): note for name, note in by_name.items()}
    close = dict.fromkeys(known[name].key for name in difflib.get_close_matches(folded, known, n=_SHOWN, cutoff=0.5))
    hint = f" Nearest: {', '.join(map(safe_text, close))}." if close else ""
    raise NoteNotFoundError(f"there is no note {safe_text(wanted)!r}.{hint}")


def tell_guess(note: NoteSummary, wanted: str, vault: Path) -> None:
    """Says on stderr which note was found, if not by its path, file name or title as they are written."""
    if _without_ending(_relative(wanted, vault)) not in (*_paths(note), note.title):
        print_message(f"{safe_text(wanted)!r} is taken for {safe_text(note.key)}.")


def tell_if_behind(note: NoteSummary, vault: Path) -> None:
    """Says on stderr if a note was saved since it was indexed, or is gone; nothing if that cannot be told."""
    try:
        if (vault / note.key).stat().st_mtime_ns != note.modified_ns:
            print_message(
                f"{note.key} has changed since it was indexed; `notelinks index` brings the answers up to date."
            )
    except FileNotFoundError:
        if vault.is_dir():
            print_message(
                f"{note.key} is not there any more: this is what was indexed of it. `notelinks index` looks again."
            )
    except OSError:
        return


def find_canvas(canvases: Mapping[str, int], wanted: str, vault: Path) -> int:
    """The id of the canvas that is meant, by path, else by file name, case aside.

    Args:
        canvases: id by key.

    Raises:
        AmbiguousNoteError: if several canvases have the name; the message lists them.
        NoteNotFoundError: if none has.
    """
    folded = _relative(wanted, vault).casefold()
    found = [key for key in canvases if key.casefold() == folded]
    found = found or [key for key in canvases if key.casefold().endswith(f"/{folded}")]
    if len(found) == 1:
        return canvases[found[0]]
    if found:
        choices = ", ".join(safe_text(key) for key in found[:_SHOWN])
        raise AmbiguousNoteError(f"{safe_text(wanted)!r} is the name of {len(found)} canvases: {choices}. Give a path.")
    raise NoteNotFoundError(f"there is no canvas {safe_text(wanted)!r} that could be read; see `notelinks status`.")


def _relative(wanted: str, vault: Path) -> str:
    """What was typed as a path in the vault, if it is one of a file, from the root or the current folder."""
    path = Path(os.path.abspath(os.path.expanduser(wanted)))
    if Path(wanted).expanduser().is_absolute() or os.path.isfile(path):
        for inside, root in ((path, vault), (path.parent.resolve() / path.name, vault.resolve())):
            if inside.is_relative_to(root):
                return inside.relative_to(root).as_posix()
    return wanted.replace("\\", "/").removeprefix("./")


def _without_ending(path: str) -> str:
    return path[: -len(".md")] if path.lower().endswith(".md") else path


def _paths(note: NoteSummary) -> tuple[str, str]:
    """Path and file name, without the ending."""
    path = _without_ending(note.key)
    return path, path.rsplit("/", 1)[-1]


_KINDS_OF_NAMES: tuple[Callable[[NoteSummary], tuple[str, ...]], ...] = (
    _paths,
    lambda note: (note.title,),
    lambda note: note.aliases,
)
"""What notes are asked for by, the first kind that any note has a name of."""
