"""What is compressed comes back, and what cannot be unpacked is damage like any other."""

import array
import random
import sys
from pathlib import Path

import pytest

from notelinks.errors import StoreError
from notelinks.records import Passage
from notelinks.store.mention_tables import cut_passage, pack_passages
from notelinks.store.packing import pack_ids, pack_text, unpack_ids, unpack_text
from notelinks.store.reader import StoreReader
from tests.store.literal_notes import open_writer, publish, store


@pytest.mark.parametrize("n_ids", [0, 1, 2, 3, 1000])
def test_ids_come_back(n_ids: int) -> None:
    rng = random.Random(n_ids)
    ids = array.array("i", [rng.choice((rng.randrange(300), rng.randrange(2**31))) for _ in range(n_ids)])
    if sys.byteorder == "big":
        ids.byteswap()

    assert unpack_ids(pack_ids(ids.tobytes())) == ids.tobytes()


def test_text_comes_back() -> None:
    for text in ("", "1\nÜber 漢字 \x1f🎉\n", "word " * 10_000):
        assert unpack_text(pack_text(text)) == text


def test_passages_are_packed_with_a_line_each_whatever_is_in_them() -> None:
    passages = Passage(7, ("a\nb", "c\x1fd", "e")), Passage(12, ("f",))

    packed = pack_passages(passages)

    assert packed == "7 12\na b\x1fc d\x1fe\nf\n"
    assert [cut_passage(packed, packed.index(sign)) for sign in "ef"] == [(7, "a bc de"), (12, "f")]


@pytest.mark.parametrize(("table", "column"), [("words", "forms"), ("passages", "passages")])
def test_what_cannot_be_unpacked_is_a_damaged_index(tmp_path: Path, table: str, column: str) -> None:
    writer = open_writer(tmp_path / "index")
    store(writer, {"a.md": "word", "b.md": ""})
    publish(writer, {}, mentions=[("a.md", "b.md")])
    writer._connection.execute(f"UPDATE {table} SET {column} = x'0102'")
    note_id = writer.note_ids()[b"a.md"]

    with StoreReader(tmp_path / "index") as reader:
        for ask in (reader.note_words, lambda i: list(reader.stored_notes())) if table == "words" else (reader.links,):
            with pytest.raises(StoreError, match="cannot be read"):
                ask(note_id)
    with pytest.raises(StoreError, match="cannot be read"):
        list(writer.stored_notes() if table == "words" else writer.searched_texts(range(200)))
