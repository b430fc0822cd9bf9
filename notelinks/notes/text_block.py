"""What the parser gathers of one block: its text, piece by piece, and where in it the links stand."""

from notelinks.notes.sentences import excerpt, sentence_spans
from notelinks.records import Link


class TextBlock:
    """The plain text of one paragraph, heading or table row, and the links in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.n_chars = 0
        self.links: list[tuple[int, Link]] = []
        """(position in the text, link without its sentence)"""

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.n_chars += len(text)

    def cut(self, n_pieces: int, n_chars: int) -> None:
        """Takes back everything after the first pieces, which hold so many characters."""
        del self.pieces[n_pieces:]
        self.n_chars = n_chars

    def finish(self) -> tuple[list[str], list[Link]]:
        """The sentences, and the links each with its own."""
        text = "".join(self.pieces)
        spans = sentence_spans(text)
        links: list[Link] = []
        span_number = 0
        for position, link in self.links:
            while span_number + 1 < len(spans) and spans[span_number + 1][0] <= position:
                span_number += 1
            start, stop = spans[span_number] if spans else (0, 0)
            sentence = excerpt(text, start, stop, position)
            links.append(Link(link.kind, link.target, link.fragment, link.alias, link.line, sentence))
        return [" ".join(text[start:stop].split()) for start, stop in spans], links
