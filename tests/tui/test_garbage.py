"""No time before the first paint is spent on looking for garbage."""

import gc

import pytest
from driving import GARDEN, drive, until

from notelinks.tui.garbage import put_off_collecting


@pytest.fixture
def collecting():
    """Garbage is looked for again afterwards, in everything."""
    yield
    gc.enable()
    gc.unfreeze()


def test_garbage_is_looked_for_after_the_first_paint(vault, collecting):
    vault.build(GARDEN)
    put_off_collecting()

    async def steps(app, pilot):
        await until(pilot, gc.isenabled)
        assert gc.get_freeze_count()

    drive(vault, steps)
