"""From the options of a command to the notes that may be its results."""

import argparse
import difflib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from notelinks.config import Settings, load_settings
from notelinks.display import safe_text
from notelinks.errors import NoteNotFoundError
from notelinks.notes.vault_rules import read_vault_rules
from notelinks.records import NoteSummary
from notelinks.selection import Selection, folder_of, has_tag, lies_below

_SHOWN = 5
"""Names offered when there is no such folder or tag."""


def choose_selection(
    arguments: argparse.Namespace, notes: list[NoteSummary], vault: Path, *, is_suggestion: bool = False
) -> Selection:
    """What the options of a command want of a result, as far as it has them.

    Args:
        is_suggestion: leave out daily notes as well.

    Raises:
        ConfigError: if the settings cannot be used.
        NoteNotFoundError: if no note at all lies in the folder or has the tag.
    """
    given = vars(arguments)
    folder, tag = (given.get("folder") or "").replace("\\", "/").removeprefix("./").strip("/"), given.get("tag") or ""
    if folder and not any(lies_below(note.key, [folder]) for note in notes):
        folders = {str(above) for note in notes for above in PurePosixPath(folder_of(note.key), "x").parents}
        raise NoteNotFoundError(f"no note lies in or below {safe_text(folder)!r}.{_nearest(folder, folders - {'.'})}")
    if tag and not any(has_tag(note, tag) for note in notes):
        tags = {name for note in notes for name in note.tags}
        raise NoteNotFoundError(f"no note has the tag {safe_text(tag)!r}.{_nearest(tag.lstrip('#'), tags)}")
    return Selection(
        min_score=arguments.min_score,
        is_linked=True if given.get("linked") else False if given.get("unlinked") else None,
        tag=tag,
        folder=folder,
        is_elsewhere=given.get("not_same_folder", False),
        source_only=folders_without_results(vault, load_settings(vault), is_suggestion=is_suggestion),
    )


def folders_without_results(vault: Path, settings: Settings, *, is_suggestion: bool = False) -> tuple[str, ...]:
    """Folders whose notes are never results: the user's, Obsidian's templates; for suggestions daily notes, too.

    Args:
        settings: those of the vault.
    """
    rules = read_vault_rules(vault, settings.notes)
    return settings.ranking.source_only + (rules.set_aside if is_suggestion else rules.template_folders)


def _nearest(wanted: str, names: Iterable[str]) -> str:
    known = {name.casefold(): name for name in sorted(names)}
    close = [known[name] for name in difflib.get_close_matches(wanted.casefold(), known, n=_SHOWN, cutoff=0.5)]
    return f" Nearest: {', '.join(map(safe_text, close))}." if close else ""
