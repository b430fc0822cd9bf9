"""How a local graph is laid out in cells, and where arrows lead in it."""

import pytest

from notelinks.query.surroundings import find_surroundings
from notelinks.records import NoteSummary, RelatedNote
from notelinks.tui.graph_drawing import Side, draw_graph
from notelinks.tui.graph_moves import move

NAMES = ("Middle", "Before", "After", "Both", "Behind before", "Behind after", "Near", "Behind near", "Far")
NOTES = {i: NoteSummary(i, f"{name}.md", name, (), (), 0, 1, 0, 0) for i, name in enumerate(NAMES, 1)}
LINKS = {(2, 1), (1, 3), (1, 4), (4, 1), (5, 2), (3, 6), (7, 8), (3, 4), (9, 9)}
RELATED = [RelatedNote(3, "After.md", "After", 0.8, True, False), RelatedNote(7, "Near.md", "Near", 0.42, False, False)]


def surroundings(n_steps: int):
    return find_surroundings(NOTES[1], NOTES, LINKS, RELATED, n_steps=n_steps, n_near=5)


def lines_of(drawing, width: int) -> list[str]:
    plane = [[" "] * width for _ in range(drawing.n_rows)]
    for row, column, text in [
        *((s.row, s.column, s.text) for s in drawing.strokes),
        *((b.row, b.column, b.label) for b in drawing.boxes),
    ]:
        for i, letter in enumerate(text):
            assert plane[row][column + i] in (" ", letter), (row, column, text)
            plane[row][column + i] = letter
    return ["".join(row).rstrip() for row in plane]


def test_one_step_is_drawn_around_the_middle():
    assert lines_of(draw_graph(surroundings(1), 50), 50) == [
        "           Before →───Middle─┬─→ After",
        "                       ┊     ╰─⇄ Both",
        "                       ┊",
        "                       ╰┄ 42 Near",
    ]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({(2, 1), (1, 3)}, [" Tea →───Binary sea… rotations───→ Milk"]),
        ({(1, 3)}, [" Binary search… and rotations───→ Milk"]),
        ({(2, 1)}, [" Tea →───Binary search t… and rotations"]),
        (set(), [" Binary search tree and rotations"]),
    ],
)
def test_title_in_the_middle_has_what_the_sides_leave_of_40_columns(links, expected):
    titles = ("Binary search tree and rotations", "Tea", "Milk")
    notes = {i: NoteSummary(i, f"{i}.md", title, (), (), 0, 1, 0, 0) for i, title in enumerate(titles, 1)}
    graph = find_surroundings(notes[1], notes, links, [], n_steps=1, n_near=5)

    assert lines_of(draw_graph(graph, 40), 40) == expected


def test_two_steps_hang_further_out_and_each_note_stands_once():
    drawing = draw_graph(surroundings(2), 60)
    titles = [box.note.title for box in drawing.boxes]

    assert sorted(titles) == sorted(NAMES[:-1])
    depth = {box.note.title: (box.side, box.depth) for box in drawing.boxes}
    assert depth["Behind before"] == (Side.LEFT, 2)
    assert depth["Behind after"] == (Side.RIGHT, 2)
    assert depth["Behind near"] == (Side.BELOW, 2)
    lines_of(drawing, 60)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("n_steps", [1, 2])
def test_no_title_leaves_the_plane_or_covers_another(width, n_steps):
    notes = {i: NoteSummary(i, f"{i}.md", f"Title {i} " * 9, (), (), 0, 1, 0, 0) for i in range(1, 40)}
    links = {(1, i) for i in range(2, 9)} | {(i, 1) for i in range(7, 15)} | {(i, i + 12) for i in range(2, 15)}
    related = [RelatedNote(i, f"{i}.md", "", 0.3, False, False) for i in range(30, 36)]
    drawing = draw_graph(find_surroundings(notes[1], notes, links, related, n_steps=n_steps, n_near=4), width)

    taken = set()
    for box in drawing.boxes:
        cells = {(box.row, column) for column in range(box.column, box.column + box.width)}
        assert not cells & taken
        taken |= cells
        assert box.column >= 0 and box.row < drawing.n_rows
        assert box.column + box.width <= width or width < 40


@pytest.mark.parametrize("sides", ["left", "right", "both"])
@pytest.mark.parametrize("n_steps", [1, 2])
def test_lines_and_titles_of_any_length_cover_none_at_any_width(sides, n_steps):
    notes = {i: NoteSummary(i, f"{i}.md", "x" * (i % 31 + 3), (), (), 0, 1, 0, 0) for i in range(1, 80)}
    left = {(i, 1) for i in range(2, 30)} if sides != "right" else set()
    right = {(1, i) for i in range(30, 36)} if sides != "left" else set()
    links = left | right | {(i, i + 34) for i in range(2, 36)}
    related = [RelatedNote(i, f"{i}.md", "", 0.3, False, False) for i in range(72, 80)]
    graph = find_surroundings(notes[1], notes, links, related, n_steps=n_steps, n_near=8)

    for width in range(40, 161):
        lines_of(draw_graph(graph, width), width)


