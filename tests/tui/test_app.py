"""Every key and what it does, on the real app."""

from dataclasses import replace

from driving import GARDEN, drive, open_note, screen_text, send, shown, until
from store_builder import TestVault, Written

from notelinks.tui.app import NotelinksApp
from notelinks.tui.help_screen import HelpScreen


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
        assert "? Worms" in text and "unresolved" in text
        assert "⇄ Soil" in text and "← Leaf mould" in text
        assert "~ Clover" in text and "mentions this note" in text
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
        await pilot.press("j", "enter")
        await until(pilot, lambda: shown(app) == "Leaf mould.md" and app.main.related.cursor == 0)
        assert app.focused is app.main.related
        assert app.main.notes.list.cursor_row.key == "Leaf mould.md"
        await pilot.press("backspace")
        assert shown(app) == "Compost.md"
        await until(pilot, lambda: app.main.related.note_id == app.main.shown_id and app.main.related.cursor == 1)
        await pilot.press("alt+right")
        assert shown(app) == "Leaf mould.md"
        await pilot.press("alt+left")
        assert shown(app) == "Compost.md"
        await pilot.press("backspace")
        await until(pilot, lambda: "There is no note to go back to." in screen_text(app))
        assert shown(app) == "Compost.md"

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
        if "mark-background" in str(span.style)
    ]


def test_tags_and_counts_of_a_note_stand_apart_where_one_line_is_too_short(vault):
    tags = ("garden", "soil/structure", "autumn", "kitchen")
    vault.build({**GARDEN, "Compost.md": replace(GARDEN["Compost.md"], tags=tags)})

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        tags, counts, empty, *_ = [line.plain for line in app.main.preview._lines]
        assert (tags, empty) == ("#garden #soil/structure #autumn #kitchen", "")
        assert counts.startswith("1 out · 2 back · ")

    drive(vault, steps)


def test_tab_goes_round_all_panes(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: shown(app))
        seen = []
        for _ in range(6):
            await pilot.press("tab")
            seen.append(app.focused.id)
        await pilot.press("shift+tab")

        assert seen == ["preview", "related", "concepts", "links", "notes-list", "preview"]
        assert app.focused.id == "notes-list"
        await pilot.press("slash", "tab")
        assert app.focused.id == "notes-list"
        await pilot.press("F", "tab")
        assert app.focused.id == "related"

    drive(vault, steps)


def test_h_and_l_go_to_the_columns_beside(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        seen = []
        for key in "lllhhh":
            await pilot.press(key)
            seen.append(app.focused.id)

        assert seen == ["preview", "related", "related", "preview", "notes-list", "notes-list"]
        send(app, "l", "l", "j", "j")
        await until(pilot, lambda: app.focused is app.main.related and app.main.related.cursor == 2)

    drive(vault, steps)


def test_y_copies_the_link_under_the_cursor(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == "[[Compost]]")
        app.main.related.focus()
        await pilot.press("j", "y")
        await until(pilot, lambda: app.clipboard == "[[Leaf mould]]")
        app.main.links.focus()
        await pilot.press("home", "j", "j", "y")
        await until(pilot, lambda: app.clipboard == "[[Worms]]")

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
        (vault.path / "Compost.md").unlink()
        await pilot.press("e")
        await until(pilot, lambda: "Compost.md is not there at present." in screen_text(app))

    drive(vault, steps)


def test_a_click_moves_the_cursor_and_a_second_one_opens(vault):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        await pilot.click("#related", offset=(8, 1))
        await pilot.click("#related", offset=(8, 3))
        await pilot.pause()
        assert (shown(app), app.main.related.cursor) == ("Compost.md", 1)
        await pilot.click("#related", offset=(8, 3))
        await until(pilot, lambda: shown(app) == "Leaf mould.md")

    drive(vault, steps)


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
