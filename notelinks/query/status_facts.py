"""What an index says about itself, as pairs of a name and a sentence, for the command line and the screen alike."""

import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from notelinks.config import config_file, short_path
from notelinks.records import IndexStatus, SkippedFile
from notelinks.records.files import KEPT, NO_WORDS, UNSEEN_FOLDER

N_HIDDEN = 20
"""Stop words named at most."""

_SHARES = {"equal_words": "equal words", "word_vectors": "words of like meaning", "shared_links": "shared links"}
"""What a score is made of, in plain words."""

_WATCHERS = {"events": "watching", "polling": "looking at intervals"}


def status_facts(
    status: IndexStatus, vault: Path, folder: Path, *, is_watched: bool, hidden_words: Collection[str] = ()
) -> list[tuple[str, str]]:
    """(name, sentence), without those of which there is nothing to say.

    Args:
        folder: of the vault's index.
        is_watched: an indexer runs.
        hidden_words: the user's stop words.
    """
    watcher = _WATCHERS.get(status.watcher, "starting") if is_watched else "nobody is watching"
    if is_watched and status.watcher_reason:
        watcher += f" ({status.watcher_reason})"
    is_busy = is_watched and status.activity != "idle"
    facts = [
        ("folder", short_path(vault)),
        ("index", short_path(folder)),
        ("config", short_path(config_file()) + ("" if config_file().exists() else " (not there: all is as usual)")),
        ("notes", _describe_notes(status)),
        ("trained", _describe_training(status)),
        ("scores", _describe_shares(status.shares) if status.shares and status.n_notes else ""),
        ("indexer", f"{watcher}, {status.activity}" if is_busy else watcher),
        ("last look", _when(status.last_scan_s)),
        ("pending", _describe_pending(status, is_watched)),
        ("stop words", _describe_hidden(hidden_words) if hidden_words else ""),
        ("problem", status.problem),
    ]
    return [(name, sentence) for name, sentence in facts if sentence]


def _describe_pending(status: IndexStatus, is_watched: bool) -> str:
    n_pending = status.pending
    if is_watched and not status.last_scan_s:
        return "not known before all notes are read"
    if not n_pending:
        return "nothing, the index is current"
    changed = f"{n_pending:,} note{'s' * (n_pending != 1)} new or changed since the last training"
    return changed if is_watched else f"{changed}; `notelinks index` or an open screen trains anew"


def _describe_hidden(words: Collection[str]) -> str:
    named = ", ".join(sorted(words)[:N_HIDDEN])
    more = f" and {len(words) - N_HIDDEN:,} more words" if len(words) > N_HIDDEN else ""
    return f"{named}{more} (`notelinks stop-words remove WORD` brings one back)"


def _describe_notes(status: IndexStatus) -> str:
    if not status.n_notes:
        return "none"
    return f"{status.n_notes:,} with {status.n_words:,} words and {status.n_links:,} links"


def _describe_training(status: IndexStatus) -> str:
    if not status.generation or not status.n_notes:
        return "not yet"
    return _when(status.trained_s) if status.trained_s else "not yet; notes are compared by equal words alone"


def _describe_shares(shares: Mapping[str, float]) -> str:
    names = [name for name in shares if not name.startswith("n_")]
    percents = whole_percents([shares[name] for name in names])
    parts = [f"{percent} % {_SHARES[name]}" for name, percent in zip(names, percents, strict=True)]
    n_queries = int(shares["n_link_queries"])
    how = _describe_trials(n_queries) if n_queries else ""
    return ", ".join(parts) + how


def _describe_trials(n_trials: int) -> str:
    """Trials and not notes are counted: of most notes links are hidden again and again, each time others."""
    trials = f"{n_trials:,} trials, each" if n_trials > 1 else "a trial"
    return f" (links are weighed by {trials} hiding some links of a note)"


class SkippedCounts(NamedTuple):
    """What has become of the files that are not indexed, or not in full: each counts once, whatever its reasons."""

    n_files: int
    """Not indexed."""
    n_folders: int
    """Not listed; their notes, which are kept as they were indexed, are not counted."""
    n_partly: int
    """Indexed, but not in full."""
    n_empty: int
    """Indexed in full, but without words."""


def count_skipped(files: Sequence[SkippedFile]) -> SkippedCounts:
    """How many there are of each kind."""
    folders = {file.key for file in files if is_folder(file)}
    left_out = {file.key for file in files if not file.is_indexed and file.reason != KEPT} - folders
    partly = {file.key for file in files if file.is_indexed and file.reason != NO_WORDS}
    empty = {file.key for file in files if file.is_indexed} - partly
    return SkippedCounts(len(left_out), len(folders), len(partly), len(empty))


def is_folder(file: SkippedFile) -> bool:
    """Whether it is a folder that could not be listed."""
    return file.reason.startswith(UNSEEN_FOLDER)


def describe_skipped(files: Sequence[SkippedFile]) -> str:
    """How many files are not indexed, and how many are, but not in full or without words."""
    n = count_skipped(files)
    left_out = [f"{n.n_files:,} file{'s' * (n.n_files != 1)}"] * bool(n.n_files)
    left_out += [f"{n.n_folders:,} folder{'s' * (n.n_folders != 1)}"] * bool(n.n_folders)
    parts = [", ".join(left_out) or "none"]
    parts += [f"{n.n_partly:,} indexed, but not in full"] * bool(n.n_partly)
    parts += [f"{n.n_empty:,} indexed, but without words"] * bool(n.n_empty)
    return "; ".join(parts)


def whole_percents(shares: Sequence[float]) -> list[int]:
    """Shares that add up to 1 as whole percents that add up to 100: the largest remainders are rounded up."""
    percents = [int(100 * share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: percents[i] - 100 * shares[i])
    for i in by_remainder[: max(0, round(100 * sum(shares)) - sum(percents))]:
        percents[i] += 1
    return percents


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds)) if seconds else "never"
