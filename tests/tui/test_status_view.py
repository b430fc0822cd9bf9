"""`!`: what was indexed and what was not, over the main screen and back."""

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, until
from store_builder import Written

from notelinks.records import LinkEnd, SkippedFile


@pytest.mark.parametrize("size", SIZES)
def test_status_lists_what_is_skipped_and_escape_returns(vault, size):
    vault.build({**GARDEN, "Blank.md": Written("")})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.related.focus()
        await pilot.press("exclamation_mark")
        view = app.views["status"]
        await until(pilot, lambda: app.screen is view and view.skipped.rows)
        assert view.skipped.rows == (SkippedFile("Blank.md", "no words in it", is_indexed=True),)
        await until(pilot, lambda: "Blank.md" in screen_text(app) and "no words in it" in screen_text(app))
        assert view.skipped.border_subtitle == "0 skipped, 0 not in full, 1 without words, 0 excluded by settings"
        await until(pilot, lambda: "nobody is watching" in screen_text(app) or size[1] < 20)
        await pilot.press("escape")

        assert app.screen is app.main
        assert app.focused is app.main.related

    drive(vault, steps, size=size)


def test_reason_without_room_is_told_in_full_below(vault):
    reason = "front matter is no valid YAML (line 3: expected ',' or ']'), so it is only searched for title and tags"
    vault.build(GARDEN)
    skipped = {key: (SkippedFile(key, why), None) for key, why in (("A.md", "binary file"), ("B.md", reason))}
    vault.writer.apply_changes([], [], skipped, lambda target, source: (None, LinkEnd.NOTHING))

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("exclamation_mark")
        view = app.views["status"]
        await until(pilot, lambda: len(view.skipped.rows) == 2)
        assert not view._reason.display
        await pilot.press("j")
        await until(pilot, lambda: "only searched for title and tags" in " ".join(screen_text(app).split()))

    drive(vault, steps, size=(80, 24))


def test_status_follows_the_index_while_it_is_open(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "5 with" in screen_text(app) and "Every note is indexed" in screen_text(app))
        vault.write({"Empty.md": Written("")})
        await until(pilot, lambda: "Empty.md" in screen_text(app))

        assert "6 with" in screen_text(app)

    drive(vault, steps)


@pytest.mark.parametrize("size", [(120, 35), (80, 24), (60, 30)])
def test_every_line_of_a_fact_begins_in_its_column(vault, size):
    vault.build(GARDEN)
    vault.writer.set_status(problem="The folder of notes cannot be seen at present, " + "and that is long to tell " * 6)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("exclamation_mark")
        view = app.views["status"]
        await until(pilot, lambda: app.screen is view and "problem  The" in str(view._facts.render()))
        for width in (size[0], size[0] - 7):
            await pilot.resize_terminal(width, size[1])
            await until(pilot, lambda: view.size.width == width)  # noqa: B023
            lines = str(view._facts.render()).splitlines()
            assert sum(line.startswith(" " * 13) for line in lines) >= 1
            assert [line for line in lines if line[11:13] != "  " or line[13:14] == " "] == []
            assert view._facts.size.height == len(lines), "no line is wrapped again"

    drive(vault, steps, size=size)


def test_status_without_an_index_says_so(vault):
    async def steps(app, pilot):
        await until(pilot, lambda: "There is no index" in screen_text(app))
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: app.screen is app.views["status"])
        await until(pilot, lambda: "There is no index yet." in screen_text(app))

    drive(vault, steps)


@pytest.mark.parametrize("key", ["enter", "e"])
def test_file_under_the_cursor_is_opened_in_the_editor(vault, monkeypatch, key):
    vault.build({**GARDEN, "Blank.md": Written("")})
    opened = []
    monkeypatch.setattr(
        "notelinks.tui.editor.editor_command", lambda path, line: opened.append((path, line)) or ["true"]
    )

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("exclamation_mark")
        view = app.views["status"]
        await until(pilot, lambda: app.screen is view and view.skipped.cursor == 0)
        assert "↵ edit" in screen_text(app)
        await pilot.press(key)
        await until(pilot, lambda: opened)

        assert opened == [(vault.path / "Blank.md", 0)]

    drive(vault, steps)
