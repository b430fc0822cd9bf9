"""Keys can be changed; help, footer and palette tell what holds; folded panes, order and filter are remembered."""

import asyncio
from pathlib import Path

import pytest
from driving import GARDEN, SIZES, drive, open_note, screen_text, shown, until
from textual.events import Key

from notelinks.config import config_file
from notelinks.errors import ConfigError
from notelinks.tui.app import NotelinksApp
from notelinks.tui.ascii_filter import AsciiFilter, is_unicode
from notelinks.tui.help_screen import HelpScreen
from notelinks.tui.keys import APP_KEYS, MAIN_KEYS, read_keys
from notelinks.tui.memory import recall
from notelinks.tui.row_marks import MARKS


def drive_with(vault, steps, **options) -> None:
    async def run() -> None:
        app = NotelinksApp(vault.path, vault.folder, start_indexer=False, **options)
        async with app.run_test(size=(120, 35), notifications=True) as pilot:
            await until(pilot, lambda: shown(app))
            await steps(app, pilot)

    asyncio.run(run())


def test_changed_key_takes_the_place_of_the_usual_one(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        assert " ctrl+t search" in screen_text(app).splitlines()[-1]
        await pilot.press("s")
        assert app.screen is app.main
        await pilot.press("ctrl+t")
        assert app.screen is app.views["search"]
        await pilot.press("escape", "@")
        await until(pilot, lambda: str(app.main.related.link_filter) == "unlinked")
        commands = {command.title: command.help for command in app.get_system_commands(app.main)}
        assert commands["Search for any text"] == "Key: ctrl+t"
        assert "Theme" in commands and "Quit" in commands
        assert not {"Keys", "Maximize", "Screenshot"} & set(commands)
        await open_note(app, pilot, vault, "Compost.md")
        app.main.concepts.focus()
        await until(pilot, lambda: app.main.concepts.cursor_row)
        await pilot.press("x")
        await until(pilot, lambda: any("Press ctrl+z to undo." in told.message for told in app._notifications))
        await pilot.press("question_mark")
        assert "ctrl+t Search for any text" in screen_text(app)

    drive_with(vault, steps, keys={"search": "ctrl+t", "linked": "@", "undo": "ctrl+z"})


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"serch": "x"}, "serch is no action; there are: back"),
        ({"search": "g"}, "search and graph both have the key g"),
        ({"search": "j"}, "“Move the cursor” and search both have the key j"),
        ({"quit": "ctrl+d"}, "“Half a page down, up” and quit both have the key ctrl"),
        ({"quit": "tab"}, "“Next pane, pane before” and quit both have the key tab"),
    ],
)
def test_key_that_cannot_be_had_is_refused(keys, message):
    with pytest.raises(ConfigError, match=message):
        read_keys(keys)


def test_two_actions_can_change_places():
    assert read_keys({"search": "g", "graph": "s", "filter": "?", "help": "f1"})["filter"] == "question_mark"


