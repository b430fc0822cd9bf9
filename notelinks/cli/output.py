"""Results on stdout: JSON lines that are always valid UTF-8, or plain text that is safe to show."""

import base64
import json
import os
import sys
from typing import Any

from notelinks.display import safe_text


def json_key(key: str) -> str | dict[str, str]:
    """A note's key as JSON; a name that is not UTF-8 as its bytes in base64, so that it can be given back."""
    try:
        key.encode("utf-8")
    except UnicodeEncodeError:
        return {"bytes": base64.b64encode(os.fsencode(key)).decode("ascii")}
    return key


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line, as UTF-8 whatever the terminal's encoding; control characters stand escaped."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if safe_text(line) != line:
        line = "".join(c if safe_text(c) == c else json.dumps(c)[1:-1] for c in line)
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8") + b"\n")


def print_text(*parts: str) -> None:
    """One line of text, each part made safe to show."""
    sys.stdout.write("".join(safe_text(part) for part in parts) + "\n")


def can_show(text: str) -> bool:
    """Whether stdout's encoding has all characters of a text."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def link_mark(*, there: bool, here: bool) -> str:
    """A sign for how two notes are linked: both ways, there, here, or not."""
    marks = ("⇄", "→", "←") if can_show("⇄→←") else ("<>", "->", "<-")
    if there and here:
        return marks[0]
    return marks[1] if there else marks[2] if here else ""


def print_message(text: str) -> None:
    """A sentence for the user, on stderr, after the program's name."""
    sys.stderr.write(f"notelinks: {safe_text(text)}\n")
