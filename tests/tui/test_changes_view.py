"""`d`: what the last save of the shown note has changed in its lists."""

import dataclasses

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, until

from notelinks.query.changes import Change, compare_lists
from notelinks.tui.views.changes import PRELIMINARY, describe_change

SAVED = dataclasses.replace(
    GARDEN["Compost.md"],
    modified_s=1_700_000_999,
    related={"Leaf mould.md": 0.78, "Soil.md": 0.712, "Walks/Dew.md": 0.3},
    concepts=(("heat", 0.5), ("steam", 0.45)),
)


@pytest.mark.parametrize("size", SIZES)
def test_what_came_went_and_moved_is_listed_after_a_save(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("d")
        view = app.views["changes"]
        await until(pilot, lambda: "was not saved" in view.related.empty_text.plain)
        vault.write({"Compost.md": SAVED})
        vault.publish({"Compost.md": SAVED}, generation=2)
        await until(pilot, lambda: len(view.related.rows) == 3)
        names = [(row.name.key, row.before and round(row.before, 2)) for row in view.related.rows]
        assert names == [("Walks/Dew.md", None), ("Clover.md", 0.5), ("Leaf mould.md", 0.64)]
        assert [row.name for row in view.concepts.rows] == ["steam", "worms", "heat"]
        assert "+ Dew" in screen_text(app)
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: app.screen is app.main and app.main.shown_key == "Leaf mould.md")

    drive(vault, steps, size=size)


def test_first_lists_of_a_vault_are_no_save(vault):
    """Notes are read some by some before there are any lists; then a save counts."""
    first = {key: GARDEN[key] for key in ("Soil.md", "Clover.md")}
    vault.write(first)

    async def steps(app, pilot):
        await until(pilot, lambda: len(app.main.notes.filter.notes) == 2)
        vault.write({key: note for key, note in GARDEN.items() if key not in first})
        await until(pilot, lambda: len(app.main.notes.filter.notes) == 5)
        unlearned = app.main.notes.filter
        vault.publish(GARDEN)
        await until(pilot, lambda: app.main.status_bar.status.trained_s and app.main.notes.filter is not unlearned)
        await open_note(app, pilot, vault, "Compost.md")
        await until(pilot, lambda: app.main.related.rows)
        await pilot.press("d")
        await until(pilot, lambda: "was not saved" in screen_text(app))
        vault.write({"Compost.md": SAVED})
        vault.publish({"Compost.md": SAVED}, generation=2)
        await until(pilot, lambda: "↑ Leaf mould" in screen_text(app))
        assert "64 → 78" in screen_text(app)

    drive(vault, steps)


def test_save_before_the_first_lists_is_not_denied(vault):
    vault.write(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: len(app.main.notes.filter.notes) == 5)
        vault.write({"Compost.md": SAVED})
        times = {SAVED.modified_s * 10**9}
        await until(pilot, lambda: times & {note.modified_ns for note in app.main.notes.filter.notes})
        vault.publish(GARDEN)
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("d")
        view = app.views["changes"]
        await until(pilot, lambda: "before the notes were compared" in view.related.empty_text.plain)

    drive(vault, steps)


def test_what_the_last_save_changed_is_still_known_after_the_note_is_renamed(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("d")
        view = app.views["changes"]
        vault.write({"Compost.md": SAVED})
        vault.publish({"Compost.md": SAVED}, generation=2)
        await until(pilot, lambda: len(view.related.rows) == 3)
        vault.write({"Humus.md": SAVED}, removed=("Compost.md",))
        vault.publish({"Humus.md": SAVED}, generation=3)
        await until(pilot, lambda: "What the last save changed · Humus" in screen_text(app))
        await until(pilot, lambda: [row.name for row in view.concepts.rows] == ["steam", "worms", "heat"])
        assert len(view.related.rows) == 3

    drive(vault, steps)


@pytest.mark.parametrize("size", SIZES)
def test_changes_are_said_to_be_preliminary_as_long_as_a_training_is_to_come(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("d")
        vault.write({"Compost.md": SAVED})
        vault.publish({"Compost.md": SAVED}, generation=2, pending=1)
        await until(pilot, lambda: "+ Dew" in screen_text(app) and PRELIMINARY in screen_text(app))
        vault.publish({"Compost.md": SAVED}, generation=3, pending=0)
        await until(pilot, lambda: PRELIMINARY not in screen_text(app))

    drive(vault, steps, size=size)


def test_training_alone_is_no_save(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        changed = dataclasses.replace(SAVED, modified_s=GARDEN["Compost.md"].modified_s)
        vault.publish({"Compost.md": changed}, generation=2)
        await until(pilot, lambda: app.main.related.rows[0].key == "Leaf mould.md")
        await pilot.press("d")
        await until(pilot, lambda: "was not saved" in screen_text(app))

    drive(vault, steps)


def test_rebuilt_index_is_no_save(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        before = app.main.shown_id
        vault.renew({"Soil.md": GARDEN["Soil.md"]})
        await until(pilot, lambda: app.main.shown_id not in (0, before))
        await pilot.press("d")
        await until(pilot, lambda: "was not saved" in screen_text(app))

    drive(vault, steps)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, 0.309, ("+", "31")),
        (0.052, None, ("-", " 5")),
        (0.309, 0.341, ("↑", "31 → 34")),
        (0.309, 0.306, ("↓", "30.9 → 30.6")),
    ],
)
def test_values_are_told_in_hundredths_as_elsewhere(before, after, expected):
    mark, _, values = describe_change(Change("x", before, after))

    assert (mark, values) == expected


def test_entries_that_nobody_saw_and_changes_that_do_not_count_are_left_out():
    before = [("a", 0.9), ("b", 0.8), ("c", 0.7), ("far", 0.1)]
    after = [("a", 0.901), ("d", 0.85), ("b", 0.5), ("other", 0.05)]

    found = compare_lists(before, after, n_first=3, least=0.01)

    assert found == [Change("d", None, 0.85), Change("c", 0.7, None), Change("b", 0.8, 0.5)]
