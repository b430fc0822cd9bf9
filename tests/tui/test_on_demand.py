"""A vault with more notes than are listed: what the screen shows of a note is computed when it is shown."""

import pytest
from driving import drive, screen_text, until

from notelinks.query.note_lists import NoteLists
from notelinks.tui.views.changes import ON_DEMAND
from tests.support import index_vault, make_home, open_index

KEY = "bread/Bread 0.md"


@pytest.fixture
def unlisted(learned, home):
    make_home(home, "[ranking]\nmax_listed = 5\n")
    index_vault(learned.path)
    return learned


def test_lists_are_shown_and_what_needs_all_of_them_says_so(unlisted):
    with open_index(unlisted.path) as reader:
        lists, ids = NoteLists(reader), {note.key: note.note_id for note in reader.notes()}
        related = [row.key for row in lists.related(ids[KEY])]
        concepts = [concept.text for concept in lists.concepts(ids[KEY])]

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.shown_id)
        app.main.open_note(ids[KEY])
        await until(pilot, lambda: [row.key for row in app.main.related.rows] == related != [])
        await until(pilot, lambda: [concept.text for concept in app.main.concepts.rows] == concepts != [])
        await pilot.press("S")
        await until(pilot, lambda: "max_listed" in screen_text(app))
        await pilot.press("escape", "d")
        view = app.views["changes"]
        await until(pilot, lambda: "was not saved" in view.related.empty_text.plain)
        (unlisted.path / KEY).write_text("Flour, dough, yeast: a sourdough.")
        index_vault(unlisted.path)
        await until(pilot, lambda: view.related.empty_text.plain == ON_DEMAND)

    drive(unlisted, steps)
