"""Questions to the user: asked on stderr, answered on a terminal, and never without one."""

import sys
from collections.abc import Sequence

from notelinks.display import safe_text

_MAX_TRIES = 3
"""Answers that are none of the choices before the question is dropped."""


def can_ask() -> bool:
    """Whether there is a terminal to ask on."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask_yes(question: str) -> bool:
    """Whether the user says yes; only an answer that begins with `y` does."""
    return _ask(f"{question} [y/N] ").lower().startswith("y")


def ask_choice(title: str, choices: Sequence[str]) -> int | None:
    """Index of the choice that the user takes by its number; None for none."""
    sys.stderr.write(f"{safe_text(title)}\n")
    width = len(str(len(choices)))
    for number, choice in enumerate(choices, 1):
        sys.stderr.write(f"  {number:{width}}  {safe_text(choice)}\n")
    for _ in range(_MAX_TRIES):
        answer = _ask(f"Number [1-{len(choices)}], or Enter for none: ")
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return int(answer) - 1
    return None


def _ask(prompt: str) -> str:
    sys.stderr.write(safe_text(prompt))
    sys.stderr.flush()
    return sys.stdin.readline(100).strip()
