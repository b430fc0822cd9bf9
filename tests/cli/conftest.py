"""A small linked vault, indexed once for all tests that only read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import TINY_CONFIG, index_vault, json_lines, make_home, run_cli, write_vault

_NOTES: dict[str, str | bytes] = {
    "bread/Dough.md": "---\naliases: [The mass]\n---\nFlour, water and salt are kneaded to dough. See [[Oven]]. #food",
    "bread/Oven.md": "The oven bakes dough of flour and water to bread. Back to [[Dough|the dough]]. #food/hot",
    "bread/Starter.md": "A starter of flour, water and wild yeast raises the dough. Missing: [[Crumb]].",
    "garden/Plot.md": "Soil and compost feed tomato and bean. The Oven is far. #outside",
    "garden/Pods.md": "Beans and tomato grow in soil with compost and water. #outside",
    "garden/Same.md": "Rain and frost on the bed of tomato and bean.",
    "music/Same.md": "Chord, scale and melody on the guitar; a song in tune.",
    "music/Song.md": "A song has a melody, a chord and a verse for the guitar.",
}


@dataclass(frozen=True)
class Indexed:
    """An indexed vault and the place of its index."""

    vault: Path
    home: Path

    def run(self, *arguments: str | Path, **options: Any):
        """Runs a command on it, from within it."""
        return run_cli(*arguments, home=self.home, cwd=self.vault, **options)

    def objects(self, *arguments: str) -> list[Any]:
        """What a command says with `--json`."""
        return json_lines(self.run(*arguments, "--json"))


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    root = tmp_path_factory.mktemp("cli")
    home = make_home(root / "home", TINY_CONFIG)
    vault = write_vault(root / "vault", _NOTES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(home))
        index_vault(vault)
    return Indexed(vault, home)
