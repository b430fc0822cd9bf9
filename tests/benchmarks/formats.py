"""Whether gensim reads the files of vectors that we write, and we those that gensim writes, in both formats.

usage: .bench/bin/python tests/benchmarks/formats.py    (the environment that engine.py makes)

Ends with status 1 if a word or a number is lost on the way there or back.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors

from notelinks.word2vec.vectors import WordVectors, read_vectors, write_vectors

WORDS = ("sourdough", "naïve", "动态规划", "블로그", "état", "don't", "x-ray", "🙂")


def main() -> None:
    vectors = np.random.default_rng(1).normal(size=(len(WORDS), 48)).astype(np.float32)
    is_same = [check(WordVectors(WORDS, vectors), name) for name in ("vectors.txt", "vectors.bin")]
    sys.exit(0 if all(is_same) else 1)


def check(ours: WordVectors, name: str) -> bool:
    """Writes a file, lets gensim read and write it, reads that; tells and gives whether all are the same."""
    is_binary = name.endswith(".bin")
    with tempfile.TemporaryDirectory() as folder:
        there, back = Path(folder, name), Path(folder, f"back-{name}")
        write_vectors(there, ours)
        gensims = KeyedVectors.load_word2vec_format(str(there), binary=is_binary)
        gensims.save_word2vec_format(str(back), binary=is_binary)
        returned = read_vectors(back)
    read_same = tuple(gensims.index_to_key) == ours.words and np.array_equal(gensims.vectors, ours.vectors)
    back_same = returned.words == ours.words and np.allclose(returned.vectors, ours.vectors, rtol=1e-6)
    print(f"{name}: gensim reads {'the same' if read_same else 'something else'}, "
          f"and what it writes is {'the same' if back_same else 'something else'}")  # fmt: skip
    return read_same and back_same


if __name__ == "__main__":
    main()
