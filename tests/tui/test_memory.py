"""What is remembered from one start to the next."""

import os
import stat

from driving import GARDEN, drive, open_note, shown, until
from store_builder import TestVault

from notelinks.tui.memory import Memory, recall, remember
from notelinks.tui.shell import THEME


def test_last_note_is_remembered_and_the_chosen_theme_in_all_vaults(vault, tmp_path):
    vault.build(GARDEN)
    other = TestVault(tmp_path, "orchard").build(GARDEN)
    other.close()

    async def steps(app, pilot):
        await open_note(app, pilot, vault, "Soil.md")
        assert app.theme == THEME
        app.theme = "nord"

    async def again(app, pilot):
        await until(pilot, lambda: shown(app))
        assert (shown(app), app.theme) == ("Soil.md", "nord")

    async def elsewhere(app, pilot):
        await until(pilot, lambda: shown(app))
        assert (shown(app), app.theme) == ("Clover.md", "nord")

    drive(vault, steps)
    drive(vault, again)
    drive(other, elsewhere)
    mode = stat.S_IMODE(os.stat(vault.folder / "screen.json").st_mode)
    assert mode == 0o600


def test_memory_that_cannot_be_understood_is_no_memory(tmp_path):
    remember(tmp_path, Memory("odd \udcff.md", "links"))
    assert recall(tmp_path) == Memory("odd \udcff.md", "links")
    for raw in (b"", b"[1]", b'{"note": 3}', b"\xff"):
        (tmp_path / "screen.json").write_bytes(raw)
        assert recall(tmp_path) == Memory()
    assert recall(tmp_path / "none") == Memory()
    remember(tmp_path / "none", Memory())
