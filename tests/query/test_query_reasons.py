"""The fact of a reason: which notes both are linked with."""

from notelinks.query.reasons import ReasonFinder
from notelinks.records import Reason


def test_shared_links_are_counted_and_named_the_least_linked_first(full) -> None:
    finder, titles = ReasonFinder(full), {note.note_id: note.title for note in full.notes()}
    n_checked = 0
    for note_id in titles:
        others = [row.note_id for row in full.related(note_id)]
        for other_id, reason in zip(others, finder.reasons(note_id, others), strict=True):
            shared = full.linked_ids(note_id) & full.linked_ids(other_id)
            if reason.linked:
                assert sorted(reason.linked) == sorted(titles[i] for i in shared)
                assert reason.fact.startswith(f"{len(shared)} shared link")
                n_links = {titles[i]: len(full.linked_ids(i)) for i in shared}
                assert [n_links[title] for title in reason.linked] == sorted(n_links.values())
                n_checked += len(shared) > 1
            else:
                assert "shared" not in reason.fact
    assert n_checked > 3


def test_no_further_word_is_named_whose_part_is_shown_as_nothing(full) -> None:
    finder = ReasonFinder(full)
    notes = [note.note_id for note in full.notes()]
    reasons = [reason for note_id in notes for reason in finder.reasons(note_id, [n for n in notes if n != note_id])]

    assert all(reason.words for reason in reasons if reason.total)
    parts = [part for reason in reasons for _, part in reason.words[1:]]
    assert parts and min(parts) >= 0.005


def test_full_fact_tells_the_first_of_the_notes() -> None:
    def tell(*titles: str) -> str:
        return Reason((), 0.0, 0.5, "shared", linked=titles).full_fact

    assert [tell(), tell("A"), tell("A", "B")] == ["shared", "shared: A", "shared: A, …"]
