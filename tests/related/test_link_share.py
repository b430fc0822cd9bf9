"""The choice of the link share: what it follows, and that it is the same for the same notes."""

import numpy as np
import pytest

from notelinks.related import link_share as module
from notelinks.related.link_share import USUAL_LINK_SHARE, LinkShare, choose_link_share
from notelinks.related.neighbours import Ranking
from notelinks.related.note_vectors import count_words, document_counts, make_note_vectors, weigh_notes

N_GROUPS, GROUP = 12, 10
N_NOTES = N_GROUPS * GROUP
KEYS = [f"note {row}.md" for row in range(N_NOTES)]


def group_pairs():
    """Notes of a group are linked to one another."""
    rows = np.arange(N_NOTES)
    return np.array([(a, b) for a in rows for b in rows if a < b and a // GROUP == b // GROUP])


def make_ranking(words_follow_groups):
    rng = np.random.default_rng(0)
    rows = np.repeat(np.arange(N_NOTES), 30)
    group = (rows // GROUP) if words_follow_groups else rng.integers(0, N_GROUPS, len(rows))
    words = group * 40 + rng.integers(0, 40, len(rows))
    texts = count_words(rows, words, N_NOTES, N_GROUPS * 40)
    titles = count_words(rows[:0], words[:0], N_NOTES, N_GROUPS * 40)
    weights = weigh_notes(texts, titles, document_counts(texts), N_NOTES, 0.3)
    return Ranking(make_note_vectors(weights, np.zeros((N_GROUPS * 40, 16), np.float32)), 0.1)


def test_vault_whose_links_tell_more_than_its_words_gives_links_a_large_share():
    chosen = choose_link_share(make_ranking(words_follow_groups=False), group_pairs(), KEYS)

    assert chosen.share > 0.15
    assert chosen.n_queries > 100


def test_vault_whose_shared_links_mislead_gives_links_the_least_share():
    """Notes are linked within their group, and to indexes that are shared across groups."""
    rng = np.random.default_rng(0)
    rows = range(GROUP, N_NOTES)
    inside = [(row, row + 1) for row in rows if (row + 1) % 2]
    indexes = [(int(index), row) for row in rows for index in rng.choice(3, 1)]
    pairs = np.array(sorted({*inside, *indexes}))

    assert choose_link_share(make_ranking(words_follow_groups=True), pairs, KEYS).share < 0.08


def test_hidden_links_do_not_help_to_find_themselves(monkeypatch):
    """All links of a group are hidden together, so that no share can tell: of equals the least wins."""
    monkeypatch.setattr(module, "_hash_of", lambda key, other: int(key.split()[1].removesuffix(".md")) // GROUP)

    assert choose_link_share(make_ranking(words_follow_groups=False), group_pairs(), KEYS).share < 0.07


def test_notes_that_are_still_linked_are_not_in_the_way():
    """Notes 0 and 1 share one neighbour, note 0 shares many with those that it is linked with; these do not count."""
    shown = np.array([pair for pair in group_pairs().tolist() if 1 not in pair or pair == [1, 2]])

    gains = list(module._try_shares(make_ranking(words_follow_groups=True), shown, np.array([[0, 1]]), 10))

    assert gains[0][-1] == 1.0


def test_same_notes_and_links_give_the_same_choice_in_any_order():
    ranking, pairs = make_ranking(words_follow_groups=False), group_pairs()

    assert choose_link_share(ranking, pairs, KEYS) == choose_link_share(ranking, pairs[::-1, ::-1].copy(), KEYS)


def test_vault_without_links_has_no_link_part():
    ranking = make_ranking(words_follow_groups=True)

    assert LinkShare(0.0, 0) == choose_link_share(ranking, np.zeros((0, 2), np.int64), KEYS)


def test_few_links_leave_the_usual_share_nearly_alone():
    chosen = choose_link_share(make_ranking(words_follow_groups=False), group_pairs()[:3], KEYS)

    assert chosen.share == pytest.approx(USUAL_LINK_SHARE, abs=0.02)
    assert 1 <= chosen.n_queries <= 6


def test_no_more_notes_are_ranked_than_are_asked_for(monkeypatch):
    monkeypatch.setattr(module, "_MAX_QUERIES", 25)

    assert choose_link_share(make_ranking(words_follow_groups=True), group_pairs(), KEYS).n_queries <= 25
