"""A real `watch`: a save shows at once, and the index follows whatever is done to the folder."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.store.lock import is_indexer_running
from tests.support import (
    Watcher,
    cli_environment,
    make_home,
    make_notes,
    run_cli,
    tells_mistake,
    wait_until,
    write_vault,
)

_DEADLINE_S = 10.0


def _concepts(watcher: Watcher, name: str) -> list[str]:
    return [value["word"].lower() for value in watcher.run("concepts", name)]


def _known(watcher: Watcher) -> set[str]:
    return {value["note"] for value in watcher.run("related", "--all")}


def test_new_rare_word_is_a_concept_soon_and_is_trained_on(watcher: Watcher) -> None:
    before = watcher.settle()["generation"]
    path = watcher.vault / "bread/Bread 0.md"
    path.write_text(path.read_text("utf-8") + "\nThe xylophagus xylophagus xylophagus of dough.\n", "utf-8")

    wait_until(lambda: "xylophagus" in _concepts(watcher, "Bread 0"), _DEADLINE_S)

    wait_until(lambda: watcher.status()["generation"] > before)
    assert "xylophagus" in _concepts(watcher, "Bread 0")


def test_new_note_has_related_notes_soon(watcher: Watcher) -> None:
    write_vault(watcher.vault, {"fresh/Pizza.md": "Flour, water, yeast, dough, oven, crust and crumb."})

    found = wait_until(lambda: watcher.run("related", "Pizza"), _DEADLINE_S)

    assert found[0]["note"].startswith("bread/")


def test_note_saved_through_a_temporary_file_is_never_missing(watcher: Watcher) -> None:
    write_vault(watcher.vault, {"Atomic.md": "flour first"})
    wait_until(lambda: "Atomic.md" in _known(watcher), _DEADLINE_S)
    temporary = write_vault(watcher.vault, {".Atomic.md.tmp": "flour zirconium zirconium zirconium"}) / ".Atomic.md.tmp"
    os.replace(temporary, watcher.vault / "Atomic.md")
    presence = []

    def has_new_text() -> bool:
        presence.append("Atomic.md" in _known(watcher))
        return "zirconium" in _concepts(watcher, "Atomic")

    wait_until(has_new_text, _DEADLINE_S)
    assert all(presence)


def test_renamed_note_is_known_by_its_new_name_only(watcher: Watcher) -> None:
    write_vault(watcher.vault, {"Before.md": "flour and water", "Linking.md": "[[After]]"})
    wait_until(lambda: "Before.md" in _known(watcher), _DEADLINE_S)
    (watcher.vault / "Before.md").rename(watcher.vault / "After.md")

    wait_until(lambda: "After.md" in _known(watcher), _DEADLINE_S)

    assert "Before.md" not in _known(watcher)
    assert [v["note"] for v in watcher.run("links", "After") if v["relation"] == "backlink"] == ["Linking.md"]


def test_deleted_note_goes(watcher: Watcher) -> None:
    write_vault(watcher.vault, {"Doomed.md": "flour and water"})
    wait_until(lambda: "Doomed.md" in _known(watcher), _DEADLINE_S)
    (watcher.vault / "Doomed.md").unlink()

    wait_until(lambda: "Doomed.md" not in _known(watcher), _DEADLINE_S)

    assert "Doomed.md" not in str(watcher.run("related", "--all"))


def test_moved_folder_takes_its_notes_along(watcher: Watcher) -> None:
    write_vault(watcher.vault, {"here/a/One.md": "flour", "here/Two.md": "water"})
    wait_until(lambda: {"here/a/One.md", "here/Two.md"} <= _known(watcher), _DEADLINE_S)
    (watcher.vault / "here").rename(watcher.vault / "there")

    wait_until(lambda: {"there/a/One.md", "there/Two.md"} <= _known(watcher), _DEADLINE_S)

    assert not {key for key in _known(watcher) if str(key).startswith("here/")}


def test_folder_moved_in_from_outside_is_indexed_and_watched(watcher: Watcher, tmp_path: Path) -> None:
    outside = write_vault(tmp_path / "outside", {"deep/Imported.md": "flour and water"})
    shutil.move(outside, watcher.vault / "imported")
    wait_until(lambda: "imported/deep/Imported.md" in _known(watcher), _DEADLINE_S)
    write_vault(watcher.vault, {"imported/deep/Later.md": "flour"})

    wait_until(lambda: "imported/deep/Later.md" in _known(watcher), _DEADLINE_S)


def test_vault_renamed_away_and_back_keeps_its_index_and_is_watched_again(watcher: Watcher) -> None:
    before = watcher.settle()
    elsewhere = watcher.vault.with_name("elsewhere")
    watcher.vault.rename(elsewhere)
    wait_until(lambda: "cannot be seen" in _recorded_problem(watcher), _DEADLINE_S)
    while_away = watcher.status()
    elsewhere.rename(watcher.vault)
    after = wait_until(lambda: watcher.status() if not watcher.status()["problem"] else {}, _DEADLINE_S)
    write_vault(watcher.vault, {"Back.md": "flour again"})

    wait_until(lambda: "Back.md" in _known(watcher), _DEADLINE_S)
    assert [before["index_digest"]] * 2 == [while_away["index_digest"], after["index_digest"]]


def _recorded_problem(watcher: Watcher) -> str:
    from notelinks.store.reader import StoreReader

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(watcher.home))
        with StoreReader(index_folder(watcher.vault)) as reader:
            return reader.status().problem


def test_second_watcher_is_refused(watcher: Watcher) -> None:
    result = run_cli("watch", watcher.vault, home=watcher.home)

    assert result.returncode == 3
    assert "already running" in result.stderr


def test_status_says_that_events_are_watched(watcher: Watcher) -> None:
    assert watcher.settle()["watcher"] == "events"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_watcher_in_order(tmp_path: Path, warm_kernels: None, number: signal.Signals) -> None:
    vault = write_vault(tmp_path / "vault", make_notes(6, 1))
    with Watcher(vault) as watcher:
        watcher.settle()
        status, errors = watcher.stop(number)
        after = watcher.status()

    assert (status, errors.splitlines()[-1].split(" ", 1)[1]) == (0, "stopped")
    assert (after["activity"], after["watcher"], after["training"], after["pending"]) == ("idle", "", False, 0)
    assert not tells_mistake(errors)


def test_signal_ends_a_watcher_that_is_training(tmp_path: Path, warm_kernels: None, home: Path) -> None:
    make_home(home, "[training]\nmin_epochs = 10000\nmax_epochs = 10000\n")
    vault = write_vault(tmp_path / "vault", make_notes(20, 1, 40))
    with Watcher(vault) as watcher:
        wait_until(lambda: watcher.status().get("training"))
        status, errors = watcher.stop(deadline_s=10)
        after = watcher.status()

    assert status == 0, errors
    assert (after["activity"], after["generation"], after["notes"]) == ("idle", 0, 20)


def test_watcher_of_a_parent_ends_when_the_parent_is_gone(tmp_path: Path, warm_kernels: None, home: Path) -> None:
    """A parent that was killed cannot stop it; its end of the pipe is closed by the system."""
    vault = write_vault(tmp_path / "vault", {"a.md": "one two three", "b.md": "two three four"})
    command = [sys.executable, "-m", "notelinks", "watch", "--stop-at-eof", str(vault)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=cli_environment(home))
    wait_until(lambda: is_indexer_running(index_folder(vault)), 60)

    process.stdin.close()

    assert process.wait(60) == 0
    assert not is_indexer_running(index_folder(vault))
