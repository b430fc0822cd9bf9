"""Every text can be read in every theme, on what it stands on."""

from collections.abc import Iterator

import pytest
from driving import GARDEN, drive, open_note, screen_text, until
from rich.segment import Segment
from textual.app import App
from textual.color import Color

from notelinks.tui.colours import LEAST_CONTRAST, contrast, readable_colours
from notelinks.tui.shell import NO_CHANGES, Shell

THEMES = sorted(App().available_themes)


def letters(app: App) -> Iterator[Segment]:
    """All that is drawn in letters and digits."""
    for strip in app.screen._compositor.render_strips():
        yield from (segment for segment in strip if any(c.isalnum() for c in segment.text))


def invisible(app: App) -> list[str]:
    """What is written in the colour of its background; a terminal's default ones are two that bear one name."""
    styled = ((s.text, s.style) for s in letters(app) if s.style and s.style.color)
    return [text for text, style in styled if style.color == style.bgcolor and not style.color.is_default]


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "tokyo-night"])
def test_marks_cursors_and_what_lies_behind_a_dialogue_can_be_read(vault, theme):
    vault.build(GARDEN)

    async def steps(app, pilot):
        app.theme = theme
        await open_note(app, pilot, vault, "Compost.md")
        app.main.concepts.focus()
        await pilot.press("j")
        assert [s.text for s in letters(app) if s.text == "Worms"]
        found = invisible(app)
        app.main.related.focus()
        await pilot.press("G")
        found += invisible(app)
        await pilot.press("question_mark")
        await until(pilot, lambda: "Move the cursor" in screen_text(app))
        found += invisible(app)
        await pilot.press("escape", "i")
        await until(pilot, lambda: "Insert link" in screen_text(app))

        await until(pilot, lambda: "Leaf mould" in screen_text(app))
        assert found + invisible(app) == []

    drive(vault, steps)


@pytest.mark.parametrize("name", [name for name in THEMES if not name.startswith("ansi")])
def test_contrast_is_as_high_as_the_theme_allows(name, monkeypatch):
    monkeypatch.setenv("TEXTUAL_THEME", name)
    app = Shell(NO_CHANGES, "")
    assert app.theme == name
    theme = {
        key: Color.parse(value)
        for key, value in app.theme_variables.items()
        if value.startswith("#") and " " not in value
    }
    plain = theme["foreground"]

    for ground in ("background", "surface", "shown-background"):
        least = min(LEAST_CONTRAST, contrast(plain, theme[ground]))
        for text in readable_colours(app.theme_variables, is_ansi=False):
            if text.startswith(("text-", "foreground-")):
                assert contrast(theme[text], theme[ground]) >= least - 0.01, (text, ground)
    assert contrast(theme["mark-text"], theme["mark-background"]) >= LEAST_CONTRAST - 0.01


def test_contrast_is_that_of_wcag():
    black, white, grey = Color(0, 0, 0), Color(255, 255, 255), Color(119, 119, 119)

    assert (contrast(black, white), contrast(white, white)) == (21, 1)
    assert round(contrast(grey, white), 2) == 4.48
