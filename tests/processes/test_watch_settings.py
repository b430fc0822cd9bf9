"""Settings of the vault that change while `watch` runs."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import Watcher, index_vault, make_home, read_everything, wait_until, write_vault

_DEADLINE_S = 20.0


def _set(vault: Path, name: str, **values: Any) -> None:
    write_vault(vault, {f".obsidian/{name}": json.dumps(values)})


def _known(watcher: Watcher) -> set[str]:
    return {value["note"] for value in watcher.run("related", "--all")}


def test_filter_takes_effect_at_once_and_leaves_what_a_fresh_index_would_hold(
    watcher: Watcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = watcher.vault
    _set(vault, "app.json", userIgnoreFilters=["bread/", "/(garden|music)\\/.* 1/"])
    wait_until(lambda: not any(str(key).startswith("bread/") for key in _known(watcher)), _DEADLINE_S)
    watcher.settle()
    monkeypatch.setenv("NOTELINKS_HOME", str(watcher.home))
    found = read_everything(vault)
    monkeypatch.setenv("NOTELINKS_HOME", str(make_home(tmp_path / "fresh")))
    index_vault(vault)

    assert found == read_everything(vault)
    assert 0 < len(found["related"]) < 9

    _set(vault, "app.json", userIgnoreFilters=[])

    wait_until(lambda: any(str(key).startswith("bread/") for key in _known(watcher)), _DEADLINE_S)


def test_templates_folder_takes_effect_though_no_note_has_changed(watcher: Watcher) -> None:
    write_vault(
        watcher.vault,
        {
            "Aside/One.md": "Zymurgy of flour, dough, yeast.",
            "Real.md": "Zymurgy of flour, dough, yeast, oven, crust, salt, rye.",
        },
    )
    wait_until(lambda: "zymurgy" in _concepts(watcher), _DEADLINE_S)
    _set(watcher.vault, "templates.json", folder="Aside")

    wait_until(lambda: "zymurgy" not in _concepts(watcher), _DEADLINE_S)


def _concepts(watcher: Watcher) -> set[str]:
    return {value["word"].lower() for value in watcher.run("concepts", "Real")}
