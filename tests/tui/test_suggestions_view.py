"""`S`: what is worth linking in the whole vault."""

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, shown, until
from store_builder import Written

from notelinks.store.dismissed import change_dismissed, read_dismissed
from notelinks.store.stop_words import change_stop_words, read_stop_words
from notelinks.tui.views.suggestions import Suggestions, _counts

TWO_PAIRS = {**GARDEN, "Moss.md": Written("Moss.", related={"Soil.md": 0.4}), "Fern.md": Written("Fern.")}
"""Clover and Compost are close, Moss and Soil too."""


async def open_pairs(app, pilot, vault, n_pairs):
    """The suggestions, once so many pairs are listed."""
    await open_note(app, pilot, vault, "Soil.md")
    await pilot.press("S")
    view = app.views["suggestions"]
    await until(pilot, lambda: len(view.pairs.rows) == n_pairs)
    return view


@pytest.mark.parametrize("size", SIZES)
def test_close_pairs_and_orphans_are_listed_and_enter_opens(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("S")
        view = app.views["suggestions"]
        await until(pilot, lambda: view.pairs.rows)
        assert [(row.first.key, row.second.key) for row in view.pairs.rows] == [("Clover.md", "Compost.md")]
        assert [row.note.key for row in view.orphans.rows] == ["Clover.md", "Walks/Dew.md"]
        await until(pilot, lambda: view.highlighted.first_id == vault.note_id("Clover.md"))
        assert "50 Clover" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.main and shown(app) == "Clover.md")

    drive(vault, steps, size=size)


