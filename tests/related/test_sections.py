"""Which words belong to which section, and when a match of sections is clear enough to be named."""

import numpy as np
import pytest

from notelinks.nearness import unit_rows
from notelinks.related.neighbours import Ranking
from notelinks.related.note_vectors import count_words, make_note_vectors
from notelinks.related.sections import compare, find_clear_matches, gather_sections


def gather(*sections: tuple[int, int, int]) -> list[int]:
    """Number of words of each section's text and heading, by what `gather_sections` says of (level, heading, text)."""
    lengths = [n_own + n_text for _, n_own, n_text in sections]
    starts = [sum(lengths[:i]) for i in range(len(sections))]
    found = gather_sections([level for level, _, _ in sections], starts, [n for _, n, _ in sections], sum(lengths))
    assert len(found) == sum(lengths)
    return [int(number) for number in found[starts]]


def test_long_sections_stand_alone() -> None:
    assert gather((0, 0, 40), (1, 2, 50), (2, 1, 30), (2, 3, 90)) == [0, 1, 2, 3]


def test_short_section_counts_as_part_of_the_one_above_it() -> None:
    assert gather((1, 1, 50), (2, 1, 29), (2, 1, 30), (3, 1, 2)) == [0, 0, 2, 2]


def test_short_sections_below_a_heading_without_text_make_one_section_of_it() -> None:
    assert gather((1, 1, 0), (2, 1, 12), (2, 1, 9), (3, 1, 10)) == [0, 0, 0, 0]


def test_heading_without_text_is_no_section() -> None:
    assert gather((1, 2, 0), (2, 1, 40), (1, 40, 0), (1, 1, 60)) == [-1, 1, -1, 3]


def test_short_text_before_the_first_heading_is_passed_over() -> None:
    assert gather((0, 0, 10), (2, 1, 40), (2, 1, 5), (1, 1, 3)) == [-1, 1, -1, -1]


def test_note_without_words_has_no_sections() -> None:
    assert gather_sections([1, 2], [0, 0], [0, 0], 0).tolist() == []


@pytest.mark.parametrize("seed", range(3))
def test_sections_are_compared_as_notes_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = count_words(rng.integers(0, 9, 200), rng.integers(0, 50, 200), 10, 50)
    vectors = make_note_vectors(counts, unit_rows(rng.normal(size=(50, 8)).astype(np.float32)))
    expected = Ranking(vectors, 0.3).cosines(np.arange(10))
    np.fill_diagonal(expected, [1.0] * 9 + [0.0])

    assert compare(vectors, vectors, 0.3) == pytest.approx(expected, abs=1e-5)


def test_clear_match_is_named_on_both_sides() -> None:
    scores = np.array([[0.1, 0.2, 0.2], [0.5, 0.2, 0.3], [0.4, 0.2, 0.4]])

    assert find_clear_matches(scores) == (1, 0)


def test_side_with_two_sections_that_are_nearly_equal_is_not_named() -> None:
    scores = np.array([[0.45, 0.2, 0.4], [0.5, 0.1, 0.3], [0.4, 0.2, 0.4]])

    assert find_clear_matches(scores) == (None, 0)


def test_note_of_one_piece_has_no_section_but_its_other_has() -> None:
    assert find_clear_matches(np.array([[0.1, 0.5, 0.4]])) == (None, 1)
    assert find_clear_matches(np.array([[0.5], [0.1], [0.4]])) == (0, None)
    assert find_clear_matches(np.array([[0.4]])) == (None, None)


def test_sections_that_match_less_than_the_whole_are_not_named() -> None:
    """The notes are alike in many places, none of which explains it."""
    assert find_clear_matches(np.array([[0.2, 0.1, 0.3], [0.1, 0.1, 0.2], [0.1, 0.1, 0.4]])) == (None, None)


def test_nothing_is_named_where_nothing_matches() -> None:
    assert find_clear_matches(np.zeros((3, 4))) == (None, None)
