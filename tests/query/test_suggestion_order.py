"""Which suggestions come first."""

import itertools

from notelinks.query.suggestion_order import MAX_TURNS, put_series_last, put_telling_first
from notelinks.query.suggestions import Orphan, Pair
from notelinks.records import NoteSummary

_ids = itertools.count(1)


def _note(key: str, title: str = "", *, n_words: int = 500, n_links: int = 0) -> NoteSummary:
    title = title or key.rpartition("/")[2].removesuffix(".md")
    return NoteSummary(next(_ids), key, title, (), (), 0, n_words, n_links, 0)


def _last(one: NoteSummary, other: NoteSummary, *more: NoteSummary) -> bool:
    """Whether a pair comes after a worse one of two notes without anything special."""
    worse = Pair(_note("Tea.md"), _note("Milk.md"), 0.1)
    ordered = put_telling_first([Pair(one, other, 0.9), worse], [one, other, worse.first, worse.second, *more])
    return ordered[0] is worse


def test_parts_of_a_series_come_last() -> None:
    assert _last(_note("book/Chapter 3.md"), _note("book/Chapter 4.md"))
    assert _last(_note("a.md", "Spring - 1.2. Beans"), _note("b.md", "Spring - 1.10. Scanning"))
    assert _last(_note("2024-05-01.md"), _note("2024-05-02.md"))
    assert _last(_note("第3章.md"), _note("第4章.md"))


def test_notes_with_numbers_that_are_no_series_keep_their_place() -> None:
    assert not _last(_note("one/Chapter 3.md"), _note("other/Chapter 3.md"))
    assert not _last(_note("F1 score.md"), _note("F2 layer.md"))
    assert not _last(_note("202401011200 Tea.md"), _note("202401011201 Water.md"))
    assert not _last(_note("202401011200.md", "Tea"), _note("202401011201.md", "Water"))


def test_notes_without_links_that_are_parts_of_a_series_come_last() -> None:
    three, tea, day, water = map(_note, ("book/Chapter 3.md", "Tea.md", "2024-05-01.md", "202401011201 Water.md"))
    linked = [_note("book/Chapter 4.md", n_links=1), _note("2024-05-02.md", n_links=1), _note("other/Chapter 3.md")]
    orphans = [Orphan(note, ()) for note in (three, tea, day, water)]

    ordered = put_series_last(orphans, [three, tea, day, water, *linked])

    assert [orphan.note for orphan in ordered] == [tea, water, three, day]


def test_names_that_many_notes_have_come_last_together_and_not_beside_another() -> None:
    heads = [_note(f"{folder}/index.md") for folder in "abc"]

    assert _last(*heads)
    assert not _last(heads[0], _note("Leaf.md"), *heads[1:])
    assert not _last(_note("math/newton.md"), _note("poly/newton.md"))


def test_lists_of_links_come_last() -> None:
    assert _last(_note("Reading.md", n_words=49, n_links=5), _note("Leaf.md"))
    assert not _last(_note("Essay.md", n_words=50, n_links=5), _note("Leaf.md"))
    assert not _last(_note("Stub.md", n_words=3, n_links=4), _note("Leaf.md"))


def test_note_that_is_close_to_many_leaves_room_for_others() -> None:
    hub, *others = (_note(f"{name}.md") for name in ["Hub", *"abcdefg"])
    pairs = [Pair(hub, other, 0.9 - i / 100) for i, other in enumerate(others)]
    pairs.append(Pair(_note("Tea.md"), _note("Milk.md"), 0.1))

    ordered = put_telling_first(pairs, [hub, *others])

    assert [*pairs[:MAX_TURNS], pairs[-1], *pairs[MAX_TURNS:-1]] == ordered