def test_both_notes_of_a_pair_can_be_read_with_the_reason(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("S")
        await until(pilot, lambda: "Clover fixes nitrogen." in screen_text(app))
        await until(pilot, lambda: "Compost feeds the Soil" in screen_text(app))
        await until(pilot, lambda: "soil · water" in screen_text(app))

    drive(vault, steps)


def test_reason_stands_on_the_border_of_the_list_whose_row_it_is_about(vault):
    notes = {**GARDEN, "Fern.md": Written("Fern.", related={"Soil.md": 0.3})}
    vault.build(notes)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("S")
        view = app.views["suggestions"]
        await until(pilot, lambda: "soil · water" in str(view.pairs.border_subtitle))
        assert "Without any link · 3" in screen_text(app)
        await pilot.press("tab", "home")
        await until(pilot, lambda: "soil · water" in str(view.orphans.border_subtitle))
        assert not view.pairs.border_subtitle
        await pilot.press("shift+tab")
        await until(pilot, lambda: "soil · water" in str(view.pairs.border_subtitle))
        assert not view.orphans.border_subtitle

    drive(vault, steps)


def test_i_inserts_a_link_between_the_pair_under_the_cursor(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("S")
        view = app.views["suggestions"]
        await until(pilot, lambda: view.highlighted.second_id)
        assert "i link" in screen_text(app)
        await pilot.press("i")
        await until(pilot, lambda: "Clover → Compost" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "[[Compost]]" in (vault.path / "Clover.md").read_text())
        assert app.screen is view

    drive(vault, steps)


def test_pair_that_gets_its_link_goes_away_and_nothing_else_moves(vault):
    vault.build(TWO_PAIRS)

    async def steps(app, pilot):
        view = await open_pairs(app, pilot, vault, 2)
        await pilot.press("j")
        assert view.pairs.cursor_row.first.key == "Moss.md"
        linked = Written("Clover fixes nitrogen for [[Compost]].")
        vault.write({"Clover.md": linked})
        await until(pilot, lambda: len(view.pairs.rows) == 1)

        assert view.pairs.cursor_row.first.key == "Moss.md"
        assert app.focused is view.pairs

    drive(vault, steps)


def test_pair_whose_link_is_taken_back_has_the_cursor_again(vault):
    vault.build(TWO_PAIRS)

    async def steps(app, pilot):
        view = await open_pairs(app, pilot, vault, 2)
        await pilot.press("home", "i")
        await until(pilot, lambda: "Clover → Compost" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "[[Compost]]" in (vault.path / "Clover.md").read_text())
        vault.write({"Clover.md": Written((vault.path / "Clover.md").read_text())})
        await until(pilot, lambda: len(view.pairs.rows) == 1)
        await pilot.press("u")
        await until(pilot, lambda: "[[Compost]]" not in (vault.path / "Clover.md").read_text())
        vault.write({"Clover.md": GARDEN["Clover.md"]})
        await until(pilot, lambda: len(view.pairs.rows) == 2)

        assert view.pairs.cursor_row.first.key == "Clover.md"
        assert app.focused is view.pairs

    drive(vault, steps)


def test_vault_in_which_all_is_linked_says_so(vault):
    notes = {"A.md": Written("[[B]]", related={"B.md": 0.9}), "B.md": Written("b", related={"A.md": 0.9})}
    vault.build(notes)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("S")
        await until(pilot, lambda: "All close notes are linked." in screen_text(app))
        assert "Every note has a link." in screen_text(app)

    drive(vault, steps)


def test_notes_that_were_never_compared_are_not_said_to_be_linked(vault):
    vault.write({"A.md": Written("a"), "B.md": Written("b")})

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("S")
        await until(pilot, lambda: "Suggestions appear then." in screen_text(app))
        assert "linked." not in screen_text(app)

    drive(vault, steps)


def test_rows_of_one_title_are_told_apart_by_their_folders(vault):
    notes = {
        "packages/foam-cli/CHANGELOG.md": Written("A.", related={"packages/foam-core/CHANGELOG.md": 0.5}),
        "packages/foam-core/CHANGELOG.md": Written("B.", related={"packages/foam-cli/CHANGELOG.md": 0.5}),
    }
    vault.build(notes)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("S")
        view = app.views["suggestions"]
        await until(pilot, lambda: len(view.orphans.rows) == 2)
        lines = [line for line in screen_text(app).splitlines() if "near CHANGELOG" in line]

        assert len([line for line in lines if "-cli/" in line and "-core/" in line]) == 2

    drive(vault, steps)


def test_links_that_lead_nowhere_are_cut_where_they_are_alike(vault):
    vault.build({"A.md": Written("".join(f"[[assets/screenshots/the-feature-number-{i}.png]]" for i in "12"))})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "A.md")
        await until(pilot, lambda: len(app.main.links.rows) == 2)

        assert all(f"er-{i}.png  unresolved" in screen_text(app) for i in "12")

    drive(vault, steps)


def test_what_another_process_dismisses_or_restores_is_followed(vault):
    vault.build({**GARDEN, "Moss.md": Written("Moss.", related={"Soil.md": 0.4})})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("S")
        view = app.views["suggestions"]
        await until(pilot, lambda: view.pairs.rows)
        n_pairs, keys = len(view.pairs.rows), view.pairs.rows[0].keys
        change_dismissed(vault.folder, add=[keys])
        await until(pilot, lambda: len(view.pairs.rows) == n_pairs - 1)
        change_dismissed(vault.folder, remove=[keys])
        await until(pilot, lambda: len(view.pairs.rows) == n_pairs)

    drive(vault, steps)


@pytest.mark.parametrize("size", SIZES)
def test_x_dismisses_the_suggestion_under_the_cursor_and_u_brings_it_back(vault, size):
    notes = {**GARDEN, "Moss.md": Written("Moss.", related={"Soil.md": 0.4}), "2024-1.md": Written("A", title="Oak")}
    vault.build({**notes, "Fern.md": Written("F", related={"2024-1.md": 0.6}), "Ivy.md": Written("I")})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("S")
        view = app.views["suggestions"]
        await until(pilot, lambda: len(view.pairs.rows) == 3 and view.orphans.rows)
        assert "i link  x dismiss" in screen_text(app)
        await pilot.press("home", "x")
        await until(pilot, lambda: len(view.pairs.rows) == 2)
        assert read_dismissed(vault.folder) == [("2024-1.md", "Fern.md")]
        assert "1 dismissed" in str(view.query_one("#view-title").content)
        assert any("Dismissed: Oak – Fern" in n.message for n in app._notifications)
        n_orphans = len(view.orphans.rows)
        await pilot.press("tab", "home", "x")
        await until(pilot, lambda: len(view.orphans.rows) == n_orphans - 1)
        dismissed = read_dismissed(vault.folder)
        await pilot.press("end", "shift+tab", "end", "u")
        await until(pilot, lambda: len(view.orphans.rows) == n_orphans)
        assert app.focused is view.orphans and view.orphans.cursor_row.keys in dismissed
        await pilot.press("u")
        await until(pilot, lambda: len(view.pairs.rows) == 3)
        assert app.focused is view.pairs and view.pairs.cursor_row.keys in dismissed
        await until(pilot, lambda: view.highlighted.first_id == vault.note_id("2024-1.md"))
        assert read_dismissed(vault.folder) == []

    drive(vault, steps, size=size)


def test_undo_takes_back_the_newest_of_dismissal_and_stop_word(vault):
    vault.build(GARDEN)
    change_stop_words(vault.folder, add=["heat"])

    async def steps(app, pilot):
        view = await open_pairs(app, pilot, vault, 1)
        await pilot.press("x")
        await until(pilot, lambda: not view.pairs.rows)
        await pilot.press("u")
        await until(pilot, lambda: view.pairs.rows)
        assert read_stop_words(vault.folder) == {"heat"}
        await pilot.press("u")
        await until(pilot, lambda: not read_stop_words(vault.folder))

    drive(vault, steps)


def test_x_without_a_suggestion_says_so(vault):
    vault.build({"A.md": Written("[[B]]"), "B.md": Written("b")})

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("S", "x")
        await until(pilot, lambda: "Move the cursor to a suggestion first." in screen_text(app))
        assert read_dismissed(vault.folder) == []

    drive(vault, steps)


@pytest.mark.parametrize(
    ("n_listed", "n_pairs", "n_dismissed", "told"),
    [
        (0, 0, 0, ""),
        (1, 1, 0, "1 pair"),
        (461, 461, 0, "461 pairs"),
        (500, 1200, 2, "first 500 of 1,200 pairs · 2 dismissed: `notelinks suggest --dismissed`"),
    ],
)
def test_pairs_are_counted_and_how_many_of_them_are_listed(n_listed, n_pairs, n_dismissed, told):
    assert _counts(Suggestions((None,) * n_listed, n_pairs, (), n_dismissed)) == told
