"""What is shown of a sentence in which a note is linked or named."""

MAX_SENTENCE_CHARS = 300
"""Longer sentences are cut around the place."""


def excerpt(text: str, start: int, stop: int, position: int) -> str:
    """The sentence `text[start:stop]`, at most `MAX_SENTENCE_CHARS` of it, cut so that `position` lies within."""
    if stop - start > MAX_SENTENCE_CHARS:
        first = max(start, min(position - MAX_SENTENCE_CHARS // 2, stop - MAX_SENTENCE_CHARS))
        start, stop = first, first + MAX_SENTENCE_CHARS
    return " ".join(text[start:stop].split())