def test_usual_keys_do_not_clash():
    assert read_keys({}) == {}
    ids = [key.id for key in (*MAIN_KEYS, *APP_KEYS)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("theme", ["tokyo-night", "textual-light"])
@pytest.mark.parametrize("size", SIZES)
def test_help_tells_every_key_and_fits_80_by_24(vault, size, theme):
    vault.build(GARDEN)

    async def steps(app, pilot):
        app.theme = theme
        await until(pilot, lambda: shown(app))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen) and "Move the cursor" in screen_text(app))
        text = screen_text(app)
        box = app.screen.query_one("#help")

        if size[0] >= 80:
            assert [key.description for key in (*MAIN_KEYS, *APP_KEYS) if key.description not in text] == []
            assert [meaning for _, meaning in MARKS if meaning not in text] == []
            assert box.max_scroll_y == 0
        else:
            await pilot.press("j", "j")
            assert box.scroll_offset.y == 2

    drive(vault, steps, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_footer_leads_to_all_keys_in_a_window_of_any_width(vault, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        line = screen_text(app).splitlines()[-1]
        assert line.endswith(" ? keys  q quit " if size[0] > 40 else " ? keys ")
        assert " ! status " in line or size[0] < 120
        assert "…" not in line
        await pilot.press("s")
        line = screen_text(app).splitlines()[-1]
        assert line.startswith(" esc return ") and line.endswith(" ? keys ")

    drive(vault, steps, size=size)


def test_footer_offers_what_the_pane_with_the_focus_can_do(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        lines = {}
        for pane in (app.main.notes.list, app.main.related, app.main.concepts):
            pane.focus()
            await pilot.pause()
            lines[pane.id] = screen_text(app).splitlines()[-1]

        assert "/ filter" in lines["notes-list"] and "i link" not in lines["notes-list"]
        assert lines["related"].startswith(" ↵ open  i link  ⌫ back  f linked?  s search  y copy")
        assert "x stop word" in lines["concepts"] and "x stop word" not in lines["related"]

    drive(vault, steps)


@pytest.mark.parametrize(
    ("key", "view", "told"),
    [
        ("g", "graph", ["space To the middle", "+ Two steps", "• linked with the one at the", "┄ 42 near, not linked"]),
        ("d", "changes", ["+ - has come, has gone", "71 how alike, in hundredths"]),
        ("S", "suggestions", ["Open the upper note", "i Insert link"]),
    ],
)
@pytest.mark.parametrize("size", SIZES[:2])
def test_help_begins_with_what_belongs_to_the_view(vault, key, view, told, size):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press(key, "question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen) and told[0] in screen_text(app))
        text = screen_text(app)

        assert [line for line in told if line not in text] == []
        assert view == "graph" or text.index(told[0]) < text.index("Move the cursor")
        assert ("Half a page down" in text) == (view != "graph")  # where there is no list to move in
        assert "Status, and what is skipped" in text  # nothing is cut
        assert "Related: all, unlinked" not in text

    drive(vault, steps, size=size)


def test_panes_fold_and_unfold_and_layout_is_remembered(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.concepts.focus()
        await pilot.press("c", "p", "r", "f")
        await until(pilot, lambda: not app.main.concepts.display and app.focused is not app.main.concepts)
        assert not app.main.preview.display
        assert app.main.related.region.right == app.size.width

    async def again(app, pilot):
        await until(pilot, lambda: shown(app) == "Compost.md" and app.main.related.rows)
        assert not app.main.preview.display and not app.main.concepts.display and app.main.links.display
        assert "by changed" in screen_text(app) and "Related · unlinked" in screen_text(app)
        assert app.main.related.region.right == app.size.width
        assert [row.title for row in app.main.related.rows] == ["Clover"]
        await pilot.press("c", "p")
        assert app.main.preview.display and app.main.concepts.display

    drive(vault, steps)
    assert recall(vault.folder).folded == "preview concepts"
    drive(vault, again)


def test_every_command_of_the_palette_can_be_run_from_a_view(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: app.screen is app.views["status"])
        commands = {command.title: command.callback for command in app.get_system_commands(app.screen)}
        await commands["Suggest links to make"]()
        await until(pilot, lambda: app.screen is app.views["suggestions"])
        await commands["Another order of the notes"]()
        assert str(app.main.notes.order) == "changed"

    drive_with(vault, steps)


def test_screen_in_ascii_draws_nothing_else(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await until(pilot, lambda: "fact" in screen_text(app))
        text = screen_text(app)

        assert text.isascii()
        assert "= Soil" in text and "+-" in text and " bksp back  y copy" in text

    drive_with(vault, steps, ascii_encoding="ascii")


def test_ascii_keeps_every_cell_in_its_place():
    plain = AsciiFilter("latin-1").plain

    assert plain("╭─⇄ é 한글 …╮") == "+-= é ???? ~+"
    assert AsciiFilter("utf-8").plain("→ 한글") == "> 한글"
    assert (is_unicode("UTF-8"), is_unicode("utf8"), is_unicode("ANSI_X3.4-1968"), is_unicode("ISO-8859-1")) == (
        True,
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/sage", lambda app: app.main.notes.query_text),
        ("F!sage", lambda app: app.main.related_column.filter.value),
        ("ssage", lambda app: app.page.input.value if app.page is not app.main else ""),
    ],
    ids=["filter", "choice", "search"],
)
def test_letters_typed_in_one_go_with_the_key_of_an_input_go_there(vault, typed, read):
    """They come in one reading of the terminal, before the input has the focus; none of them is a command."""
    vault.build(GARDEN)

    async def steps(app, pilot):
        app.main.notes.list.focus()
        await pilot.pause()
        for letter in typed:
            app.post_message(Key("slash" if letter == "/" else letter, letter))
        await until(pilot, lambda: read(app) == typed[1:])
        assert len(app.screen_stack) == 1 + (typed[0] == "s")

    drive_with(vault, steps)


def test_each_mark_has_a_sign_of_its_own_in_ascii():
    signs = [AsciiFilter("ascii").plain(mark) for mark, _ in MARKS]
    assert len(set(signs)) == len(MARKS)


def test_every_action_is_listed_in_the_documentation():
    text = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    listed = [line for line in text.splitlines() if line.startswith("| `")]

    for key in (*MAIN_KEYS, *APP_KEYS):
        assert f"| `{key.id}` | `{key.shown}` | {key.description} |" in listed


def test_help_says_where_the_settings_stand(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))

        told = str(app.screen.query_one("#help").border_subtitle)
        assert told.startswith("settings and keys: ") and told.endswith(f"{str(config_file())[-30:]} · esc return")
        await until(pilot, lambda: f" {told} " in screen_text(app))

    drive(vault, steps)
