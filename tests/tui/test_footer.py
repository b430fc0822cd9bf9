"""The last line offers what is needed most where the focus is."""

import pytest
from driving import GARDEN, drive, open_note, screen_text, until


@pytest.mark.parametrize(
    ("size", "pane", "needed"),
    [
        ((80, 24), "notes-list", " / filter  p read  s search  g graph  e edit  r order "),
        ((60, 24), "notes-list", " / filter  p read  s search  g graph "),
        ((40, 10), "notes-list", " / filter  p read  s search "),
        ((80, 24), "related", " ↵ open  i link  p read  ⌫ back  f linked?  s search "),
        ((60, 24), "related", " ↵ open  i link  p read  ⌫ back  f linked? "),
        ((40, 10), "related", " ↵ open  i link  p read  ⌫ back "),
        ((60, 24), "concepts", " ↵ open  x stop word  p read  ⌫ back "),
        ((60, 24), "links", " ↵ open  i link  p read  ⌫ back  y copy "),
    ],
)
def test_footer_of_a_narrow_window_offers_what_is_needed_most(vault, size, pane, needed):
    vault.build(GARDEN)

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Compost.md")
        app.main.query_one(f"#{pane}").focus()
        await until(pilot, lambda: app.focused.id == pane)
        line = screen_text(app).splitlines()[-1]
        assert line.startswith(needed) and " ? keys " in line, line
        await pilot.press("p")
        app.main.preview.focus()
        await until(pilot, lambda: app.focused is app.main.preview)
        assert screen_text(app).splitlines()[-1].startswith(" p return  ⌫ back ")
        await pilot.press("p")
        await until(pilot, lambda: " p read " in screen_text(app).splitlines()[-1])
        await pilot.press("slash")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].startswith(" ↵ to the list  esc clear "))

    drive(vault, steps, size=size)
