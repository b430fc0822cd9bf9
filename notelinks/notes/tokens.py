"""From a parsed note to its words: the form in which it is stored and trained on.

In: a `ParsedNote`. Out: a `TokenizedNote`. `split_words` and `fold_word` stand in `words` and are offered here as well.
"""

import hashlib
import json

from notelinks.notes.languages import guess_language
from notelinks.notes.words import fold_word, split_words
from notelinks.records import ParsedNote, SectionStart, TokenizedNote

__all__ = ["fold_word", "split_words", "tokenize_note"]


def tokenize_note(note: ParsedNote) -> TokenizedNote:
    """The words of a note, heading by heading, with its language and digests of everything in it and of the words."""
    words: list[str] = []
    starts: list[SectionStart] = []
    for section in note.sections:
        starts.append(SectionStart(section.heading, section.level, section.line, len(words)))
        words += split_words("\n".join((section.heading, *section.sentences)))
    title_words = split_words(note.title)
    words_digest = _digest_words(title_words, words)
    return TokenizedNote(
        note=note,
        title_words=tuple(title_words),
        words=tuple(words),
        sections=tuple(starts),
        language=guess_language(words or title_words),
        digest=_digest(note, starts, words_digest),
        words_digest=words_digest,
    )


def _digest(note: ParsedNote, starts: list[SectionStart], words_digest: str) -> str:
    content = (
        (note.key, note.title, note.aliases, note.tags, words_digest),
        [(start.heading, start.level, start.line, start.position) for start in starts],
        [(link.kind, link.target, link.fragment, link.alias, link.line, link.sentence) for link in note.links],
        [(anchor.name, anchor.level, anchor.line) for anchor in note.anchors],
    )
    canonical = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _digest_words(title_words: list[str], words: list[str]) -> str:
    text = "\0".join((*title_words, "", *words))
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
