"""A generation: the word vectors of one training and all that belongs to them, as files in one folder.

Written once by the indexer, never changed. Word vectors are kept in half precision: their rounding moves a cosine by
about 0.0001, and they are most of what an index takes on the disk.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tokenize import TokenError

import numpy as np

from notelinks.errors import StoreError
from notelinks.related.note_vectors import Sparse, weigh_notes
from notelinks.related.word_list import TextList, WordList


@dataclass(frozen=True)
class Generation:
    """What one training leaves behind."""

    words: WordList
    """The word of each word id."""
    displayed: Sequence[str]
    """The most frequent written form of each word; a `TextList`, unless it is for a moment."""
    is_hidden: np.ndarray
    """(n_words,) bool: stop words and the like, which count but are not shown as concepts or reasons."""
    word_vectors: np.ndarray
    """(n_trained, n_dims) float16, unit length but for the rounding. Of the first words; the rarest of very many are
    not trained."""
    n_documents: np.ndarray
    """(n_words,) int32, in how many notes each word occurs."""
    n_notes: int
    """In how many notes words were counted."""
    learned_share: float
    """See `RankingConfig`."""
    title_weight: float
    """See `RankingConfig`."""
    link_share: float
    """Weight of the link part in a score, see `link_share.LinkShare`."""
    n_link_queries: int
    """Notes that were ranked to find the link share."""

    def vectors_of(self, word_ids: np.ndarray) -> np.ndarray:
        """(n, n_dims) float32, the vectors of some words; zero for those that were not trained."""
        is_trained = word_ids < len(self.word_vectors)
        if is_trained.all():
            return self.word_vectors[word_ids].astype(np.float32, copy=False)
        vectors = np.zeros((len(word_ids), self.word_vectors.shape[1]), dtype=np.float32)
        vectors[is_trained] = self.word_vectors[word_ids[is_trained]]
        return vectors

    def weigh(self, texts: Sparse, titles: Sparse) -> Sparse:
        """The weight of every word of every note under this generation, see `weigh_notes`."""
        return weigh_notes(texts, titles, self.n_documents, self.n_notes, self.title_weight)

    def with_newer_words(self, newer: Mapping[str, str], is_hidden: Sequence[bool]) -> "Generation":
        """The same, and behind its words others that it does not have; they have no vector, and count as words of one
        note.

        Args:
            newer: word -> as it is displayed.
            is_hidden: of each of them.
        """
        return replace(
            self,
            words=self.words.plus(newer),
            displayed=self.displayed.plus(newer.values()),
            is_hidden=np.concatenate([self.is_hidden, np.array(is_hidden, dtype=bool)]),
            n_documents=np.concatenate([self.n_documents, np.ones(len(newer), dtype=np.int32)]),
        )

    @property
    def shares(self) -> dict[str, float]:
        """What counts how much in a score; the first three add up to 1."""
        words = 1.0 - self.link_share
        return {
            "equal_words": words * (1.0 - self.learned_share),
            "word_vectors": words * self.learned_share,
            "shared_links": self.link_share,
            "n_link_queries": self.n_link_queries,
        }


def write_generation(folder: Path, generation: Generation) -> None:
    """Writes all files of a generation into an empty folder."""
    np.save(folder / "word_vectors.npy", generation.word_vectors)
    np.save(folder / "n_documents.npy", generation.n_documents)
    np.save(folder / "is_hidden.npy", generation.is_hidden)
    np.save(folder / "words.order.npy", generation.words.order)
    (folder / "words.txt").write_bytes(generation.words.text)
    (folder / "displayed.txt").write_bytes(generation.displayed.text)
    settings = {
        "n_notes": generation.n_notes,
        "learned_share": generation.learned_share,
        "title_weight": generation.title_weight,
        "link_share": generation.link_share,
        "n_link_queries": generation.n_link_queries,
    }
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


def load_generation(folder: Path) -> Generation:
    """The generation in a folder; arrays are mapped.

    Raises:
        StoreError: if a file is missing or damaged, or the files do not fit together.
    """
    try:
        generation = Generation(
            words=WordList.ordered(_read_lines(folder / "words.txt"), map_array(folder / "words.order.npy")),
            displayed=TextList(_read_lines(folder / "displayed.txt")),
            is_hidden=map_array(folder / "is_hidden.npy"),
            word_vectors=map_array(folder / "word_vectors.npy"),
            n_documents=map_array(folder / "n_documents.npy"),
            **json.loads((folder / "settings.json").read_text(encoding="utf-8")),
        )
    except (OSError, EOFError, ValueError, TypeError, IndexError) as error:
        raise StoreError(
            f"{folder}: the word vectors cannot be read ({error}). `notelinks index` trains them anew."
        ) from error
    n_words = len(generation.words)
    of_words = generation.words.order, generation.displayed, generation.is_hidden, generation.n_documents
    sizes = {*map(len, of_words)}
    if sizes != {n_words} or len(generation.word_vectors) > n_words:
        raise StoreError(f"{folder}: the word vectors are damaged. `notelinks index` trains them anew.")
    return generation


def map_array(path: Path) -> np.ndarray:
    """An array in a file, of which those pages are read that are used.

    Raises:
        OSError, EOFError, ValueError: if the file is missing or damaged.
    """
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (SyntaxError, TokenError) as error:  # NumPy lets some through that come from a damaged header
        raise ValueError(f"{path.name} has no readable header") from error


def _read_lines(path: Path) -> bytes:
    text = path.read_bytes()
    text.decode()
    return text
