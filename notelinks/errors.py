"""Every error that a caller may want to tell apart.

A message says what is wrong, where, and what to do about it; the command line prints it as it stands. A note that
cannot be read or parsed is not an error but a result: see `records.SkippedFile`.
"""


class NotelinksError(Exception):
    """The base of all errors that are raised on purpose."""


class ConfigError(NotelinksError):
    """A configuration file or an option has a value that cannot be used."""


class NotesDirectoryError(NotelinksError):
    """The folder of notes is missing, is no folder, or should not be indexed without asking."""


class VaultAwayError(NotelinksError):
    """The folder of notes was there once and cannot be seen at present."""


class StoreError(NotelinksError):
    """The index is missing, damaged, or was written by a newer version."""


class IndexMissingError(StoreError):
    """Nothing has been indexed for this folder yet."""


class IndexerRunningError(NotelinksError):
    """Another process is already indexing this folder."""


class NoteNotFoundError(NotelinksError):
    """No note has the name that was asked for."""


class AmbiguousNoteError(NotelinksError):
    """Several notes have the name that was asked for."""


class LinkRefusedError(NotelinksError):
    """A link cannot be inserted or taken back; the note is as it was, or as another program left it."""


class NothingToLinkError(NotelinksError):
    """There is no place for a link, the notes are linked already, or there is no link to take back."""


class MapRefusedError(NotelinksError):
    """A map cannot be written where it was wanted; what is there is as it was."""


class WordNotFoundError(NotelinksError):
    """A word does not occur in the notes."""


class VectorFileError(NotelinksError):
    """A file of word vectors cannot be read or written."""


class TextFileError(NotelinksError):
    """A text to train on, or a list of questions, cannot be read or holds too little."""
