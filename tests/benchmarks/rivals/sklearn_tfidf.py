"""What somebody would write with scikit-learn: tf-idf vectors as they come by default, cosines of all pairs."""

from typing import Any

from common import main
from sklearn.feature_extraction.text import TfidfVectorizer


def learn(texts: list[str], settings: dict[str, Any]) -> Any:
    """(n_notes, n_words) float64, sparse, rows of unit length."""
    return TfidfVectorizer(**settings).fit_transform(texts)


if __name__ == "__main__":
    main(learn)
