"""A view may be told its size and how the index is before its widgets are there."""

import pytest
from driving import GARDEN, drive, open_note

NAMES = ["search", "suggestions", "concept", "graph", "changes", "status"]


@pytest.mark.parametrize("name", NAMES)
def test_view_without_widgets_yet_is_told_of_the_window_and_the_index(vault, name):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        view = app._view(name)
        view.show_status(app.main.status_bar.status, True)
        view.show_problem("Nothing can be told.")
        view.show_keys()
        if hasattr(view, "on_resize"):
            view.on_resize()

    drive(vault, steps)
