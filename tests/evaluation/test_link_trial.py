"""The trial by links on vaults where it is known which ranking must win."""

import random

import numpy as np
import pytest

from notelinks.config import Settings, TrainingConfig
from notelinks.evaluation import link_trial
from notelinks.evaluation.link_trial import BASELINE, OURS, try_links
from notelinks.indexer.report import SilentReporter
from tests.support import TOPICS, write_vault

SETTINGS = Settings(training=TrainingConfig(n_dims=32, target_budget=20_000, max_epochs=4))


def notes_linked_within_topics(n_notes, seed=1):
    """Each note has words of its own besides those of its topic, and links to three notes of the topic."""
    rng = random.Random(seed)
    topics = sorted(TOPICS)
    notes = {}
    for number in range(n_notes):
        topic = topics[number % len(topics)]
        words = [*rng.choices(TOPICS[topic], k=40), f"own{number}", f"other{number}"]
        links = rng.sample(range(number % len(topics), n_notes, len(topics)), 3)
        notes[f"n{number}.md"] = " ".join(words) + " " + " ".join(f"[[n{i}|here]]" for i in links)
    return notes


def notes_linked_with_hubs(n_notes):
    """Alike in words; every note links to two of five hubs, one of which can be hidden."""
    return {f"n{i}.md": f"see [[n{i % 5}|one]] and [[n{(i + 1) % 5}|two]] common words {i}x" for i in range(n_notes)}


def notes_linked_in_groups(n_notes):
    """Alike in words; the notes of each six are all linked to one another."""
    groups = [range(i - i % 6, i - i % 6 + 6) for i in range(n_notes)]
    return {
        f"n{i}.md": "common words " + " ".join(f"[[n{other}|here]]" for other in group if other < i)
        for i, group in enumerate(groups)
    }


def run(tmp_path, notes, seed=1):
    return try_links(write_vault(tmp_path / "vault", notes), SETTINGS, seed, SilentReporter())


def test_words_find_links_that_follow_topics_and_chance_does_not(tmp_path):
    trial = run(tmp_path, notes_linked_within_topics(120))

    for name in (OURS, BASELINE):
        assert trial.means[name]["ndcg"].low > trial.means["random"]["ndcg"].high
    assert set(trial.means) == {OURS, BASELINE, "link neighbours", "popular notes", "random"}


def test_excluded_notes_take_no_part(tmp_path):
    notes = notes_linked_within_topics(40) | {".obsidian/app.json": '{"userIgnoreFilters": ["n3"]}'}

    assert run(tmp_path, notes).n_notes == 40 - len(["n3", *(f"n3{i}" for i in range(10))])


def test_popularity_finds_hubs(tmp_path):
    trial = run(tmp_path, notes_linked_with_hubs(100))

    assert trial.means["popular notes"]["ndcg"].value > trial.means["random"]["ndcg"].high


def test_link_neighbours_find_the_missing_links_of_groups(tmp_path):
    trial = run(tmp_path, notes_linked_in_groups(60))

    assert trial.means["link neighbours"]["ndcg"].value > 0.9
    assert trial.means["popular notes"]["ndcg"].value < 0.5


def test_figures_are_shares_within_their_intervals_and_the_gain_is_their_difference(tmp_path):
    trial = run(tmp_path, notes_linked_within_topics(80))

    for means in trial.means.values():
        for mean in means.values():
            assert 0.0 <= mean.low <= mean.value <= mean.high <= 1.0
    for figure, gain in trial.gain.items():
        difference = trial.means[OURS][figure].value - trial.means[BASELINE][figure].value
        assert gain.value == pytest.approx(difference)


def test_equal_seeds_give_equal_trials_and_others_do_not(tmp_path):
    notes = notes_linked_within_topics(60)

    assert run(tmp_path / "a", notes, seed=1) == run(tmp_path / "b", notes, seed=1)
    assert run(tmp_path / "c", notes, seed=2) != run(tmp_path / "d", notes, seed=1)


def test_notes_that_are_still_linked_and_the_note_itself_are_not_ranked(tmp_path, monkeypatch):
    """An oracle that gives them the highest score of all still finds the hidden notes first."""

    def oracle(corpus, listing):
        known = {(a, b) for pair in corpus.contents.links.tolist() for a, b in (pair, pair[::-1])}
        score = np.array([[2.0 if a == b or (a, b) in known else 0.0 for b in range(60)] for a in range(60)])
        for number, links in enumerate(written):
            for other in links:
                a, b = keys.index(f"n{number}.md"), keys.index(f"n{other}.md")
                score[a, b] = score[b, a] = max(score[a, b], 1.0)
        return {OURS: lambda row: score[row], BASELINE: lambda row: score[row]}

    notes = notes_linked_within_topics(60)
    keys = sorted(notes)
    written = [[int(part.split("|")[0]) for part in notes[f"n{i}.md"].split("[[n")[1:]] for i in range(60)]
    monkeypatch.setattr(link_trial, "rankings", oracle)

    trial = run(tmp_path, notes)

    assert trial.means[OURS]["ndcg"].value == pytest.approx(1.0)


def test_too_few_links_give_no_figures(tmp_path):
    trial = run(tmp_path, {f"n{i}.md": f"words of note {i} [[n{i + 1}]]" for i in range(9)})

    assert (trial.n_notes, trial.n_pairs, trial.means, trial.gain) == (9, 8, {}, {})
    assert 0 < trial.n_queries < 20


@pytest.mark.parametrize("notes", [{}, {"a.md": ""}, {"a.md": "one [[a]]"}])
def test_vaults_without_anything_to_hide_give_no_figures(tmp_path, notes):
    trial = run(tmp_path, notes)

    assert (trial.n_pairs, trial.n_queries, trial.means) == (0, 0, {})
