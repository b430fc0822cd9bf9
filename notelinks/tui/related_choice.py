"""What is typed to choose among related notes: a least score, a tag, a folder, other folders than this, title words."""

from typing import NamedTuple

from notelinks.records import RelatedNote
from notelinks.selection import Selection

HINT = ">30  #tag  folder/  !here  title"
"""One of each."""

AS_TYPED = "as typed. Try >30, #tag, folder/, !here or title words"
"""What related notes are to be, and how to say that."""


class RelatedChoice(NamedTuple):
    """A choice as it was understood."""

    selection: Selection
    words: tuple[str, ...]
    """All of which the title must hold; casefolded."""

    def takes_title(self, note: RelatedNote) -> bool:
        """Whether the title holds the words."""
        title = note.title.casefold()
        return all(word in title for word in self.words)


def read_choice(text: str, is_linked: bool | None) -> RelatedChoice:
    """Understands `>30` (hundredths), `#tag`, `folder/` and `!here`; all else is looked for in titles.

    Args:
        is_linked: as in `Selection`.
    """
    score, tag, folder, is_elsewhere, words = 0.0, "", "", False, []
    for part in text.split():
        if part[0] == ">" and part[1:].isdecimal():
            score = int(part[1:]) / 100
        elif part == "!here":
            is_elsewhere = True
        elif part[0] == "#" and len(part) > 1:
            tag = part
        elif part[-1] == "/":
            folder = part.strip("/")
        elif part not in (">", "#", "!"):
            words.append(part.casefold())
    selection = Selection(min_score=score, is_linked=is_linked, tag=tag, folder=folder, is_elsewhere=is_elsewhere)
    return RelatedChoice(selection, tuple(words))
