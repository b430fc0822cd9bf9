"""What panes say while they have no rows."""

import pytest

from notelinks.records import IndexStatus, NoteSummary
from notelinks.tui.empty_texts import empty_texts

NOTE = NoteSummary(1, "a.md", "A", (), (), 0, n_words=30, n_links=0, n_backlinks=0)
STATUS = IndexStatus(
    vault="/v", n_notes=5, n_words=9, n_links=0, generation=1, revision=1, pending=0, activity="idle", reading=(0, 0),
    training=None, watcher="events", last_scan_s=1.0, trained_s=1.0, problem="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("n_notes", "n_words", "choice", "related", "concepts"),
    [
        (5, 30, "", "Nothing is related to this note", "No word stands out in this note"),
        (5, 30, "unlinked", "No related note is unlinked.", "No word stands out"),
        (5, 0, "unlinked", "This note has no words.", "This note has no words."),
        (1, 30, "linked", "There is no other note", "There is no other note"),
    ],
)
def test_sentence_is_about_the_note_and_its_vault(n_notes, n_words, choice, related, concepts) -> None:
    status, note = STATUS._replace(n_notes=n_notes), NOTE._replace(n_words=n_words)

    texts = empty_texts(status, True, note, choice)

    assert texts.related.startswith(related)
    assert texts.concepts.startswith(concepts)


def test_nothing_is_said_of_a_note_before_it_was_read() -> None:
    texts = empty_texts(STATUS, True, NOTE, "", is_read=False)

    assert (texts.related, texts.concepts, texts.links) == ("", "", "")


def test_nothing_is_said_of_lists_before_the_first_training() -> None:
    texts = empty_texts(STATUS._replace(generation=0, trained_s=0.0), True, NOTE, "")

    assert (texts.related.split()[0], texts.concepts) == ("Learning", "Concepts appear with the related notes.")


def test_note_that_early_lists_do_not_hold_yet_waits_for_the_training() -> None:
    texts = empty_texts(STATUS._replace(generation=1, trained_s=0.0, activity="reading"), True, NOTE, "")

    assert texts.related == "Reading notes … then their words are learned."
