"""Reads hostile notes and checks what comes out of each: `python -m tests.campaigns.fuzz N SEED [FOLDER ...]`.

Real notes of the folders are damaged, besides those of the sample and of the text fixtures. Prints one JSON object,
with a digest over all that came out: equal for equal arguments, whatever the process.
"""

import gc
import hashlib
import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from notelinks.notes.decode import decode_note
from notelinks.notes.parse import parse_note
from notelinks.notes.tokens import tokenize_note
from notelinks.records import ParsedNote, SkippedFile, TokenizedNote
from tests.campaigns.hostile import MAX_BYTES, hostile_note, read_sources

_S_PER_BYTE = 50e-6
"""For text that is nothing but syntax, twenty times as slow as notes are; what grows with the square takes longer."""

_LEAST_S = 0.2
"""So long may any note take, however short: caches are filled, and the machine is busy."""

_N_TRIES = 4
_TIMED_BYTES = 5_000
"""Notes from this size on tell how long a megabyte takes at most."""

_MAX_GROWTH_KB = (10 * MAX_BYTES >> 10) + 200_000

_FIRST_WORD = "Zwiebelturm"
_FIRST_LINES = f"{_FIRST_WORD} stands first.\n\n".encode()
"""A paragraph of its own, which nothing that follows can take back."""


def main(n_notes: int, seed: int, folders: list[Path]) -> None:
    """Reads so many notes.

    Raises:
        AssertionError: with seed and number of the note that breaks a rule.
    """
    sources = read_sources(folders)
    before_kb = _peak_kb()
    gc.freeze()
    digest = hashlib.sha256()
    counts: Counter[str] = Counter()
    total_s = slowest = 0.0
    for number in range(n_notes):
        raw = hostile_note(seed, number, sources)
        has_first_word = number % 2 == 0
        try:
            note, seconds = _read_in_time(_FIRST_LINES + raw if has_first_word else raw)
            digest.update(_check(note, raw, has_first_word).encode())
        except Exception as error:
            raise AssertionError(f"note {number} of seed {seed}") from error
        counts.update(_count(note, raw))
        total_s += seconds
        if len(raw) >= _TIMED_BYTES:
            slowest = max(slowest, seconds / len(raw) * 1e6)
    grown_kb = _peak_kb() - before_kb
    assert grown_kb < _MAX_GROWTH_KB, f"{grown_kb} kB more"
    times = {"s_per_mb": round(total_s / counts["bytes"] * 1e6, 2), "slowest_s_per_mb": round(slowest, 1)}
    print(json.dumps({**counts, **times, "grown_mb": grown_kb >> 10, "digest": digest.hexdigest()}))


def _read(raw: bytes) -> TokenizedNote | SkippedFile:
    note = parse_note("folder/name.md", raw)
    return tokenize_note(note) if isinstance(note, ParsedNote) else note


def _read_in_time(raw: bytes) -> tuple[TokenizedNote | SkippedFile, float]:
    """The note, and the processor seconds of the first try that is fast enough."""
    for _ in range(_N_TRIES):
        started = time.process_time()
        note = _read(raw)
        seconds = time.process_time() - started
        if seconds <= max(_LEAST_S, _S_PER_BYTE * len(raw)):
            return note, seconds
    raise AssertionError(f"{seconds:.2f} s for {len(raw)} bytes")


def _check(note: TokenizedNote | SkippedFile, raw: bytes, has_first_word: bool) -> str:
    """What must hold of any note; gives its digest."""
    if isinstance(note, SkippedFile):
        assert note.reason == "binary file"
        return note.reason
    decoded = decode_note(_FIRST_LINES + raw if has_first_word else raw)
    assert decoded is not None
    _check_places(note, decoded.text.count("\n") + 1)
    _check_strings(note)
    assert not has_first_word or note.words[0] == _FIRST_WORD, "the words of the first paragraph"
    return note.digest + note.words_digest + repr(note.note.passages)


def _check_places(note: TokenizedNote, n_lines: int) -> None:
    parsed = note.note
    assert all(0 <= link.line <= n_lines for link in parsed.links), "line of a link"
    assert all(1 <= anchor.line <= n_lines for anchor in parsed.anchors), "line of an anchor"
    assert all(1 <= passage.line <= n_lines for passage in parsed.passages), "line of a passage"
    lines = [section.line for section in parsed.sections]
    assert lines == sorted(lines), "lines of sections"
    assert all(1 <= line <= n_lines for line in lines), "line of a section"
    positions = [section.position for section in note.sections]
    assert positions == sorted(positions), "positions of sections"
    assert all(0 <= position <= len(note.words) for position in positions), "position of a section"


def _check_strings(note: TokenizedNote) -> None:
    parsed = note.note
    assert parsed.title, "title"
    folded = [tag.casefold() for tag in parsed.tags]
    assert len({*folded}) == len(folded), "tags"
    assert all(word and not set(word) & set(" \t\n\r") for word in note.words), "word"
    assert all(len(link.sentence) <= 300 for link in parsed.links), "sentence of a link"
    texts = [parsed.title, *parsed.aliases, *parsed.tags, *parsed.problems, *note.words, *note.title_words]
    texts += [text for section in parsed.sections for text in (section.heading, *section.sentences)]
    texts += [text for link in parsed.links for text in (link.target, link.fragment, link.alias, link.sentence)]
    texts += [anchor.name for anchor in parsed.anchors] + [passage.text for passage in parsed.passages]
    "".join(texts).encode("utf-8", "strict")


def _count(note: TokenizedNote | SkippedFile, raw: bytes) -> dict[str, int]:
    is_read = isinstance(note, TokenizedNote)
    return {
        "notes": 1,
        "bytes": len(raw),
        "binary": not is_read,
        "words": len(note.words) if is_read else 0,
        "links": len(note.note.links) if is_read else 0,
        "with_problems": bool(note.note.problems) if is_read else 0,
    }


def _peak_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [Path(folder) for folder in sys.argv[3:]])
