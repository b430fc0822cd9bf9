"""How links to notes that are not there are compared, so that those who want one note can be counted."""

import re
import unicodedata

_FROM_WHERE = re.compile(r"(?:\.{0,2}/)*")
"""What may stand before a name."""


def wanted_name(target: str) -> str:
    """The name that the target of a link asks for, however it is written: in normal form C, without case, without its
    ending, without `/`, `./` or `../` before it."""
    folded = unicodedata.normalize("NFC", target).casefold().removesuffix(".md")
    return folded[_FROM_WHERE.match(folded).end() :]
