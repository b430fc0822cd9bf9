"""Words that no language has, as many as are wanted: the vocabulary of generated and of renamed notes."""

from functools import cache

_COMMON = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which
one you were her all she there would their we him been has when who will more no if out so said what up its about
into than them can only other new some could time these two may then do first any my now such like our over man me
even most made after also did many before must through back years where much your way well down should because
each just those people how too little state good very make world still own see men work long get here between both
life being under never day same another know while last might us great old year off come since against go came
right used take three
"""

COMMON_WORDS = tuple(_COMMON.split())
"""Frequent words of English: languages and stop words are told by them. None is two or more open syllables."""

_SYLLABLES = tuple(c + v for c in "bdfghjklmnprstvwz" for v in ("a", "i", "o", "u")) + tuple(
    c + v for c in ("ch", "dr", "gl", "kr", "pl", "sh", "st", "tr") for v in ("a", "i", "o", "u")
)
_STRIDE = 61_813
"""A prime that divides no number of words of one length, so that neighbours in rank do not look alike."""


@cache
def pseudo_word(number: int) -> str:
    """The word with that number: different for different numbers, longer for larger ones."""
    length, n_words = 2, len(_SYLLABLES) ** 2
    while number >= n_words:
        number -= n_words
        length, n_words = length + 1, n_words * len(_SYLLABLES)
    number = number * _STRIDE % n_words
    syllables = []
    for _ in range(length):
        number, digit = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[digit])
    return "".join(syllables)
