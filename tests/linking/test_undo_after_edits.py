"""A link is taken out of a note that was edited since, if it stands there as it was put in; else nothing is."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelinks.linking import insert
from notelinks.linking.insert import insert_link, undo_link
from notelinks.linking.plan import LinkPlanner, Place, PlannedLink
from notelinks.linking.rewrite import SavedMeanwhileError
from notelinks.linking.splice import CONTEXT_BYTES, Insertion, bytes_around, find_insertions, insert_bytes
from notelinks.records import NoteSummary
from notelinks.store.inserted_links import read_inserted_links
from tests.support import write_vault

NOTE = """# Bread

Flour and water, kneaded well for a quarter of an hour. The oven bakes it, hot and long.

Salt is last.
"""
OVEN = NoteSummary(1, "Oven.md", "Oven", (), (), 0, 0, 0, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index").mkdir()
    return tmp_path / "index"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {"Bread.md": NOTE, "Oven.md": "Hot."})


def _insert(vault: Path, folder: Path, place: Place) -> PlannedLink:
    planned = LinkPlanner(vault).plan("Bread.md", OVEN, place)
    insert_link(vault, folder, planned)
    return planned


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Bread\n", "# Bread\n\nA line that was not there, with [[Oven|another]] link.\n"),
        ("Flour", "Rye flour"),
        ("# Bread\n\n", ""),
    ],
)
def test_link_is_taken_out_of_an_edited_note(vault: Path, folder: Path, place: Place, old: str, new: str) -> None:
    planned = _insert(vault, folder, place)
    (vault / "Bread.md").write_bytes(planned.after.replace(old.encode(), new.encode()))

    undo_link(vault, folder)

    assert (vault / "Bread.md").read_text() == NOTE.replace(old, new)
    assert read_inserted_links(folder).links == ()


def test_text_added_below_the_link_stays(vault: Path, folder: Path) -> None:
    planned = _insert(vault, folder, Place.END)
    (vault / "Bread.md").write_bytes(planned.after + b"\nMore.\n")

    undo_link(vault, folder)

    assert (vault / "Bread.md").read_text() == NOTE + "\nMore.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[Oven|oven]]", "[[Oven|stove]]"),
        ("[[Oven|oven]]", "[[Oven]]"),
        ("The [[", "That [["),
        ("]] bakes", "]] heats"),
        (
            "Salt is last.",
            "Flour and water, kneaded well for a quarter of an hour. The [[Oven|oven]] bakes it, hot and long.",
        ),
    ],
)
def test_link_that_is_not_as_it_was_or_stands_there_twice_is_left_alone(
    vault: Path, folder: Path, old: str, new: str
) -> None:
    planned = _insert(vault, folder, Place.MENTION)
    edited = planned.after.replace(old.encode(), new.encode())
    (vault / "Bread.md").write_bytes(edited)

    with pytest.raises(SavedMeanwhileError, match="has changed around the link since"):
        undo_link(vault, folder)

    assert (vault / "Bread.md").read_bytes() == edited


def test_crash_while_an_edited_note_is_undone_is_brought_to_an_end(
    vault: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written down before is what the note holds now, not what it held when the link came."""
    planned = _insert(vault, folder, Place.END)
    edited = planned.after.replace(b"Flour", b"Rye flour")
    (vault / "Bread.md").write_bytes(edited)
    rewrite_note = insert.rewrite_note

    def rewrite_and_die(*arguments) -> None:
        rewrite_note(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(insert, "rewrite_note", rewrite_and_die)
        with pytest.raises(KeyboardInterrupt):
            undo_link(vault, folder)

    assert (vault / "Bread.md").read_text() == NOTE.replace("Flour", "Rye flour")
    assert read_inserted_links(folder).links == ()


_BYTES = st.binary(max_size=80).map(lambda raw: bytes(byte % 4 + 97 for byte in raw))
"""Of four letters alone, so that what is looked for stands there more than once."""


@settings(max_examples=500, deadline=None)
@given(
    before=_BYTES,
    added=st.lists(
        st.binary(min_size=1, max_size=3).map(lambda raw: bytes(b % 4 + 97 for b in raw)), min_size=1, max_size=2
    ),
    positions=st.tuples(st.integers(0, 80), st.integers(0, 80)),
    head=_BYTES,
    tail=_BYTES,
)
def test_insertions_are_found_wherever_they_stand_and_nowhere_else(before, added, positions, head, tail) -> None:
    """Whatever comes before and after: each place that is found gives back the insertions with what stands around
    them, and the true one is among them."""
    places = sorted(min(p, len(before)) for p in positions[: len(added)])
    insertions = [Insertion(place, text) for place, text in zip(places, added, strict=True)]
    around, n_after = bytes_around(before, insertions)
    edited = head + insert_bytes(before, insertions) + tail

    found = list(find_insertions(edited, insertions, n_after))

    moved = [Insertion(i.position + len(head), i.added) for i in insertions]
    assert (moved, around) in found
    for where, nearby in found:
        first, last = where[0].position, where[-1].position
        n_before = min(insertions[0].position, CONTEXT_BYTES)
        without = edited
        for insertion in reversed(list(zip(where, _offsets(where), strict=True))):
            start = insertion[0].position + insertion[1]
            assert without[start : start + len(insertion[0].added)] == insertion[0].added
            without = without[:start] + without[start + len(insertion[0].added) :]
        assert without[first - n_before : last + n_after] == nearby


def _offsets(insertions: list[Insertion]) -> list[int]:
    """Bytes that the insertions before each one take."""
    return [sum(len(i.added) for i in insertions[:n]) for n in range(len(insertions))]
