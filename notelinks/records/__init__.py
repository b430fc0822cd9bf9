"""The records that pass from one step of the flow to another: plain, frozen, without behaviour of their own.

Three integers are never mixed: `note_id` is the key of a note in the store, `word_id` a row of the vocabulary,
`position` an index into a token array. A note's `key` is its path relative to the vault, with `/`; bytes that are not
UTF-8 stand in it as surrogates (`os.fsdecode`), so that `os.fsencode` gives the true name back.
"""

from notelinks.records.answers import (
    CanvasLink,
    Concept,
    ExcludedLink,
    Mention,
    NoteLink,
    NoteLinks,
    NoteSummary,
    Reason,
    RelatedNote,
    UnresolvedLink,
)
from notelinks.records.files import Changes, FileSignature, SkippedFile, Snapshot
from notelinks.records.notes import (
    Anchor,
    Canvas,
    CanvasTarget,
    Link,
    LinkEnd,
    ParsedNote,
    Passage,
    Section,
    TokenizedNote,
)
from notelinks.records.places import LinkKind, SectionStart
from notelinks.records.status import IndexStatus, TrainingProgress
from notelinks.records.vault_settings import LinkFormat, VaultSettings

__all__ = [
    "Anchor",
    "Canvas",
    "CanvasLink",
    "CanvasTarget",
    "Changes",
    "Concept",
    "ExcludedLink",
    "FileSignature",
    "IndexStatus",
    "Link",
    "LinkEnd",
    "LinkFormat",
    "LinkKind",
    "Mention",
    "NoteLink",
    "NoteLinks",
    "NoteSummary",
    "ParsedNote",
    "Passage",
    "Reason",
    "RelatedNote",
    "Section",
    "SectionStart",
    "SkippedFile",
    "Snapshot",
    "TokenizedNote",
    "TrainingProgress",
    "UnresolvedLink",
    "VaultSettings",
]
