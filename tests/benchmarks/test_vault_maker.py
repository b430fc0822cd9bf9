"""Vaults for benchmarks: the same for a seed, sizes and words like those of real ones, links that lead somewhere."""

import re

import numpy as np
import pytest

from notelinks.indexer.reading import read_and_pack
from tests.benchmarks.pseudo_words import COMMON_WORDS, pseudo_word
from tests.benchmarks.renamed_copies import repeat_notes
from tests.benchmarks.vault_maker import MEAN_BYTES, SIZE_SIGMA, generate_notes, make_vault
from tests.support import index_vault, make_home, open_index, write_vault

_COLLECTION = {
    "index.md": "---\ntitle: Harbour\ntags: [tide]\n---\n# Harbour\n\n[[Old boats]] and [[bread/Rye]], not [[lost]].\n",
    "Old boats.md": "The boats, the harbour and [the rye](bread/Rye.md) [again](<bread/Rye.md>).\n\n![[pier.png]]\n",
    "bread/Rye.md": "RYE / Rye [two](../Old%20boats.md#tar) [site](https://rye.example/boats) [three][b]\n\n"
    f"[b]: ../index.md\n\n{'the ' * 30}\n",
    "the.md": "A name that is not renamed.\n",
    "bread/dough/Sour.md": "Leads to [[the]].\n",
    "바다.md": "바다의 배와 항구. [[Old boats|배]] 링크 [하나](%EB%B0%94%EB%8B%A4%20%EB%91%98.md)\n",
    "바다 둘.md": "다시 [[바다]]\n",
}


@pytest.fixture(scope="module")
def notes():
    return dict(generate_notes(600, seed=3))


def test_pseudo_words_are_different_and_none_is_common():
    words = [pseudo_word(number) for number in range(30_000)]

    assert len({*words, *COMMON_WORDS}) == len(words) + len(COMMON_WORDS)


def test_same_seed_gives_the_same_bytes_and_another_seed_other_ones(notes):
    assert list(generate_notes(600, seed=3)) == list(notes.items())
    assert dict(generate_notes(600, seed=4)).keys() != notes.keys()


def test_sizes_are_log_normal(notes):
    sizes = np.array([len(text.encode()) for text in notes.values()])

    assert len(notes) == 600
    assert sizes.mean() == pytest.approx(MEAN_BYTES, rel=0.15)
    assert np.log(sizes).std() == pytest.approx(SIZE_SIGMA, rel=0.15)


def test_vocabulary_grows_with_a_power_of_the_text():
    """Heaps' law. The collections that are written with spaces have powers of 0.52 to 0.65."""
    seen, n_seen, n_read = set(), [], []
    n_words = 0
    for _, text in generate_notes(1500, seed=5):
        words = re.findall(r"[a-z]+", text.lower())
        n_words += len(words)
        seen.update(words)
        n_read.append(n_words)
        n_seen.append(len(seen))
    power = np.polyfit(np.log(n_read[100:]), np.log(n_seen[100:]), 1)[0]

    assert 0.5 < power < 0.75


def test_most_generated_links_resolve(tmp_path, monkeypatch):
    resolved, unresolved = _count_links(make_vault(tmp_path / "vault", 60), tmp_path, monkeypatch)

    assert resolved > 100
    assert 0.02 < unresolved / (resolved + unresolved) < 0.2


def test_generated_notes_are_read_without_complaint(tmp_path):
    vault = make_vault(tmp_path, 20)
    notes = [read_and_pack(vault, path.relative_to(vault).as_posix()) for path in vault.rglob("*.md")]

    assert sum(len(note.words) for note in notes) > 20 * 200


def test_links_of_copies_resolve_as_in_the_collection(tmp_path, monkeypatch):
    collection = write_vault(tmp_path / "collection", _COLLECTION)
    copies = make_vault(tmp_path / "copies", 3 * len(_COLLECTION), like=[collection])
    resolved, unresolved = _count_links(collection, tmp_path / "one", monkeypatch)

    assert (resolved, unresolved) == (10, 2)
    assert _count_links(copies, tmp_path / "two", monkeypatch) == (3 * resolved, 3 * unresolved)
    with open_index(copies) as reader:
        for note in reader.notes():
            copy = note.key.split("/")[0]
            assert all(link.key.split("/")[0] == copy for link in reader.links(note.note_id).outgoing)


def test_words_of_a_copy_are_renamed_one_to_one(tmp_path):
    collection = write_vault(tmp_path / "collection", _COLLECTION)
    first, second = np.array_split([text for _, text in repeat_notes([collection], 2 * len(_COLLECTION))], 2)
    originals = [text for _, text in sorted(_COLLECTION.items())]

    assert list(repeat_notes([collection], 2 * len(_COLLECTION))) == list(
        repeat_notes([collection], 2 * len(_COLLECTION))
    )
    for copy in ("\n".join(first), "\n".join(second)):
        assert "boats" not in copy.replace("rye.example/boats", "").lower()
        assert "title: " in copy
        assert "https://rye.example/boats" in copy
        lower, upper = re.search(r"\[the (\w+)\]", copy), re.search(r"^([A-Z]+) / (\w+)", copy, re.M)
        assert lower[1] == upper[1].lower() == upper[2].lower()
        assert len(set(re.findall(r"\w+", copy.lower()))) >= len(set(re.findall(r"\w+", "\n".join(originals).lower())))
    assert first[0] != second[0]


def test_a_copy_can_be_cut_off(tmp_path):
    collection = write_vault(tmp_path / "collection", _COLLECTION)

    assert len({key for key, _ in repeat_notes([collection], 9)}) == 9


def _count_links(vault, folder, monkeypatch):
    """(links that lead to a note, targets without a note, as often as they are meant)"""
    monkeypatch.setenv("NOTELINKS_HOME", str(make_home(folder / "home")))
    index_vault(vault)
    with open_index(vault) as reader:
        links = [reader.links(note.note_id) for note in reader.notes()]
    return sum(len(of_note.outgoing) for of_note in links), sum(len(of_note.unresolved) for of_note in links)
