"""A key draws what it changes, and lays out nothing anew."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from textual.screen import Screen

from notelinks.tui.row_list import RowList


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """(id of a list, line of it) for each line that was drawn, and ("layout", 0) for each layout."""
    found: list[tuple[str, int]] = []
    draw, lay_out = RowList.render_line, Screen._refresh_layout

    def draw_and_note(self, y):
        found.append((self.id, y))
        return draw(self, y)

    def lay_out_and_note(self, *args, **options):
        found.append(("layout", 0))
        return lay_out(self, *args, **options)

    monkeypatch.setattr(RowList, "render_line", draw_and_note)
    monkeypatch.setattr(Screen, "_refresh_layout", lay_out_and_note)
    return found


def test_move_in_the_list_of_notes_draws_two_rows_and_what_belongs_to_the_note(vault, drawn) -> None:
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        drawn.clear()
        await pilot.press("j")
        await until(pilot, lambda: app.main.related.note_id == vault.note_id("Walks/Dew.md") == app.main.shown_id)
        await until(pilot, lambda: "Dew on the grass" in screen_text(app))

        assert [line for line in drawn if line[0] == "layout"] == []
        assert {line for line in drawn if line[0] == "notes-list"} == {("notes-list", 1), ("notes-list", 2)}
        assert ("related", 0) in drawn

    drive(vault, steps)
