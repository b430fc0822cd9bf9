import re
import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelinks.notes.marks import MARKS
from notelinks.notes.words import MAX_WORD_LENGTH, drop_clitics, fold_word, split_words
from tests.notes.fixture_files import Case, read_cases


@pytest.mark.parametrize("case", read_cases("words"), ids=lambda case: case.name)
def test_text_is_split_as_the_case_says(case: Case) -> None:
    assert case.expected[0].split() == split_words(case.parts[1])


def test_decomposed_words_are_composed() -> None:
    assert split_words("cafe\u0301 nai\u0308ve") == ["café", "naïve"]


def test_joiners_and_soft_hyphens_inside_words_are_ignored() -> None:
    assert split_words("hy\u00adphen zero\u200dwidth\u200cjoin 葛\U000e0100城") == ["hyphen", "zerowidthjoin", "葛城"]


def test_overlong_words_are_dropped_whole() -> None:
    longest = "a" * MAX_WORD_LENGTH

    assert split_words(f"{longest} {longest}a") == [longest]
    assert split_words(f"{longest} {longest}a é{longest}") == [longest]


def test_ascii_and_other_text_follow_the_same_rules() -> None:
    text = "don't -a- b2b x-ray2 10-x 3rd a_b __ 'q' co-op's 2024 I go"

    assert split_words(text) == split_words(text + " é")


def test_long_runs_of_marks_take_linear_time() -> None:
    start = time.process_time()
    split_words("a" + "\u0301\u0323" * 50_000)

    assert time.process_time() - start < 1


def test_folding_ignores_case_apostrophe_and_possessive() -> None:
    assert [fold_word(word) for word in ("Alice's", "Alice’s", "STRASSE", "Straße", "ΛΌΓΟΣ", "λόγος", "don’t")] == [
        "alice", "alice", "strasse", "strasse", "λόγοσ", "λόγοσ", "don't",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "bare", "folded"),
    [
        ("l'acqua", "acqua", "acqua"),
        ("Dell’Università", "Università", "università"),
        ("un'isola", "isola", "isola"),
        ("l'eau", "eau", "eau"),
        ("d'Hiver", "Hiver", "hiver"),
        ("L'Ours's", "Ours", "ours"),
        ("aujourd'hui", "aujourd'hui", "aujourd'hui"),
        ("rock'n'roll", "rock'n'roll", "rock'n'roll"),
        ("O'Brien", "O'Brien", "o'brien"),
        ("don't", "don't", "don't"),
        ("we'll", "we'll", "we'll"),
        ("п'ять", "п'ять", "п'ять"),
    ],
)
def test_elided_articles_and_possessives_do_not_make_another_word(written: str, bare: str, folded: str) -> None:
    assert (drop_clitics(written), fold_word(written)) == (bare, folded)


def test_marks_agree_with_the_running_tables() -> None:
    """A newer Unicode may know more marks than the generated list, but every listed one must be a mark."""
    is_listed = re.compile(f"[{MARKS}]").match
    listed = {chr(code) for code in range(sys.maxunicode + 1) if is_listed(chr(code))}
    known = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Mc")}

    assert {unicodedata.category(mark) for mark in listed} <= {"Mn", "Mc", "Cn"}
    assert len(known - listed) < 400


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_words_are_never_empty_and_fold_to_a_fixed_form(text: str) -> None:
    for word in split_words(text):
        assert word
        assert not any(character.isspace() for character in word)
        assert fold_word(fold_word(word)) == fold_word(word) or fold_word(word).endswith("'s")
