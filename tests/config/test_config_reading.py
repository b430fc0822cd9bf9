import dataclasses
import os
from pathlib import Path

import pytest

from notelinks.config import BOUNDS, Settings, load_settings

_CONFIG = """
[ranking]
n_neighbours = 40
source_only = ["Daily/"]

[notes]
exclude = ["Old/"]
languages = ["en"]

[keys]
quit = "ctrl+x"

[vault."~/notes".ranking]
source_only = ["Log"]

[vault."~/notes".notes]
exclude = ["Archive/", '/\\.draft\\.md$/']
languages = ["de", "en", "de"]

[vault."~/notes".keys]
help = "f1"
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "notes").mkdir()
    path = tmp_path / "config.toml"
    path.write_text(_CONFIG, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path, tmp_path / "none.toml") == Settings()


def test_global_tables_hold_for_every_vault(config: Path, tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "elsewhere", config)

    assert settings == load_settings(None, config)
    assert (settings.ranking.n_neighbours, settings.ranking.source_only) == (40, ("Daily",))
    assert (settings.notes.exclude, settings.notes.languages) == (("Old/",), ("en",))
    assert settings.keys == {"quit": "ctrl+x"}


def test_section_of_a_vault_counts_over_the_rest(config: Path, tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "notes", config)

    assert (settings.ranking.n_neighbours, settings.ranking.source_only) == (40, ("Log",))
    assert settings.notes.exclude == ("Archive/", "/\\.draft\\.md$/")
    assert settings.notes.languages == ("de", "en")
    assert settings.keys == {"quit": "ctrl+x", "help": "f1"}


def test_vault_is_known_by_whatever_path_leads_there(config: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("notes")

    assert load_settings(tmp_path / "link", config) == load_settings(tmp_path / "notes", config)
    assert load_settings(Path(os.path.join(tmp_path, "x", "..", "notes")), config).ranking.source_only == ("Log",)


def test_every_number_has_bounds() -> None:
    parts = [part for part in dataclasses.asdict(Settings()).values() if isinstance(part, dict)]
    numbers = {name for part in parts for name, value in part.items() if type(value) in (int, float)}

    assert numbers == set(BOUNDS)
