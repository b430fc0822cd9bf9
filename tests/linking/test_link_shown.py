"""What is shown of a change: the lines that differ, each where it is, and of the others a few around them."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from notelinks.linking.plan import Place
from notelinks.linking.shown import MAX_COMPARED, show_change
from tests.linking.planning import plan

LINES = st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=12)


def shown_as_text(before: list[str], after: list[str]) -> list[str]:
    texts = ("\n".join(lines).encode() for lines in (before, after))
    return [f"{line.number} {line.mark}{line.text}" for line in show_change(*texts)]


def test_changes_that_lie_apart_are_shown_apart() -> None:
    before = [f"line {i}" for i in range(1, 31)]
    after = [*before[:8], "INS line 9", *before[9:], "tail"]

    assert shown_as_text(before, after) == [
        "7  line 7", "8  line 8", "9 -line 9", "9 +INS line 9", "10  line 10", "11  line 11",
        "29  line 29", "30  line 30", "31 +tail",
    ]  # fmt: skip


def test_lines_between_changes_are_shown_once() -> None:
    assert shown_as_text(["a", "b", "c", "d"], ["A", "b", "c", "D"]) == [
        "1 -a", "1 +A", "2  b", "3  c", "4 -d", "4 +D",
    ]  # fmt: skip


def test_nothing_is_shown_of_what_is_equal() -> None:
    assert shown_as_text(["a", "b"], ["a", "b"]) == []


@given(LINES, LINES)
def test_shown_lines_make_the_one_text_of_the_other(before: list[str], after: list[str]) -> None:
    texts = ["".join(f"{line}\n" for line in lines).encode() for lines in (before, after)]
    shown = show_change(*texts)
    gone = {line.number for line in shown if line.mark == "-"}
    come = {line.number for line in shown if line.mark == "+"}

    assert [line for i, line in enumerate(before, 1) if i not in gone] == [
        line for i, line in enumerate(after, 1) if i not in come
    ]
    assert all(line.text == (before if line.mark == "-" else after)[line.number - 1] for line in shown)


def test_very_many_lines_between_are_one_change() -> None:
    before = [f"{i}" for i in range(MAX_COMPARED + 2)]
    after = ["first", *before[1:-1], "last"]

    assert len(shown_as_text(before, after)) == 2 * len(before)


def test_change_is_shown_with_two_lines_around_it(tmp_path: Path) -> None:
    planned = plan(tmp_path, "\ufeff1\r\n2\r\n3\r\na graph\r\n5\r\n6\r\n7\r\n")
    shown = [(line.mark, line.number, line.text) for line in show_change(planned.before, planned.after)]

    assert planned.line == 4
    assert shown == [
        (" ", 2, "2"),
        (" ", 3, "3"),
        ("-", 4, "a graph"),
        ("+", 4, "a [[Graph|graph]]"),
        (" ", 5, "5"),
        (" ", 6, "6"),
    ]


def test_line_at_the_end_is_shown_as_added(tmp_path: Path) -> None:
    planned = plan(tmp_path, "1\n2\n3\n", Place.END)
    shown = [(line.mark, line.number, line.text) for line in show_change(planned.before, planned.after)]

    assert planned.line == 5
    assert shown == [(" ", 2, "2"), (" ", 3, "3"), ("+", 4, ""), ("+", 5, "[[Graph]]")]


def test_long_line_is_cut_to_the_part_that_changes(tmp_path: Path) -> None:
    planned = plan(tmp_path, "word " * 200 + "graph" + " word" * 200)
    gone, come = show_change(planned.before, planned.after)

    assert "graph" in gone.text and "[[Graph|graph]]" in come.text
    assert come.text.startswith("…") and come.text.endswith("…")
    assert len(come.text) < 200
