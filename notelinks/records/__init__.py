"""The records that pass from one step of the flow to another: plain, frozen, without behaviour of their own.

Three integers are never mixed: `note_id` is the key of a note in the store, `word_id` a row of the vocabulary,
`position` an index into a token array. A note's `key` is its path relative to the vault, with `/`; bytes that are not
UTF-8 stand in it as surrogates (`os.fsdecode`), so that `os.fsencode` gives the true name back.

A module is imported when the first of its records is asked for: the screen needs half of them before its first paint.
"""

from importlib import import_module
from typing import Any

_MODULES = {
    "answers": (
        "CanvasLink",
        "Concept",
        "ExcludedLink",
        "Mention",
        "NoteLink",
        "NoteLinks",
        "NoteSummary",
        "Reason",
        "RelatedNote",
        "UnresolvedLink",
        "WrittenLink",
    ),
    "files": ("Changes", "FileSignature", "SkippedFile", "Snapshot"),
    "notes": (
        "Anchor",
        "Canvas",
        "CanvasTarget",
        "Link",
        "LinkEnd",
        "ParsedNote",
        "Passage",
        "Section",
        "TokenizedNote",
    ),
    "places": ("LinkKind", "SectionStart"),
    "status": ("IndexStatus", "OnDemand", "TrainingProgress"),
    "vault_settings": ("LinkFormat", "VaultSettings"),
}

_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    """A record by its name, from the module that defines it."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    record = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = record
    return record
