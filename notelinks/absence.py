"""Why there is nothing to show about a note, in plain words. For the command line and the screen alike."""

from notelinks.records import NoteSummary

NOTHING_ANYWHERE = "No note has any: no two share a link, or a word that is not in every note."
"""Why no note at all has related notes or concepts."""

FEW_NOTES = 20
"""Fewer say little about what their words mean."""


def why_nothing_related(note: NoteSummary, n_notes: int) -> str:
    """Why a note has no related notes although all notes have been compared.

    Args:
        n_notes: of the vault.
    """
    hope = f" With {FEW_NOTES} notes or more there is more to compare." if n_notes < FEW_NOTES else ""
    return _why_incomparable(note, n_notes) or (
        f"Nothing is related to this note: it shares no link, and no word that is not in every note.{hope}"
    )


def why_no_concepts(note: NoteSummary, n_notes: int) -> str:
    """Why a note has no concepts although all notes have been compared.

    Args:
        n_notes: of the vault.
    """
    return _why_incomparable(note, n_notes) or "No word stands out in this note: all are common, or in every note."


def _why_incomparable(note: NoteSummary, n_notes: int) -> str:
    if not note.n_words:
        return "This note has no words."
    return "" if n_notes > 1 else "There is no other note to compare this one with."
