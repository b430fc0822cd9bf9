"""What a generated vault consists of before any text: topics and their words, titles, folders, who links to whom."""

import random
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from tests.benchmarks.pseudo_words import COMMON_WORDS, pseudo_word

TOPIC_WORDS = 400
"""Words that a topic prefers."""

_MEAN_LINKS, _LINKLESS_SHARE = 4.5, 0.2
"""Links a note, and notes without any: four real collections have 3.5 to 4.1 a note and 3 to 31 % without."""

_TOPIC_SHARE, _UNRESOLVED_SHARE, _MARKDOWN_SHARE = 0.8, 0.08, 0.25
"""Shares of links: within the topic, to a note that is not there, as Markdown instead of a wikilink."""

_RAREST_OF = 4
"""Words of which a title of one word is the rarest: such a name stands in 2 % of the notes, in four real collections in
0.9, 1.5, 1.7 and 4.6 %."""

_MEAN_FOLDER_TOPICS = 6
"""Topics whose folders lie in one folder."""


def word_of_rank(rank: int) -> str:
    """The word that is so frequent in generated text: first common English ones, then pseudo-words."""
    return COMMON_WORDS[rank] if rank < len(COMMON_WORDS) else pseudo_word(rank - len(COMMON_WORDS))


@dataclass(frozen=True)
class VaultPlan:
    """All that is decided for the vault as a whole. Note numbers are rows; all titles differ, even when folded."""

    topic_words: np.ndarray
    """(n_topics, TOPIC_WORDS) int64: ranks of words, the most preferred first."""
    topics: list[int]
    """Topic of each note."""
    titles: list[str]
    """File name of each note without its extension."""
    folders: list[str]
    """Folder of each topic, from the top of the vault."""
    members: list[list[int]]
    """Notes of each topic, the most linked first."""

    def key(self, number: int) -> str:
        """Path of a note in the vault."""
        return f"{self.folders[self.topics[number]]}/{self.titles[number]}.md"

    def topic_word(self, topic: int, rng: random.Random) -> str:
        """One of the words that a topic prefers; the first ones are the most likely."""
        return word_of_rank(int(self.topic_words[topic, int(TOPIC_WORDS * rng.random() ** 2)]))

    def rare_topic_word(self, topic: int, rng: random.Random) -> str:
        """The least frequent of some of the words that a topic prefers."""
        return word_of_rank(max(int(rng.choice(self.topic_words[topic])) for _ in range(_RAREST_OF)))

    def draw_links(self, number: int, rng: random.Random) -> list[str]:
        """The links of a note, as they are written in its text."""
        if rng.random() < _LINKLESS_SHARE:
            return []
        return [self._draw_link(self.topics[number], rng) for _ in range(1 + int(rng.expovariate(1 / _MEAN_LINKS)))]

    def _draw_link(self, topic: int, rng: random.Random) -> str:
        if rng.random() < _UNRESOLVED_SHARE:
            return f"[[{self.topic_word(topic, rng)} not yet written]]"
        near = self.members[topic] if rng.random() < _TOPIC_SHARE else range(len(self.titles))
        target = near[int(len(near) * rng.random() ** 2)]
        if rng.random() < _MARKDOWN_SHARE:
            return f"[{self.titles[target].lower()}]({quote(self.key(target))})"
        shown = f"|{self.topic_word(topic, rng)}" if rng.random() < 0.25 else ""
        return f"[[{self.titles[target]}{shown}]]"


def make_plan(n_notes: int, seed: int) -> VaultPlan:
    """Decides everything; the same for the same arguments. Topics grow with the power 0.6 of the notes."""
    rng, np_rng = random.Random(f"plan {seed}"), np.random.default_rng([seed, 0])
    n_topics = max(4, int(n_notes**0.6 / 2))
    first, last = np.log([len(COMMON_WORDS), 15_000])
    topic_words = np.exp(np_rng.uniform(first, last, (n_topics, TOPIC_WORDS))).astype(np.int64)
    topics = [int(n_topics * rng.random() ** 1.5) for _ in range(n_notes)]
    members: list[list[int]] = [[] for _ in range(n_topics)]
    for number, topic in enumerate(topics):
        members[topic].append(number)
    plan = VaultPlan(topic_words, topics, [], _name_folders(topic_words), members)
    taken: set[str] = set()
    for topic in topics:
        plan.titles.append(_draw_title(plan, topic, rng, taken))
    return plan


def _name_folders(topic_words: np.ndarray) -> list[str]:
    names = [f"{word_of_rank(int(words[0]))} {word_of_rank(int(words[1]))}".title() for words in topic_words]
    return [f"{names[i - i % _MEAN_FOLDER_TOPICS]}/{name} {i}" for i, name in enumerate(names)]


def _draw_title(plan: VaultPlan, topic: int, rng: random.Random, taken: set[str]) -> str:
    """Two to four words of the topic, seldom one; numbered when another note has that title."""
    n_words = rng.choices((1, 2, 3, 4), (5, 45, 35, 15))[0]
    words = [plan.topic_word(topic, rng) for _ in range(n_words)] if n_words > 1 else [plan.rare_topic_word(topic, rng)]
    title = name = " ".join(words).capitalize()
    number = 1
    while title.casefold() in taken:
        number += 1
        title = f"{name} {number}"
    taken.add(title.casefold())
    return title
