"""What a group of notes is called: the concepts that set it apart from the rest."""

import math
from collections import Counter
from collections.abc import Sequence

from notelinks.records import Concept
from notelinks.related.concepts import StemsOf, group_forms

N_WORDS = 3
"""Words of a name."""

_FEWEST = 3
"""Notes of a group that must have a concept for it to speak for the group; all of them in smaller groups."""


def name_groups(
    concepts: Sequence[Sequence[Concept]],
    labels: Sequence[int],
    n_groups: int,
    stems_of: StemsOf,
) -> list[tuple[str, ...]]:
    """The words that name each group, the most telling first; none for a group without concepts.

    A concept scores p log(p / q), where p is the mean square of its weights in the notes of the group and q that in all
    notes. With shares of notes in their place that is its part of the divergence of the group from the vault (Kullback
    & Leibler 1951); so it must be heavy in the group and light elsewhere. Squares, because plain weights let a word
    that many notes are a little about (`know`, `asked`) come before what a few are all about.

    Args:
        concepts: those of each note.
        labels: the group of each note; those below 0 belong to none.
    """
    everywhere: Counter[str] = Counter()
    within: list[Counter[str]] = [Counter() for _ in range(n_groups)]
    holders: list[Counter[str]] = [Counter() for _ in range(n_groups)]
    for of_note, label in zip(concepts, labels, strict=True):
        for concept in of_note:
            everywhere[concept.text] += concept.weight**2
            if label >= 0:
                within[label][concept.text] += concept.weight**2
                holders[label][concept.text] += 1
    sizes = Counter(labels)
    names = []
    for label in range(n_groups):
        fewest = min(_FEWEST, sizes[label])
        scores = {
            word: weight / sizes[label] * math.log(weight / sizes[label] * len(concepts) / everywhere[word])
            for word, weight in within[label].items()
            if holders[label][word] >= fewest and weight > 0
        }
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        names.append(tuple(word for word, _ in group_forms(ranked[: 4 * N_WORDS], stems_of, N_WORDS)))
    return names