@pytest.mark.parametrize("sides", ["left", "right", "both", "none"])
def test_no_title_is_cut_where_the_width_has_room_for_all(sides):
    notes = {i: NoteSummary(i, f"{i}.md", f"A title of {i} as long as some are", (), (), 0, 1, 0, 0) for i in range(80)}
    left = {(i, 1) for i in range(2, 6)} if sides in ("left", "both") else set()
    right = {(1, i) for i in range(6, 10)} if sides in ("right", "both") else set()
    related = [RelatedNote(i, f"{i}.md", "", 0.3, False, False) for i in range(20, 24)]
    links = left | right | {(i, i + 20) for i in range(2, 24)}
    drawing = draw_graph(find_surroundings(notes[1], notes, links, related, n_steps=2, n_near=8), 124)

    assert [box.label for box in drawing.boxes if box.label != box.note.title] == []


def test_long_titles_at_the_left_leave_half_to_those_that_are_near():
    notes = {i: NoteSummary(i, f"{i}.md", f"Title {i} " * 12, (), (), 0, 1, 0, 0) for i in range(1, 9)}
    related = [RelatedNote(7, "7.md", "", 0.3, False, False)]
    drawing = draw_graph(find_surroundings(notes[1], notes, {(2, 1)}, related, n_steps=1, n_near=8), 80)

    widths = {box.note.note_id: box.width for box in drawing.boxes}
    assert widths[2] >= 20 and widths[7] >= 30


def test_arrows_reach_every_note_and_come_back():
    drawing = draw_graph(surroundings(2), 60)
    seen, new = set(), {drawing.boxes[0]}
    while new:
        seen |= new
        new = {move(drawing.boxes, box, way) for box in seen for way in ("up", "down", "left", "right")} - seen

    assert seen == set(drawing.boxes)
    places = {box.note.title: box for box in drawing.boxes}
    assert move(drawing.boxes, places["Middle"], "left") is places["Before"]
    assert move(drawing.boxes, places["Before"], "right") is places["Middle"]
    assert move(drawing.boxes, places["After"], "right") is places["Behind after"]
    assert move(drawing.boxes, places["Behind after"], "left") is places["After"]
    assert move(drawing.boxes, places["Middle"], "down") is places["Near"]
    assert move(drawing.boxes, places["Near"], "up") is places["Middle"]


def test_down_and_up_lead_from_the_middle_to_a_side_where_nothing_stands_below():
    notes = {i: NoteSummary(i, f"{i}.md", f"Note {i}", (), (), 0, 1, 0, 0) for i in range(1, 7)}
    links = {(1, i) for i in range(2, 7)}
    drawing = draw_graph(find_surroundings(notes[1], notes, links, [], n_steps=1, n_near=8), 80)
    middle, rows = drawing.boxes[0], {box.row for box in drawing.boxes}
    down, up = (move(drawing.boxes, middle, way) for way in ("down", "up"))

    assert down.side is Side.RIGHT and (down.row > middle.row or middle.row == max(rows))
    assert up is middle if middle.row == min(rows) else up.row < middle.row
    assert {down, up} != {middle}


def test_lone_note_stands_alone():
    alone = find_surroundings(NOTES[9], NOTES, LINKS, [], n_steps=2, n_near=5)

    assert [box.note.title for box in draw_graph(alone, 40).boxes] == ["Far"]
    assert alone.links == frozenset()


def test_notes_of_one_title_tell_their_folders():
    keys = ("Index.md", "a/Index.md", "some/longer/folder/Index.md", "Other.md")
    notes = {i: NoteSummary(i, key, key.rsplit("/")[-1][:-3], (), (), 0, 1, 0, 0) for i, key in enumerate(keys, 1)}
    drawing = draw_graph(find_surroundings(notes[1], notes, {(1, 2), (3, 1), (1, 4)}, [], n_steps=1, n_near=1), 60)

    labels = {box.note.key: box.label for box in drawing.boxes}
    assert labels == {
        "Index.md": "Index",
        "a/Index.md": "Index  a/",
        "some/longer/folder/Index.md": labels["some/longer/folder/Index.md"],
        "Other.md": "Other",
    }
    assert labels["some/longer/folder/Index.md"].endswith("folder/")
