"""What is shown of a change before it is made: the lines that it touches, and a few around them.

In: a note's text before and after. Out: lines of text, not yet safe to show.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from notelinks.linking.splice import LINE_ENDING

CONTEXT_LINES = 2
"""Shown above and below the change."""

MAX_LENGTH = 160
"""Characters shown of a line; many notes have a whole paragraph in one."""


MAX_COMPARED = 500
"""Lines between the first and the last that differ, up to which each of them is looked for on the other side."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a change."""

    mark: str
    """`+` for a line that comes, `-` for one that goes, a blank for one that stays."""
    number: int
    """In the file, counted from 1: in the new one, or in the old one for a line that goes."""
    text: str


def show_change(before: bytes, after: bytes) -> list[ShownLine]:
    """The lines that differ, with their neighbours; long ones cut to the part that differs. Nothing if none does."""
    old, new = (_split(raw) for raw in (before, after))
    shown: list[ShownLine] = []
    parts = list(_changed_parts(old, new))
    ends = [come.start for _, come in parts[1:]] + [len(new)]
    done = 0
    for (gone, come), end in zip(parts, ends, strict=False):
        start, stop = _changed_part(old[gone.start : gone.stop], new[come.start : come.stop])
        below = range(come.stop, min(come.stop + CONTEXT_LINES, end))
        shown += _lines(" ", range(max(come.start - CONTEXT_LINES, done), come.start), new, 0, 0)
        shown += _lines("-", gone, old, start, stop)
        shown += _lines("+", come, new, start, stop)
        shown += _lines(" ", below, new, 0, 0)
        done = below.stop
    return shown


def _split(raw: bytes) -> list[str]:
    """The lines of a note, without the empty one that would follow on its last newline."""
    lines = LINE_ENDING.split(raw.decode("utf-8").removeprefix("\ufeff"))
    return lines if lines[-1] else lines[:-1]


def _changed_parts(old: list[str], new: list[str]) -> Iterator[tuple[range, range]]:
    """Which lines go, and which come in their place."""
    n_above = _common_start(old, new)
    n_below = _common_start(old[n_above:][::-1], new[n_above:][::-1])
    between = old[n_above : len(old) - n_below], new[n_above : len(new) - n_below]
    if max(map(len, between)) > MAX_COMPARED:
        yield range(n_above, len(old) - n_below), range(n_above, len(new) - n_below)
        return
    for tag, *bounds in SequenceMatcher(None, *between, autojunk=False).get_opcodes():
        if tag != "equal":
            old_start, old_stop, new_start, new_stop = (n_above + bound for bound in bounds)
            yield range(old_start, old_stop), range(new_start, new_stop)


def _lines(mark: str, numbers: range, lines: list[str], start: int, stop: int) -> Iterator[ShownLine]:
    for i in numbers:
        yield ShownLine(mark, i + 1, _crop(lines[i], start, stop))


def _common_start(old: list[str] | str, new: list[str] | str) -> int:
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _changed_part(gone: list[str], come: list[str]) -> tuple[int, int]:
    """(start, stop) in characters of what differs in a line that changes."""
    if len(gone) != 1 or len(come) != 1:
        return 0, 0
    start = _common_start(gone[0], come[0])
    return start, len(come[0]) - _common_start(gone[0][start:][::-1], come[0][start:][::-1])


def _crop(line: str, start: int, stop: int) -> str:
    if len(line) <= MAX_LENGTH:
        return line
    left = max(min((start + stop - MAX_LENGTH) // 2, len(line) - MAX_LENGTH, start), 0)
    right = left + MAX_LENGTH
    return ("…" if left else "") + line[left:right] + ("…" if right < len(line) else "")
