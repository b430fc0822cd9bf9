"""Prints the words of all notes of some vaults, a note a line, as the indexer reads them.

usage: python tests/benchmarks/vault_words.py VAULT...
"""

import sys
from pathlib import Path

from notelinks.indexer.reading import look_at_vault, read_and_pack
from notelinks.notes.words import fold_word
from notelinks.store.packed_note import PackedNote


def main() -> None:
    for vault in map(Path, sys.argv[1:]):
        for key in look_at_vault(vault).notes:
            note = read_and_pack(vault, key)
            if isinstance(note, PackedNote):
                words = [fold_word(note.forms[place]) for place in note.words]
                sys.stdout.buffer.write(" ".join(words).encode() + b"\n")


if __name__ == "__main__":
    main()
