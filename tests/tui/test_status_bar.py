"""The line at the top: what it says, and what it leaves out where there is no room."""

import math
import time

import pytest
from driving import GARDEN, drive, screen_text, until
from store_builder import TestVault

from notelinks.records import IndexStatus, TrainingProgress
from notelinks.tui.status_bar import BAR_CELLS, describe_status, describe_time, describe_training


def status(**changes):
    idle = IndexStatus("/v", 1735, 18204, 3, 1, 1, 0, "idle", (0, 0), None, "events", 1.0, 0.0, "")
    return idle._replace(**changes)


@pytest.mark.parametrize(
    ("changes", "is_watched", "expected"),
    [
        ({}, True, "1,735 notes · 18,204 words · watching"),
        ({}, False, "1,735 notes · 18,204 words · not watching"),
        ({"watcher": "polling"}, True, "1,735 notes · 18,204 words · watching by polling"),
        ({"watcher": ""}, True, "1,735 notes · 18,204 words · starting"),
        ({"watcher": "", "n_notes": 0}, True, "starting …"),
        ({"n_notes": 0, "n_words": 0, "trained_s": 5.0}, True, "no notes · watching"),
        ({"activity": "reading", "reading": (120, 735)}, True, "reading 120/735"),
        ({"activity": "reading"}, True, "reading notes"),
        ({"activity": "reading", "reading": (1, 2)}, False, "1,735 notes · 18,204 words · not watching"),
        ({"activity": "training"}, True, "preparing the training, longest the first time"),
        ({"activity": "publishing"}, True, "comparing notes"),
    ],
)
def test_status_in_words(changes, is_watched, expected):
    assert describe_status(status(**changes), is_watched)[0].plain.rstrip("━─ ") == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"trained_s": 1_700_000_000.0},
            [
                "1,735 notes · 18,204 words · trained {} · watching",
                "1,735 notes · trained {} · watching",
                "1,735 notes · watching",
                "watching",
            ],
        ),
        (
            {"activity": "training", "training": TrainingProgress(11, 80, 0.5, 1.934, 0.3, 1e6, 7.6)},
            [
                "training epoch 12/80, loss 1.93, 8 s left  ━━━━━━━━────────",
                "training epoch 12/80, 8 s left  ━━━━━━━━────────",
                "training epoch 12/80, loss 1.93, 8 s left",
                "training epoch 12/80, 8 s left",
                "training epoch 12/80",
                "training",
            ],
        ),
        (
            {"activity": "reading", "reading": (1, 2)},
            ["reading 1/2  ━━━━━━━━────────", "reading  ━━━━━━━━────────", "reading 1/2", "reading"],
        ),
    ],
)
def test_shorter_ways_leave_out_what_is_used_least(changes, expected):
    versions = describe_status(status(**changes), True)

    assert [version.plain for version in versions] == [e.format(describe_time(1_700_000_000.0)) for e in expected]


@pytest.mark.parametrize("changes", [{"activity": "training"}, {"activity": "publishing"}, {"activity": "reading"}])
def test_there_is_no_bar_where_nothing_is_measured_but_its_place_is_kept(changes):
    text = describe_status(status(**changes), True)[0].plain

    assert text == f"{text.rstrip()}  {' ' * BAR_CELLS}"


@pytest.mark.parametrize(
    ("name", "width", "expected"),
    [
        ("garden", 100, " notelinks · garden  …  5 notes · 20 words · trained {} · not watching "),
        ("garden", 68, " notelinks · garden  …  5 notes · trained {} · not watching "),
        ("garden-of-all-my-notes", 60, " notelinks · garden-of-all-my-notes  …  5 notes · not watching "),
        ("garden-of-all-my-notes", 40, " garden-of-all-my-notes  …  not watching "),
        ("garden-of-all-my-notes-of-years", 40, " garden-of-all-my-notes-of-years  … "),
    ],
)
def test_name_of_the_vault_is_not_cut_while_anything_else_can_be(tmp_path, name, width, expected):
    vault = TestVault(tmp_path, name).build(GARDEN)

    async def steps(app, pilot):
        await until(pilot, lambda: app.main.status_bar.status is not None)
        line = screen_text(app).splitlines()[0]
        left, right = expected.format(describe_time(1_700_000_000.0)).split("  …")

        assert line == left + right.rjust(width - len(left))

    drive(vault, steps, size=(width, 24))
    vault.close()


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (TrainingProgress(11, 80, 0.1, 1.934, 0.3, 1e6, 7.6), "training epoch 12/80, loss 1.93, 8 s left"),
        (TrainingProgress(0, 80, 0.0, math.nan, 0.35, 0, math.inf), "training epoch  1/80"),
        (TrainingProgress(0, 80, 0.01, 4.12, 0.35, 1e3, 900), "training epoch  1/80, loss 4.12"),
        (TrainingProgress(80, 80, 1.0, 1.5, 0.0, 1e6, 0), "training epoch 80/80, loss 1.50, 0 s left"),
        (TrainingProgress(1, 80, 0.1, 1.5, 0.3, 1e6, 200), "training epoch  2/80, loss 1.50, 4 min left"),
    ],
)
def test_training_in_words(progress, expected):
    assert describe_training(progress)[0] == expected


def test_times_in_words():
    now = time.time()
    assert describe_time(now) == time.strftime("%H:%M:%S", time.localtime(now))
    assert describe_time(now - 40 * 86_400) == time.strftime("%d %b %H:%M", time.localtime(now - 40 * 86_400))
