"""Insertions and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelinks.linking.splice import Insertion, insert_bytes, remove_bytes


@given(
    raw=st.binary(max_size=60),
    places=st.lists(st.tuples(st.integers(0, 60), st.binary(min_size=1, max_size=8)), max_size=3),
)
def test_removing_what_was_inserted_gives_the_input(raw: bytes, places: list[tuple[int, bytes]]) -> None:
    insertions = [Insertion(position, added) for position, added in sorted(places) if position <= len(raw)]

    longer = insert_bytes(raw, insertions)

    assert len(longer) == len(raw) + sum(len(insertion.added) for insertion in insertions)
    assert remove_bytes(longer, insertions) == raw


def test_nothing_is_removed_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="not there"):
        remove_bytes(b"a [[b]] c", [Insertion(2, b"[["), Insertion(3, b"))")])
