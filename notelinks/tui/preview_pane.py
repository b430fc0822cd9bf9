"""The text of the shown note, with the words of a concept or a reason marked.

A long note takes longer to wrap than a key may wait: what is in view is wrapped at once, the rest bit by bit.
"""

import re
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip

from notelinks.records import NoteSummary
from notelinks.tui.content import EMPTY, MUTED, as_strip, plain
from notelinks.tui.line_view import LineView
from notelinks.tui.preview_blocks import Block, Preview, wrap_blocks
from notelinks.tui.row_marks import note_counts
from notelinks.tui.steps import FRAME_S, Steps

MARK_STYLE = "bold $mark-text on $mark-background"

MAX_TEXT_WIDTH = 84
"""Cells beyond which lines become hard to read."""

_BIT_S = 0.004
"""For so long lines are wrapped between two chances of a key to be answered."""


class PreviewPane(LineView, can_focus=True):
    """Draws the wrapped lines in view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("G,end", "last", show=False),
        Binding("ctrl+d", "page_down", show=False),
        Binding("ctrl+u", "page_up", show=False),
    ]

    def __init__(self, widget_id: str = "preview") -> None:
        super().__init__(id=widget_id)
        self._note: NoteSummary | None = None
        self._preview: Preview | None = None
        self._are_links_known = True
        self._words: tuple[str, ...] = ()
        self._lines: list[Content] = []
        self._places: list[tuple[int, int]] = []
        """(line in the file, line on the screen) where blocks of the note begin."""
        self._further: Iterator[tuple[int, list[Content]]] = iter(())
        """Of each block behind the last of the lines: the line in the file, or 0, and its lines, wrapped when taken."""
        self._is_wrapped = True
        """There are no such blocks."""
        self._bits = Steps(partial(self.set_timer, FRAME_S))
        self._wanted = (0, 0)
        """(note id, line in the file) to be shown as soon as the note is."""

    def action_first(self) -> None:
        self.action_scroll_home()

    def action_last(self) -> None:
        self._wrap_rest()
        self.action_scroll_end()

    @property
    def note_id(self) -> int:
        """The shown note; 0 for none."""
        return self._note.note_id if self._note else 0

    def show_nothing(self) -> None:
        """No note is shown."""
        self._note = self._preview = None
        self.border_title = EMPTY
        self._wrap()

    def show(self, note: NoteSummary, preview: Preview, *, are_links_known: bool = True) -> None:
        """Shows a note: title, tags, counts, text; the same one again without moving the scroll.

        Args:
            are_links_known: all notes have been read, so that it is known where links lead.
        """
        is_other = note.note_id != self.note_id
        if is_other:
            self.scroll_to(y=0, animate=False, force=True)
        if (note, preview, are_links_known) != (self._note, self._preview, self._are_links_known):
            self._note, self._preview, self._are_links_known = note, preview, are_links_known
            self.border_title = plain(note.title)
            self._wrap()
        if is_other:
            self._scroll_to_words(0)
        self._go_to_wanted()

    def carry_on_as(self, note_id: int) -> None:
        """The shown note is the same under another id by now."""
        if self._note is not None:
            self._note = self._note._replace(note_id=note_id)

    def show_line(self, note_id: int, line: int) -> None:
        """Scrolls to a line of a note, at once or when its text is there.

        Args:
            line: in the file, counted from 1.
        """
        self._wanted = (note_id, line)
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        note_id, line = self._wanted
        if note_id and note_id == self.note_id and self._places:
            self._wanted = (0, 0)
            self._wrap_rest()
            number = max(bisect_right(self._places, (line, len(self._lines))) - 1, 0)
            self.scroll_to(y=max(0, self._places[number][1] - 1), animate=False, force=True)

    def mark_words(self, words: tuple[str, ...]) -> None:
        """Marks where `words` stand, and scrolls to the first place if none is in view."""
        if words == self._words:
            return
        self._words = words
        self._wrap()
        self._scroll_to_words(self.scroll_offset.y)

    def _scroll_to_words(self, top: int) -> None:
        """Brings the first line with the most of the words into view, unless one is in view of those from `top` on."""
        if (pattern := word_pattern(self._words)) is not None:
            self._wrap_rest()
            found = [len({match.casefold() for match in pattern.findall(line.plain)}) for line in self._lines]
            most = max(found, default=0)
            places = [i for i, n_words in enumerate(found) if n_words and n_words == most]
            if places and not any(top <= i < top + self.size.height for i in places):
                self.scroll_to(y=max(0, places[0] - 2), animate=False, force=True)

    def on_resize(self) -> None:
        was_never_seen = not self._lines
        self._wrap()
        if was_never_seen:
            self._scroll_to_words(0)
        self._go_to_wanted()

    def _wrap(self) -> None:
        width = min(self.scrollable_content_region.width - 2, MAX_TEXT_WIDTH)
        if width < 4:
            return
        blocks = (*self._heading(width), *(self._preview.blocks if self._preview else ()))
        pattern = word_pattern(self._words)
        if pattern is not None:
            blocks = tuple(_marked(blocks, pattern))
        self._lines, self._places = [], []
        self._further = ((block.line, wrap_blocks((block,), width)) for block in blocks)
        self._is_wrapped = False
        enough = self.scroll_offset.y + self.size.height
        self._wrap_while(lambda: len(self._lines) < enough)
        self.set_n_lines(len(self._lines))
        self.refresh()
        self._bits.drop()
        self._bits.add(self._wrap_bit)

    def _wrap_while(self, goes_on: Callable[[], bool]) -> None:
        """Wraps block after block."""
        while not self._is_wrapped and goes_on():
            if (block := next(self._further, None)) is None:
                self._is_wrapped = True
            else:
                line, lines = block
                if line:
                    self._places.append((line, len(self._lines)))
                self._lines += lines

    def _wrap_bit(self) -> None:
        end = time.monotonic() + _BIT_S
        self._wrap_while(lambda: time.monotonic() < end)
        if self._is_wrapped:
            self.set_n_lines(len(self._lines))  # once, for the scroll bar is drawn anew each time
        else:
            self._bits.add(self._wrap_bit)

    def _wrap_rest(self) -> None:
        """All that is left, at once: it must be known where something stands."""
        if not self._is_wrapped:
            self._wrap_while(lambda: True)
            self.set_n_lines(len(self._lines))

    def _heading(self, width: int) -> tuple[Block, ...]:
        """Tags and counts, on one line if they fit."""
        note = self._note
        if note is None:
            return ()
        counts = note_counts(note, are_links_known=self._are_links_known)
        tags = " ".join(f"#{tag}" for tag in note.tags)
        parts = [part for part in (plain(tags, "$text-success"), plain(counts, MUTED)) if part]
        line = Content("   ").join(parts)
        lines = [line] if line.cell_length <= width else parts
        return *map(Block, lines), Block(EMPTY)

    def draw_line(self, line: int, width: int) -> Strip:
        text = Content.assemble(" ", self._lines[line]) if line < len(self._lines) else EMPTY
        return as_strip(text, width, self.visual_style)


def word_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds `words` where a word begins, with short endings, and anywhere in scripts without blanks; None if none."""
    if not words:
        return None
    from notelinks.tui.preview_wrap import is_wide  # the first paint does not wait for it

    longest_first = sorted(filter(None, words), key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in longest_first if not is_wide(word))
    unspaced = "|".join(re.escape(word) for word in longest_first if is_wide(word))
    patterns = [rf"(?<!\w)(?:{spaced})\w{{0,3}}(?!\w)"] * bool(spaced) + [unspaced] * bool(unspaced)
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _marked(blocks: Iterable[Block], pattern: re.Pattern[str]) -> Iterable[Block]:
    for block in blocks:
        content = block.content
        for match in pattern.finditer(content.plain):
            content = content.stylize(MARK_STYLE, match.start(), match.end())
        yield block._replace(content=content) if content is not block.content else block
