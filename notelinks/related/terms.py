"""Terms for display in Chinese, Japanese and Korean, where the words that are counted are not those that one reads.

Chinese and Japanese notes are counted in pairs of neighbouring characters, which serve the ranking and are no words: a
reader of `态规` wants to see `动态规划`. A pair is extended, character by character, as long as the vault nearly always
goes on in the same way; that is the idea of branching entropy (Harris 1955, "From phoneme to morpheme") with the one
most frequent branch instead of the whole distribution. A Korean word carries its particles with it: `부등식을` is shown
as `부등식`, if that occurs as well. Nothing but display depends on it.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

_CERTAIN = 0.5
"""A pair goes on with a character that follows it in at least this share of its occurrences."""

_FEWEST = 3
"""Rarer pairs are left as they are: one accident would decide."""

_BOUND = 0.25
"""A character and a particle make a word (`存在`, `目的`) if it stands beside that particle at least so often."""

_LONGEST = 8
"""Characters of a term."""


def _longest_first(text: str) -> tuple[str, ...]:
    return tuple(sorted(text.split(), key=len, reverse=True))


_KOREAN_ENDINGS = _longest_first(
    """
    은 는 이 가 을 를 의 에 에서 에게 와 과 도 로 으로 만 까지 부터 처럼 보다 이나 나 이란 란 이라는 라는 이라고 라고
    들 들은 들이 들을 들의 에는 에서는 으로는 로는 으로서 로서 으로써 로써 하다 한다 하는 하고 하며 하면 하여 해서
    했다 하기 할 한 된다 되는 되어 되고 됐다 된 이다 이며 이고 입니다 합니다 됩니다 적 적인 적으로 하려면 하자 해보자 시
    """
)
"""Particles and the forms of the verbs `to do`, `to become`, `to be` that Korean writes at the end of a noun."""

_KOREAN_CERTAIN = _longest_first(
    """
    에서 에서는 에서도 에게 에게는 까지 부터 처럼 마다 으로써 으로서
    한다 한다는 한다면 했다 했던 하는 하고 하며 하면 하여 해서 해야 하기 하지 하려면 하도록 하자 해보자 합니다 했습니다
    하세요 된다 되는 되어 되고 되면 되지 되도록 됐다 되었다 되어야 됩니다
    """
)
"""Endings that no noun has of its own: what stands before them is one, whether it occurs alone or not."""

_KOREAN_VERBAL = _longest_first(
    """
    니다 해요 어요 아요 세요 에요 예요 네요 지요 군요 면서 지만 려면 려고 으며 도록 거나 더라도 는데 은데 자마자 해보자
    """
)
"""Ends of verbs and of no nouns of three or more syllables."""

_KOREAN_FINALS = (4, 20)
"""Numbers of the final consonants of a syllable that make a verb of a following `다`: n and ss."""

_SHORTEST_NOUN = 2
"""Syllables; shorter ones end like an ending too often."""

_PAIR = re.compile("[\u3005-\u3007\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2}")
"""Two Chinese characters or katakana."""

_HIRAGANA = re.compile("[\u3041-\u309f]")


def find_terms(words: Sequence[str], word_ids: np.ndarray, starts: np.ndarray, particles: Collection[str]) -> list[str]:
    """What to show for each word: the word itself, or the term that it stands in; empty if it tells a reader nothing.

    That is a pair with hiragana, in which Japanese writes endings and particles, and a pair that a particle and its
    chance neighbour make.

    Args:
        words: the vocabulary, in order of word id.
        word_ids: (n_tokens,) the text of all notes.
        starts: (n_notes + 1,) where each note begins.
        particles: characters that are grammar.
    """
    is_pair = np.array([_PAIR.fullmatch(word) is not None for word in words], dtype=bool)
    known = {*words, *filter(None, map(_certain_noun, words))}
    terms = ["" if _HIRAGANA.search(word) else _drop_ending(word, known) for word in words]
    if not is_pair.any():
        return terms
    counts = np.bincount(word_ids, minlength=len(words))
    pairs = _Pairs(words, counts, is_pair, word_ids.astype(np.int64), starts)
    for word_id in np.flatnonzero(is_pair).tolist():
        if pairs.is_chance(word_id, particles):
            terms[word_id] = ""
        elif counts[word_id] >= _FEWEST:
            terms[word_id] = pairs.extend(word_id, particles)
    return terms


def _drop_ending(word: str, known: Collection[str]) -> str:
    """A Korean word without its particle, if the rest is a known word; nothing for a verb; any other word as it is."""
    if not _is_korean(word[-1]):
        return word
    if noun := _certain_noun(word):
        return noun
    for ending in _KOREAN_ENDINGS if word.endswith(_KOREAN_ENDINGS) else ():
        rest = word.removesuffix(ending)
        if rest and len(rest) < len(word) and not _is_korean(rest[-1]):
            return rest if len(rest) > 1 else ""
        if len(rest) < len(word) and len(rest) >= _SHORTEST_NOUN and rest in known:
            return rest
    return "" if _is_korean_verb(word) else word


def _certain_noun(word: str) -> str:
    """The noun of a Korean word whose ending belongs to no noun, whether the noun occurs alone or not; else nothing."""
    if not _is_korean(word[-1]):
        return ""
    for ending in _KOREAN_CERTAIN if word.endswith(_KOREAN_CERTAIN) else ():
        rest = word.removesuffix(ending)
        if _SHORTEST_NOUN <= len(rest) < len(word):
            return rest
    return word[:-1] if _is_korean_object(word) else ""


def _is_korean(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"


def _is_korean_object(word: str) -> bool:
    """Whether the last syllable marks an object: `을` after a consonant, `를` after a vowel."""
    if len(word) <= _SHORTEST_NOUN:
        return False
    return word[-1] == ("을" if _final(word[-2]) else "를")


def _final(syllable: str) -> int:
    """Number of the final consonant of a Korean syllable, 0 for none."""
    return (ord(syllable) - 0xAC00) % 28 if _is_korean(syllable) else 0


def _is_korean_verb(word: str) -> bool:
    """Whether the last syllables can only be those of a verb."""
    if len(word) <= _SHORTEST_NOUN:
        return False
    is_statement = word[-1] == "다" and _final(word[-2]) in _KOREAN_FINALS
    return is_statement or word.endswith(_KOREAN_VERBAL)


class _Pairs:
    """Pairs of characters and what stands beside them."""

    def __init__(
        self, words: Sequence[str], counts: np.ndarray, is_pair: np.ndarray, word_ids: np.ndarray, starts: np.ndarray
    ) -> None:
        self._words = words
        self._counts = counts
        self._n_with_first: Counter[str] = Counter()
        self._n_with_last: Counter[str] = Counter()
        for word_id in np.flatnonzero(is_pair).tolist():
            self._n_with_first[words[word_id][0]] += int(counts[word_id])
            self._n_with_last[words[word_id][-1]] += int(counts[word_id])
        first = np.array([ord(word[0]) for word in words])
        last = np.array([ord(word[-1]) for word in words])
        left, right = word_ids[:-1], word_ids[1:]
        overlaps = is_pair[left] & is_pair[right] & (last[left] == first[right])
        overlaps[_last_positions(starts, len(word_ids))] = False
        cells, n_together = np.unique(left[overlaps] * len(words) + right[overlaps], return_counts=True)
        left, right = np.divmod(cells, len(words))
        self._following = _certain(left, right, n_together / counts[left])
        self._preceding = _certain(right, left, n_together / counts[right])

    def is_chance(self, word_id: int, particles: Collection[str]) -> bool:
        """Whether a character and a particle only happen to stand together: the character belongs to what stands on
        its other side, or has many other neighbours."""
        first, last = self._words[word_id]
        count = self._counts[word_id]
        return (last in particles and (word_id in self._preceding or count < _BOUND * self._n_with_first[first])) or (
            first in particles and (word_id in self._following or count < _BOUND * self._n_with_last[last])
        )

    def extend(self, word_id: int, particles: Collection[str]) -> str:
        """The pair with what nearly always stands after and before it, once round where a text repeats itself."""
        term, right, left = self._words[word_id], word_id, word_id
        seen = {-1, word_id}
        while len(term) < _LONGEST and (right := self._following.get(right, -1)) not in seen:
            seen.add(right)
            if (character := self._words[right][1]) in particles:
                break
            term += character
        while len(term) < _LONGEST and (left := self._preceding.get(left, -1)) not in seen:
            seen.add(left)
            if (character := self._words[left][0]) in particles:
                break
            term = character + term
        return term


def _last_positions(starts: np.ndarray, n_tokens: int) -> np.ndarray:
    """Positions whose next word belongs to another note."""
    ends = starts[1:-1]
    return ends[(ends > 0) & (ends < n_tokens)] - 1


def _certain(pairs: np.ndarray, neighbours: np.ndarray, share: np.ndarray) -> dict[int, int]:
    """The most frequent neighbour of each pair, where it is frequent enough; of two equals the earlier word."""
    order = np.lexsort((-neighbours, share))
    order = order[share[order] >= _CERTAIN]
    return dict(zip(pairs[order].tolist(), neighbours[order].tolist(), strict=True))
