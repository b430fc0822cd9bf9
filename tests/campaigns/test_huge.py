"""A hundred thousand notes are looked at in a moment; huge notes are read or listed, in four gigabytes of addresses."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from notelinks.cli.exits import FOUND, NOTHING_FOUND
from notelinks.config import TrainingConfig
from notelinks.notes.scan import scan_vault
from tests.support import (
    TINY_CONFIG,
    cli_environment,
    json_lines,
    make_home,
    make_notes,
    run_cli,
    tells_mistake,
    write_vault,
)

_N_NOTES = 100_000
_NOTE_BYTES = 10_000
_MAX_SCAN_S = 1.5
_ADDRESS_BYTES = 4 << 30
_N_WORDY_NOTES, _N_WORDS_EACH = 500, 2_000
"""Each note has as many words of its own, and those of the next one."""

_HUGE = {
    "lines.md": b"Flour.\n" * 1_000_000,
    "word.md": b"dough " + b"x" * 10_000_000 + b" crust",
    "letters.md": "é".encode() * 5_000_000,
    "links.md": b"- [[bread]] and [soil](garden.md)\n" * 300_000,
    "spaces.md": b" " * 10_000_000 + b"yeast",
    "large.md": b"Bread, flour, water. " * 5_000_000,
}
"""A million lines; a word of 10 MB; as large a word of marked letters; 600,000 links; 10 MB of blanks; 105 MB."""


@pytest.mark.slow
def test_hundred_thousand_notes_of_a_gigabyte_are_looked_at_in_a_moment(tmp_path: Path) -> None:
    for number in range(_N_NOTES // 100):
        folder = tmp_path / f"{number % 10}" / f"{number}"
        write_vault(folder, {f"note {number} {i}.md": b"Flour and water.\n" * (_NOTE_BYTES // 17) for i in range(100)})
    seconds, processor_s = [], []
    for _ in range(5):
        started, processor = time.monotonic(), time.process_time()
        snapshot = scan_vault(tmp_path)
        seconds.append(time.monotonic() - started)
        processor_s.append(time.process_time() - processor)
    print(
        f"{min(seconds):.2f} to {max(seconds):.2f} s; {min(processor_s):.2f} to {max(processor_s):.2f} s of a processor"
    )

    assert len(snapshot.notes) == _N_NOTES
    assert min(processor_s) < _MAX_SCAN_S


@pytest.mark.slow
def test_vocabulary_of_a_million_words_is_capped(tmp_path: Path, warm_kernels: None) -> None:
    """In four gigabytes of addresses; each word stands in two notes."""
    vault, home = tmp_path / "vault", make_home(tmp_path / "home", TINY_CONFIG)
    for number in range(_N_WORDY_NOTES):
        words = [_word(number * _N_WORDS_EACH + i) for i in range(2 * _N_WORDS_EACH)]
        text = "\n\n".join(" ".join(words[i : i + 20]) + "." for i in range(0, len(words), 20))
        write_vault(vault, {f"{number % 20}/{number}.md": text})
    command = [sys.executable, "-m", "notelinks", "index", os.fspath(vault)]
    env = cli_environment(home)
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, preexec_fn=_limit_addresses)
    status = json_lines(run_cli("status", "--json", vault, home=home))[0]
    near = run_cli("words", _word(_N_WORDS_EACH), "--vault", vault, home=home)

    assert (done.returncode, tells_mistake(done.stderr)) == (0, False), done.stderr
    assert (status["notes"], status["skipped"]) == (_N_WORDY_NOTES, [])
    (vectors,) = home.rglob("generations/*/word_vectors.npy")
    assert len(np.load(vectors, mmap_mode="r")) == TrainingConfig().max_words
    assert near.returncode in (FOUND, NOTHING_FOUND) and not tells_mistake(near.stderr), near.stderr


def _word(number: int) -> str:
    """Another word for each number: letters alone, none of them a form of another in any language."""
    letters = ""
    for _ in range(5):
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit] + "aeiou"[digit % 5]
    return letters


def _limit_addresses() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_BYTES, _ADDRESS_BYTES))


@pytest.mark.slow
def test_huge_notes_are_read_or_listed_without_much_memory(tmp_path: Path, warm_kernels: None) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(12, 1) | _HUGE)
    command = [sys.executable, "-m", "notelinks", "index", os.fspath(vault)]
    started = time.monotonic()
    done = subprocess.run(
        command, env=cli_environment(), capture_output=True, text=True, timeout=900, preexec_fn=_limit_addresses
    )
    status = json_lines(run_cli("status", "--json", "--vault", vault))[0]
    skipped = {row["note"]: row["reason"] for row in status["skipped"]}
    print(f"{time.monotonic() - started:.0f} s", skipped)

    assert (done.returncode, tells_mistake(done.stderr)) == (0, False), done.stderr
    assert {*skipped} == {*_HUGE}
    assert "too large" in skipped["large.md"]
    n_unread = sum(reason.startswith(("too large", "cannot be read", "takes more")) for reason in skipped.values())
    assert status["notes"] == 12 + len(_HUGE) - n_unread
