"""The runs of text of a note in which links are read: paragraphs, headings, cells of tables, each with its lines.

In: key and bytes. Out: what stands on a line, and how many links a text in its place would hold. Code, HTML, comments
and properties are no runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from markdown_it.token import Token

from notelinks.notes.decode import decode_note
from notelinks.notes.front_matter import find_body_start
from notelinks.notes.parse import find_markdown_end, parse_blocks, parse_within


@dataclass(frozen=True, slots=True, eq=False)
class TextRun:
    """Text that is read as one piece."""

    content: str
    """Without the marks of what it stands in: quotes, lists, tables."""
    first_line: int
    """In the file, counted from 1."""
    part_starts: tuple[int, ...]
    """Where in `content` each of its lines begins, in characters, and where one more would; empty if they are not the
    lines of the file."""

    def part_on(self, line: int) -> tuple[int, str]:
        """(where it begins in `content`, what stands on a line of the file); nothing if that cannot be told."""
        if not self.part_starts:
            return 0, ""
        number = line - self.first_line
        start, stop = self.part_starts[number : number + 2]
        return start, self.content[start : stop - 1]


class TextRuns:
    """All runs of one note."""

    def __init__(self, key: str, raw: bytes) -> None:
        decoded = decode_note(raw)
        text = decoded.text if decoded else ""
        body_start = find_body_start(text)
        first_line = text.count("\n", 0, body_start) + 1
        tokens, self._env = parse_blocks(text[body_start : find_markdown_end(key, text, body_start)])
        self._by_line: dict[int, list[TextRun]] = {}
        for token in tokens:
            if token.type == "inline" and token.map:
                self._add(token.content, first_line + token.map[0], first_line + token.map[1])
        self.count_links = lru_cache(maxsize=8)(self._count_links)
        """How many links a text holds, read in place of a run. The last answers are remembered."""

    def on_line(self, line: int) -> Sequence[TextRun]:
        """What stands on a line of the file, from left to right; nothing if no link can stand there."""
        return self._by_line.get(line, ())

    def _add(self, content: str, first_line: int, stop_line: int) -> None:
        starts = tuple(accumulate((len(part) + 1 for part in content.split("\n")), initial=0))
        is_told = len(starts) == stop_line - first_line + 1
        run = TextRun(content, first_line, starts if is_told else ())
        for line in range(first_line, stop_line):
            self._by_line.setdefault(line, []).append(run)

    def _count_links(self, content: str) -> int:
        token = Token("inline", "", 0, content=content)
        parse_within([token], self._env)
        children = token.children or []
        return sum(each.type == "wikilink" or (each.type == "link_open" and each.info != "auto") for each in children)
