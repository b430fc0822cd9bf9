"""What a pane says when it has nothing to show: why, in plain words."""

from typing import NamedTuple

from notelinks.absence import why_no_concepts, why_nothing_related
from notelinks.records import IndexStatus, NoteSummary

WHAT_APPEARS = (
    "The notes most related to the one under the cursor appear here, with the reasons.",
    "The words that it is about.",
    "What it links to, and what links to it.",
)
"""Related notes, concepts and links, as long as there is no note."""

LINKS_UNKNOWN = "Reading notes … then links are followed."
"""While notes are read for the first time."""


class EmptyTexts(NamedTuple):
    """One sentence a pane."""

    notes: str
    related: str
    concepts: str
    links: str


def empty_texts(
    status: IndexStatus | None, is_watched: bool, note: NoteSummary | None, choice: str, *, is_read: bool = True
) -> EmptyTexts:
    """The sentences that hold at present.

    Args:
        is_watched: an indexer runs or is being started.
        note: the one that is shown.
        choice: what related notes must be to be listed, in a few words; empty if all are.
        is_read: what the index has of the note was read; before, nothing can be said of it.
    """
    if note is None:
        return EmptyTexts(_no_notes(status, is_watched), *WHAT_APPEARS)
    waiting = _no_vectors(status, is_watched)
    if waiting is None and not is_read:
        return EmptyTexts(_no_notes(status, is_watched), "", "", "")
    if waiting is not None:
        related, concepts = waiting, "Concepts appear with the related notes."
    else:
        n_notes = status.n_notes if status is not None else 0
        related, concepts = why_nothing_related(note, n_notes), why_no_concepts(note, n_notes)
        if choice and note.n_words and n_notes > 1:
            related = f"No related note is {choice}."
    is_first = is_first_reading(status, is_watched)
    links = LINKS_UNKNOWN if is_first else "No links to or from this note."
    return EmptyTexts(_no_notes(status, is_watched), related, concepts, links)


def is_first_reading(status: IndexStatus | None, is_watched: bool) -> bool:
    """Whether notes are read that no index has known yet; not before all are is it known where links lead."""
    return is_watched and status is not None and status.activity == "reading" and not status.trained_s


def _no_notes(status: IndexStatus | None, is_watched: bool) -> str:
    if is_watched and (status is None or status.activity == "reading" or not status.last_scan_s):
        return "Reading notes …"
    if status is None:
        return "There is no index yet. Run `notelinks index` on this folder."
    return "There are no notes in this folder. Save a Markdown file in it, and it appears here."


def _no_vectors(status: IndexStatus | None, is_watched: bool) -> str | None:
    """Why nothing was computed yet, None if it was."""
    if status is None or status.trained_s:
        return None
    if not is_watched:
        return "No related notes yet: no indexer is running. Open notelinks again, or run `notelinks index`."
    if is_first_reading(status, is_watched):
        return "Reading notes … then their words are learned."
    return "Learning what the words mean … related notes appear when that is done."
