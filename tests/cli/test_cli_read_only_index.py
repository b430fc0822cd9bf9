"""An index on a disk that cannot be written to: it answers, and whoever brings it up to date is told what to do."""

from pathlib import Path

import pytest

from notelinks.config import home_folder, index_folder
from tests.support import has_user_namespaces, index_vault, make_notes, on_read_only_disk, run_cli, write_vault

pytestmark = pytest.mark.skipif(not has_user_namespaces(), reason="needs user namespaces")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = write_vault(tmp_path / "vault", make_notes(24, 1))
    index_vault(made)
    return made


def test_index_on_a_read_only_disk_answers(vault: Path) -> None:
    commands = (
        ["related", "Bread 0", "--why"],
        ["concepts", "--all"],
        ["links", "Bread 0"],
        ["words", "flour"],
        ["search", "flour and water"],
        ["suggest", "--orphans"],
        ["status"],
        ["map", "-o", "-"],
        ["stop-words"],
    )
    for command in commands:
        done = run_cli(*command, "--vault", vault, prefix=on_read_only_disk(home_folder()))
        assert (done.returncode in (0, 1), "cannot" in done.stderr) == (True, False), (command, done.stderr)


def test_indexer_says_what_to_do_where_it_cannot_write(vault: Path) -> None:
    (vault / "new.md").write_text("Flour.")
    for command in (["index"], ["watch"], ["index", "--full"]):
        done = run_cli(*command, vault, prefix=on_read_only_disk(home_folder()))
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), (command, done.stderr)
        assert str(index_folder(vault)) in done.stderr
        assert "NOTELINKS_HOME" in done.stderr
