"""The real indexer, killed at calls that write while it trains anew: after an upgrade, or with other settings.

Its own process or one that it started. The index is the old or the new one, and the next run completes it.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from notelinks.config import index_folder
from notelinks.errors import IndexMissingError
from notelinks.indexer import publishing
from notelinks.store import schema
from tests.campaigns.test_kills import WRITING
from tests.support import (
    TINY_CONFIG,
    cli_environment,
    index_vault,
    make_home,
    make_notes,
    read_everything,
    tells_mistake,
    write_vault,
)

_N_KILLS = 20
"""Of some hundred calls; seeded."""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")]


class _Trial:
    """A vault with an index that the indexer will make anew, as it is before and should be after."""

    def __init__(self, root: Path, case: str) -> None:
        self.root = root
        self.home = make_home(root / "home")
        self.vault = write_vault(root / "vault", make_notes(30, 1))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NOTELINKS_HOME", os.fspath(self.home))
            if case == "older algorithm":
                patch.setattr(publishing, "ALGORITHM", publishing.ALGORITHM - 1)
            index_vault(self.vault)
            if case == "older schema":
                database = schema.database_file(index_folder(self.vault))
                for path in database.parent.glob(f"{database.name}*"):
                    path.rename(path.with_name(path.name.replace(database.stem, "index-1")))
            patch.undo()
            patch.setenv("NOTELINKS_HOME", os.fspath(self.home))
            if case == "other settings":
                make_home(self.home, TINY_CONFIG.replace("n_dims = 32", "n_dims = 48"))
            self.folder = index_folder(self.vault)
            self.sound = Path(shutil.copytree(self.home, root / "sound"))
            self.old = self.read()
            assert self.index() == ""
            self.new = self.read()

    def read(self) -> Any:
        """All lists and the generation; None if there is no index that this version could read."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NOTELINKS_HOME", os.fspath(self.home))
            try:
                everything = read_everything(self.vault)
            except IndexMissingError:
                return None
            with schema.connect_reader(self.folder) as connection:
                meta = dict(connection.execute("SELECT key, value FROM meta"))
            return everything, meta.get("generation"), meta.get("corpus_digest")

    def index(self, *options: str) -> str:
        """Runs `notelinks index`, traced if there are options; gives how it failed."""
        trace = ("strace", "-f", "-qq", "-o", os.fspath(self.root / "calls"), *options) if options else ()
        command = [*trace, sys.executable, "-B", "-m", "notelinks", "index", os.fspath(self.vault)]
        done = subprocess.run(command, env=cli_environment(self.home), capture_output=True, text=True, timeout=300)
        assert not tells_mistake(done.stderr) or _is_half_told(done.stderr), done.stderr
        return done.stderr or "without a word" if done.returncode else ""

    def reset(self) -> None:
        shutil.rmtree(self.home)
        shutil.copytree(self.sound, self.home)


def _is_half_told(output: str) -> bool:
    """Whether a process that was just starting complains, in Python's words, of a parent that was killed meanwhile."""
    return "in spawn_main" in output and "notelinks" not in output


@pytest.mark.parametrize("case", ["older algorithm", "older schema", "other settings"])
def test_killed_at_calls_that_write_the_index_is_old_or_new_and_can_be_completed(
    tmp_path: Path, warm_kernels: None, case: str
) -> None:
    trial = _Trial(tmp_path, case)
    assert trial.old != trial.new
    trial.reset()
    assert trial.index("-e", f"trace={WRITING}") == ""
    calls = Counter(re.findall(r"^(\d+) +(\w+)\(", (tmp_path / "calls").read_text(), re.M))
    most = {name: max(n for (_, other), n in calls.items() if other == name) for _, name in calls}
    places = sorted((name, number) for name, n in most.items() for number in range(1, n + 1))
    outcomes: Counter[str] = Counter()
    for name, number in random.Random(1).sample(places, min(_N_KILLS, len(places))):
        trial.reset()
        failed = trial.index("-e", f"trace={WRITING}", "-e", f"inject={name}:signal=KILL:when={number}")
        found = trial.read()
        outcome = "new" if found == trial.new else "old" if found == trial.old else "between"
        assert outcome != "between" or (trial.old is None and not any(found[0]["related"].values())), (name, number)
        assert failed or outcome == "new", (name, number)
        outcomes[outcome] += 1
        assert trial.index() == "", (name, number)
        assert trial.read()[0] == trial.new[0], (name, number)
    print(len(places), "calls", dict(outcomes))

    assert outcomes["old"] and outcomes["new"], outcomes
