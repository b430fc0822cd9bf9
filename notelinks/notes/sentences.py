"""Plain text: cut into sentences, and taken out of HTML.

In: text without Markdown. Out: sentences with their place, or the visible text of a piece of HTML with its lines. All
in linear time.
"""

import html
import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]{1,8}[\"'”’»)\]]{0,3}\s{1,64}+(?![a-z])|[。！？｡．]{1,64}+[」』”’）》]{0,3}")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|cf|No|Nr|Fig|ca|bzw|ebd|Vol|Inc|Jr|Sr))\Z")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,4096}+>|<[!?][^<>]{0,4096}+>")
_HIDDEN = re.compile(r"<(script|style|pre|code|svg|math|textarea|template|iframe)\b", re.IGNORECASE)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, stop) of each sentence in characters, without the blanks around it; empty ones are left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        is_full_stop = text[match.start()] == "."
        if is_full_stop and _ABBREVIATION.search(text[max(match.start() - 6, 0) : match.start()]):
            continue
        _add_span(spans, text, start, match.end())
        start = match.end()
    _add_span(spans, text, start, len(text))
    return spans


def _add_span(spans: list[tuple[int, int]], text: str, start: int, stop: int) -> None:
    piece = text[start:stop].lstrip()
    start = stop - len(piece)
    stop = start + len(piece.rstrip())
    if start < stop:
        spans.append((start, stop))


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, blanks within them made single."""
    return [" ".join(text[start:stop].split()) for start, stop in sentence_spans(text)]


def visible_html(source: str) -> Iterator[tuple[str, int]]:
    """What a reader sees of a block of HTML: its text without tags, comments, scripts and code.

    It comes in pieces that stand in one line each, with the number of line ends before that line.
    """
    n_line_ends = counted = 0
    for start, piece in _visible_pieces(source):
        n_line_ends += source.count("\n", counted, start)
        counted = start
        for n_more, line in enumerate(piece.split("\n")):
            yield ("\n" if n_more else "") + html.unescape(line), n_line_ends + n_more


def _visible_pieces(source: str) -> Iterator[tuple[int, str]]:
    """Where each piece of text begins, and the piece; a blank stands for a tag."""
    lowered = source.lower() if source.isascii() else re.sub("[A-Z]", lambda match: match[0].lower(), source)
    position = 0
    while (start := source.find("<", position)) >= 0:
        yield position, source[position:start]
        if source.startswith("<!--", start):
            position = _after(lowered, "-->", start + 4)
        elif match := _HIDDEN.match(source, start):
            position = _after(lowered, f"</{match[1].lower()}", match.end())
            position = _after(lowered, ">", position)
        elif match := _TAG.match(source, start):
            position = match.end()
            yield start, " "
        else:
            position = start + 1
            yield start, "<"
    yield position, source[position:]


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)
