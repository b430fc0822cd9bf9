"""Every key and what it does, on the real app."""

import os
import stat

import pytest
from driving import GARDEN, drive, open_note, screen_text, send, shown, until
from store_builder import TestVault, Written

from notelinks.tui.app import THEME, NotelinksApp
from notelinks.tui.help_screen import HelpScreen
from notelinks.tui.memory import Memory, recall, remember


def test_first_note_is_a_page_of_welcome(vault):
    vault.build({**GARDEN, "Welcome.md": Written("Hello")})

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))

        assert shown(app) == "Welcome.md"

    drive(vault, steps)


def test_all_panes_show_the_note_under_the_cursor(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await until(pilot, lambda: "fact" in screen_text(app))
        text = screen_text(app)

        assert "Compost feeds the Soil and wants Worms." in text
        assert "#garden" in text
        assert " 71 Soil" in text
        assert "soil · water" in text and f"fact {vault.note_id('Soil.md')}" in text
        assert "▇▇▇▇▇▇▇▇" in text
        assert "? Worms" in text and "no such note" in text
        assert "⇄ Soil" in text and "← Leaf mould" in text
        assert "~ Clover" in text and "names this note" in text
        assert "5 notes" in text

    drive(vault, steps)


def test_moving_in_the_list_shows_each_note(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app) == "Clover.md")
        seen = []
        for key in ("j", "down", "k", "G", "home", "ctrl+d", "ctrl+u", "end", "up"):
            await pilot.press(key)
            seen.append(shown(app))

        names = [key.removeprefix("Walks/").removesuffix(".md") for key in seen]
        assert names == ["Compost", "Dew", "Compost", "Soil", "Clover", "Soil", "Clover", "Soil", "Leaf mould"]

    drive(vault, steps)


