"""What somebody would write with gensim: word2vec (CBOW), a note as the mean of its words, cosines of all pairs."""

import re
from typing import Any

import numpy as np
from common import main
from gensim.models import Word2Vec


def learn(texts: list[str], settings: dict[str, Any]) -> np.ndarray:
    """(n_notes, n_dims) float32, rows of unit length, or zero where a note has no word."""
    notes = [re.findall(r"[^\W\d_]+", text.lower()) for text in texts]
    model = Word2Vec(notes, sg=0, **settings)
    vectors = np.zeros((len(notes), model.vector_size), np.float32)
    for row, words in enumerate(notes):
        known = [model.wv.key_to_index[word] for word in words if word in model.wv.key_to_index]
        if known:
            vectors[row] = model.wv.vectors[known].mean(axis=0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


if __name__ == "__main__":
    main(learn)
