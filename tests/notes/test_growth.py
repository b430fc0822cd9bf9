"""Twice as much of anything takes about twice as long: no pattern of text makes reading slow."""

import gc
import time
from math import isqrt

import pytest

from notelinks.notes.brackets import BRACKET_PROBLEM, MAX_BRACKETS
from notelinks.notes.parse import parse_note
from notelinks.notes.tokens import tokenize_note
from notelinks.records import ParsedNote

_CHARS = 8_192
_LONG_CHARS = 65_536
_N_TRIES = 4

UNITS = (
    "[[", "![[", "[a](", "![](", "[a][", "[[a|", "[[]]", "[^", "^[", "]", "](", "[a]: <", "[a]: b '\n", "[^a]: b\n",
    "<!--", "<a ", "</", "<?", "<%", "%% ", "{{< ", "`", "` `` ", "*_", "*a _b ", "**a ", "a**b*", "==", "$", "$$",
    "|a|b|\n|-|-|\n", "a|", " ", "\n", "---\n", "a\n=\n", "a ^b\n", "- [ ] \n", "1. a\n", "```\n", "> - ",
    "!!! a\n    ", "://", "www.", "#a ", "#a/b", "&amp;", "\\", "A. ", "e\u0301\u0301", "\u0301", "a", "漢", "ก",
    "👩\u200d", "\ufeff", "\r", "--8<--\n", "A $x$ [[b]]. ",
)  # fmt: skip
"""Pieces of syntax, whole and half, and characters that need care."""


def _shapes(n_chars: int) -> dict[str, tuple[str, str]]:
    """Two texts by name, the second twice as long."""
    shapes = {repr(unit): _repeated(unit, n_chars) for unit in UNITS}
    n = n_chars // 4
    shapes["quotes in quotes"] = ("> " * n, "> " * 2 * n)
    shapes["lists in lists"] = tuple(
        "".join(" " * 2 * i + "- a\n" for i in range(k)) for k in (isqrt(n_chars), isqrt(2 * n_chars))
    )
    shapes["brackets in brackets"] = ("[" * n + "]" * n, "[" * 2 * n + "]" * 2 * n)
    shapes["front matter: brackets"] = tuple(f"---\na: {'[' * k}\n---\n" for k in (n, 2 * n))
    shapes["front matter: dashes"] = tuple(f"---\n{'- ' * k}\n---\n" for k in (n, 2 * n))
    shapes["front matter: keys"] = tuple(
        "---\n" + "".join(f"k{i}: v\n" for i in range(k)) + "---\n" for k in (n // 4, n // 2)
    )
    return shapes


def _repeated(unit: str, n_chars: int) -> tuple[str, str]:
    n = n_chars // len(unit)
    return unit * n, unit * 2 * n


def _processor_s(text: str) -> float:
    """Processor time for one text, without collections of garbage, which look at the objects of all tests."""
    gc.disable()
    started = time.process_time()
    note = parse_note("a.md", text.encode())
    if isinstance(note, ParsedNote):
        tokenize_note(note)
    seconds = time.process_time() - started
    gc.enable()
    return seconds


@pytest.mark.parametrize(("short", "long"), _shapes(_CHARS).values(), ids=_shapes(_CHARS))
def test_time_grows_no_faster_than_the_text(short: str, long: str) -> None:
    _assert_linear(short, long)


@pytest.mark.slow
@pytest.mark.parametrize("shape", _shapes(_CHARS))
def test_time_grows_no_faster_than_a_long_text(shape: str) -> None:
    _assert_linear(*_shapes(_LONG_CHARS)[shape])


def _assert_linear(short: str, long: str) -> None:
    """A quadratic pattern has a ratio of four however often it is tried; another process can disturb one try."""
    ratios = []
    for _ in range(_N_TRIES):
        ratios.append(_processor_s(long) / max(_processor_s(short), 0.002))
        if ratios[-1] < 3:
            return

    assert min(ratios) < 3


def test_brackets_beyond_the_limit_are_text_and_the_note_says_so() -> None:
    storm = "[" * (MAX_BRACKETS + 1)
    note = parse_note("a.md", f"See [[First]].\n\nWords {storm} and more.\n\nSee [[Second]].".encode())

    assert isinstance(note, ParsedNote)
    assert [link.target for link in note.links] == ["First", "Second"]
    assert note.problems == (BRACKET_PROBLEM,)
    assert {"Words", "more"} <= set(tokenize_note(note).words)


def test_list_of_twenty_thousand_links_is_read_whole() -> None:
    note = parse_note("a.md", "".join(f"- [[Note {number}]]\n" for number in range(20_000)).encode())

    assert isinstance(note, ParsedNote)
    assert (len(note.links), note.problems) == (20_000, ())