def test_enter_opens_and_backspace_goes_back(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.related.focus()
        await pilot.press("enter")
        await until(pilot, lambda: shown(app) == "Soil.md" and app.main.related.cursor == 0)
        assert app.focused is app.main.related
        assert app.main.notes.list.cursor_row.key == "Soil.md"
        await pilot.press("backspace")
        assert shown(app) == "Compost.md"
        await pilot.press("alt+right")
        assert shown(app) == "Soil.md"
        await pilot.press("alt+left")
        assert shown(app) == "Compost.md"
        await pilot.press("backspace")
        await until(pilot, lambda: "There is no note to go back to." in screen_text(app))
        assert shown(app) == "Compost.md"

    drive(vault, steps)


@pytest.mark.parametrize(("row", "key"), [(0, "Leaf mould.md"), (1, "Soil.md"), (2, ""), (3, "Clover.md")])
def test_enter_on_a_link_opens_its_note(vault, row, key):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.links.focus()
        await pilot.press("home", *["j"] * row, "enter")

        assert shown(app) == (key or "Compost.md")

    drive(vault, steps)


def test_enter_on_a_backlink_shows_the_line_that_it_stands_on(vault):
    far = "\n\n".join(f"Paragraph {n}." for n in range(100))
    text = f"---\na: b\n---\n%%hidden\nlines%%\n\n{far}\n\nHere is [[Compost]].\n\n{far}"
    vault.write(GARDEN | {"Long.md": Written(text)})
    line = text[: text.index("Here is")].count("\n") + 1
    vault.writer._connection.execute(
        "UPDATE links SET line = ? WHERE sentence = '' AND source_id = ?", (line, vault.note_id("Long.md"))
    )

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.links.focus()
        row = next(number for number, row in enumerate(app.main.links.rows) if row.title == "Long")
        await pilot.press("home", *["j"] * row, "enter")

        await until(pilot, lambda: "Here is Compost." in screen_text(app))
        assert shown(app) == "Long.md"

    drive(vault, steps)


def test_enter_on_an_unresolved_link_shows_where_it_stands(vault):
    far = "\n\n".join(f"Paragraph {n}." for n in range(100))
    vault.write({"Long.md": Written(f"{far}\n\nHere is [[Nowhere]].\n\n{far}")})
    vault.writer._connection.execute("UPDATE links SET line = 201")

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Long.md")
        assert "Here is Nowhere." not in screen_text(app)
        app.main.links.focus()
        await pilot.press("home", "enter")

        await until(pilot, lambda: "Here is Nowhere." in screen_text(app))

    drive(vault, steps)


def test_f_cycles_all_unlinked_linked(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        seen = []
        for _ in range(4):
            seen.append((str(app.main.related.link_filter), [row.title for row in app.main.related.rows]))
            await pilot.press("f")

        assert seen == [
            ("all", ["Soil", "Leaf mould", "Clover"]),
            ("unlinked", ["Clover"]),
            ("linked", ["Soil", "Leaf mould"]),
            ("all", ["Soil", "Leaf mould", "Clover"]),
        ]
        assert "Related · unlinked" in screen_text(app)

    drive(vault, steps)


def test_r_cycles_the_order_and_keeps_the_note(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("r")
        assert [row.title for row in app.main.notes.list.rows][:3] == ["Clover", "Compost", "Dew"]
        assert "by changed" in screen_text(app)
        await pilot.press("r")
        assert app.main.notes.list.rows[0].title == "Compost"
        assert "by links" in screen_text(app)
        assert (shown(app), app.main.notes.list.cursor) == ("Compost.md", 0)

    drive(vault, steps)


def test_filter_finds_and_escape_clears(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Walks/Dew.md")
        await pilot.press("slash", *"humus")
        assert [row.title for row in app.main.notes.list.rows] == ["Compost"]
        assert shown(app) == "Compost.md"
        await pilot.press("down")
        assert app.focused is app.main.notes.list
        await pilot.press("slash", "x", "y", "z")
        assert "No note matches" in screen_text(app)
        await pilot.press("escape")
        assert app.main.notes.query_text == ""
        assert len(app.main.notes.list.rows) == 5
        assert app.focused is app.main.notes.list

    drive(vault, steps)


def test_keys_that_follow_the_filter_in_one_go_reach_the_list(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        send(app, "slash", "o", "down", "down")
        await until(pilot, lambda: app.focused is app.main.notes.list and app.main.notes.query_text == "o")
        assert app.main.notes.list.cursor == 2
        await until(pilot, lambda: shown(app) == app.main.notes.list.rows[2].key)

    drive(vault, steps)


def test_escape_returns_from_the_filter_to_the_note_before_it(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        await pilot.press("slash", *"clover")
        await until(pilot, lambda: shown(app) == "Clover.md")
        await pilot.press("escape")
        await until(pilot, lambda: shown(app) == "Soil.md")
        assert app.main.notes.list.cursor_row.key == "Soil.md"

    drive(vault, steps)


def test_opening_a_note_that_the_filter_hides_clears_the_filter(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("slash", *"compost", "enter")
        await until(pilot, lambda: app.main.related.rows)
        app.main.related.focus()
        await pilot.press("enter")

        assert shown(app) == "Soil.md"
        assert app.main.notes.list.cursor_row.key == "Soil.md"
        assert app.main.notes.query_text == ""

    drive(vault, steps)


def test_concept_under_the_cursor_is_marked_in_the_preview(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.concepts.focus()
        await pilot.press("j")
        assert app.main.preview._words == ("worms",)
        assert marked_text(app) == ["Worms"]
        app.main.notes.list.focus()
        await pilot.pause()
        assert marked_text(app) == []

    drive(vault, steps)


def marked_text(app: NotelinksApp) -> list[str]:
    """Pieces of the preview that are marked."""
    return [
        line.plain[span.start : span.end]
        for line in app.main.preview._lines
        for span in line.spans
        if "warning-muted" in str(span.style)
    ]


def test_tab_goes_round_all_panes(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        seen = []
        for _ in range(6):
            await pilot.press("tab")
            seen.append(app.focused.id)
        await pilot.press("shift+tab")

        assert seen == ["preview", "related", "concepts", "links", "filter", "notes-list"]
        assert app.focused.id == "filter"

    drive(vault, steps)


def test_h_and_l_go_to_the_columns_beside(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        seen = []
        for key in "lllhhh":
            await pilot.press(key)
            seen.append(app.focused.id)

        assert seen == ["preview", "related", "related", "preview", "notes-list", "notes-list"]

    drive(vault, steps)


def test_y_copies_the_link_under_the_cursor(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("y")
        assert app.clipboard == "[[Compost]]"
        app.main.related.focus()
        await pilot.press("j", "y")
        assert app.clipboard == "[[Leaf mould]]"
        app.main.links.focus()
        await pilot.press("home", "j", "j", "y")
        assert app.clipboard == "[[Worms]]"

    drive(vault, steps)


def test_question_mark_shows_keys_and_closes(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert "Insert a link" in screen_text(app)
        await pilot.press("f", "j", "escape")
        assert app.screen is app.main
        assert str(app.main.related.link_filter) == "all"

    drive(vault, steps)


def test_command_palette_knows_our_commands(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        titles = [command.title for command in app.get_system_commands(app.screen)]

        assert "Related: all, unlinked, linked" in titles
        assert "Edit in $VISUAL or $EDITOR" in titles

    drive(vault, steps)


def test_q_quits(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        await pilot.press("q")

        assert app._exit

    drive(vault, steps)


def test_e_without_a_terminal_says_so(vault, monkeypatch):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("e")
        await until(pilot, lambda: "No editor can be started from here." in screen_text(app))
        monkeypatch.setenv("VISUAL", "vi 'open")
        await pilot.press("e")
        await until(pilot, lambda: "cannot be started" in screen_text(app))

    drive(vault, steps)


def test_a_click_opens_a_related_note(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.click("#related", offset=(8, 3))

        assert shown(app) == "Leaf mould.md"

    drive(vault, steps)


def test_last_note_and_chosen_theme_are_remembered(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        assert app.theme == THEME
        app.theme = "nord"

    async def again(app, pilot):
        await until(pilot, lambda: shown(app))
        assert (shown(app), app.theme) == ("Soil.md", "nord")

    drive(vault, steps)
    drive(vault, again)
    mode = stat.S_IMODE(os.stat(vault.folder / "screen.json").st_mode)
    assert mode == 0o600


def test_memory_that_cannot_be_understood_is_no_memory(tmp_path):
    remember(tmp_path, Memory("odd \udcff.md", "nord"))
    assert recall(tmp_path) == Memory("odd \udcff.md", "nord")
    for raw in (b"", b"[1]", b'{"note": 3}', b"\xff"):
        (tmp_path / "screen.json").write_bytes(raw)
        assert recall(tmp_path) == Memory()
    assert recall(tmp_path / "none") == Memory()
    remember(tmp_path / "none", Memory())


def test_reasons_wait_for_nobody(vault: TestVault):
    """Rows stand before reasons are there; these come without moving the cursor."""
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.related.focus()
        await pilot.press("j")
        app.main.related.add_reasons({})
        await until(pilot, lambda: "fact" in screen_text(app))

        assert app.main.related.cursor == 1

    drive(vault, steps)
